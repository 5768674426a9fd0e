import numpy as np

from pipelines.sample.calendar_days import NEVER
from pipelines.sample.columns import (
    Days,
    blank_unless,
    text_dates,
    text_days,
    text_flags,
    text_ids,
    text_money,
    text_months,
    text_numbers,
)


def test_ids_are_opaque_and_blank_where_there_is_no_row() -> None:
    assert text_ids("rv", "o", np.array([0, 41, -1]), 6).tolist() == ["rv-o-000001", "rv-o-000042", ""]
    assert text_ids("ep", "", np.array([0]), 4).tolist() == ["ep-0001"]


def test_money_has_two_decimals_and_a_sign() -> None:
    assert text_money(np.array([125_050, 5, 0, -250])).tolist() == ["1250.50", "0.05", "0.00", "-2.50"]


def test_what_never_happens_is_blank_in_days_dates_and_months() -> None:
    days = Days(day=np.array([-3, 40, NEVER]), referral=np.array([4, 4, 4]))
    assert text_days(days.day).tolist() == ["-3", "40", ""]
    # 1 October 2023 and 4 days, and 3 back or 40 on
    assert text_dates(days).tolist() == ["2023-10-02", "2023-11-14", ""]
    assert text_months(days).tolist() == ["2023-10", "2023-11", ""]


def test_numbers_flags_and_blanks() -> None:
    assert text_numbers(np.array([3, -1])).tolist() == ["3", ""]
    assert text_flags(np.array([True, False])).tolist() == ["yes", "no"]
    assert blank_unless(np.array([True, False]), np.array(["a", "b"], dtype=object)).tolist() == ["a", ""]


def test_no_rows_give_no_texts() -> None:
    nothing = np.array([], dtype=np.int64)
    assert text_ids("rv", "p", nothing, 6).tolist() == []
    assert text_dates(Days(day=nothing, referral=nothing)).tolist() == []
