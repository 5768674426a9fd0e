"""One published truth for one statement: the share who agreed is that of its published answers.

A share of one survey item and the three groups of its answers are moved apart, so that each alone is fair,
and a reader of both would see two numbers for one thing. Where the groups are published, the share is made
of them: of what is published already, so it tells nobody more, and a second look at those who did not agree
is gone. Where they are not, the share stands alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipelines.disclosure.protect_counts import share_with_noise
from pipelines.disclosure.release_policy import Profile
from pipelines.instrument import ITEMS
from pipelines.measures.measure import Measure
from pipelines.publication import Distribution, Kind, PublishedCell, Rate, Shown
from pipelines.released.cells import ReleasedCell

OF_ANSWERS = "of the published answers, Wilson, with noise"
"""The method of such a share, by which an attacker knows it too."""

Where = tuple[str, str, str, tuple[tuple[str, str], ...]]
"""The measure, statistic and period of a cell, and what it is narrowed to."""


def agree_with_answers(
    cells: Iterable[ReleasedCell], measures: Sequence[Measure], profile: Profile
) -> list[ReleasedCell]:
    """The same cells, in which every share of one item is that of its published answers."""
    answers_of = find_answers(measures)
    listed = list(cells)
    told: dict[Where, Distribution] = {
        _where(cell, cell.measure): cell.cell.figure
        for cell in listed
        if isinstance(cell.cell, Shown) and isinstance(cell.cell.figure, Distribution)
    }
    return list(_agreeing(listed, answers_of, told, profile))


def _agreeing(
    cells: Iterable[ReleasedCell], answers_of: Mapping[str, tuple[str, bool]],
    told: Mapping[Where, Distribution], profile: Profile,
) -> Iterator[ReleasedCell]:  # fmt: skip
    for cell in cells:
        answers, is_reversed = answers_of.get(cell.measure, ("", False))
        found = told.get(_where(cell, answers))
        yield cell if found is None else replace(cell, cell=share_of(found, is_reversed, profile))


def _where(cell: ReleasedCell, measure: str) -> Where:
    return measure, cell.statistic, cell.period, cell.selection


def find_answers(measures: Sequence[Measure]) -> dict[str, tuple[str, bool]]:
    """Share of one item → the measure of its answers, and whether who disagrees has met it.

    Only where both are of the very same people.
    """
    asked = {_people_of(one): one.name for one in measures if one.kind is Kind.DISTRIBUTION}
    found = {}
    for one in measures:
        answers = asked.get(_people_of(one))
        if one.kind is Kind.RATE and answers and one.survey is not None and len(one.survey.items) == 1:
            found[one.name] = answers, ITEMS[one.survey.items[0]].is_reversed
    return found


def _people_of(measure: Measure) -> tuple[object, ...]:
    return measure.survey, measure.population, measure.grain, measure.basis, frozenset(measure.needs)


def share_of(answers: Distribution, is_reversed: bool, profile: Profile) -> PublishedCell:
    """The share of the published groups, in whole percent."""
    met = answers.counts[0] if is_reversed else answers.agree
    share, low, high = share_with_noise(profile, met, answers.n, rounded=len(answers.counts))
    return Shown(
        figure=Rate(value=share, low=low, high=high, met=met, denominator=answers.n, method=OF_ANSWERS)
    )
