"""One new case: its profile is given away where, of each dimension, only the cells of its value moved."""

import pytest

from pipelines.disclosure.attacks.updates import AFTER, profiles_named
from pipelines.disclosure.attacks.view import Publish, View, of_release
from pipelines.disclosure.release_policy import PROFILES, Profile
from tests.support.naive_tables import hide_below, of_live_tables
from tests.support.simulated_programme import SimulatedProgramme

PROGRAMME = SimulatedProgramme(400, 6, returning=0.0)
COUNT = PROGRAMME.measures[0]


def live() -> Publish:
    return of_live_tables(COUNT, PROGRAMME.people, (), PROGRAMME.guarding(), hide_below)


def test_exact_tables_name_nearly_every_new_case() -> None:
    named, of = profiles_named(live(), PROGRAMME.frame, trials=20, seed=1)
    assert of == 20
    assert named >= 18


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_a_release_names_none(profile: Profile) -> None:
    publish = of_release(COUNT, PROGRAMME.people, (), PROGRAMME.guarding(profile))
    assert profiles_named(publish, PROGRAMME.frame, trials=12, seed=1) == (0, 12)


def test_no_more_trials_than_cases() -> None:
    assert profiles_named(live(), PROGRAMME.frame.iloc[:7], trials=50, seed=1)[1] == 7


def test_where_other_cells_move_too_nothing_is_named() -> None:
    exact = live()

    def moved(frame: object, to_date: str) -> View:
        view = exact(frame, to_date)  # type: ignore[arg-type] (the frame is handed on)
        if to_date == AFTER:
            view.told.guess[:, -1] += 1
        return view

    assert profiles_named(moved, PROGRAMME.frame, trials=6, seed=1) == (0, 6)


def test_where_nothing_moves_or_no_breakdown_is_told_nothing_is_named() -> None:
    exact = live()

    def still(frame: object, to_date: str) -> View:
        view = exact(frame, to_date)  # type: ignore[arg-type] (the frame is handed on)
        view.told.guess[:, -1] = 100
        return view

    def of_all(frame: object, to_date: str) -> View:
        view = exact(frame, to_date)  # type: ignore[arg-type] (the frame is handed on)
        places = tuple((period, ()) for period, _ in view.layout.places)
        return View(layout=type(view.layout)(**{**vars(view.layout), "places": places}), told=view.told)

    assert profiles_named(still, PROGRAMME.frame, trials=6, seed=1) == (0, 6)
    assert profiles_named(of_all, PROGRAMME.frame, trials=6, seed=1) == (0, 6)
