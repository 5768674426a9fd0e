"""What speaks to the public can be read at about twelve: short sentences, ordinary words.

Automated Readability Index (Senter and Smith 1967): 4.71 letters a word + 0.5 words a sentence − 21.43, in
school years; up to 7 are children of twelve. It counts letters, so it needs no list of syllables.
"""

import re

import pytest

from dashboard.app_pages import agreements, compare, impact, methods, participation, restitution, said
from pipelines.released.source import PROTECTED

TWELVE = 7.5
"""The school year of a twelve-year-old, with half a year of grace for names of things."""

TEXTS = {
    "impact": impact._LIMITS,
    "methods": methods._RULES,
    "participation": (participation._OTHER_WAYS, participation._FREE, participation._OFFER_RATE),
    "agreements": (agreements._NOT_A_FAILURE, agreements._WHY_THEY_DIFFER),
    "restitution": (restitution._INSTALMENTS, restitution._NEVER_PRICED),
    "said": (said._SAME_PEOPLE, said._BOUNDS, said._WHO_THEY_ARE, said._SATISFIED),
    "compare": (compare._NO_LEAGUE, compare._BY_CHANCE, compare._OVER_TIME),
}


def reading_year(text: str) -> float:
    sentences = [part for part in re.split(r"[.!?:;]+\s", text + " ") if part.strip()]
    words = re.findall(r"[\w’'%-]+", text)
    letters = sum(len(re.findall(r"\w", word)) for word in words)
    return 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43


def test_the_index_knows_easy_from_hard() -> None:
    assert reading_year("The cat sat on the mat. It was a big cat.") < 0
    assert reading_year("Heteroscedasticity notwithstanding, asymptotic approximations dominate.") > 20


@pytest.mark.parametrize("page", TEXTS)
def test_a_page_can_be_read_at_twelve(page: str) -> None:
    assert reading_year(" ".join(TEXTS[page])) <= TWELVE, f"{page}: {reading_year(' '.join(TEXTS[page])):.1f}"


def test_the_sentence_about_protection_is_the_agreed_one() -> None:
    # One long sentence that must stand as it is everywhere; its words are ordinary ones.
    words = re.findall(r"[a-z]+", PROTECTED.lower())
    assert sum(map(len, words)) / len(words) < 5
