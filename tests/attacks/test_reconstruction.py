"""Rebuilding outcomes: exact cells give everything away, and nothing told leaves only guessing."""

import numpy
from scipy.sparse import csr_array

from pipelines.disclosure.attacks.layout import Layout
from pipelines.disclosure.attacks.reconstruction import reconstruct
from pipelines.disclosure.attacks.told import Told, empty
from pipelines.disclosure.attacks.view import View

TRUE = numpy.array([[1, 0], [0, 1], [1, 0], [1, 0], [0, 1], [0, 1]])
"""Six people, each unlike the others: met, not met."""
PAIRS = numpy.array([[1, 1, 0, 0, 0, 0], [0, 1, 1, 0, 0, 0], [0, 0, 1, 1, 0, 0], [0, 0, 0, 1, 1, 0],
                     [0, 0, 0, 0, 1, 1], [1, 0, 1, 0, 0, 0]])  # fmt: skip


def layout(times: int = 1) -> Layout:
    return Layout(
        true=TRUE * times, cells=csr_array(PAIRS), places=tuple(("", ()) for _ in PAIRS),
        keys=numpy.zeros(len(PAIRS), dtype=numpy.uint64), atom_of={},
    )  # fmt: skip


def exact(of: Layout) -> Told:
    told = empty(of)
    told.low[:], told.high[:], told.guess[:] = of.sums, of.sums, of.sums
    return told


def test_exact_sums_of_pairs_give_every_answer() -> None:
    of = layout()
    found = reconstruct(View(layout=of, told=exact(of)))
    assert (found.people, found.accuracy, found.surest) == (6, 1.0, 1.0)
    assert found.inference < 1


def test_more_people_than_whole_numbers_are_tried_for_are_rebuilt_by_a_linear_program() -> None:
    of = layout(times=50)
    found = reconstruct(View(layout=of, told=exact(of)))
    assert (found.people, found.accuracy) == (300, 1.0)


def test_bounds_alone_are_used_where_nothing_is_shown() -> None:
    of = layout()
    told = exact(of)
    told.guess[:] = numpy.nan
    assert reconstruct(View(layout=of, told=told)).accuracy == 1.0


def test_of_nothing_told_only_guessing_is_left() -> None:
    of = layout()
    found = reconstruct(View(layout=of, told=empty(of)))
    assert found.accuracy <= found.inference + 1 / 6
