"""Answers that come from the same conference."""

import pytest

from pipelines.measures.statistics import (
    bootstrap_clusters,
    clustered_gap,
    clustered_rate,
    design_effect,
    wilson_interval,
)

ALIKE = [(3, 3, 20), (0, 3, 10)]
"""30 conferences of three answers that always agree: 60 of 90, but only 30 independent voices."""


def test_design_effect_by_hand() -> None:
    assert design_effect(answers_per_cluster=3, correlation=0.5) == 2
    assert design_effect(answers_per_cluster=1, correlation=0.5) == 1


def test_answers_that_agree_count_as_one_voice_a_conference() -> None:
    rate = clustered_rate(ALIKE)
    assert rate.value == pytest.approx(2 / 3)
    assert rate.method == "cluster bootstrap over conferences"
    assert not rate.is_approximate
    width = rate.high - rate.low
    naive = wilson_interval(60, 90)
    honest = wilson_interval(20, 30)
    assert width > 1.5 * (naive[1] - naive[0])
    assert width == pytest.approx(honest[1] - honest[0], rel=0.1)


def test_a_share_near_one_leaves_more_room_below_than_above() -> None:
    rate = clustered_rate([(3, 3, 34), (1, 3, 6)])
    assert rate.low < rate.value < rate.high < 1
    assert rate.value - rate.low > 1.5 * (rate.high - rate.value)


def test_conferences_that_say_the_same_are_worth_their_answers_and_no_more() -> None:
    rate = clustered_rate([(1, 2, 40)])
    wilson = wilson_interval(40, 80)
    assert rate.low < wilson[0] < wilson[1] < rate.high
    assert rate.low == pytest.approx(wilson[0], abs=0.01)


def test_wilson_stands_up_to_1_2_answers_a_conference() -> None:
    # 12 answers from 10 conferences, then 13
    rate = clustered_rate([(1, 1, 6), (0, 1, 2), (1, 2, 2)])
    assert (rate.method, rate.clusters) == ("Wilson", 10)
    assert (rate.low, rate.high) == wilson_interval(8, 12)
    assert clustered_rate([(1, 1, 7), (1, 2, 3)]).method != "Wilson"


def test_few_conferences_are_called_approximate() -> None:
    assert clustered_rate([(3, 3, 10), (1, 3, 9)]).is_approximate
    assert not clustered_rate([(3, 3, 10), (1, 3, 10)]).is_approximate


def test_all_agreeing_counts_each_conference_once() -> None:
    rate = clustered_rate([(3, 3, 5)])
    assert (rate.value, rate.low, rate.high) == (1, wilson_interval(5, 5)[0], 1)
    assert clustered_rate([(0, 3, 5)]).high == wilson_interval(0, 5)[1]


def test_one_conference_says_nothing_of_others() -> None:
    rate = clustered_rate([(2, 3, 1)])
    assert (rate.low, rate.high, rate.is_approximate) == (0, 1, True)


def test_no_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one answer"):
        clustered_rate([(0, 0, 4)])


def test_the_same_rows_give_the_same_interval_in_any_order() -> None:
    rows = [((3, 3), 20), ((0, 3), 10), ((1, 2), 5)]
    split = [((0, 3), 4), ((1, 2), 5), ((3, 3), 20), ((0, 3), 6)]
    assert bootstrap_clusters(rows) == bootstrap_clusters(split)
    assert bootstrap_clusters(rows) != bootstrap_clusters(rows, seed=1)


def test_drawing_needs_two_conferences() -> None:
    with pytest.raises(ValueError, match="two clusters"):
        bootstrap_clusters([((1, 2), 1)])


def test_gap_between_perspectives_by_hand() -> None:
    # in every conference the harmed party answers 4 and the responsible party 5: always exactly one apart
    assert clustered_gap([((4, 1, 5, 1), 12)]) == (-1, -1, -1)
    # half of the conferences have no second perspective: they stay in the first mean
    gap, low, high = clustered_gap([((4, 1, 5, 1), 12), ((2, 1, 0, 0), 12)]) or (0, 0, 0)
    assert gap == 3 - 5
    assert low < gap < high


def test_no_gap_without_both_perspectives_or_with_one_conference() -> None:
    assert clustered_gap([((4, 1, 0, 0), 12)]) is None
    assert clustered_gap([((0, 0, 4, 1), 12)]) is None
    assert clustered_gap([((4, 1, 5, 1), 1)]) is None
