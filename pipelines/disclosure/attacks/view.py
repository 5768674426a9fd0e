"""How an attacker sees one figure: what is true, and what was told of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipelines.disclosure.attacks.layout import Layout, lay_out
from pipelines.disclosure.attacks.told import Told, known_profile, listen
from pipelines.disclosure.cube import Guarding, measure_one, protect_measure
from pipelines.disclosure.measured import People
from pipelines.measures.measure import Measure
from pipelines.released.cells import ReleasedCell

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """One figure, truly and as published."""

    layout: Layout
    told: Told
    cells: tuple[ReleasedCell, ...] = ()


Publish = Callable[["pandas.DataFrame", str], View]
"""Rows and the label of all to date → what is published of them."""


def of_release(
    measure: Measure, people: People, periods: Sequence[str], guarding: Guarding, *, is_to_date: bool = True
) -> Publish:
    """The way of a release. `is_to_date`: only the tables that a new release draws anew."""
    lattice = replace(guarding.lattice, kinds=("",)) if is_to_date else guarding.lattice

    def publish(frame: "pandas.DataFrame", to_date: str) -> View:
        own = replace(guarding, to_date=to_date, lattice=lattice)
        cells = tuple(protect_measure(measure, frame, people, ((),), periods, own))
        measured = measure_one(measure, frame, people, own)
        profile = known_profile(guarding.profile, guarding.defences)
        assert measured is not None, "there are rows to attack"
        layout = lay_out(measured, lattice, periods)
        return View(layout=layout, told=listen(layout, cells, profile), cells=cells)

    return publish
