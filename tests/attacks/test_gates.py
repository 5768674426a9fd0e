"""Gates are plain: a figure over its limit is refused, however few it is of."""

import pytest

from pipelines.disclosure.attacks.gates import judge_share, judge_shares
from pipelines.disclosure.attacks.reconstruction import Reconstructed
from pipelines.disclosure.attacks.result import judge


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
