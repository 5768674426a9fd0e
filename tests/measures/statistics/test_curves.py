"""How soon: the golden curves, the wrong answers they replace, and scipy's."""

from math import exp, log, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from pipelines.measures.statistics import (
    IncidencePoint,
    cumulative_incidence,
    kaplan_meier,
    median_day,
    stop_below,
    wilson_interval,
)

DAYS = (30, 45, 60, 60, 90, 120, 150, 180, 200, 210)
EVENTS = (1, 1, 2, 0, 1, 1, 2, 1, 0, 0)
COMPETING = [(day, event, 1) for day, event in zip(DAYS, EVENTS, strict=True)]

WAITING = [
    (day, event, 1)
    for day, event in zip(
        (10, 20, 20, 30, 40, 50, 60, 60, 75, 90), (1, 1, 0, 1, 0, 1, 1, 0, 0, 1), strict=True
    )
]


def at(points: list[IncidencePoint], day: int) -> IncidencePoint:
    return [point for point in points if point.day <= day][-1]


def test_competing_ways_to_leave_give_the_golden_values() -> None:
    points = cumulative_incidence(COMPETING)
    found = {day: round(at(points, day).share, 4) for day in (30, 45, 90, 120, 180)}
    assert found == {30: 0.1, 45: 0.2, 90: 0.3167, 120: 0.4333, 180: 0.55}

    failed = cumulative_incidence((day, (0, 2, 1)[event], n) for day, event, n in COMPETING)
    assert {day: round(at(failed, day).share, 4) for day in (60, 150)} == {60: 0.1, 150: 0.2167}


def test_the_wrong_answers_are_others() -> None:
    right = at(cumulative_incidence(COMPETING), 180).share
    naive = 1 - kaplan_meier((day, int(event == 1), n) for day, event, n in COMPETING)[-1].share
    closed_only = EVENTS.count(1) / (len(EVENTS) - EVENTS.count(0))
    assert (round(naive, 4), round(closed_only, 3)) == (0.6444, 0.714)
    assert right < naive < closed_only


def test_a_curve_starts_with_everybody_at_risk() -> None:
    first, second, *_ = cumulative_incidence(COMPETING)
    assert (first.day, first.share, first.low, first.high, first.at_risk) == (0, 0, 0, 0, 10)
    assert (second.day, second.at_risk, second.n_met, second.n_ended) == (30, 10, 1, 0)
    assert cumulative_incidence([(0, 1, 2), (5, 0, 3)])[0].n_met == 2
    assert cumulative_incidence([]) == []
    assert cumulative_incidence([(4, 1, 0)]) == []


def test_counts_on_a_curve_add_up() -> None:
    last = cumulative_incidence(COMPETING)[-1]
    assert (last.day, last.at_risk, last.n_met, last.n_ended) == (210, 1, 5, 2)


def test_events_come_before_censorings_on_one_day() -> None:
    # two people followed to day 30, one met it that day: 1 of 2, not 1 of 1
    assert cumulative_incidence([(30, 0, 1), (30, 1, 1)])[-1].share == 0.5


def test_rows_may_come_in_any_order_and_added_up() -> None:
    apart = cumulative_incidence([(60, 2, 1), (30, 1, 1), (30, 1, 1), (90, 0, 4)])
    assert apart == cumulative_incidence([(30, 1, 2), (60, 2, 1), (90, 0, 4)])


def test_interval_by_hand_at_the_first_event() -> None:
    # 1 of 10 on day 30, nobody gone before: variance .1 · .9 / 10 = .009, as a plain share
    point = cumulative_incidence(COMPETING)[1]
    half = 1.959964 * sqrt(0.009) / (0.1 * log(0.1))
    assert (point.low, point.high) == pytest.approx((0.1 ** exp(-half), 0.1 ** exp(half)), rel=1e-6)


def test_without_censoring_the_variance_is_that_of_a_share() -> None:
    # 20 people: 8 met it on different days, 5 ended another way, 7 followed to the end: 8 of 20
    rows = [(10 * k, 1, 1) for k in range(1, 9)] + [(10 * k + 5, 2, 1) for k in range(1, 6)] + [(400, 0, 7)]
    point = cumulative_incidence(rows)[-1]
    half = 1.959964 * sqrt(0.4 * 0.6 / 20) / (0.4 * log(0.4))
    assert (point.low, point.high) == pytest.approx((0.4 ** exp(-half), 0.4 ** exp(half)), rel=1e-6)


