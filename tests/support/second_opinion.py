"""Every measure a second time, in plain loops written from the words alone: the pipeline must agree with it.

Each loop reads the accepted contract tables and was written without looking at the pipeline's SQL or
definitions. Where the words leave room, the reading chosen is a comment beginning "Reading:" at the line it
decides.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.support import opinion_agreements as agreements
from tests.support import opinion_participation as participation
from tests.support import opinion_restitution as restitution
from tests.support import opinion_survey as survey
from tests.support.opinion_records import Fact, Records, Tables

Loop = Callable[[Records], Iterable[Fact]]

LOOPS: dict[str, tuple[Loop, str]] = {
    "cases_referred": (participation.cases_referred, "referral"),
    "people_taking_part": (participation.people_taking_part, "referral"),
    "conferences_held": (participation.conferences_held, "event"),
    "agreements_made": (participation.agreements_made, "event"),
    "acceptance_rate": (participation.acceptance_rate, "referral"),
    "contact_rate": (participation.contact_rate, "referral"),
    "consent_rate": (participation.consent_rate, "referral"),
    "conference_rate": (participation.conference_rate, "referral"),
    "any_exchange_rate": (participation.any_exchange_rate, "referral"),
    "harmed_presence_rate": (participation.harmed_presence_rate, "referral"),
    "agreement_reached_rate": (agreements.agreement_reached_rate, "event"),
    "agreement_completion_rate": (agreements.agreement_completion_rate, "event"),
    "agreement_completion_rate_closed": (agreements.agreement_completion_rate_closed, "event"),
    "completion_by_day": (agreements.completion_by_day, "event"),
    "obligation_completion_rate": (agreements.obligation_completion_rate, "event"),
    "paid_in_full_rate": (restitution.paid_in_full_rate, "event"),
    "restitution_collected_rate": (restitution.restitution_collected_rate, "event"),
    "restitution_waived_share": (restitution.restitution_waived_share, "event"),
    "response_rate": (survey.response_rate, "event"),
    **{name: (loop, "event") for name, loop in survey.SURVEY_LOOPS.items()},
}
"""Each measure's loop and the basis its periods are on unless another is asked for."""

COUNTS = ("cases_referred", "people_taking_part", "conferences_held", "agreements_made")
MONEY_RATES = ("restitution_collected_rate", "restitution_waived_share")
CURVES = ("completion_by_day",)


@dataclass(frozen=True)
class Tally:
    """Where every row of a rate's population went."""

    met: int = 0
    not_met: int = 0
    pending: int = 0
    not_applicable: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class Amounts:
    """Two sums in minor units of one currency, over `n` obligations."""

    numerator: int
    denominator: int
    n: int


@dataclass(frozen=True)
class Days:
    """(day, event) of everything that is followed: 1 met, 2 ended another way, 0 still open."""

    rows: tuple[tuple[int, int], ...]

    def share_by(self, day: int) -> float:
        """The cumulative incidence of event 1, one day after another, counting who is at risk by looking."""
        share, waiting = 0.0, 1.0
        for now in sorted({moment for moment, _ in self.rows if moment <= day}):
            at_risk = sum(moment >= now for moment, _ in self.rows)
            met = sum(row == (now, 1) for row in self.rows)
            ended = sum(row == (now, 2) for row in self.rows)
            share += waiting * met / at_risk
            waiting *= (at_risk - met - ended) / at_risk
        return share

    def at_risk(self, day: int) -> int:
        """How many are still followed and undecided when that day begins."""
        return sum(moment >= day for moment, _ in self.rows)


Answer = Tally | int | dict[str, Amounts] | Days


def second_opinion(
    source: Tables | Records, name: str, *, basis: str | None = None, **filters: str
) -> Answer:
    """The answer to one measure, under filters such as `role="harmed"`, `programme=` or `period="2025Q3"`.

    A rate is a `Tally`, a count a number, a money rate `Amounts` for each currency, a curve its `Days`.
    """
    return answer_of(name, find_facts(source, name, basis=basis, **filters))


def breakdown(
    source: Tables | Records, name: str, *by: str, basis: str | None = None, **filters: str
) -> dict[tuple[str, ...], Answer]:
    """The same for every combination of dimensions that occurs."""
    facts = find_facts(source, name, basis=basis, **filters)
    return group_facts(name, facts, by, basis or LOOPS[name][1])


def group_facts(
    name: str, facts: Iterable[Fact], by: Sequence[str], basis: str
) -> dict[tuple[str, ...], Answer]:
    """The answer for each combination of values that the facts have on these dimensions."""
    groups: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        values = [fact.value(dimension, basis) for dimension in by]
        if None not in values:
            groups[tuple(str(value) for value in values)].append(fact)
    return {group: answer_of(name, found) for group, found in groups.items()}


def find_facts(
    source: Tables | Records, name: str, *, basis: str | None = None, **filters: str
) -> list[Fact]:
    """The rows of the measure's population that pass the filters."""
    records = source if isinstance(source, Records) else Records(source)
    loop, default = LOOPS[name]
    used = basis or default
    return [
        fact
        for fact in loop(records)
        if all(fact.value(dimension, used) == value for dimension, value in filters.items())
    ]


def answer_of(name: str, facts: Sequence[Fact]) -> Answer:
    if name in COUNTS:
        people = {fact.person for fact in facts}
        return len(facts) if people <= {None} else len(people)
    if name in MONEY_RATES:
        return _amounts(facts)
    if name in CURVES:
        return Days(tuple(sorted((fact.day or 0, fact.event or 0) for fact in facts)))
    counts: dict[str, int] = defaultdict(int)
    for fact in facts:
        counts[fact.bucket] += 1
    return Tally(**counts)


def _amounts(facts: Sequence[Fact]) -> dict[str, Amounts]:
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.currency or ""].append(fact)
    return {
        currency: Amounts(sum(f.numerator for f in group), sum(f.denominator for f in group), len(group))
        for currency, group in groups.items()
    }
