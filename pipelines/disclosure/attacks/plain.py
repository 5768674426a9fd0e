"""What needs no program: a number that its own cell gives away, a small group spoken of, equal noise."""

from typing import Any

import numpy

from pipelines.disclosure.attacks.told import SHARES
from pipelines.disclosure.attacks.view import View
from pipelines.disclosure.release_policy import FEWEST, FEWEST_FOR_A_SHARE

SURE = 0.95
FEWEST_CLAIMS = 5


def exact_alone(view: View) -> tuple[int, int]:
    """Numbers whose own cell leaves one whole number (share with count, steps of a curve), of how many."""
    told = numpy.isfinite(view.told.high) & ((view.told.low > 0) | numpy.isfinite(view.told.guess))
    return int((told & (view.told.high - view.told.low < 1)).sum()), int(told.sum())


def small_groups_spoken_of(view: View) -> tuple[int, int]:
    """Groups of 1 to 9 rows of which a number is said, and how many such groups there are."""
    sums = view.layout.sums
    columns: Any = slice(None) if view.layout.n_parts in (1, 2, 3) else slice(-1, None)
    is_small = ((sums > 0) & (sums < FEWEST.value))[:, columns]
    return int((is_small & ~numpy.isnan(view.told.guess[:, columns])).sum()), int(is_small.sum())


def groups_of_one_answer(view: View) -> tuple[int, int]:
    """Groups in which everybody gave one answer, and the published share says so; and how many it is said of.

    Whoever knows who is in such a group knows the answer of each.
    """
    if view.layout.n_parts not in SHARES:
        return 0, 0
    parts, guess = view.layout.sums[:, :-1], view.told.guess[:, :-1]
    everybody = view.told.guess[:, -1:]
    is_said = ((guess == 0) | (guess == everybody)).any(axis=1)
    return int((is_said & ((parts > 0).sum(axis=1) == 1)).sum()), int(is_said.sum())


def shares_of_few(view: View, reach: int) -> tuple[int, int]:
    """Shares of so few that the noise of both parts cannot have brought them to 30, of all."""
    if view.layout.n_parts not in SHARES:
        return 0, 0
    is_said = ~numpy.isnan(view.told.guess[:, 0])
    fewest = FEWEST_FOR_A_SHARE.value - view.layout.n_parts * reach
    return int((is_said & (view.layout.sums[:, -1] < fewest)).sum()), int(is_said.sum())


def emptied_by_equality(view: View) -> tuple[int, int]:
    """Where a cell and a finer one say the same number, is the rest nobody? Told for sure, of claims.

    The same set has the same draw. The claim only counts where it is right nearly always, and where cells
    are equal by nothing that everybody knows (a site has one programme).
    """
    layout, guess = view.layout, view.told.guess[:, -1]
    sums, sizes = layout.sums[:, -1], numpy.asarray(layout.cells.sum(axis=1)).ravel()
    claims = right = 0
    shared = (layout.cells @ layout.cells.T).tocoo()
    for parent, child, common in zip(*shared.coords, shared.data, strict=True):
        is_finer = common == sizes[child] and sizes[child] < sizes[parent]
        if (
            is_finer
            and layout.axes_of(int(parent)) < layout.axes_of(int(child))
            and guess[parent] == guess[child]
        ):
            claims += 1
            right += sums[parent] == sums[child]
    is_sure = claims >= FEWEST_CLAIMS and right / claims >= SURE
    return (int(right) if is_sure else 0), claims


def most_cases_of_one_person(records: Any) -> int:
    """In how many cases of one figure one person is, at most."""
    pairs = numpy.unique(numpy.column_stack([records.people, records.cases]), axis=0)
    return int(numpy.bincount(pairs[:, 0]).max(initial=0))
