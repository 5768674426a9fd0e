"""What is said bounds the truth, and no tighter than the noise allows: every kind of figure, exact bounds."""

from math import inf

import numpy
import pytest
from scipy.sparse import csr_array

from pipelines.disclosure.attacks.layout import Layout
from pipelines.disclosure.attacks.told import empty, known_profile, listen, tell
from pipelines.disclosure.release_policy import PROFILES, STANDARD, STRICT, Defences, Profile
from pipelines.disclosure.shares_of_answers import OF_ANSWERS
from pipelines.publication import (
    Count,
    Curve,
    CurvePoint,
    Days,
    Distribution,
    Hidden,
    NoCases,
    PublishedCell,
    Rate,
    Ratio,
    Shown,
)
from pipelines.released.cells import ReleasedCell


def shown(figure: object) -> Shown:
    return Shown(figure=figure)  # type: ignore[arg-type] (each test hands in a figure)


def point(day: int, n_met: int | None, n_ended: int | None) -> CurvePoint:
    return CurvePoint(day=day, share=0.3, low=0.2, high=0.4, at_risk=60, n_met=n_met, n_ended=n_ended)


def bounds(cell: PublishedCell, parts: int, profile: Profile = STANDARD) -> dict[int, tuple[float, float]]:
    return {part: (low, high) for part, (low, high, _) in tell(cell, parts, profile).items()}


@pytest.mark.parametrize(
    ("profile", "value", "low", "high"),
    [(STANDARD, 40, 35, 45), (STANDARD, 12, 10, 17), (STRICT, 40, 29, 51), (STRICT, 15, 10, 26)],
)
def test_a_count_is_within_the_largest_move_and_never_below_ten(
    profile: Profile, value: int, low: int, high: int
) -> None:
    assert tell(shown(Count(value=value)), 1, profile) == {1: (low, high, value)}


def test_a_share_bounds_both_parts_by_its_percent_and_their_moves() -> None:
    rate = Rate(value=0.6, low=0.5, high=0.7, met=60, denominator=100)
    # Both moved parts together lie between 95 − 10 and 105 + 10; 59.5 to 60.5 % of that, 5 to either side.
    assert bounds(shown(rate), 2) == {0: (46, 74), 1: (29, 51), 2: (95, 105)}
    found = tell(shown(rate), 2, STANDARD)
    assert [found[part][2] for part in (0, 1, 2)] == [60.0, 40.0, 100.0]


def test_events_per_hundred_are_a_share_and_a_plain_ratio_only_tells_how_many() -> None:
    per = Ratio(value=60.0, low=50, high=70, numerator=60, denominator=100, per=100, method="")
    rate = Rate(value=0.6, low=0.5, high=0.7, met=60, denominator=100)
    assert bounds(shown(per), 2) == bounds(shown(rate), 2)
    assert tell(shown(per), 1, STANDARD) == {}


def test_a_share_of_published_answers_has_two_groups_on_its_other_side() -> None:
    share = Rate(value=0.6, low=0.5, high=0.7, met=60, denominator=100, method=OF_ANSWERS)
    groups = tell(shown(Distribution(counts=(20, 20, 60))), 3, STANDARD)
    found = tell(shown(share), 2, STANDARD)
    assert found[0] == groups[2]
    assert found[2] == groups[3]
    low, high, guess = found[1]
    assert guess == 40
    assert low <= groups[0][0] + groups[1][0] + 1
    assert high >= 40 + 2 * STANDARD.most


def test_answers_bound_each_group() -> None:
    found = bounds(shown(Distribution(counts=(20, 20, 60))), 3)
    # 20 of 100, a rounding step of one each: 19 of 103 to 21 of 97, of 77 to 123, five to either side.
    assert found == {0: (10, 32), 1: (10, 32), 2: (39, 83), 3: (92, 108)}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_a_curve_bounds_what_happens_in_each_step(profile: Profile) -> None:
    points = (
        point(day=0, n_met=0, n_ended=0),
        point(day=91, n_met=30, n_ended=10),
        point(day=182, n_met=None, n_ended=12),
    )
    off = profile.most + profile.extra_most + 2 * (profile.rounding // 2)
    found = tell(shown(Curve(points=points, n=100, stops_at_day=182)), 36, profile)
    assert found[1] == (max(0, 30 - off), 30 + off, 30)
    assert found[2] == (max(0, 10 - off), 10 + off, 10)
    assert 4 not in found
    assert found[5] == (0, 2 + off, 2)
    assert found[36][2] == 100


def test_other_figures_tell_how_many_there_are_or_nothing() -> None:
    assert tell(shown(Days(median=20, p90=50, n=40)), 13, STANDARD) == {13: (35, 45, 40)}
    assert tell(NoCases(), 1, STANDARD) == {}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("fewer than 10 of about 60", {2: (55, 65), 0: (0, 14), 1: (10, inf)}),
        ("all but fewer than 10 of about 60", {2: (55, 65), 0: (10, inf), 1: (0, 14)}),
        ("about 60: too few for a share", {2: (55, 65)}),
        ("too few to show", {2: (0, inf)}),
    ],
)
def test_words_are_bounds_too(words: str, found: dict[int, tuple[float, float]]) -> None:
    assert bounds(Hidden(words=words), 2) == found


