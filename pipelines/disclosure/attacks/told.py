"""What an attacker who knows every rule can say of the true numbers behind published cells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil, floor, inf
from typing import Any

import numpy

from pipelines.disclosure.attacks.layout import Layout
from pipelines.disclosure.release_policy import FEWEST, FEWEST_FOR_A_SHARE, Defences, Profile
from pipelines.disclosure.shares_of_answers import OF_ANSWERS
from pipelines.publication import Count, Curve, Distribution, Hidden, PublishedCell, Rate, Ratio, Shown
from pipelines.released.cells import ReleasedCell

Bounds = tuple[float, float, float]
"""At least, at most, and the best guess (NaN: none)."""

FEW, NO_GUESS = FEWEST.value - 1, float("nan")


@dataclass(frozen=True, kw_only=True, eq=False)
class Told:
    """One row a cell of a layout; one column a part of it, and everybody in the last one."""

    low: Any
    high: Any
    guess: Any
    is_hidden: Any
    """Is no number given, so that it must not be worked out?"""


def known_profile(profile: Profile, defences: Defences) -> Profile:
    """How far the attacker knows numbers to be moved: not at all where noise is switched off."""
    return profile if defences.noise else replace(profile, most=0, variance=0.0, extra_most=0)


def listen(layout: Layout, cells: Iterable[ReleasedCell], profile: Profile) -> Told:
    """What the cells of one figure tell."""
    parts = layout.n_parts
    found = {(cell.period, tuple(sorted(cell.selection))): cell.cell for cell in cells}
    told = empty(layout)
    reach = profile.most + profile.extra_most
    for at, (period, selection) in enumerate(layout.places):
        key = period, tuple(sorted((dimension.value, value) for dimension, value in selection))
        published = found.get(key)
        bounds = {parts: (0.0, float(FEW + reach), NO_GUESS)} if published is None else {}
        if published is not None:
            bounds = tell(published, parts, profile)
        for column, (low, high, guess) in bounds.items():
            told.low[at, column], told.high[at, column], told.guess[at, column] = low, high, guess
        told.is_hidden[at, parts] = published is None
        if parts in SHARES:
            told.is_hidden[at, :parts] = numpy.isnan(told.guess[at, :parts])
    return clip_to_truth(layout, _widen(layout, told, reach))


def _widen(layout: Layout, told: Told, reach: int) -> Told:
    """What is hidden may be as many as any hidden number: few people, many rows; too few for a sum.

    Clipped to each truth instead, the bounds would tell it.
    """
    for column in range(layout.n_parts + 1):
        hidden = numpy.isnan(told.guess[:, column]) & numpy.isfinite(told.high[:, column])
        most = layout.sums[hidden, column].max(initial=0)
        if hidden.any() and most > told.high[hidden, column].max():
            told.high[hidden, column] = most + reach
    return told


SHARES = (2, 3)
"""A figure of two or three parts is a share of them, and those may be hidden."""


def empty(layout: Layout) -> Told:
    """Nothing told."""
    shape = (len(layout.places), layout.n_parts + 1)
    return Told(
        low=numpy.zeros(shape),
        high=numpy.full(shape, inf),
        guess=numpy.full(shape, NO_GUESS),
        is_hidden=numpy.zeros(shape, dtype=bool),
    )


def clip_to_truth(layout: Layout, told: Told) -> Told:
    """No bound excludes the truth (a few people in many cases may): the attacker is granted that."""
    numpy.minimum(told.low, layout.sums, out=told.low)
    numpy.maximum(told.high, layout.sums, out=told.high)
    return told


def tell(  # noqa: PLR0911 (one for each kind of figure)
    cell: PublishedCell, parts: int, profile: Profile
) -> dict[int, Bounds]:
    """Part → its bounds."""
    if isinstance(cell, Hidden):
        return _of_words(cell.words, parts, profile)
    if not isinstance(cell, Shown):
        return {}
    figure = cell.figure
    if isinstance(figure, Count):
        return {parts: _around(figure.value, profile)}
    if isinstance(figure, Rate) and figure.method == OF_ANSWERS:
        return _of_share_of_answers(figure, profile)
    if isinstance(figure, Rate) or (isinstance(figure, Ratio) and figure.per and parts == SHARES[0]):
        return _of_share(figure, profile)
    if isinstance(figure, Distribution):
        return _of_answers(figure, profile)
    if isinstance(figure, Curve):
        return {**_of_curve(figure, profile), parts: _around(figure.n, profile)}
    n = getattr(figure, "n", None)
    return {} if n is None else {parts: _around(n, profile)}


def _around(value: int, profile: Profile, fewest: int = FEWEST.value) -> Bounds:
    off = profile.most + profile.extra_most + profile.rounding // 2
    return max(float(fewest), value - off), float(value + off), float(value)


def _of_words(words: str, parts: int, profile: Profile) -> dict[int, Bounds]:
    about = re.search(r"about (\d+)", words)
    if about is None:
        return {parts: (0.0, inf, NO_GUESS)}
    number = int(about[1])
    bounds = {parts: _around(number, profile)}
    few = (0.0, float(FEW + profile.most + profile.extra_most), NO_GUESS)
    many = (float(FEWEST.value), inf, NO_GUESS)
    if words.startswith("all but"):
        return {**bounds, 0: many, 1: few}
    if words.startswith("fewer than"):
        return {**bounds, 0: few, 1: many}
    return bounds


def _of_share(figure: Rate | Ratio, profile: Profile) -> dict[int, Bounds]:
    """From the share, the number of the part and everybody's number together: rate with count."""
    per = figure.per if isinstance(figure, Ratio) else 1
    share, everybody = figure.value / per, int(figure.denominator)
    low, high, _ = _around(everybody, profile)
    reach = profile.most + profile.extra_most
    least, most = max(FEWEST_FOR_A_SHARE.value, low - 2 * reach), high + 2 * reach
    bounds = {}
    for part, own in ((0, share), (1, 1 - share)):
        below, above = ceil((own - 0.005) * least), floor((own + 0.005) * most)
        bounds[part] = (max(float(FEWEST.value), below - reach), float(above + reach), own * everybody)
    return {**bounds, 2: (low, high, float(everybody))}


