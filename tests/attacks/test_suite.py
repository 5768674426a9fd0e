"""The whole suite on a small service: with every defence nothing is found, without one it is named."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from pipelines.disclosure.attacks import AttackResult, attack_release
from pipelines.disclosure.attacks.suite import DRAWN_STATISTICS, EVERY_STATISTIC_TO, choose_statistics
from pipelines.disclosure.cube import protect_measure
from pipelines.disclosure.release_policy import ALL_DEFENCES, STRICT, Defences
from pipelines.measures.catalogue import load_catalogue
from pipelines.released.cells import ReleasedCell
from tests.support.simulated_programme import SimulatedProgramme

NAMES = [
    "subtraction", "subtraction beside every pack", "share with count, steps of curves",
    "small groups spoken of",
    "groups of one answer", "shares of small populations", "equal noise on equal sets", "cases of one person",
    "averaging", "one new case: full profile", "one new case: membership", "a batch of 30: membership",
    "amounts by difference", "amounts by dominance",
]  # fmt: skip
REBUILT = ["reconstruction: over inference", "reconstruction: the surest 5 %"]


def service(*names: str, cases: int = 400) -> SimulatedProgramme:
    """A service with these measures only."""
    programme = SimulatedProgramme(cases, 3)
    programme.measures = [measure for measure in programme.measures if measure.name in names]
    return programme


def attack(
    programme: SimulatedProgramme, defences: Defences = ALL_DEFENCES
) -> tuple[tuple[AttackResult, ...], list[str]]:
    """What the suite finds on a strict release of two breakdowns, and what it says meanwhile."""
    guarding = programme.guarding(STRICT, defences)
    few = tuple(entry for entry in guarding.lattice.values if len(entry[1]) == 2)
    guarding = replace(guarding, lattice=replace(guarding.lattice, values=few))
    cells = [cell for rows in programme.rows(guarding.lattice) for cell in _cells(rows, programme, guarding)]
    said: list[str] = []
    return attack_release(programme, guarding, cells, said.append), said


def _cells(rows: Any, programme: SimulatedProgramme, guarding: Any) -> Iterable[ReleasedCell]:
    return protect_measure(
        rows.measure, rows.frame, programme.people, rows.statistics, rows.facts.periods, guarding
    )


def test_on_a_release_with_every_defence_every_attack_fails() -> None:
    programme = service("cases_referred", "case_completion_rate", "restitution_agreed", cases=700)
    found, said = attack(programme)
    assert [one.name for one in found] == NAMES + REBUILT
    assert all(one.passed for one in found)
    assert said == [f"attacking {measure.name}" for measure in programme.measures]
    by_name = {one.name: one for one in found}
    assert by_name["subtraction"].n > 10
    assert by_name["cases of one person"].figure == 3
    assert by_name["subtraction beside every pack"].n > 0
    assert 0 < by_name["averaging"].figure <= 0.35


@pytest.mark.parametrize(
    ("defences", "caught"),
    [
        (Defences(threshold=False), "small groups spoken of"),
        (Defences(person_cap=False), "cases of one person"),
        (Defences(noise=False), "subtraction"),
    ],
    ids=["threshold", "person cap", "noise"],
)
def test_without_a_defence_the_suite_says_which_attack_succeeds(defences: Defences, caught: str) -> None:
    found, _ = attack(service("case_completion_rate", cases=300), defences)
    refused = [one.name for one in found if not one.passed]
    assert caught in refused
    # The slowest attack is not tried where another one has succeeded.
    assert not set(REBUILT) & {one.name for one in found}


def test_what_has_no_row_is_not_attacked() -> None:
    programme = service("cases_referred")
    programme.frame = programme.frame.iloc[:0]
    guarding = programme.guarding(STRICT)
    said: list[str] = []
    found = attack_release(Nothing(programme), guarding, [], said.append)
    assert [one.name for one in found] == NAMES[:9]
    assert {one.figure for one in found} == {0}
    assert said == ["attacking cases_referred"]


def test_who_is_counted_by_name_is_capped_and_has_no_cells_to_attack() -> None:
    programme = service()
    programme.measures = [load_catalogue().find("people_taking_part")]
    programme.frame = programme.frame.assign(people_taking_part=programme.frame["case"])
    found, said = attack(programme)
    assert said == ["attacking people_taking_part"]
    assert [one.name for one in found] == NAMES[:9]
    assert {one.n for one in found} == {0}


class Nothing:
    """A service of which no row is left."""

    def __init__(self, programme: SimulatedProgramme) -> None:
        self.people, self._programme = programme.people, programme

    def rows(self, lattice: Any) -> Any:
        for rows in self._programme.rows(lattice):
            yield replace(rows, frame=self._programme.frame.iloc[:0])


class Listed:
    """As many rows and statistics as asked for."""

    def __init__(self, n_rows: int, n_statistics: int) -> None:
        self.frame, self.statistics = range(n_rows), tuple(range(n_statistics))


@pytest.mark.parametrize(
    ("n_rows", "n_statistics", "chosen"),
    [
        (EVERY_STATISTIC_TO, 9, 9), (EVERY_STATISTIC_TO + 1, 9, DRAWN_STATISTICS + 1),
        (EVERY_STATISTIC_TO + 1, DRAWN_STATISTICS + 1, DRAWN_STATISTICS + 1),
        (EVERY_STATISTIC_TO + 1, DRAWN_STATISTICS + 2, DRAWN_STATISTICS + 1),
    ],
)  # fmt: skip
def test_of_a_large_measure_everybody_and_two_others_are_attacked(
    n_rows: int, n_statistics: int, chosen: int
) -> None:
    import numpy

    found = choose_statistics(Listed(n_rows, n_statistics), numpy.random.default_rng(1))
    assert found[0] == 0
    assert found == sorted(set(found))
    assert len(found) == chosen
