import pytest

from pipelines.contract_tables import TABLES
from pipelines.exports.canonical import date_targets
from pipelines.exports.drafts.likeness import known_words, likeness, question_likeness, words_of


@pytest.mark.parametrize("header", ["caseNumber", "CASE_NUMBER", "Case Number", " case-number "])
def test_spellings_of_one_header_are_the_same_words(header: str) -> None:
    assert words_of(header) == ("case", "number")


def test_the_more_alike_the_more() -> None:
    assert likeness("Case Number", "case number") == 1.0
    assert likeness("Number, case", "case number") == 0.97
    # One word of two is shared: 0.9 × 2 × 1 / (2 + 2).
    assert likeness("Case colour", "case number") == pytest.approx(0.45)
    assert likeness("Ofence", "offence") > 0.8
    assert likeness("", "offence") == 0.0


def test_a_short_question_is_found_in_its_statement() -> None:
    asked = "Q1 Overall satisfied"
    right = question_likeness(asked, "Overall I am satisfied with how this was handled.")
    assert right > 0.8 > question_likeness(asked, "I felt safe.")


def test_every_hint_is_about_something_the_contract_has() -> None:
    words = known_words()
    assert set(words["tables"]) == set(TABLES)
    for name in words["columns"]:
        table, _, column = name.partition(".")
        assert column in (*TABLES[table].column_names, *date_targets(TABLES[table])), name
    lists = {column.name: column.list_name for table in TABLES.values() for column in table.columns}
    for name, codes in words["codes"].items():
        every = {
            code
            for table in TABLES.values()
            for column in table.columns
            if column.name == name and column.list_name
            for code in column.list_name.codes()
        }
        assert name == "unknowns" or (name in lists and set(codes) <= every), name
