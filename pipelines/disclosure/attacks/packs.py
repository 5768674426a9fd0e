"""A release beside the signed headline packs: what does an exact total of a programme's year give away?

Whoever has both holds the packs' totals as known margins. Every pack there may ever be is granted: of each
programme and each closed year, everything that a pack states.
"""

from dataclasses import replace

import numpy

from pipelines.disclosure.attacks.layout import Layout
from pipelines.disclosure.attacks.view import View
from pipelines.disclosure.pack import PACK_PART, PACK_PEOPLE
from pipelines.vocabulary import Dimension

YEAR_DIGITS = 4


def beside_packs(view: View) -> View:
    """The same figure, with every pack known. What a pack states of a set of rows is no longer hidden."""
    layout, sums = view.layout, view.layout.sums
    stated = [at for at in _totals(layout) if sums[at, -1] >= PACK_PEOPLE.value]
    same = numpy.flatnonzero(numpy.isin(layout.keys, layout.keys[stated]))
    told = replace(
        view.told, low=view.told.low.copy(), high=view.told.high.copy(), guess=view.told.guess.copy(),
        is_hidden=view.told.is_hidden.copy(),
    )  # fmt: skip
    for at in same:
        # Fewer than three on one side are said to be that, and no more.
        is_whole = sums[at, :-1].min() >= PACK_PART.value
        columns = slice(None) if is_whole else slice(-1, None)
        for bounds in (told.low, told.high, told.guess):
            bounds[at, columns] = sums[at, columns]
        told.is_hidden[at, columns] = False
    return replace(view, told=told)


def _totals(layout: Layout) -> list[int]:
    """The cells of one whole year of one programme, or of everybody where there is only one."""
    dimensions = {dimension for _, selection in layout.places for dimension, _ in selection}
    wanted = [Dimension.PROGRAMME] if Dimension.PROGRAMME in dimensions else []
    return [
        at
        for at, (period, selection) in enumerate(layout.places)
        if len(period) == YEAR_DIGITS and [dimension for dimension, _ in selection] == wanted
    ]
