from datetime import date

import duckdb
import pytest

from pipelines.exports.dates import sql_date, sql_date_fault, sql_day, sql_month, sql_observed_days
from pipelines.exports.text import sql_text


def read(cell: str | None, *formats: str) -> tuple[date | None, str | None]:
    """The date read from a cell, and why none was."""
    value = "NULL::VARCHAR" if cell is None else sql_text(cell)
    day = sql_date("cell", formats)
    fault = sql_date_fault("cell", day, formats)
    return duckdb.execute(f"SELECT {day}, {fault} FROM (SELECT {value} AS cell)").fetchall()[0]


def test_several_formats_in_one_column_are_tried_in_their_order() -> None:
    formats = ("%Y %b %d %I:%M:%S %p", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y")
    assert read("2019 Mar 05 12:00:00 AM", *formats) == (date(2019, 3, 5), None)
    assert read("10/31/2023 12:00:00 AM", *formats) == (date(2023, 10, 31), None)
    assert read("05/10/2025", *formats) == (date(2025, 5, 10), None)
    assert read("1/5/2025", *formats) == (date(2025, 1, 5), None)


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2024",
        "13/2024",
        "soon",
        "02/04/24",
        "1900-01-01",
        "01/01/1900",
        "30/12/1899",
        "01/01/0024",
        "01/01/2999",
    ],
)
def test_what_is_not_a_date_as_declared_is_unreadable(cell: str) -> None:
    assert read(cell, "%d/%m/%Y", "%Y-%m-%d") == (None, "!unreadable")


def test_a_blank_cell_is_no_fault() -> None:
    assert read(None, "%d/%m/%Y") == (None, None)


def test_day_and_month_that_two_formats_read_differently_are_ambiguous() -> None:
    both = ("%d/%m/%Y", "%m/%d/%Y")
    assert read("02/04/2024", *both)[1] == "!ambiguous"
    assert read("25/04/2024", *both) == (date(2024, 4, 25), None)
    assert read("04/04/2024", *both) == (date(2024, 4, 4), None)


def test_excel_serials_are_read_where_declared() -> None:
    # 45,292 days after 30 December 1899 is the first day of 2024.
    assert read("45292", "excel") == (date(2024, 1, 1), None)
    assert read("45292.75", "excel") == (date(2024, 1, 1), None)
    assert read("45292", "%d/%m/%Y") == (None, "!unreadable")
    assert read("1", "excel") == (None, "!unreadable")


def test_days_and_months() -> None:
    sql = f"SELECT {sql_day('closed', 'referred')}, {sql_month('closed')}"
    dates = "(SELECT DATE '2026-01-31' AS referred, DATE '2026-03-01' AS closed)"
    assert duckdb.execute(f"{sql} FROM {dates}").fetchall() == [("29", "2026-03")]


@pytest.mark.parametrize(
    ("month", "days"),
    [("2026-08", "30"), ("2026-09", "0"), ("2026-10", "-31"), ("2026-13", None), ("August", None)],
)
def test_observed_days_never_count_before_the_end_of_the_month(month: str, days: str | None) -> None:
    sql = sql_observed_days("month", date(2026, 9, 30))
    assert duckdb.execute(f"SELECT {sql} FROM (SELECT {sql_text(month)} AS month)").fetchall() == [(days,)]


def test_in_the_month_of_the_extraction_nothing_has_been_observed_yet() -> None:
    sql = sql_observed_days("month", date(2026, 9, 12))
    assert duckdb.execute(f"SELECT {sql} FROM (SELECT '2026-09' AS month)").fetchall() == [("0",)]


@pytest.mark.parametrize(
    "cell",
    [
        "2026/03/05 9:14:22 AM GMT+1",
        "2026/03/05 9:14:22 AM GMT",
        "2026/03/05 9:14:22 AM EST",
        "2026/03/05 9:14:22 AM +02:00",
    ],
)
def test_a_time_zone_at_the_end_moves_no_day(cell: str) -> None:
    assert read(cell, "%Y/%m/%d %I:%M:%S %p %Z") == (date(2026, 3, 5), None)
