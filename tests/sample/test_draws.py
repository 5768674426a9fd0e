import numpy as np
import pytest

from pipelines.sample.draws import Draws

N = 20_000


def draws(stage: str = "cases") -> Draws:
    return Draws(7, "riverside", stage)


def test_stream_is_the_same_on_every_machine_and_version() -> None:
    assert draws().uniform(3).tolist() == [0.18515349923734703, 0.08530710994681923, 0.9502167336013356]


def test_stages_and_programmes_have_streams_of_their_own() -> None:
    first = draws().uniform(5).tolist()
    assert draws().uniform(5).tolist() == first
    assert draws("parties").uniform(5).tolist() != first
    assert Draws(7, "northfield", "cases").uniform(5).tolist() != first
    assert Draws(8, "riverside", "cases").uniform(5).tolist() != first


def test_whole_numbers_keep_within_their_bounds() -> None:
    assert set(draws().between(2, 4, N).tolist()) == {2, 3, 4}
    skewed = draws().skewed(0, 9, N)
    assert (skewed.min(), skewed.max()) == (0, 9)
    assert np.median(skewed) < 4.5  # most wait for a short time


def test_bounds_may_differ_from_row_to_row() -> None:
    low = np.array([0, 10])
    assert draws().between(low, low, 2).tolist() == [0, 10]


def test_bell_has_mean_0_and_variance_1() -> None:
    bell = draws().bell(N)
    assert bell.mean() == pytest.approx(0, abs=0.03)
    assert bell.var() == pytest.approx(1, abs=0.03)


def test_codes_come_as_often_as_their_weights_say() -> None:
    picked = draws().pick({"a": 3, "b": 1}, N)
    assert (picked == "a").mean() == pytest.approx(3 / (3 + 1), abs=0.015)


def test_each_row_is_picked_from_its_own_table() -> None:
    groups = np.array(["x", "y", "x"], dtype=object)
    assert draws().pick_by(groups, {"x": {"a": 1}, "y": {"b": 1}}).tolist() == ["a", "b", "a"]
