"""Each defence switched off lets its attack succeed; with all of them on, none does. Simulated services."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy
import pytest

from pipelines.disclosure.attacks.amounts import largest_hit
from pipelines.disclosure.attacks.averaging import average
from pipelines.disclosure.attacks.layout import Layout
from pipelines.disclosure.attacks.membership import Noise, measure_membership, noise_of, told_by_release
from pipelines.disclosure.attacks.plain import (
    emptied_by_equality,
    exact_alone,
    groups_of_one_answer,
    shares_of_few,
    small_groups_spoken_of,
)
from pipelines.disclosure.attacks.reconstruction import reconstruct
from pipelines.disclosure.attacks.subtraction import subtract
from pipelines.disclosure.attacks.told import Told
from pipelines.disclosure.attacks.updates import profiles_named
from pipelines.disclosure.attacks.view import View, of_release
from pipelines.disclosure.measured import Place
from pipelines.disclosure.release_policy import ALL_DEFENCES, PROFILES, STANDARD, STRICT, Defences, Profile
from tests.support.naive_tables import hide_below, of_live_tables, round_to
from tests.support.simulated_programme import QUARTERS, SimulatedProgramme

PERIODS = (*QUARTERS, "2023", "2024", "2025")
EVERY_PROFILE = pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
COUNTS, SHARES, SUMS = 0, 1, -1
EVERYBODY: Place = ("", ())


@cache
def service() -> SimulatedProgramme:
    return SimulatedProgramme(300, 7)


@cache
def seen(defences: Defences, which: int, profile: Profile = STANDARD) -> View:
    """One figure of the service as an attacker sees it."""
    programme = service()
    publish = of_release(
        programme.measures[which], programme.people, PERIODS, programme.guarding(profile, defences),
        is_to_date=False,
    )  # fmt: skip
    return publish(programme.frame, "to 2025Q4")


@EVERY_PROFILE
@pytest.mark.parametrize("which", [COUNTS, SHARES, SUMS])
def test_nothing_hidden_is_worked_out_of_a_release(profile: Profile, which: int) -> None:
    view = seen(ALL_DEFENCES, which, profile)
    found = subtract(view.layout, view.told, seed=1)
    assert (found.recovered, found.hidden > 100) == (0, True)
    assert exact_alone(view)[0] == 0
    assert small_groups_spoken_of(view)[0] == 0
    assert groups_of_one_answer(view)[0] == 0
    assert shares_of_few(view, profile.most + profile.extra_most)[0] == 0
    assert emptied_by_equality(view)[0] == 0


def test_without_the_threshold_small_groups_are_spoken_of() -> None:
    assert small_groups_spoken_of(seen(Defences(threshold=False), COUNTS))[0] > 0


@pytest.mark.parametrize(("defences", "is_told"), [(ALL_DEFENCES, False), (Defences(threshold=False), True)])
def test_without_the_threshold_a_group_of_one_answer_gives_that_of_each_away(
    defences: Defences, is_told: bool
) -> None:
    """Nearly everybody met it, so there are groups of thirty and more in which everybody did."""
    programme = service()
    measure = programme.measures[SHARES]
    frame = programme.frame.assign(**{measure.name: (programme.frame.index % 40 == 0).astype(float)})
    guarding = programme.guarding(defences=defences)
    publish = of_release(measure, programme.people, PERIODS, guarding, is_to_date=False)
    told, _ = groups_of_one_answer(publish(frame, "to 2025Q4"))
    assert (told > 0) is is_told


def test_without_noise_hidden_numbers_are_worked_out() -> None:
    view = seen(Defences(noise=False), COUNTS)
    assert subtract(view.layout, view.told, seed=1, most_bounded=40).recovered > 0


def test_without_a_minimum_population_shares_are_of_too_few() -> None:
    assert shares_of_few(seen(Defences(minimum_population=False, noise=False), SHARES), reach=0)[0] > 0


@pytest.mark.parametrize("tell", [hide_below, round_to])
def test_outcomes_are_rebuilt_one_by_one_from_what_is_usual(tell: Callable[[Layout], Told]) -> None:
    programme = service()
    publish = of_live_tables(
        programme.measures[SHARES], programme.people, PERIODS, programme.guarding(), tell, is_to_date=False
    )
    found = reconstruct(publish(programme.frame, ""))
    assert found.accuracy > found.inference + 0.10
    assert found.surest >= 0.80


@EVERY_PROFILE
def test_outcomes_are_not_rebuilt_one_by_one_from_a_release(profile: Profile) -> None:
    found = reconstruct(seen(ALL_DEFENCES, SHARES, profile))
    assert found.accuracy <= found.inference + 0.10


def test_without_all_that_keeps_groups_large_and_numbers_moved_outcomes_are_rebuilt() -> None:
    found = reconstruct(seen(Defences(threshold=False, minimum_population=False, noise=False), SHARES))
    assert found.accuracy > found.inference + 0.10


@pytest.mark.parametrize(("is_rekeyed", "is_told"), [(False, True), (True, False)])
def test_without_a_new_draw_for_each_release_the_new_ones_are_told_from_others(
    is_rekeyed: bool, is_told: bool
) -> None:
    programme, count = service(), service().measures[COUNTS]
    guarding = programme.guarding(STRICT, Defences(noise=is_rekeyed))
    publish = of_release(count, programme.people, PERIODS, guarding)
    tell = told_by_release(count, programme.frame, programme.people, PERIODS, guarding)
    noise = noise_of(STRICT) if is_rekeyed else Noise(rounding=STRICT.rounding)
    found = measure_membership(tell, publish, programme.frame, noise, 1, trials=60, seed=5)
    assert (found.area > 0.70) is is_told


@pytest.mark.parametrize(("is_rekeyed", "is_named"), [(False, True), (True, False)])
def test_without_a_new_draw_for_each_release_a_new_case_gives_its_profile_away(
    is_rekeyed: bool, is_named: bool
) -> None:
    programme = service()
    guarding = programme.guarding(defences=Defences(rekeying=is_rekeyed))
    publish = of_release(programme.measures[COUNTS], programme.people, PERIODS, guarding)
    named, _ = profiles_named(publish, programme.frame, trials=12, seed=3)
    assert (named > 0) is is_named


@pytest.mark.parametrize("is_guarded", [True, False])
def test_without_dominance_sums_say_what_the_largest_payer_paid(is_guarded: bool) -> None:
    programme = SimulatedProgramme(1_000, 2)
    random = numpy.random.default_rng(2)
    rare = random.random(1_000) < 0.02
    frame = programme.frame.assign(value=numpy.where(rare, 500_000.0, 500.0))
    guarding = programme.guarding(defences=Defences(dominance=is_guarded))
    measure = programme.measures[SUMS]
    view = of_release(measure, programme.people, PERIODS, guarding, is_to_date=False)(frame, "to 2025Q4")
    hit, sums = largest_hit(measure, frame, programme.people, PERIODS, guarding, view)
    assert sums > 0
    assert (hit <= 0.05) is is_guarded


@pytest.mark.parametrize(("is_capped", "is_known"), [(True, False), (False, True)])
def test_without_the_cap_somebody_with_many_cases_is_seen_to_come(is_capped: bool, is_known: bool) -> None:
    """Somebody with twenty cases is new: noise of at most five on either side hides three, and not twenty."""
    programme = service()
    guarding, count = programme.guarding(defences=Defences(person_cap=is_capped)), programme.measures[COUNTS]
    often = programme.frame["case"].iloc[:20]
    of_case = {**programme.people.of_case, **dict.fromkeys(often, "somebody")}
    people = replace(programme.people, of_case=of_case)
    tell = told_by_release(count, programme.frame, people, PERIODS, guarding)
    without = programme.frame[~programme.frame["case"].isin(often)]
    rises = [
        tell(programme.frame, f"to {label}", [EVERYBODY])[EVERYBODY]
        - tell(without, f"before {label}", [EVERYBODY])[EVERYBODY]
        for label in range(30)
    ]
    # Two draws differ by ten at most: more is somebody, for sure.
    assert all(rise > 2 * STANDARD.most - 1 for rise in rises) is is_known


def test_with_several_values_at_once_noise_averages_away() -> None:
    """Where any set of sites may be asked for, each count is the difference of 2⁸ pairs of sets."""
    programme = SimulatedProgramme(540, 3, returning=0.0)
    site = numpy.random.default_rng(3).integers(0, 9, size=540)
    tell = told_by_release(
        programme.measures[COUNTS], programme.frame, programme.people, PERIODS, programme.guarding()
    )
    said = {
        chosen: tell(programme.frame[chosen >> site & 1 == 1], "to 2025Q4", [EVERYBODY])[EVERYBODY]
        for chosen in range(1, 2**9)
    }
    several = single = 0
    for place in range(9):
        one = 1 << place
        truth = int((site == place).sum())
        pairs = [said[chosen | one] - said[chosen] for chosen in said if not chosen & one]
        several += round(sum(pairs) / len(pairs)) == truth
        single += said[one] == truth
    assert several >= 8
    assert single <= 4


def test_thirty_questions_of_the_same_people_say_their_number_once() -> None:
    view = seen(ALL_DEFENCES, SHARES)
    again = replace(view)
    assert average([view, again]) == average([view])


def test_hiding_below_five_on_live_tables_is_undone_by_subtraction() -> None:
    programme = service()
    guarding = programme.guarding()
    guarding = replace(guarding, lattice=replace(guarding.lattice, quarters=(), years=()))
    publish = of_live_tables(programme.measures[COUNTS], programme.people, (), guarding, hide_below)
    view = publish(programme.frame, "")
    found = subtract(view.layout, view.told, seed=1, most_bounded=60)
    assert found.share > 0.2
