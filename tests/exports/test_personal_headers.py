import pytest

from pipelines.exports.personal_headers import header_kind, header_words, is_age_header


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("RespondentName", ("respondent", "name")),
        ("FIRST_NAME", ("first", "name")),
        ("Prénom", ("prenom",)),
        ("Ｎａｍｅ", ("name",)),
        ("N\u200bame", ("name",)),
    ],
)
def test_the_words_of_a_header(header: str, words: tuple[str, ...]) -> None:
    assert header_words(header) == words


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("dateofbirth", "a date of birth"),
        ("Contact number", "a telephone number"),
        ("Participantname", "a person's name"),
        ("Programme name", None),
        ("Name of programme", "a person's name"),
        ("First contact", None),
        ("My needs were addressed", None),
    ],
)
def test_what_a_header_announces(header: str, kind: str | None) -> None:
    assert header_kind(header) == kind


@pytest.mark.parametrize(
    ("header", "is_age"),
    [("Age", True), ("Age of Time of Referral", True), ("Age group", False), ("Stage", False)],
)
def test_a_column_of_ages(header: str, is_age: bool) -> None:
    assert is_age_header(header) is is_age