def test_without_a_competing_event_the_variance_is_greenwoods() -> None:
    # .1, .2 and .3143 met by day 30 of `WAITING`: Greenwood's sum 1/90 + 1/72 + 1/42
    point = at(cumulative_incidence(WAITING), 30)
    share = 1 - 0.9 * 8 / 9 * 6 / 7
    error = (1 - share) * sqrt(1 / 90 + 1 / 72 + 1 / 42)
    half = 1.959964 * error / (share * log(share))
    assert point.share == pytest.approx(share)
    assert (point.low, point.high) == pytest.approx((share ** exp(-half), share ** exp(half)), rel=1e-6)


def test_nothing_met_and_everything_met_are_no_certainty() -> None:
    nothing = cumulative_incidence([(10, 2, 1), (20, 0, 9)])[1]
    assert (nothing.share, nothing.low, nothing.high) == (0, 0, wilson_interval(0, 10)[1])
    everything = cumulative_incidence([(10, 1, 4), (20, 1, 2)])[-1]
    assert everything.share == pytest.approx(1)
    assert (everything.low, everything.high) == (wilson_interval(6, 6)[0], 1)


@settings(derandomize=True, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-5, 30), st.integers(0, 2), st.integers(1, 4)), min_size=1, max_size=12)
)
def test_shares_of_both_ways_and_of_waiting_add_up(rows: list[tuple[int, int, int]]) -> None:
    met = cumulative_incidence(rows)
    ended = cumulative_incidence((day, (0, 2, 1)[event], n) for day, event, n in rows)
    waiting = kaplan_meier((day, int(event > 0), n) for day, event, n in rows)
    assert met[-1].share + ended[-1].share + waiting[-1].share == pytest.approx(1)
    for point in met:
        assert 0 <= point.low <= point.share + 1e-12
        assert point.share - 1e-12 <= point.high <= 1
    assert [point.share for point in met] == sorted(point.share for point in met)


def test_a_curve_stops_where_too_few_are_followed() -> None:
    kept, last = stop_below(cumulative_incidence(COMPETING), 6)
    assert ([point.day for point in kept], last) == ([0, 30, 45, 60, 90], 90)
    assert stop_below(cumulative_incidence(COMPETING), 11) == ([], -1)


def test_one_way_to_leave_gives_the_golden_values() -> None:
    points = {point.day: point for point in kaplan_meier(WAITING)}
    assert round(points[30].share, 4) == 0.6857
    assert round(points[60].share, 4) == 0.4114
    assert (round(points[10].low, 4), round(points[10].high, 4)) == (0.4730, 0.9853)
    assert median_day(points.values()) == 60
    assert median_day(list(points.values())[:3]) is None


@pytest.mark.parametrize("seed", range(5))
def test_one_way_to_leave_agrees_with_scipy(seed: int) -> None:
    random = np.random.default_rng(seed)
    days, events = random.integers(2, 40, size=60), random.integers(0, 2, size=60)
    # the first leaves and the last is still open: scipy gives no interval for a share of 1 or 0
    days[0], events[0], days[-1], events[-1] = 1, 1, 99, 0
    ours = kaplan_meier((int(day), int(event), 1) for day, event in zip(days, events, strict=True))
    theirs = ecdf(CensoredData(uncensored=days[events == 1], right=days[events == 0])).sf
    interval: Any = theirs.confidence_interval(method="log-log")
    found = {point.day: point for point in ours}
    for index, day in enumerate(theirs.quantiles):
        point = found[int(day)]
        assert point.share == pytest.approx(theirs.probabilities[index])
        assert point.low == pytest.approx(interval.low.probabilities[index])
        assert point.high == pytest.approx(interval.high.probabilities[index])


@pytest.mark.parametrize("row", [(1, 3, 1), (1, 0, -1)])
def test_a_row_that_is_no_event_is_refused(row: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="0, 1 or 2"):
        cumulative_incidence([row])


def test_one_way_to_leave_refuses_a_second() -> None:
    with pytest.raises(ValueError, match="cumulative_incidence"):
        kaplan_meier(COMPETING)
