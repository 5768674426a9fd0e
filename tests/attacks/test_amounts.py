"""Amounts: exact sums give everybody's away by subtraction, and only what guessing would not find counts."""

from collections.abc import Collection, Mapping

import numpy
import pandas
import pytest

from pipelines.disclosure.attacks.amounts import differences_hit, largest_hit
from pipelines.disclosure.attacks.membership import Tell, told_by_release
from pipelines.disclosure.attacks.view import View, of_release
from pipelines.disclosure.cube import measure_one
from pipelines.disclosure.measured import Place
from pipelines.disclosure.release_policy import Defences
from pipelines.publication import Money, Shown
from pipelines.released.cells import ReleasedCell
from tests.support.simulated_programme import QUARTERS, SimulatedProgramme

PERIODS = (*QUARTERS, "2023", "2024", "2025")
PROGRAMME = SimulatedProgramme(160, 5)
MONEY, GUARDING = PROGRAMME.measures[-1], PROGRAMME.guarding(defences=Defences(person_cap=False))
PUBLISH = of_release(MONEY, PROGRAMME.people, PERIODS, GUARDING)
PAYING = PROGRAMME.frame[PROGRAMME.frame["value"] > 0]


def exact(some: pandas.DataFrame, to_date: str, places: Collection[Place]) -> Mapping[Place, float]:
    """What a live table of sums says."""
    measured = measure_one(MONEY, some, PROGRAMME.people, GUARDING)
    assert measured is not None
    counted = measured.count(GUARDING.lattice, PERIODS, "")
    return {place: counts.sums["amount"].total for place, counts in counted if place in places}


def shifted(off: float) -> Tell:
    """Exact sums, those to the release before so much lower, in parts of the amount asked for."""

    def tell(some: pandas.DataFrame, to_date: str, places: Collection[Place]) -> Mapping[Place, float]:
        missing = PAYING[~PAYING.index.isin(some.index)]["value"].sum()
        return {place: total - off * missing for place, total in exact(some, to_date, places).items()}

    return tell


def test_exact_sums_with_and_without_somebody_say_what_they_paid() -> None:
    hit, trials = differences_hit(exact, PUBLISH, PAYING, trials=25, seed=1)
    middle = PAYING["value"].median()
    guessed = numpy.mean(abs(PAYING["value"] - middle) <= 0.1 * PAYING["value"])
    assert trials == 25
    # All of them, but for those that the middle amount of everybody hits too.
    assert hit > 1 - guessed - 0.15


@pytest.mark.parametrize(("off", "is_hit"), [(0.09, True), (0.11, False), (-0.09, True), (-0.11, False)])
def test_a_tenth_is_near_enough(off: float, is_hit: bool) -> None:
    hit, _ = differences_hit(shifted(off), PUBLISH, PAYING, trials=20, seed=2)
    assert (hit > 0.7) is is_hit
    assert is_hit or hit == 0.0


def test_where_everybody_paid_alike_a_hit_is_a_guess() -> None:
    alike = PAYING.assign(value=500.0)
    assert differences_hit(exact, PUBLISH, alike, trials=10, seed=1) == (0.0, 10)


def test_of_nobody_and_of_nothing_shown_nothing_is_hit() -> None:
    assert differences_hit(exact, PUBLISH, PAYING.iloc[:1], trials=5, seed=1) == (0.0, 0)
    assert differences_hit(exact, PUBLISH, PAYING.assign(value=numpy.nan), trials=5, seed=1) == (0.0, 0)
    assert differences_hit(lambda some, to_date, places: {}, PUBLISH, PAYING, trials=5, seed=1) == (0.0, 0)


def test_a_release_says_nobodys_amount() -> None:
    guarding = PROGRAMME.guarding()
    publish = of_release(MONEY, PROGRAMME.people, PERIODS, guarding)
    tell = told_by_release(MONEY, PAYING, PROGRAMME.people, PERIODS, guarding)
    hit, trials = differences_hit(tell, publish, PAYING, trials=30, seed=3)
    assert trials > 20
    assert hit <= 0.05


def say_totals(*totals: float) -> View:
    """Published sums of all to date, one after the other."""
    cells = tuple(
        ReleasedCell(
            measure=MONEY.name, statistic="", currency="GBP", period="", selection=(),
            cell=Shown(
                figure=Money(
                    total_minor=int(total), median_minor=1, lower_quartile_minor=1, upper_quartile_minor=1,
                    currency="GBP", n=40,
                )
            ),
        )
        for total in totals
    )  # fmt: skip
    view = PUBLISH(PAYING, "to 2025Q4")
    return View(layout=view.layout, told=view.told, cells=cells)


@pytest.mark.parametrize(("of_total", "found"), [(1.0, (0.0, 1)), (None, (1.0, 1))])
def test_the_second_largest_payer_subtracts_their_own(
    of_total: float | None, found: tuple[float, int]
) -> None:
    """Two large amounts and thirty small ones: what is left of the sum is the largest, nearly."""
    frame = PAYING.iloc[:32].assign(value=[90_000.0, 80_000.0, *[10.0] * 30])
    measured = measure_one(MONEY, frame, PROGRAMME.people, GUARDING)
    assert measured is not None
    counts = dict(measured.count(GUARDING.lattice, PERIODS, ""))[("", ())]
    amount = counts.sums["amount"]
    total = amount.largest + amount.second if of_total is None else 2 * amount.total
    view = say_totals(total)
    assert largest_hit(MONEY, frame, PROGRAMME.people, PERIODS, GUARDING, view) == found


def test_sums_that_are_not_published_are_not_tried() -> None:
    assert largest_hit(MONEY, PAYING, PROGRAMME.people, PERIODS, GUARDING, say_totals()) == (0.0, 0)
