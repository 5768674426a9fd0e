"""Gates are plain: a figure over its limit is refused, however few it is of."""

from dataclasses import replace

import numpy
import pytest

from pipelines.disclosure.attacks.gates import (
    DRAWS,
    GATES,
    MOST_ROUNDS,
    TRIALS,
    UPDATED_ROWS,
    judge_amounts,
    judge_share,
    judge_shares,
    judge_updates,
    rebuild,
    take_some,
    until_clear,
)
from pipelines.disclosure.attacks.membership import Membership
from pipelines.disclosure.attacks.reconstruction import Reconstructed
from pipelines.disclosure.attacks.result import judge
from pipelines.disclosure.attacks.view import of_release
from pipelines.disclosure.release_policy import Defences
from tests.support.simulated_programme import QUARTERS, SimulatedProgramme, SimulatedRows


def rebuilt(accuracy: float, surest: float, inferred: float = 0.6) -> Reconstructed:
    return Reconstructed(
        people=400, accuracy=accuracy, inference=0.6, surest=surest, surest_inference=inferred
    )


@pytest.mark.parametrize(("hits", "of", "passed"), [(35, 100, True), (36, 100, False), (2, 3, False)])
def test_a_share_over_its_limit_is_refused_even_where_chance_could_explain_it(
    hits: int, of: int, passed: bool
) -> None:
    found = judge_share("averaging", hits, of, 0.35, "numbers")
    assert found.passed is passed
    assert found.low < found.figure < found.high
    assert found.n == of


def test_of_nothing_nothing_is_found() -> None:
    found = judge_share("averaging", 0, 0, 0.35, "numbers")
    assert (found.figure, found.low, found.high, found.passed) == (0.0, 0.0, 0.0, True)


def test_a_number_of_recoveries_has_no_interval() -> None:
    found = judge("subtraction", 1, 0, "every number", 40)
    assert (found.passed, found.low, found.high) == (False, 1, 1)


@pytest.mark.parametrize(
    ("one", "passed"),
    [
        (rebuilt(0.70, 0.80), [True, True]),
        (rebuilt(0.71, 0.80), [False, True]),
        (rebuilt(0.70, 0.90), [True, False]),
        # Where nine in ten of them are guessed without a release, the limit is a tenth over that.
        (rebuilt(0.70, 0.90, inferred=0.85), [True, True]),
        (rebuilt(0.70, 1.00, inferred=0.95), [True, False]),
    ],
)
def test_rebuilding_is_held_against_guessing(one: Reconstructed, passed: list[bool]) -> None:
    assert [result.passed for result in judge_shares([[one]])] == passed


def test_without_a_share_nothing_is_rebuilt() -> None:
    assert judge_shares([]) == ()


def test_a_share_is_judged_on_every_draw_of_it_by_its_people() -> None:
    small = Reconstructed(people=100, accuracy=0.9, inference=0.6, surest=0.4, surest_inference=0.5)
    large = Reconstructed(people=300, accuracy=0.6, inference=0.6, surest=0.8, surest_inference=0.5)
    gain, surest = judge_shares([[small, small], [large, large]])
    # (100 · 0.3 + 300 · 0) / 400 and (100 · 0.4 + 300 · 0.8) / 400.
    assert (gain.figure, surest.figure, surest.gate) == (0.075, 0.7, 0.8)
    assert (gain.n, surest.n) == (400, 20)
    assert surest.attacked == "2 shares, drawn 4 times in all"
    assert surest.low < 0.7 < surest.high


def test_guessing_that_is_nearly_always_right_does_not_allow_being_always_right() -> None:
    _, surest = judge_shares([[rebuilt(0.6, 0.99, inferred=0.97)]])
    assert (surest.gate, surest.passed) == (0.99, True)


