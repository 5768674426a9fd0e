"""Codes as the words people see."""

import pytest

from dashboard.labels import label_of, missing_in_words, perspective_label, perspective_words, plural_unit
from pipelines.vocabulary import Dimension, ObligationType, OffenceCategory


@pytest.mark.parametrize(
    ("dimension", "code", "words"),
    [
        (Dimension.OFFENCE_CATEGORY, "domestic_family", "Domestic or family harm"),
        (Dimension.ROLE, "harmed", "Harmed party"),
        (Dimension.HARMED_TOOK_PART, "no", "The harmed party did not take part"),
        (Dimension.CONFERENCE_TYPE, "none", "No conference"),
        (Dimension.GENDER, "unknown", "Unknown"),
        (Dimension.GENDER, "woman", "Woman"),
        (Dimension.PROGRAMME, "north_hub", "North hub"),
        (Dimension.PERIOD, "2025Q3", "July to September 2025"),
        ("offence_category", "theft", "Theft"),
        ("something_new", "a_code", "A code"),
    ],
)
def test_a_value_has_the_vocabulary_s_words(dimension: str, code: str, words: str) -> None:
    assert label_of(dimension, code) == words


@pytest.mark.parametrize(
    ("dimension", "codes"),
    [(Dimension.OFFENCE_CATEGORY, OffenceCategory), (Dimension.OBLIGATION_TYPE, ObligationType)],
)
def test_no_two_codes_read_the_same(dimension: Dimension, codes: type[OffenceCategory]) -> None:
    assert len({label_of(dimension, code) for code in codes}) == len(codes)


def test_perspectives_read_as_people() -> None:
    assert perspective_words("harmed") == "harmed parties"
    assert perspective_words("everyone") == "people who took part"
    assert [perspective_label(code) for code in ("harmed", "supporter")] == ["Harmed", "Supporters"]


def test_units_have_their_plural() -> None:
    assert [plural_unit(unit) for unit in ("agreement", "party", "person", "hours")] == [
        "agreements",
        "parties",
        "people",
        "hours",
    ]


def test_what_is_missing_is_said_without_table_names() -> None:
    missing = ("agreements.due_day", "obligations.due_day", "role:harmed", "payments")
    assert missing_in_words(missing) == "when things were due, harmed parties and payments"
