"""Counting amounts and days: whole units, none below nothing, and the bin each falls into."""

import pytest

from pipelines.disclosure.count_amounts import (
    count_days,
    count_flow,
    count_money,
    count_ratio,
    count_share_of_sums,
)
from pipelines.publication import Days, Flow, Money, MoneyRate, Ratio, Shown
from tests.support.counted_rows import guard_all, of, rows


def test_money_is_counted_where_there_is_an_amount_and_binned_in_major_units() -> None:
    frame = rows(value=[2_499, 2_500, None, 0, -300, 1_000_000, 2_000_000], currency="GBP")
    counted = count_money(of("restitution_agreed"), frame)
    assert counted.rows.tolist() == [0, 1, 3, 4, 5, 6]
    # 0–24, 25–49, …, 10,000 and more; nothing lies below the first.
    assert counted.parts.tolist() == [0, 1, 0, 0, 12, 12]
    assert counted.amounts["amount"].tolist() == [2_499, 2_500, 0, 0, 1_000_000, 2_000_000]
    assert counted.has_caps


@pytest.mark.parametrize(("currency", "part"), [("GBP", 1), ("JPY", 7)])
def test_a_currency_without_smaller_units_is_binned_as_it_is(currency: str, part: int) -> None:
    counted = count_money(
        of("restitution_agreed"), rows(value=[2_500 if part == 1 else 900], currency=currency)
    )
    assert counted.parts.tolist() == [part]


def test_money_in_all() -> None:
    cell = guard_all(count_money(of("restitution_agreed"), rows(value=[10_000] * 40, currency="GBP")), "GBP")
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Money)
    assert (cell.figure.total_minor, cell.figure.n, cell.figure.currency) == (400_000, 40, "GBP")


def test_a_share_of_money_is_what_was_done_and_what_is_left_of_each_promise() -> None:
    frame = rows(
        restitution_collected_rate=[0, 1, 1, 2], numerator=[500.0, 200.0, 900.0, 5.0],
        denominator=[500.0, 800.0, 600.0, 5.0],
    )  # fmt: skip
    counted = count_share_of_sums(of("restitution_collected_rate"), frame)
    assert counted.rows.tolist() == [0, 1, 2]
    # More than was promised is not done twice.
    assert counted.amounts["done"].tolist() == [500, 200, 600]
    assert counted.amounts["left"].tolist() == [0, 600, 0]


def test_a_share_of_money_in_all() -> None:
    frame = rows(restitution_collected_rate=[1] * 40, numerator=[300.0] * 40, denominator=[400.0] * 40)
    cell = guard_all(count_share_of_sums(of("restitution_collected_rate"), frame), "EUR")
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, MoneyRate)
    assert (cell.figure.value, cell.figure.met_minor, cell.figure.currency) == (0.75, 12_000, "EUR")


def test_work_in_kind_is_a_share_of_sums_and_events_are_a_share_of_rows() -> None:
    frame = rows(in_kind_completion_rate=[0] * 40, numerator=[300.0] * 40, denominator=[400.0] * 40)
    cell = guard_all(count_ratio(of("in_kind_completion_rate"), frame))
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Ratio)
    # In hundredths of a unit: 120 of 160.
    assert (cell.figure.value, cell.figure.numerator, cell.figure.denominator) == (0.75, 120, 160)
    events = count_ratio(of("safety_event_rate"), rows(safety_event_rate=[0] * 20 + [1] * 20))
    assert (events.n_parts, dict(events.amounts)) == (2, {})


def test_a_flow_is_of_rows_with_an_amount_and_says_what_became_of_it() -> None:
    flow = of("restitution_flow").flow
    assert flow is not None
    nothing = {part.name: [0.0] * 42 for part in flow.parts}
    frame = rows(
        **{**nothing, "paid": [80.0] * 42, "overdue": [20.0] * 42, "total": [100.0] * 40 + [0.0, None]}
    )
    counted = count_flow(of("restitution_flow"), frame)
    assert counted.rows.tolist() == list(range(40))
    assert counted.amounts["total"].sum() == 4_000
    cell = guard_all(counted, "GBP")
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Flow)
    assert {part.name: part.amount_minor for part in cell.figure.parts} == {"paid": 3_200, "overdue": 800}
    assert len(cell.figure.hidden) == len(flow.parts) - 2


@pytest.mark.parametrize(
    ("day", "part"), [(0, 0), (7, 0), (8, 1), (14, 1), (1_095, 11), (1_096, 12), (5_000, 12)]
)
def test_days_fall_into_the_bin_that_begins_last(day: int, part: int) -> None:
    counted = count_days(of("referral_to_contact_days"), rows(value=[day, None]))
    assert counted.rows.tolist() == [0]
    assert counted.parts.tolist() == [part]


def test_days_before_the_start_are_in_the_first_bin_and_the_middle_comes_from_bins() -> None:
    counted = count_days(of("referral_to_contact_days"), rows(value=[-3] * 40))
    assert counted.parts.tolist() == [0] * 40
    assert guard_all(counted) == Shown(figure=Days(median=4.0, p90=7.0, n=40))
