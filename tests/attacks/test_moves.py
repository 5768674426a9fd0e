"""A row or two away from the truth: found as plain trying finds it, and never where a bound rules it out."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy
import pytest

from pipelines.disclosure.attacks import moves
from pipelines.disclosure.attacks.layout import Layout
from pipelines.disclosure.attacks.moves import changed_by_one, changed_by_two
from pipelines.disclosure.attacks.told import Told, empty
from tests.support.atoms import EVERYBODY, lay, of_site, say

N_ATOMS, N_CELLS = 7, 9


def draw(seed: int, n_parts: int) -> tuple[Layout, Told]:
    """Random atoms in random cells, and bounds round each true number that are often narrow."""
    random = numpy.random.default_rng(seed)
    true = random.integers(0, 4, size=(N_ATOMS, n_parts))
    cells = random.random((N_CELLS, N_ATOMS)) < 0.4
    layout = lay(true.tolist(), cells.astype(int).tolist(), [of_site(f"{at}") for at in range(N_CELLS)])
    told = empty(layout)
    told.low[:] = numpy.maximum(0, layout.sums - random.integers(0, 2, size=told.low.shape))
    told.high[:] = layout.sums + random.integers(0, 2, size=told.low.shape)
    told.is_hidden[:] = True
    return layout, told


def sums_of(layout: Layout, true: Any) -> Any:
    parts = layout.cells @ true
    return numpy.column_stack([parts, parts.sum(axis=1)])


def tried(layout: Layout, told: Told, steps: Iterator[list[tuple[int, int, int]]]) -> Any:
    """What differs from the truth in any solution that fits what was told, each made and looked at."""
    found = numpy.zeros(told.low.shape, dtype=bool)
    for step in steps:
        true = layout.true.copy()
        for atom, part, by in step:
            true[atom, part] += by
        sums = sums_of(layout, true)
        if true.min() >= 0 and (told.low <= sums).all() and (sums <= told.high).all():
            found |= sums != layout.sums
    return found


def of_one(n_parts: int) -> Iterator[list[tuple[int, int, int]]]:
    return ([(atom, part, by)] for atom, part, by in product(range(N_ATOMS), range(n_parts), (1, -1)))


def of_two(n_parts: int) -> Iterator[list[tuple[int, int, int]]]:
    places = list(product(range(N_ATOMS), range(n_parts)))
    return ([(*first, 1), (*second, -1)] for first, second in product(places, places))


@pytest.mark.parametrize("n_parts", [1, 2, 3])
@pytest.mark.parametrize("seed", range(12))
def test_what_moves_is_what_plain_trying_finds(seed: int, n_parts: int) -> None:
    layout, told = draw(seed, n_parts)
    everything = numpy.ones(told.low.shape, dtype=bool)
    assert (changed_by_one(layout, told) == tried(layout, told, of_one(n_parts))).all()
    assert (changed_by_two(layout, told, everything, seed=1) == tried(layout, told, of_two(n_parts))).all()


def test_only_what_is_left_is_answered() -> None:
    layout, told = draw(3, 2)
    left = numpy.zeros(told.low.shape, dtype=bool)
    left[4] = True
    all_of_it = changed_by_two(layout, told, numpy.ones_like(left), seed=1)
    assert (changed_by_two(layout, told, left, seed=1) == (all_of_it & left)).all()
    assert all_of_it[~left].any()


def test_of_many_atoms_some_are_tried_inside_and_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer pairs may settle less, and never what plain trying does not find."""
    monkeypatch.setattr(moves, "MOST_ATOMS", 4)
    for seed in range(8):
        layout, told = draw(seed, 2)
        left = numpy.zeros(told.low.shape, dtype=bool)
        left[:3] = True
        found = changed_by_two(layout, told, left, seed=2)
        assert not (found & ~tried(layout, told, of_two(2))).any()


def test_two_hidden_ones_that_share_a_known_total_protect_each_other() -> None:
    """One row goes from the one to the other: no single row can move."""
    three = lay(
        [[6], [4], [30]], [[1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [EVERYBODY, of_site("a"), of_site("b"), of_site("c")],
    )  # fmt: skip
    view = say(three, [40, None, None, 30])
    assert not changed_by_one(three, view.told)[view.told.is_hidden].any()
    assert changed_by_two(three, view.told, view.told.is_hidden, seed=1)[view.told.is_hidden].all()
