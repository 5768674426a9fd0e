"""A release and the signed packs together: exact totals of a year give no hidden number away."""

import pytest

from pipelines.disclosure.attacks.packs import beside_packs
from pipelines.disclosure.attacks.subtraction import subtract
from pipelines.disclosure.attacks.view import View, of_release
from pipelines.disclosure.release_policy import PROFILES, STANDARD, Defences, Profile
from pipelines.vocabulary import Dimension
from tests.support.simulated_programme import QUARTERS, SimulatedProgramme

PERIODS = (*QUARTERS, "2023", "2024", "2025")
PROGRAMME = SimulatedProgramme(300, 7)


def seen(which: int, profile: Profile = STANDARD, defences: Defences | None = None) -> View:
    guarding = PROGRAMME.guarding(profile, defences or Defences())
    publish = of_release(PROGRAMME.measures[which], PROGRAMME.people, PERIODS, guarding, is_to_date=False)
    return publish(PROGRAMME.frame, "to 2025Q4")


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
@pytest.mark.parametrize("which", [0, 2], ids=["count", "share"])
def test_nothing_hidden_is_worked_out_by_whoever_has_both(which: int, profile: Profile) -> None:
    view = beside_packs(seen(which, profile))
    found = subtract(view.layout, view.told, seed=1)
    assert (found.recovered, found.hidden > 100) == (0, True)


def test_without_noise_the_packs_help_to_work_out_what_is_hidden() -> None:
    view = beside_packs(seen(0, defences=Defences(noise=False)))
    assert subtract(view.layout, view.told, seed=1, most_bounded=40).recovered > 0


def test_the_totals_of_a_programme_and_year_are_known_and_nothing_else_changes() -> None:
    view = seen(2)
    known = beside_packs(view)
    sums = view.layout.sums
    for at, (period, selection) in enumerate(view.layout.places):
        is_total = len(period) == 4 and [dimension for dimension, _ in selection] == [Dimension.PROGRAMME]
        if is_total:
            assert known.told.low[at].tolist() == known.told.high[at].tolist() == sums[at].tolist()
            assert not known.told.is_hidden[at].any()
        elif view.layout.keys[at] not in view.layout.keys[_same(known, view)]:
            assert (known.told.low[at] == view.told.low[at]).all()
            assert (known.told.high[at] == view.told.high[at]).all()


def _same(known: View, view: View) -> list[int]:
    return [
        at
        for at in range(len(view.layout.places))
        if known.told.low[at].tolist() == known.told.high[at].tolist()
    ]
