"""Noise held against published tables, and the table that releases draw from."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.disclosure.noise import SLOTS, fill_slots, spread_evenly, targets_of
from pipelines.disclosure.release_policy import FEWEST, PROFILES

GOLDEN: dict[str, Any] = json.loads(
    Path(__file__).with_name("golden").joinpath("ptable_golden.json").read_text()
)


def row(count: int, parameters: dict[str, Any], *, stays_likeliest: bool = True) -> dict[int, float]:
    """Target → chance, of one count."""
    targets = targets_of(count, parameters["D"], parameters["js"])
    moves = [target - count for target in targets]
    chances = spread_evenly(moves, parameters["V"], stays_likeliest=stays_likeliest)
    return dict(zip(targets, chances, strict=True))


@pytest.mark.parametrize("name", ["G2", "G3"])
def test_small_counts_move_as_in_the_published_tables(name: str) -> None:
    golden = GOLDEN[name]
    for count, chances in golden["rows"].items():
        found = row(int(count), golden["params"])
        assert [found.get(target, 0.0) for target in range(5)] == pytest.approx(chances, abs=golden["tol"])


@pytest.mark.parametrize("count", range(1, 9))
def test_a_table_with_blocked_targets_is_the_published_one(count: int) -> None:
    golden = GOLDEN["G4"]
    found = row(count, golden["params"])
    expected = dict(zip(golden["targets"], golden["rows"][str(count)], strict=True))
    assert {target: found.get(target, 0.0) for target in expected} == pytest.approx(
        expected, abs=golden["tol"]
    )


def test_a_whole_published_table_row_by_row() -> None:
    golden = GOLDEN["G1"]
    found = [1.0]
    for count, stays_likeliest in enumerate(golden["params"]["mono"], start=1):
        found += row(count, golden["params"], stays_likeliest=stays_likeliest).values()
    assert found == pytest.approx(golden["p"], abs=golden["tol"])


def test_the_published_row_of_three_targets() -> None:
    golden = GOLDEN["G5"]
    assert list(row(1, golden["params"]).values()) == pytest.approx(golden["p"], abs=golden["tol"])


@pytest.mark.parametrize("count", [1, 2])
def test_a_variance_wider_than_the_moves_is_not_reached(count: int) -> None:
    golden = GOLDEN["G6"]
    total, cumulative = 0.0, []
    for chance in row(count, golden["params"]).values():
        total += chance
        cumulative.append(total)
    cumulative += [1.0] * (5 - len(cumulative))
    assert cumulative == pytest.approx(golden["cumulative_rows"][str(count)], abs=golden["tol"])


def test_moves_to_one_side_only_have_no_mean_of_zero() -> None:
    with pytest.raises(ValueError, match="both sides"):
        spread_evenly((1, 2, 3), 1.0)


@pytest.mark.parametrize(("most", "variance"), [(5, 3.0), (4, 6.0)])
def test_the_table_moves_both_ways_alike_and_as_far_as_it_says(most: int, variance: float) -> None:
    slots = fill_slots(most, variance)
    assert len(slots) == SLOTS
    assert sum(slots) == 0
    assert sorted(slots) == sorted(-move for move in slots)
    assert max(slots) == most
    # 4,096 whole places come within a hundredth of the variance asked for.
    assert sum(move * move for move in slots) / SLOTS == pytest.approx(variance, abs=0.01)


def test_no_profile_moves_a_count_as_far_as_the_threshold() -> None:
    for profile in PROFILES.values():
        assert profile.most + profile.extra_most < FEWEST.value