def test_without_noise_the_attacker_knows_that_nothing_moves() -> None:
    still = known_profile(STRICT, Defences(noise=False))
    assert (still.most, still.extra_most, still.variance, still.rounding) == (0, 0, 0.0, 5)
    assert known_profile(STRICT, Defences()) is STRICT


def layout(*true: tuple[int, ...]) -> Layout:
    """One cell for each atom, in quarters of their own."""
    return Layout(
        true=numpy.array(true), cells=csr_array(numpy.eye(len(true), dtype=int)),
        places=tuple((f"2025Q{at + 1}", ()) for at in range(len(true))),
        keys=numpy.zeros(len(true), dtype=numpy.uint64), atom_of={},
    )  # fmt: skip


def released(period: str, found: PublishedCell) -> ReleasedCell:
    return ReleasedCell(measure="m", statistic="", currency="", period=period, selection=(), cell=found)


def test_a_cell_that_is_not_there_is_hidden_and_has_fewer_than_ten() -> None:
    of = layout((6, 3), (40, 20))
    told = listen(of, [released("2025Q2", shown(Count(value=60)))], STANDARD)
    assert told.is_hidden.tolist() == [[True, True, True], [True, True, False]]
    assert told.high[0, 2] == 9 + 5
    assert (told.low[1, 2], told.high[1, 2], told.guess[1, 2]) == (55, 65, 60)


def test_what_is_hidden_may_be_as_many_as_any_hidden_number() -> None:
    """Twenty rows of few people are hidden as nine are: the bound that is widened is everybody's."""
    of = layout((4,), (20,), (60,))
    told = listen(of, [released("2025Q3", shown(Count(value=58)))], STANDARD)
    assert told.high[:, 1].tolist() == [25, 25, 63]
    assert told.low[:, 1].tolist() == [0, 0, 53]
    # A figure of one part is no share: its part is not hidden apart.
    assert told.is_hidden.tolist() == [[False, True], [False, True], [False, False]]


def test_no_bound_leaves_the_truth_out() -> None:
    of = layout((90,))
    told = listen(of, [released("2025Q1", shown(Count(value=60)))], STANDARD)
    assert (told.low[0, 1], told.high[0, 1]) == (55, 90)
    assert empty(of).high.tolist() == [[inf, inf]]


@pytest.mark.parametrize("words", ["fewer than 10 of about 60", "all but fewer than 10 of about 60"])
def test_a_strict_number_in_words_may_have_moved_nine_and_been_rounded(words: str) -> None:
    found = bounds(Hidden(words=words), 2, STRICT)
    few, many = (0, 1) if words.startswith("fewer") else (1, 0)
    assert found == {2: (49, 71), few: (0, 18), many: (10, inf)}


def test_a_strict_share_and_strict_answers_are_bounded_by_both_draws_and_the_rounding() -> None:
    rate = Rate(value=0.6, low=0.5, high=0.7, met=60, denominator=100)
    # Everybody 89 to 111, both parts together 71 to 129: 0.595 · 71 = 42.2 and 0.605 · 129 = 78.0, nine more.
    assert bounds(shown(rate), 2, STRICT) == {0: (34, 87), 1: (20, 61), 2: (89, 111)}
    answers = bounds(shown(Distribution(counts=(20, 20, 60))), 3, STRICT)
    # A step of three each: everybody 82 to 118; 57 of 109 of 82 − 27, less 9; 63 of 91 of 118 + 27, and 9.
    assert answers[3] == (82, 118)
    assert answers[2] == (19, 110)
