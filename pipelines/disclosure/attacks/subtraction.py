"""Subtraction and trackers: can a hidden number be worked out from all the others, exactly?

The attacker holds a linear program: every atom at least 0, every sum of atoms within the bounds of its cell.
A hidden number is recovered where its least and its greatest value leave one whole number. The defender knows
the truth, so any other solution that differs from it by 1 or more proves that a number is not recovered:
solutions that move one row or two are tried for all at once, then programs for many cells together, and what
is still left is bounded cell by cell.
"""

from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import numpy

from pipelines.disclosure.attacks.layout import Layout
from pipelines.disclosure.attacks.moves import changed_by_one, changed_by_two
from pipelines.disclosure.attacks.told import Told

TOGETHER = 30
"""Programs for many cells at once, before cells are bounded one by one."""

_ROUNDING = 1e-6


@dataclass(frozen=True, kw_only=True)
class Subtracted:
    """How many hidden numbers there are, and how many were recovered."""

    hidden: int
    recovered: int
    bounded: int
    """How many were bounded one by one."""

    @property
    def share(self) -> float:
        return self.recovered / self.hidden if self.hidden else 0.0


def subtract(layout: Layout, told: Told, seed: int, most_bounded: int = 400) -> Subtracted:
    """Recover what is hidden. Of more than `most_bounded` that no shared solution settles, the smallest true
    ones are bounded, and those left over count as recovered in the same proportion."""
    wanted = told.is_hidden & numpy.isfinite(told.low)
    hidden = int(wanted.sum())
    left = wanted & ~changed_by_one(layout, told)
    if left.any():
        left &= ~changed_by_two(layout, told, left, seed)
    if not left.any():
        return Subtracted(hidden=hidden, recovered=0, bounded=0)
    program = _Program(layout, told)
    left = _settle_together(program, layout, left, seed)
    cells = numpy.argwhere(left)
    order = numpy.argsort(layout.sums[left], kind="stable")
    chosen = cells[order][:most_bounded]
    recovered = sum(program.is_exact(int(cell), int(column)) for cell, column in chosen)
    scaled = ceil(recovered * len(cells) / len(chosen)) if len(chosen) else 0
    return Subtracted(hidden=hidden, recovered=scaled, bounded=len(chosen))


def _settle_together(program: "_Program", layout: Layout, left: Any, seed: int) -> Any:
    """Drop what differs from the truth in any solution found for many cells at once."""
    random, rounds = numpy.random.default_rng(seed), 0
    while left.any() and rounds < TOGETHER:
        weights = numpy.where(left, random.choice([-1.0, 1.0], size=left.shape), 0.0)
        found = program.solve(weights)
        if found is None:
            break
        away = numpy.abs(_sums(layout, found) - layout.sums) >= 1 - _ROUNDING
        if not (left & away).any():
            break
        left, rounds = left & ~away, rounds + 1
    return left


def _sums(layout: Layout, atoms: Any) -> Any:
    parts = layout.cells @ atoms
    return numpy.column_stack([parts, parts.sum(axis=1)])


class _Program:
    """The attacker's linear program."""

    def __init__(self, layout: Layout, told: Told) -> None:
        from scipy.sparse import block_diag, csr_array, hstack, vstack

        self._layout, parts = layout, layout.n_parts
        one = csr_array(layout.cells).astype(float)
        apart = block_diag([one] * parts, format="csr") if parts > 1 else one
        self._all = vstack([apart, hstack([one] * parts)], format="csr")
        low, high = told.low.T.reshape(-1), told.high.T.reshape(-1)
        has = (low > 0) | numpy.isfinite(high)
        self._rows, self._low, self._high = self._all[numpy.flatnonzero(has)], low[has], high[has]

    def solve(self, weights: Any) -> Any:
        """The atoms of a solution in which the weighted sum of cells is least; None where it has no end."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        cost = self._all.T @ weights.T.reshape(-1)
        found = milp(
            cost,
            bounds=Bounds(0, 2.0 * self._layout.true.sum() + 100),
            constraints=LinearConstraint(self._rows, self._low, self._high),
        )
        return None if found.x is None else found.x.reshape(self._layout.n_parts, -1).T

    def is_exact(self, cell: int, column: int) -> bool:
        """Do the least and the greatest value of a number leave one whole number?"""
        weights = numpy.zeros((len(self._layout.places), self._layout.n_parts + 1))
        weights[cell, column] = 1.0
        ends = [self.solve(weights), self.solve(-weights)]
        if ends[0] is None or ends[1] is None:
            return False
        least, greatest = (float(_sums(self._layout, end)[cell, column]) for end in ends)
        return floor(greatest + _ROUNDING) <= ceil(least - _ROUNDING)
