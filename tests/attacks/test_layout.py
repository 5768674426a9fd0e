"""Atoms and cells: every true number of a lattice comes back as a sum of atoms."""

import numpy
import pytest

from pipelines.disclosure.attacks.layout import lay_out
from pipelines.disclosure.cube import measure_one
from pipelines.vocabulary import Dimension
from tests.support.atoms import EVERYBODY
from tests.support.simulated_programme import QUARTERS, SimulatedProgramme

PERIODS = (*QUARTERS, "2023", "2024", "2025")
PROGRAMME = SimulatedProgramme(120, 3)
GUARDING = PROGRAMME.guarding()


@pytest.mark.parametrize("which", [0, 1], ids=["count", "share"])
def test_every_cell_is_the_sum_that_counting_gives(which: int) -> None:
    measured = measure_one(PROGRAMME.measures[which], PROGRAMME.frame, PROGRAMME.people, GUARDING)
    assert measured is not None
    layout = lay_out(measured, GUARDING.lattice, PERIODS)
    counted = dict(measured.count(GUARDING.lattice, PERIODS, ""))
    assert set(layout.places) == set(counted)
    for cell, place in enumerate(layout.places):
        parts = [part.n for part in counted[place].parts] if which else [counted[place].whole.n]
        assert layout.sums[cell].tolist() == [*parts, counted[place].whole.n]
        assert int(layout.keys[cell]) == counted[place].whole.key
    assert layout.n_parts == 1 + which


def test_a_row_is_in_every_cell_of_its_values_and_a_row_over_the_cap_in_none() -> None:
    measured = measure_one(PROGRAMME.measures[0], PROGRAMME.frame, PROGRAMME.people, GUARDING)
    assert measured is not None
    layout = lay_out(measured, GUARDING.lattice, PERIODS)
    row = PROGRAMME.frame.loc[measured.rows.index[0]]
    cells = layout.cells_of_row(row.name)
    # Everybody, three breakdowns alone and with each other, each in a quarter and in a year: 1 + 4 + 6, 5, 5.
    assert len(cells) == 11 + 5 + 5
    assert EVERYBODY in [layout.places[cell] for cell in cells]
    for cell in cells:
        for dimension, value in layout.places[cell][1]:
            if dimension is not Dimension.OFFENCE_CATEGORY:
                assert row[dimension.value] == value
    assert layout.cells_of_row("nobody") == []


def test_what_a_cell_is_narrowed_on() -> None:
    measured = measure_one(PROGRAMME.measures[0], PROGRAMME.frame, PROGRAMME.people, GUARDING)
    assert measured is not None
    layout = lay_out(measured, GUARDING.lattice, PERIODS)
    axes = {layout.axes_of(cell) for cell in range(len(layout.places))}
    assert frozenset() in axes
    assert {frozenset({"quarter"}), frozenset({"year", "site"})} <= axes
    assert max(len(one) for one in axes) == 2
    assert numpy.asarray(layout.cells.sum(axis=1)).min() >= 1
