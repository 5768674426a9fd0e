import duckdb
import pytest

from pipelines.exports.cells import (
    sql_age_band,
    sql_blanked,
    sql_id,
    sql_mapped,
    sql_month_text,
    sql_number,
    sql_whole_number,
)
from pipelines.exports.mapping_rules import NumberStyle
from pipelines.exports.text import sql_text

UNREADABLE = "!unreadable"


def made(sql: str, cell: str | None) -> object:
    """What the SQL makes of one cell, called `cell`."""
    value = "NULL::VARCHAR" if cell is None else sql_text(cell)
    return duckdb.execute(f"SELECT {sql} FROM (SELECT {value} AS cell)").fetchall()[0][0]


@pytest.mark.parametrize(
    ("style", "written", "amount"),
    [
        ("1234.50", "1250.5", "1250.5"),
        ("1234.50", "1,250.50", UNREADABLE),
        ("1,234.50", "£1,250.50", "1250.50"),
        ("1,234.50", "£1\u00a0250.50", "1250.50"),
        ("1,234.50", "(50.00)", "-50.00"),
        ("1,234.50", "-£50", "-50"),
        ("1,234.50", "£-50", "-50"),
        ("1,234.50", "50-", "-50"),
        ("1,234.50", "1,25", UNREADABLE),
        ("1,234.50", "£1,200 approx", UNREADABLE),
        ("1,234.50", "$5", UNREADABLE),
        ("1,234.50", "5 GBP", "5"),
        ("1,234.50", "(50", UNREADABLE),
        ("1,234.50", "--5", UNREADABLE),
        ("1.234,50", "1.234,50", "1234.50"),
        ("1.234,50", "1.234", "1234"),
        ("1.234,50", "1,234.50", UNREADABLE),
        ("1 234,50", "1\u202f234,50", "1234.50"),
        ("1'234.50", "1'234.50", "1234.50"),
        ("1,234.50", "", UNREADABLE),
        ("1,234.50", None, None),
    ],
)
def test_amounts_are_read_as_declared_or_not_at_all(
    style: str, written: str | None, amount: str | None
) -> None:
    assert made(sql_number("cell", NumberStyle(style=style, symbols=("£", "GBP"))), written) == amount


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("82", "82"),
        ("82.0", "82"),
        ("-3", "-3"),
        ("1.5", UNREADABLE),
        ("1e3", UNREADABLE),
        ("x", UNREADABLE),
        (None, None),
    ],
)
def test_whole_numbers(written: str | None, number: str | None) -> None:
    assert made(sql_whole_number("cell"), written) == number


@pytest.mark.parametrize(
    ("written", "band"),
    [
        ("9", UNREADABLE),
        ("10", "10-12"),
        ("17", "16-17"),
        ("17.0", "16-17"),
        ("66", "66+"),
        ("89", "66+"),
        ("90", UNREADABLE),
        ("117", UNREADABLE),
        ("16-17", "16-17"),
        ("66+", "66+"),
        ("Unknown", "unknown"),
        (None, None),
    ],
)
def test_an_age_becomes_its_band(written: str | None, band: str | None) -> None:
    assert made(sql_age_band("cell"), written) == band


@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)"])
def test_an_id_that_a_spreadsheet_would_run_is_not_read(formula: str) -> None:
    assert made(sql_id("cell"), formula) == UNREADABLE
    assert made(sql_id("cell"), "RJ-001") == "RJ-001"


def test_labels_become_codes_and_unmapped_ones_stay_to_be_refused() -> None:
    sql = sql_mapped(
        "cell", {"Respondent – Declined": "declined", "N/A": "not_applicable"}, ("declined", "open")
    )
    labels = ["Respondent – Declined", "RESPONDENT  - declined ", "n/a", "Open", "open", "Opne", None]
    assert [made(sql, label) for label in labels] == [
        "declined",
        "declined",
        "not_applicable",
        "open",
        "open",
        "opne",
        None,
    ]


def test_a_label_of_the_programme_that_is_our_code_too_is_mapped_its_own_way() -> None:
    # The programme's "closed" means the agreement was kept.
    sql = sql_mapped("cell", {"closed": "completed"}, ("closed", "completed"))
    assert [made(sql, "closed"), made(sql, "Closed"), made(sql, "completed")] == ["completed"] * 3


@pytest.mark.parametrize("blank", ["", "  ", "\u00a0", "N/A", "n/a", "-", "–", None])
def test_declared_blanks_are_blank(blank: str | None) -> None:
    assert made(sql_blanked("cell", ("N/A", "-")), blank) is None
    assert made(sql_blanked("cell", ("N/A", "-")), " 0 ") == "0"


def test_months_are_read_as_written_or_as_declared() -> None:
    assert made(sql_month_text("cell", ("%Y-%m-%d",)), "2026-01") == "2026-01"
    assert made(sql_month_text("cell", ("%Y-%m-%d",)), "January 2026") == UNREADABLE
    assert made(sql_month_text("cell", ("%B %Y",)), "January 2026") == "2026-01"
    assert made(sql_month_text("cell", ("%B %Y",)), "2026-01") == "2026-01"
    assert made(sql_month_text("cell", ("%B %Y",)), "soon") == UNREADABLE
    assert made(sql_month_text("cell", ("%B %Y",)), None) is None
