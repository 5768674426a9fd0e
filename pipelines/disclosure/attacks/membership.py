"""Membership: of two releases, is somebody among those who are new in the second?

The cells of the target's characteristics rise together if so. The attacker knows the noise, how many are new
and how common each characteristic is, and weighs every cell by how much likelier its move is with the target
than without: the best test there is (Neyman and Pearson 1933), where cells are moved by themselves.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy

from pipelines.disclosure.attacks.updates import AFTER, BEFORE
from pipelines.disclosure.attacks.view import Publish
from pipelines.disclosure.cube import Guarding, by_currency, guard_cells, measure_one
from pipelines.disclosure.measured import People, Place
from pipelines.disclosure.noise import spread_evenly
from pipelines.disclosure.release_policy import Profile
from pipelines.measures.measure import Measure
from pipelines.publication import Count, Money, Shown
from pipelines.released.cells import ReleasedCell
from pipelines.vocabulary import Dimension

if TYPE_CHECKING:
    import pandas

Tell = Callable[["pandas.DataFrame", str, Collection[Place]], Mapping[Place, float]]
"""Rows, the label of all to date, and places → the number that is shown in each of those."""

IMPOSSIBLE = 1e-6
"""The chance of what cannot be: the attacker's picture of a table may be a little wrong."""

OUT_OF_HIDING = 0.1
"""What a cell that came out of hiding adds to the score, or takes from it where it went."""


@dataclass(frozen=True, kw_only=True)
class Noise:
    """How a table is known to move and to round its numbers."""

    moves: tuple[float, ...] = (1.0,)
    """The chance of each difference of two draws, from the least on; as many on both sides of 0."""
    rounding: int = 1


@dataclass(frozen=True, kw_only=True)
class Membership:
    """How well a target is told from somebody else: area under the curve, 0.5 for no better than chance."""

    area: float
    low: float
    high: float
    """Its interval, 95 %."""
    trials: int


def noise_of(profile: Profile) -> Noise:
    """The difference of two draws of a profile."""
    one = _chances(profile.most, profile.variance)
    if profile.extra_most:
        one = numpy.convolve(one, _chances(profile.extra_most, profile.extra_variance))
    both = numpy.convolve(one, one[::-1])
    return Noise(moves=tuple(float(p) for p in both), rounding=profile.rounding)


def _chances(most: int, variance: float) -> Any:
    return numpy.array(spread_evenly(tuple(range(-most, most + 1)), variance)) if most else numpy.ones(1)


def told_by_release(
    measure: Measure, frame: "pandas.DataFrame", people: People, periods: Sequence[str], guarding: Guarding
) -> Tell:
    """The numbers of everything to date, as a release gives them: counts, or sums in minor units.

    Of the first currency. `frame` holds every row there will be; what is told is of some of them.
    """
    lattice = replace(guarding.lattice, kinds=("",))
    currency, _ = next(iter(by_currency(measure, frame)))
    measured = measure_one(measure, frame, people, guarding)
    assert measured is not None, "there are rows to attack"

    def tell(some: "pandas.DataFrame", to_date: str, places: Collection[Place]) -> Mapping[Place, float]:
        own, among = replace(guarding, to_date=to_date, lattice=lattice), measured.among(some.index)
        return {
            _place(cell): _number(cell.cell.figure)
            for cell in guard_cells(measure, currency, among, periods, own, only=places)
            if isinstance(cell.cell, Shown) and isinstance(cell.cell.figure, Count | Money)
        }

    return tell


def _place(cell: ReleasedCell) -> Place:
    return cell.period, tuple((Dimension(name), value) for name, value in cell.selection)


def _number(figure: Count | Money) -> float:
    return float(figure.value if isinstance(figure, Count) else figure.total_minor)


def told_by_tables(publish: Publish) -> Tell:
    """The counts of any other way to publish."""

    def tell(some: "pandas.DataFrame", to_date: str, places: Collection[Place]) -> Mapping[Place, float]:
        view = publish(some, to_date)
        guesses = zip(view.layout.places, view.told.guess[:, -1].tolist(), strict=True)
        return {place: guess for place, guess in guesses if place in places and not numpy.isnan(guess)}

    return tell


