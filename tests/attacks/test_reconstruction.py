"""Rebuilding outcomes: exact cells give everything away, and nothing told leaves only guessing."""

import numpy
import pytest
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


def inferred_in_loops(of: Layout) -> list[float]:
    """Of each atom: the share of the others in its cells, drawn to everybody's by five people."""
    cells, true = of.cells.toarray(), of.true
    overall = true[:, 0].sum() / true.sum()
    shares = []
    for atom in range(len(true)):
        n = met = 0
        for cell in cells:
            for other in range(len(true)):
                if cell[atom] and cell[other] and other != atom:
                    n, met = n + true[other].sum(), met + true[other, 0]
        shares.append((met + 5 * overall) / (n + 5))
    return shares


@pytest.mark.parametrize("seed", range(8))
def test_guessing_is_from_others_like_them_and_never_from_themselves(seed: int) -> None:
    random = numpy.random.default_rng(seed)
    true = random.integers(0, 9, size=(12, 2)) + numpy.array([[1, 0]])
    cells = (random.random((7, 12)) < 0.4).astype(int)
    cells[0] = 1
    of = Layout(
        true=true, cells=csr_array(cells), places=tuple(("", ()) for _ in cells),
        keys=numpy.zeros(len(cells), dtype=numpy.uint64), atom_of={},
    )  # fmt: skip
    found = reconstruct(View(layout=of, told=exact(of)))
    right = [
        met if share > 0.5 else other for share, (met, other) in zip(inferred_in_loops(of), true, strict=True)
    ]
    assert found.inference == pytest.approx(sum(right) / true.sum())
    assert found.people == true.sum()
    surest = sorted(
        zip(inferred_in_loops(of), right, true.sum(axis=1), strict=True), key=lambda one: -abs(one[0] - 0.5)
    )
    left, hits = 0.05 * true.sum(), 0.0
    for _, own, n in surest:
        taken = min(left, n)
        left, hits = left - taken, hits + taken * own / n
    assert found.surest_inference == pytest.approx(hits / (0.05 * true.sum()))
