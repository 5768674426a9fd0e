"""How many conferences a year stand behind a selection: funnels and control charts need enough of them."""

from dataclasses import replace

from pipelines.measures.answers import AnswerTable, Ask, CountAnswer
from pipelines.measures.dimensions import dimensions_of
from pipelines.measures.measure import Measure
from pipelines.measures.periods import quarters_between
from pipelines.measures.requests import Plan
from pipelines.vocabulary import Dimension

CONFERENCES = "conferences_held"
"""The measure that says what a conference held is."""

QUARTERS_A_YEAR = 4


def ask_conferences(plan: Plan, held: Measure) -> Ask | None:
    """Conferences by quarter under the filters that a conference has; None where nothing is asked."""
    if plan.ask is None:
        return None
    known = dimensions_of(held.grain)
    where = tuple((dimension, value) for dimension, value in plan.ask.where if dimension in known)
    by = (Dimension.PERIOD,)
    return replace(plan.ask, measure=held, basis=held.basis, by=by, where=where, with_clusters=False)


def conferences_a_year(found: AnswerTable | None) -> float:
    """The mean over every quarter from the first with a conference to the last; 0 without any."""
    counts: dict[str, int] = {}
    for row in found.rows if found is not None else ():
        assert isinstance(row.answer, CountAnswer)
        if row.answer.value:
            counts[dict(row.by)[Dimension.PERIOD]] = row.answer.value
    if not counts:
        return 0.0
    return sum(counts.values()) * QUARTERS_A_YEAR / len(quarters_between(min(counts), max(counts)))
