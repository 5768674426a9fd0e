"""Two releases: what does the second say of the one who is new in it?

A value is known where its cells are the only ones of its dimension that changed; a profile where that is so
for every dimension.
"""

from typing import TYPE_CHECKING

import numpy

from pipelines.disclosure.attacks.layout import Layout
from pipelines.disclosure.attacks.view import Publish, View

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
