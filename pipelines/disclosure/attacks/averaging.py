"""Averaging: the same number, said several times with other noise, comes out of the noise.

A number is said by its own cell, by each partition of it into cells of a finer table, and by every measure of
the same people. The attacker weighs them by their noise and rounds.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy

from pipelines.disclosure.attacks.view import View
from pipelines.disclosure.measured import Place

Key = tuple[Place, int]
"""A cell and the fingerprint of its rows: the same people under whatever measure."""

Estimate = tuple[float, float]
"""A guess, and how often the noise of one cell is in it."""


class Averaging:
    """What is known of each one-way number (and total), figure by figure."""

    def __init__(self) -> None:
        self._own: dict[Key, set[float]] = defaultdict(set)
        self._apart: dict[Key, list[Estimate]] = defaultdict(list)
        self._truth: dict[Key, int] = {}

    def add(self, view: View) -> None:
        """What one figure says."""
        layout, everybody = view.layout, view.layout.n_parts
        for cell, place in enumerate(layout.places):
            guess = float(view.told.guess[cell, everybody])
            if len(layout.axes_of(cell)) > 1 or numpy.isnan(guess):
                continue
            key = (place, int(layout.keys[cell]))
            self._truth[key] = int(layout.sums[cell, everybody])
            self._own[key].add(guess)
            self._apart[key] += _partitions(view, cell)

    def count(self) -> tuple[int, int]:
        """How many come out exactly, and how many there are."""
        hits = sum(_is_hit(self._truth[key], self._own[key], self._apart[key]) for key in self._truth)
        return hits, len(self._truth)


def average(views: Sequence[View]) -> tuple[int, int]:
    """How many one-way numbers come out exactly of these figures together, and of how many."""
    found = Averaging()
    for view in views:
        found.add(view)
    return found.count()


def _is_hit(truth: int, own: set[float], apart: list[Estimate]) -> bool:
    # One guess for each draw: a set of people that is always said alike is one guess, however often.
    estimates = [*((guess, 1.0) for guess in own), *dict.fromkeys(apart)]
    weights = numpy.array([1 / noise for _, noise in estimates])
    mean = float(numpy.dot(weights, [guess for guess, _ in estimates]) / weights.sum())
    return int(numpy.floor(mean + 0.5)) == truth


def _partitions(view: View, cell: int) -> Iterator[Estimate]:
    """The cell as a sum of cells of each finer table, where all of them are told."""
    layout, everybody = view.layout, view.layout.n_parts
    mine = layout.cells[[cell]]
    inside = numpy.asarray(mine.sum(axis=0)).ravel() > 0
    own = layout.axes_of(cell)
    sizes = numpy.asarray(layout.cells.sum(axis=1)).ravel()
    shared = layout.cells @ inside.astype(int)
    finer: dict[frozenset[str], list[int]] = defaultdict(list)
    for other in numpy.flatnonzero((shared == sizes) & (shared > 0)):
        axes = layout.axes_of(int(other))
        if own < axes and len(axes) == len(own) + 1:
            finer[axes].append(int(other))
    for others in finer.values():
        covered = int(shared[others].sum())
        guesses = view.told.guess[others, everybody]
        if covered == int(inside.sum()) and not numpy.isnan(guesses).any():
            yield float(guesses.sum()), float(len(others))
