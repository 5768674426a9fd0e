"""Solutions a row or two away from the truth: what they change is not recovered. No program is needed.

They fit what was told because nothing that was told is so narrow: a cell is full where one row more is ruled
out, and empty where one fewer is.
"""

from dataclasses import dataclass
from typing import Any

import numpy

from pipelines.disclosure.attacks.layout import Layout
from pipelines.disclosure.attacks.told import Told

MOST_ATOMS = 1_000
"""Pairs are tried of at most so many atoms, drawn with a seed: their number grows with the square."""


def changed_by_one(layout: Layout, told: Told) -> Any:
    """Which numbers differ in a solution with one row more or less. One row a cell, everybody last."""
    sums, cells, parts = layout.sums, layout.cells, layout.n_parts
    is_full, is_empty = _tight(sums, told)
    stops_up, stops_down = cells.T @ is_full.astype(int), cells.T @ is_empty.astype(int)
    up = (stops_up[:, :parts] == 0) & (stops_up[:, [parts]] == 0)
    down = (stops_down[:, :parts] == 0) & (stops_down[:, [parts]] == 0) & (layout.true >= 1)
    moves = cells @ (up | down).astype(int) > 0
    return numpy.column_stack([moves, moves.any(axis=1)])


def changed_by_two(layout: Layout, told: Told, left: Any, seed: int) -> Any:
    """Which of the numbers `left` differ in a solution with one row more in one place, one fewer in another.

    The places are an atom and a part each: a row goes to another atom, to another part, or to both.
    """
    pairs = _pairs(layout, told, left, seed)
    still = left.copy()
    for up in range(layout.n_parts):
        for down in range(layout.n_parts):
            if still.any():
                still &= ~pairs.changed(up, down, numpy.flatnonzero(still.any(axis=1)))
    return left & ~still


def _tight(sums: Any, told: Told) -> tuple[Any, Any]:
    return told.high - sums < 1, sums - told.low < 1


def _pairs(layout: Layout, told: Told, left: Any, seed: int) -> "_Pairs":
    atoms = numpy.flatnonzero(layout.cells.T @ left.any(axis=1).astype(int))
    others = numpy.setdiff1d(numpy.arange(layout.cells.shape[1]), atoms)
    # Outside the cells that are left, an atom can take what one inside gives: both kinds are drawn.
    random = numpy.random.default_rng(seed)
    drawn = [random.permutation(some)[: MOST_ATOMS // 2] for some in (atoms, others)]
    chosen = numpy.sort(numpy.concatenate(drawn))
    is_full, is_empty = _tight(layout.sums, told)
    return _Pairs(
        cells=layout.cells[:, chosen].toarray().astype(numpy.float32),
        true=layout.true[chosen],
        is_full=is_full,
        is_empty=is_empty,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Pairs:
    """Every pair of some atoms: the first has one row more, the second one fewer."""

    cells: Any
    true: Any
    is_full: Any
    is_empty: Any

    def changed(self, up: int, down: int, rows: Any) -> Any:
        """One row a cell, everybody last: what differs where a pair moves, in the cells of `rows` alone."""
        goes = self._allowed(up, down)
        inside, outside = self.cells[rows], 1 - self.cells[rows]
        first, second = inside @ goes, inside @ goes.T
        only_first = (first * outside).any(axis=1)
        only_second = (second * outside).any(axis=1)
        both = (first * inside).any(axis=1)
        found = numpy.zeros(self.is_full.shape, dtype=bool)
        within = only_first | only_second
        found[rows, up] = within if up == down else only_first | both
        found[rows, down] = within if up == down else only_second | both
        found[rows, -1] = within
        return found

    def _allowed(self, up: int, down: int) -> Any:
        """One row an atom that gains, one column an atom that loses."""
        if up == down:
            full = self.is_full[:, up] | self.is_full[:, -1]
            empty = self.is_empty[:, up] | self.is_empty[:, -1]
            stops = self._apart(full) + self._apart(empty).T
        else:
            gains, loses = self.cells[self.is_full[:, up]], self.cells[self.is_empty[:, down]]
            everybody = self._apart(self.is_full[:, -1]) + self._apart(self.is_empty[:, -1]).T
            stops = gains.sum(axis=0)[:, None] + loses.sum(axis=0)[None, :] + everybody
        has_one = self.true[:, down] >= 1
        return ((stops == 0) & has_one[None, :]).astype(numpy.float32)

    def _apart(self, tight: Any) -> Any:
        """In how many tight cells the first atom is and the second is not."""
        some = self.cells[tight]
        return some.sum(axis=0)[:, None] - some.T @ some