@pytest.mark.parametrize(
    ("areas", "rounds"),
    [
        ([0.90], 1), ([0.55], 1),
        # Its interval holds the limit: another round, until it does not or there have been enough.
        ([0.72, 0.68, 0.50], 3), ([0.70] * 9, MOST_ROUNDS),
    ],
)  # fmt: skip
def test_trials_go_on_while_their_interval_holds_the_limit(areas: list[float], rounds: int) -> None:
    seeds: list[int] = []

    def measure(trials: int, seed: int) -> Membership:
        assert trials == TRIALS["membership"]
        seeds.append(seed)
        area = areas[len(seeds) - 1]
        return Membership(area=area, low=area - 0.05, high=area + 0.05, trials=trials)

    found = until_clear(measure)
    assert len(set(seeds)) == rounds
    assert found.trials == rounds * TRIALS["membership"]
    assert found.area == pytest.approx(sum(areas[:rounds]) / rounds)
    assert found.high - found.area == pytest.approx(0.05 / rounds**0.5)


def test_of_many_rows_some_are_drawn_and_of_few_all() -> None:
    large = SimulatedProgramme(UPDATED_ROWS + 50, 1).frame
    some = take_some(large, numpy.random.default_rng(1))
    assert len(some) == UPDATED_ROWS == some["case"].nunique()
    assert take_some(large.iloc[:UPDATED_ROWS], numpy.random.default_rng(1)).equals(large.iloc[:UPDATED_ROWS])


PROGRAMME = SimulatedProgramme(150, 4)
PERIODS = (*QUARTERS, "2023", "2024", "2025")
EVERY = {rows.measure.name: rows for rows in PROGRAMME.rows(PROGRAMME.lattice())}
COUNT, SHARE, MONEY = EVERY["cases_referred"], EVERY["case_completion_rate"], EVERY["restitution_agreed"]


def test_who_is_new_in_exact_figures_fails_every_gate_of_updates() -> None:
    guarding = PROGRAMME.guarding(defences=Defences(noise=False))
    found = judge_updates(COUNT, PROGRAMME.people, guarding, numpy.random.default_rng(1))
    assert [one.name for one in found] == [
        "one new case: full profile", "one new case: membership", "a batch of 30: membership"
    ]  # fmt: skip
    profile, one, batch = found
    assert one.figure > 0.9
    assert not one.passed
    assert one.n == TRIALS["membership"]
    assert (one.gate, batch.gate, profile.gate, profile.n) == (0.7, 0.7, 0, 12)
    assert batch.figure < one.figure


def test_sums_are_held_against_their_limit() -> None:
    guarding = PROGRAMME.guarding()
    publish = of_release(MONEY.measure, PROGRAMME.people, PERIODS, guarding, is_to_date=False)
    view = publish(PROGRAMME.frame, guarding.to_date)
    found = judge_amounts(MONEY, view, PROGRAMME.people, guarding, numpy.random.default_rng(1))
    assert [one.name for one in found] == ["amounts by difference", "amounts by dominance"]
    assert all(one.gate == GATES["amounts"] for one in found)
    assert all(one.n > 0 for one in found)
    assert found[1].passed


def test_a_small_share_is_rebuilt_from_its_release_and_from_other_draws() -> None:
    # Of more than 200 people no whole numbers are looked for, which takes long.
    programme = SimulatedProgramme(260, 4)
    guarding, rows = programme.guarding(), replace(SHARE, frame=programme.frame)
    publish = of_release(SHARE.measure, programme.people, PERIODS, guarding, is_to_date=False)
    view = publish(programme.frame, guarding.to_date)
    found = rebuild(rows, view, programme.people, guarding)
    assert len(found) == 1 + DRAWS
    assert len({one.people for one in found}) <= 3
    assert len({one.surest for one in found} | {one.accuracy for one in found}) > DRAWS


def test_a_large_share_is_rebuilt_once() -> None:
    assert isinstance(SHARE, SimulatedRows)
    large = SimulatedProgramme(4_400, 1, returning=0.0)
    guarding = large.guarding()
    publish = of_release(SHARE.measure, large.people, (), guarding)
    rows = next(rows for rows in large.rows(large.lattice()) if rows.measure is not None)
    assert len(rebuild(rows, publish(large.frame, "to 2025Q4"), large.people, guarding)) == 1
