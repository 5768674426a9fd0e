"""Each defence switched off lets its attack succeed; with all of them on, none does. Simulated services."""

from dataclasses import replace
from functools import cache

import numpy
import pytest

from pipelines.disclosure.attacks.amounts import largest_hit
from pipelines.disclosure.attacks.averaging import average
from pipelines.disclosure.attacks.plain import (
    emptied_by_equality,
    exact_alone,
    most_cases_of_one_person,
    shares_of_few,
    small_groups_spoken_of,
)
from pipelines.disclosure.attacks.subtraction import subtract
from pipelines.disclosure.attacks.updates import profiles_named
from pipelines.disclosure.attacks.view import View, of_release
from pipelines.disclosure.cube import measure_one
from pipelines.disclosure.draws import Drawing, Part
from pipelines.disclosure.release_policy import ALL_DEFENCES, PROFILES, STANDARD, Defences, Profile
from tests.support.naive_tables import hide_below, of_live_tables
from tests.support.simulated_programme import QUARTERS, SimulatedProgramme

PERIODS = (*QUARTERS, "2023", "2024", "2025")
EVERY_PROFILE = pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
COUNTS, SHARES, SUMS = 0, 1, -1


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
    assert shares_of_few(view, profile.most + profile.extra_most)[0] == 0
    assert emptied_by_equality(view)[0] == 0


def test_without_the_threshold_small_groups_are_spoken_of() -> None:
    assert small_groups_spoken_of(seen(Defences(threshold=False), COUNTS))[0] > 0


def test_without_noise_hidden_numbers_are_worked_out() -> None:
    view = seen(Defences(noise=False), COUNTS)
    assert subtract(view.layout, view.told, seed=1, most_bounded=40).recovered > 0


def test_without_a_minimum_population_shares_are_of_too_few() -> None:
    assert shares_of_few(seen(Defences(minimum_population=False, noise=False), SHARES), reach=0)[0] > 0


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


@pytest.mark.parametrize(("is_capped", "most"), [(True, 3), (False, 4)])
def test_without_the_cap_one_person_stands_behind_many_cases(is_capped: bool, most: int) -> None:
    programme = service()
    guarding = programme.guarding(defences=Defences(person_cap=is_capped))
    measured = measure_one(programme.measures[COUNTS], programme.frame, programme.people, guarding)
    assert measured is not None
    found = most_cases_of_one_person(measured.records)
    assert found == most if is_capped else found >= most


def test_with_several_values_at_once_noise_averages_away() -> None:
    """Any set of sites may be asked for: each count is the difference of 2¹⁵ pairs of sets."""
    sizes = [34, 27, 61, 45, 38, 52, 29, 73, 66, 41]
    keys = service().guarding().keys
    drawing = Drawing(keys, STANDARD, "to 2025Q3", "cases")
    said = {chosen: drawing.whole(_union(sizes, chosen)) for chosen in range(1, 2 ** len(sizes))}
    several = single = 0
    for place, truth in enumerate(sizes):
        one = 1 << place
        pairs = [said[chosen | one] - said[chosen] for chosen in said if not chosen & one]
        several += round(sum(pairs) / len(pairs)) == truth
        single += said[one] == truth
    assert several >= 9
    assert single <= 5


def _union(sizes: list[int], chosen: int) -> Part:
    n = sum(size for place, size in enumerate(sizes) if chosen >> place & 1)
    return Part(n=n, cases=n, people=n, key=chosen * 7919)


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
