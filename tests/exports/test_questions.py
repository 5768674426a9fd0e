"""Headers of form tools."""

import pytest

from pipelines.exports.questions import bare_question, find_questions

SAFE = "I felt safe"


@pytest.mark.parametrize(
    "header",
    [
        "I felt safe",
        "I felt safe.",
        "Q12. I felt safe.",
        "Q12 I felt safe",
        "12) I felt safe.",
        "3. I felt safe? *",
        "How far do you agree? [I felt safe.]",
        "  question 4: I felt safe. ",
    ],
)
def test_numbers_marks_and_grids_do_not_count(header: str) -> None:
    assert bare_question(header) == SAFE


@pytest.mark.parametrize("header", ["2 of us felt safe", "Quite safe", "End Date", "1a"])
def test_words_are_never_taken_for_numbers(header: str) -> None:
    assert bare_question(header) == header


def test_curly_quotes_are_plain() -> None:
    assert bare_question("I didn’t feel safe.") == "I didn't feel safe"


def test_a_header_in_one_row_is_found_below_a_title() -> None:
    top = (("Our form", ""), ("Role", "I felt safe."), ("Person", "Agree"))
    header = find_questions(top, {"role", "i felt safe"})
    assert (header.row, header.titles) == (2, ("Role", "I felt safe."))


def test_a_second_row_says_what_a_grid_asks() -> None:
    top = (
        ("Respondent ID", "Role", "How far do you agree?", ""),
        ("", "Response", "I felt safe.", "I would recommend it."),
        ("118", "Person harmed", "Agree", "Agree"),
    )
    header = find_questions(top, {"role", "i felt safe", "i would recommend it"})
    assert header.row == 2
    assert header.titles == ("Respondent ID", "Role", "I felt safe.", "I would recommend it.")


def test_a_declared_row_counts_and_an_empty_table_has_none() -> None:
    assert find_questions((("a",), ("b",)), {"a"}, header_row=2).row == 2
    assert find_questions((), {"a"}).row == 0
