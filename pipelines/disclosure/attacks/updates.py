"""Two releases: what does the second say of those who are new in it?

Profile: a value is known where its cells are the only ones of its dimension that changed; a profile
where that is so for every dimension. Membership: the cells of somebody's profile rise together if they are
among the new.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy

from pipelines.disclosure.attacks.layout import Layout
from pipelines.disclosure.attacks.view import Publish, View
from pipelines.disclosure.measured import Place

if TYPE_CHECKING:
    import pandas

BEFORE, AFTER = "to the release before", "to this release"


def profiles_named(publish: Publish, frame: "pandas.DataFrame", trials: int, seed: int) -> tuple[int, int]:
    """In how many trials one new case gives its whole profile away, and how many there were."""
    random = numpy.random.default_rng(seed)
    after = publish(frame, AFTER)
    chosen = random.choice(len(frame), size=min(trials, len(frame)), replace=False)
    named = 0
    for row in chosen:
        before = publish(frame.drop(frame.index[row]), BEFORE)
        named += _names_profile(before, after, frame, int(row))
    return named, len(chosen)


def _names_profile(before: View, after: View, frame: "pandas.DataFrame", row: int) -> bool:
    changed: dict[str, set[str]] = {}
    every: dict[str, set[str]] = {}
    told = dict(zip(before.layout.places, before.told.guess[:, -1].tolist(), strict=True))
    for place, guess in zip(after.layout.places, after.told.guess[:, -1].tolist(), strict=True):
        _, selection = place
        if len(selection) != 1:
            continue
        (dimension, value), was = selection[0], told.get(place, float("nan"))
        every.setdefault(dimension.value, set()).add(value)
        if (guess != was) and not (numpy.isnan(guess) and numpy.isnan(was)):
            changed.setdefault(dimension.value, set()).add(value)
    own = _profile(after.layout, frame.index[row])
    return bool(every) and all(changed.get(name) == {own.get(name)} for name in every)


def _profile(layout: Layout, label: object) -> dict[str, str]:
    return {
        dimension.value: value
        for cell in layout.cells_of_row(label)
        if len(layout.places[cell][1]) == 1
        for dimension, value in layout.places[cell][1]
    }


def membership_auc(
    publish: Publish, frame: "pandas.DataFrame", batch: int, trials: int, seed: int
) -> tuple[float, int]:
    """How well the target of each trial is told from somebody else among `batch` new cases: area under the
    curve, 0.5 for no better than chance; and of how many comparisons."""
    random = numpy.random.default_rng(seed)
    ins: list[float] = []
    outs: list[float] = []
    whole = publish(frame, AFTER).layout
    n_new = min(batch, len(frame) // 4)
    for _ in range(trials):
        chosen = random.choice(len(frame), size=n_new + 1, replace=False)
        target, other = chosen[0], chosen[1]
        base = frame.drop(frame.index[chosen])
        before = publish(base, BEFORE)
        places = [whole.places[cell] for cell in whole.cells_of_row(frame.index[target])]
        for kept, scores in ((target, ins), (other, outs)):
            left_out = other if kept is target else target
            after = publish(frame.drop(frame.index[[left_out]]), AFTER)
            scores.append(_rise(before, after, places))
    return _area(numpy.array(ins), numpy.array(outs)), trials


def _rise(before: View, after: View, places: Sequence[Place]) -> float:
    """By how much the cells of a profile rose, in mean; a cell that came out of hiding counts as risen."""
    was = dict(zip(before.layout.places, before.told.guess[:, -1].tolist(), strict=True))
    now = dict(zip(after.layout.places, after.told.guess[:, -1].tolist(), strict=True))
    rises = []
    for place in places:
        old, new = was.get(place, float("nan")), now.get(place, float("nan"))
        if not numpy.isnan(old) and not numpy.isnan(new):
            # The fewer people, the more one of them shows.
            rises.append((new - old, 1 / (1 + new) ** 0.5))
        elif numpy.isnan(old) != numpy.isnan(new):
            rises.append((1.0 if numpy.isnan(old) else -1.0, 0.3))
    weight = sum(w for _, w in rises)
    return sum(rise * w for rise, w in rises) / weight if weight else 0.0


def _area(ins: Any, outs: Any) -> float:
    """Mann and Whitney: how often one of the first lies above one of the second, ties half."""
    difference = ins[:, None] - outs[None, :]
    return float(((difference > 0) + 0.5 * (difference == 0)).mean())
