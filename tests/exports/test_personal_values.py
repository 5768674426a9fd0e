import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.exports.lookalikes import plain_text
from pipelines.exports.personal_values import (
    DETECTORS,
    SUSPICIOUS,
    has_given_name,
    is_free_text,
    is_surname_given,
    passes_luhn,
    passes_nhs,
)
from tests.exports.personal_corpus import PERSONAL_COLUMNS


def test_check_digits_of_cards() -> None:
    assert passes_luhn("4111111111111111")
    assert not passes_luhn("4111111111111112")


def test_check_digits_of_health_numbers() -> None:
    # 9·10 + 4·9 + 3·8 + 4·7 + 7·6 + 6·5 + 5·4 + 9·3 + 1·2 = 299 = 27·11 + 2; 11 − 2 = 9.
    assert passes_nhs("9434765919")
    assert not passes_nhs("9434765918")
    assert not passes_nhs("0000000000")


@pytest.mark.parametrize(
    "text", ["Bianchi, Casey", "O'Shea, Aoife", "Müller-Lüdenscheidt, Anna M.", "BIANCHI, CASEY"]
)
def test_surname_and_given_name(text: str) -> None:
    assert is_surname_given(text)


@pytest.mark.parametrize(
    "text", ["Theft, Retail", "assault, common", "A, B, C", "North, 12", "one,two three four"]
)
def test_other_things_with_a_comma(text: str) -> None:
    assert not is_surname_given(text)


def test_given_names_and_labels() -> None:
    assert has_given_name("Sarah Greaves")
    assert not has_given_name("North Hub")
    assert not has_given_name("Sarah")


def test_eight_words_are_more_than_a_label() -> None:
    assert is_free_text("one two three four five six seven eight")
    assert not is_free_text("one two three four five six seven")


@given(st.text(max_size=30))
def test_what_any_detector_matches_is_looked_at(text: str) -> None:
    for one in DETECTORS:
        if one.matches(text):
            assert re.search(SUSPICIOUS, text), one.kind


@pytest.mark.parametrize(
    "what", [what for what in PERSONAL_COLUMNS if "age" not in what and what != "birthdays"]
)
def test_every_value_of_the_corpus_that_matches_is_looked_at(what: str) -> None:
    _, values = PERSONAL_COLUMNS[what]
    matched = [value for value in values if any(one.matches(plain_text(value)) for one in DETECTORS)]
    assert matched
    assert all(re.search(SUSPICIOUS, value) for value in matched)