def _of_share_of_answers(figure: Rate, profile: Profile) -> dict[int, Bounds]:
    """From three rounded groups, of which two are those who did not meet it."""
    everybody = int(figure.denominator)
    groups = Distribution(counts=(0, everybody - int(figure.met), int(figure.met)))
    found = _of_answers(groups, profile)
    low, high, guess = found[1]
    # Two groups were moved and rounded, and not one.
    more = profile.most + profile.extra_most + profile.rounding // 2 + 1
    return {0: found[2], 1: (max(0.0, low - more), high + more, guess), 2: found[3]}


def _of_answers(figure: Distribution, profile: Profile) -> dict[int, Bounds]:
    reach, steps = profile.most + profile.extra_most, profile.rounding // 2 + 1
    n, parts = sum(figure.counts), len(figure.counts)
    low, high = n - parts * steps - reach, n + parts * steps + reach
    bounds = {}
    for part, own in enumerate(figure.counts):
        least = (own - steps) / (n + parts * steps) * max(1, low - parts * reach)
        most = (own + steps) / max(1, n - parts * steps) * (high + parts * reach)
        bounds[part] = (max(float(FEWEST.value), floor(least) - reach), float(ceil(most) + reach), float(own))
    return {**bounds, parts: (max(float(FEWEST.value), low), float(high), float(n))}


def _of_curve(figure: Curve, profile: Profile) -> dict[int, Bounds]:
    """Of each step: met (part 1 of three) and ended another way (part 2), from the steps between points."""
    off = profile.most + profile.extra_most + 2 * (profile.rounding // 2)
    bounds = {}
    for step, (before, after) in enumerate(zip(figure.points, figure.points[1:], strict=False)):
        met, ended = _between(before.n_met, after.n_met), _between(before.n_ended, after.n_ended)
        for event, moved in ((1, met), (2, ended)):
            if moved is None:
                continue
            bounds[step * 3 + event] = (max(0.0, moved - off), float(max(0, moved) + off), float(moved))
    return bounds


def _between(before: int | None, after: int | None) -> int | None:
    """How many more at the later point; None where one of them is not published."""
    return None if before is None or after is None else after - before