def measure_membership(  # noqa: PLR0913, PLR0917 (an attack, and how often it is tried)
    tell: Tell, publish: Publish, frame: "pandas.DataFrame", noise: Noise, batch: int, trials: int, seed: int
) -> Membership:
    """Of `batch` new people: the target is one of them, or somebody else is in its place.

    Each trial is a pair of releases of its own, so the area is over draws as well as over people.
    """
    random = numpy.random.default_rng(seed)
    whole = publish(frame, AFTER).layout
    shares = whole.sums[:, -1] / max(1, len(frame))
    n_new = min(batch, len(frame) // 4)
    ins, outs = numpy.empty(trials), numpy.empty(trials)
    for trial in range(trials):
        chosen = random.choice(len(frame), size=n_new + 1, replace=False)
        target, other = chosen[0], chosen[1]
        own = {
            whole.places[cell]: round(float(shares[cell]), 3)
            for cell in whole.cells_of_row(frame.index[target])
        }
        # Labels of its own: the cells of one release have one draw, and every trial would share its luck.
        before = tell(frame.drop(frame.index[chosen]), f"{BEFORE} {trial}", own)
        for scores, left_out in ((ins, other), (outs, target)):
            after = tell(frame.drop(frame.index[[left_out]]), f"{AFTER} {trial}", own)
            scores[trial] = _score(before, after, own, noise, n_new)
    return _area(ins, outs)


def pool(found: Sequence[Membership]) -> Membership:
    """Several rounds of trials as one."""
    area = sum(one.area for one in found) / len(found)
    half = sum((one.high - one.low) ** 2 for one in found) ** 0.5 / (2 * len(found))
    trials = sum(one.trials for one in found)
    return Membership(area=area, low=max(0.0, area - half), high=min(1.0, area + half), trials=trials)


def _score(
    before: Mapping[Place, float], after: Mapping[Place, float], own: Mapping[Place, float],
    noise: Noise, n_new: int,
) -> float:  # fmt: skip
    """How much likelier the moves of a profile's cells are with the target among the new than without."""
    score = 0.0
    for place, share in own.items():
        was, now = before.get(place), after.get(place)
        if was is not None and now is not None:
            score += _evidence(round(now - was), share, noise, n_new)
        elif was is not now:
            score += OUT_OF_HIDING if was is None else -OUT_OF_HIDING
    return score


@cache
def _evidence(move: int, share: float, noise: Noise, n_new: int) -> float:
    """The logarithm of how much likelier a cell's move is with the target in it than without."""
    with_target = _chance(move - 1, share, noise, n_new - 1)
    return float(numpy.log(with_target / _chance(move, share, noise, n_new)))


def _chance(move: int, share: float, noise: Noise, n_others: int) -> float:
    """Of a move by the noise and by those of the others who are in the cell."""
    from scipy.stats import binom

    others = binom.pmf(numpy.arange(n_others + 1), n_others, min(1.0, share))
    moved = numpy.convolve(noise.moves, others)
    least = -(len(noise.moves) // 2)
    away = numpy.abs(move - least - numpy.arange(len(moved))) / noise.rounding
    return max(IMPOSSIBLE, float(moved @ numpy.maximum(0.0, 1.0 - away)))


def _area(ins: Any, outs: Any) -> Membership:
    """Mann and Whitney: how often one of the first lies above one of the second, ties half.

    Its interval: Hanley and McNeil (1982), Radiology 143: 29-36.
    """
    difference, n = ins[:, None] - outs[None, :], len(ins)
    area = float(((difference > 0) + 0.5 * (difference == 0)).mean())
    one, other = area / (2 - area), 2 * area**2 / (1 + area)
    spread = (area * (1 - area) + (n - 1) * (one - area**2) + (n - 1) * (other - area**2)) / n**2
    half = 1.96 * max(0.0, spread) ** 0.5
    return Membership(area=area, low=max(0.0, area - half), high=min(1.0, area + half), trials=n)
