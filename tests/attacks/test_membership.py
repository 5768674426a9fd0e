"""The best test of who is new: what noise hides it does not find, and what is exact it does."""

from collections.abc import Collection, Mapping

import numpy
import pandas
import pytest

from pipelines.disclosure.attacks.membership import (
    Membership,
    Noise,
    measure_membership,
    noise_of,
    pool,
    told_by_release,
    told_by_tables,
)
from pipelines.disclosure.attacks.view import of_release
from pipelines.disclosure.measured import Place
from pipelines.disclosure.release_policy import PROFILES, STANDARD, STRICT, Profile
from tests.support.naive_tables import hide_below, of_live_tables
from tests.support.simulated_programme import SimulatedProgramme

TOTAL = ("", ())


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_the_difference_of_two_draws_is_even_handed_and_twice_as_wide(profile: Profile) -> None:
    moves = numpy.array(noise_of(profile).moves)
    away = numpy.arange(len(moves)) - len(moves) // 2
    assert len(moves) == 4 * (profile.most + profile.extra_most) + 1
    assert moves.sum() == pytest.approx(1)
    assert moves @ away == pytest.approx(0, abs=1e-9)
    assert moves @ away**2 == pytest.approx(2 * profile.total_variance, rel=1e-6)


def test_who_is_new_in_exact_tables_is_known() -> None:
    programme = SimulatedProgramme(120, 5)
    count = programme.measures[0]
    publish = of_live_tables(count, programme.people, (), programme.guarding(), hide_below)
    found = measure_membership(
        told_by_tables(publish), publish, programme.frame, Noise(), 1, trials=12, seed=1
    )
    assert found.area > 0.9
    assert found.low <= found.area <= found.high
    assert found.trials == 12


def test_each_trial_is_a_pair_of_releases_of_its_own() -> None:
    """With one label for all, every trial met the same draw of the whole: 0.55 or 0.77, as luck had it."""
    programme, labels = SimulatedProgramme(120, 5), []
    count, guarding = programme.measures[0], programme.guarding(STANDARD)
    tell = told_by_release(count, programme.frame, programme.people, (), guarding)

    def told(some: pandas.DataFrame, to_date: str, places: Collection[Place]) -> Mapping[Place, float]:
        labels.append(to_date)
        return tell(some, to_date, places)

    publish = of_release(count, programme.people, (), guarding)
    measure_membership(told, publish, programme.frame, noise_of(STANDARD), 1, trials=7, seed=1)
    assert len(labels) == 3 * 7
    assert len(set(labels)) == 2 * 7


def test_a_release_tells_of_the_places_that_are_asked_for() -> None:
    programme = SimulatedProgramme(200, 5)
    count = programme.measures[0]
    tell = told_by_release(count, programme.frame, programme.people, (), programme.guarding(STANDARD))
    found = tell(programme.frame, "to 2025Q4", [TOTAL])
    assert list(found) == [TOTAL]
    # Of some of the rows, under the same label and then under another: each set has its own draw.
    fewer = programme.frame.iloc[:150]
    assert tell(fewer, "to 2025Q4", [TOTAL])[TOTAL] < found[TOTAL]
    assert tell(programme.frame, "to 2025Q4", [TOTAL]) == found
    assert tell(fewer.iloc[:5], "to 2025Q4", [TOTAL]) == {}


def test_rounding_widens_what_a_move_may_have_been() -> None:
    assert noise_of(STRICT).rounding == 5
    assert noise_of(STRICT.moved_further()) == noise_of(STRICT)
    assert noise_of(STANDARD.moved_further()).rounding == 1


def test_rounds_of_trials_are_pooled() -> None:
    first = Membership(area=0.6, low=0.5, high=0.7, trials=200)
    second = Membership(area=0.7, low=0.65, high=0.75, trials=200)
    found = pool([first, second])
    # √(0.2² + 0.1²) / 4 to either side.
    assert (found.area, found.trials) == (pytest.approx(0.65), 400)
    assert found.high - found.area == pytest.approx(0.05**0.5 / 4)
    assert found.area - found.low == pytest.approx(0.05**0.5 / 4)
