import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.exports.text import column_letter, normalise_code, normalise_header, sql_code, sql_text


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Successful completion ", "successful completion"),
        ("Respondent – Declined", "respondent - declined"),
        ("RETAIL\u00a0THEFT", "retail theft"),
        ("Décédé", "decede"),
        ("Self  (harmed)", "self (harmed)"),
    ],
)
def test_spelling_variants_of_a_code_are_one(written: str, compared: str) -> None:
    assert normalise_code(written) == compared
    assert duckdb.execute(f"SELECT {sql_code(sql_text(written))}").fetchall() == [(compared,)]


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Z", "S")), max_size=40))
def test_a_code_is_compared_in_the_database_as_in_python(text: str) -> None:
    ascii_only = normalise_code(text).isascii()
    made = duckdb.execute(f"SELECT {sql_code('?')}", [text]).fetchall()[0][0]
    assert made == normalise_code(text) or not ascii_only


@pytest.mark.parametrize("header", ["Case ID", "case_id", "\ufeffCASE-ID ", "Case\u00a0Id", "ｃａｓｅ id"])
def test_header_drift_is_tolerated(header: str) -> None:
    assert normalise_header(header) == "case id"


def test_a_quote_in_a_value_stays_in_the_value() -> None:
    assert duckdb.execute(f"SELECT {sql_text(chr(39) + '; DROP TABLE x --')}").fetchall() == [
        ("'; DROP TABLE x --",)
    ]


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [column_letter(position) for position in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
