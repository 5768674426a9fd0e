"""What may stand in a column of each type, one text at a time."""

import pandas
import pytest

from pipelines.contract_tables import TABLES, Column
from pipelines.instrument import ITEMS
from pipelines.validation.contract.checking import refused_values
from pipelines.vocabulary import Unknown

LISTED = [(table.name, column) for table in TABLES.values() for column in table.columns if column.list_name]


def kinds(place: str, text: str) -> list[str]:
    table, column = place.split(".")
    return list(refused_values(table, column, pandas.Series([text], dtype="str"), {}))


@pytest.mark.parametrize(
    ("place", "texts"),
    {
        "cases.case_id": ["c1", "2024/0017-B", "_1", "#12", "Ü-4", "1E5", "83e12", "12345"],
        "cases.programme": ["riverside", "north_hub", "a+b", "u18/west"],
        "cases.referral_month": ["1990-01", "2026-12"],
        "cases.received_day": ["0", "-3660"],
        "cases.screened_day": ["-3", "0", "18300"],
        "cases.months_since_harm": ["0", "1200"],
        "cases.site": ["unknown", "declined", "not_asked", "not_applicable"],
        "cases.programme_version": ["2024 model", "v2.1"],
        "cases.complaint": ["yes", "no", "unknown", "not_asked"],
        "obligations.amount_agreed": ["0", "1250.50", "1250.5", "999999999999.999"],
        "obligations.currency": ["GBP", "JPY"],
        "obligations.quantity_agreed": ["0", "12.5"],
        "payments.amount": ["-50.00", "50"],
        "survey_answers.item": ["h1a", "g16"],
        "survey_answers.answer": ["1", "5", "not_applicable", "prefer_not"],
    }.items(),
)
def test_accepted(place: str, texts: list[str]) -> None:
    assert {text: kinds(place, text) for text in texts} == {text: [] for text in texts}


@pytest.mark.parametrize(
    ("place", "text", "kind"),
    [
        ("cases.case_id", "1.11E+08", "mangled"),
        ("cases.case_id", "1,11E+08", "mangled"),
        ("cases.case_id", "1.11e8", "mangled"),
        ("cases.case_id", "1E+11", "mangled"),
        ("cases.case_id", "#REF!", "mangled"),
        ("cases.case_id", "########", "mangled"),
        ("cases.case_id", "=A1", "bad_format"),
        ("cases.case_id", "+44", "bad_format"),
        ("cases.case_id", "", "bad_format"),
        ("cases.case_id", "x" * 65, "bad_format"),
        ("cases.case_id", "two\nlines", "bad_format"),
        ("cases.programme", "Riverside", "bad_format"),
        ("cases.referral_month", "2026-13", "bad_format"),
        ("cases.referral_month", "2026-1", "bad_format"),
        ("cases.referral_month", "2026-01-05", "bad_format"),
        ("cases.referral_month", "1900-01", "out_of_range"),
        ("cases.received_day", "1", "out_of_range"),
        ("cases.closed_day", "-44000", "out_of_range"),
        ("cases.closed_day", "18301", "out_of_range"),
        ("cases.closed_day", "12.5", "bad_format"),
        ("cases.closed_day", "1e3", "bad_format"),
        ("cases.closed_day", "٣", "bad_format"),
        ("cases.months_since_harm", "-1", "out_of_range"),
        ("cases.site", "north hub", "not_in_list"),
        ("cases.complaint", "Y", "not_in_list"),
        ("cases.status", "unknown", "not_in_list"),
        ("payments.status", "unknown", "not_in_list"),
        ("obligations.amount_agreed", "-1", "out_of_range"),
        ("obligations.amount_agreed", "1,250.50", "bad_format"),
        ("obligations.amount_agreed", "$1,200 approx", "bad_format"),
        ("obligations.amount_agreed", "1.0005", "bad_format"),
        ("obligations.quantity_agreed", "-0.5", "out_of_range"),
        ("obligations.currency", "gbp", "bad_format"),
        ("conferences.duration_minutes", "2881", "out_of_range"),
        ("survey_answers.item", "H1a", "not_in_list"),
        ("survey_answers.answer", "9", "not_in_list"),
        ("survey_answers.answer", "0", "not_in_list"),
    ],
)
def test_refused_for_one_reason(place: str, text: str, kind: str) -> None:
    assert kinds(place, text) == [kind]


@pytest.mark.parametrize("marker", ["unreadable", "ambiguous"])
@pytest.mark.parametrize("table", TABLES)
def test_what_could_not_be_read_is_refused_as_that_and_nothing_else(table: str, marker: str) -> None:
    for column in TABLES[table].column_names:
        assert kinds(f"{table}.{column}", f"!{marker}") == [marker]


@pytest.mark.parametrize(
    ("table", "column"), LISTED, ids=[f"{table}.{column.name}" for table, column in LISTED]
)
def test_a_closed_list_takes_its_codes_and_no_other(table: str, column: Column) -> None:
    assert column.list_name is not None
    place = f"{table}.{column.name}"
    allowed = set(column.list_name.codes()) | (set(Unknown.codes()) if column.accepts_unknowns else set())
    tried = {*allowed, *Unknown.codes(), "unlisted", *(code.upper() + "x" for code in allowed)}
    assert {code for code in tried if not kinds(place, code)} == allowed


def test_items_take_no_unknowns() -> None:
    assert [code for code in (*ITEMS, *Unknown.codes()) if kinds("survey_answers.item", code)] == list(
        Unknown.codes()
    )
