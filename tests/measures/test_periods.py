"""Periods: whole months against the month the data were extracted in, never today's."""

from datetime import date

import pytest

from pipelines.errors import UsageError
from pipelines.measures.periods import parse_period, quarter_of_month, quarters_between

AS_OF = date(2026, 9, 30)


def test_all_has_no_months() -> None:
    assert parse_period("all", AS_OF) is None


@pytest.mark.parametrize(
    ("text", "months", "label"),
    [
        ("last-12-months", ("2025-10", "2026-09"), "12 months to September 2026"),
        ("last-24-months", ("2024-10", "2026-09"), "24 months to September 2026"),
        ("2025", ("2025-01", "2025-12"), "2025"),
        ("2025Q1", ("2025-01", "2025-03"), "January 2025 to March 2025"),
        ("2025Q4", ("2025-10", "2025-12"), "October 2025 to December 2025"),
    ],
)
def test_months(text: str, months: tuple[str, str], label: str) -> None:
    period = parse_period(text, AS_OF)
    assert period is not None
    assert (period.months, period.label) == (months, label)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("last-12-months", ("2024-10", "2025-09")),
        ("2025", ("2024-01", "2024-12")),
        ("2025Q1", ("2024-10", "2024-12")),
    ],
)
def test_the_period_before_is_as_long_and_ends_where_this_one_begins(
    text: str, months: tuple[str, str]
) -> None:
    period = parse_period(text, AS_OF)
    assert period is not None
    assert period.before().months == months


def test_a_january_looks_back_over_the_new_year() -> None:
    period = parse_period("last-12-months", date(2026, 1, 31))
    assert period is not None
    assert period.months == ("2025-02", "2026-01")


@pytest.mark.parametrize(
    "text", ["", "2025Q5", "2025-07", "last-6-months", "ALL", "1825", "2025Q1 ", "x2025"]
)
def test_anything_else_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match="Allowed: all, last-12-months"):
        parse_period(text, AS_OF)


def test_quarters_between() -> None:
    assert quarters_between("2024Q4", "2025Q2") == ["2024Q4", "2025Q1", "2025Q2"]
    assert quarters_between("2025Q2", "2025Q2") == ["2025Q2"]


def test_the_quarter_a_month_lies_in() -> None:
    assert [quarter_of_month(month) for month in ("2026-01", "2026-03", "2026-09")] == [
        "2026Q1",
        "2026Q1",
        "2026Q3",
    ]
