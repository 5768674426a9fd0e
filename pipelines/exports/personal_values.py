"""Values that look like a person's details. Tripwires only: the gate is that every column is declared.

Each detector tests one value, made plain. A share of the column's distinct values keeps ids that merely
look alike from refusing an export: a tenth of all ten-digit numbers has a valid check digit by chance.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipelines import vocabulary
from pipelines.exports.given_names import GIVEN_NAMES

FREE_TEXT_WORDS = 8
FREE_TEXT_LETTERS = 120
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*\.?")
_LABEL_WORDS = frozenset(
    word
    for list_ in vars(vocabulary).values()
    if isinstance(list_, type) and issubclass(list_, vocabulary.Code)
    for code in list_
    for word in code.label.casefold().split()
)
"""Words of our own labels: "Theft, Retail" is no surname with a given name."""


@dataclass(frozen=True, kw_only=True)
class Detector:
    """One kind of personal detail and how often it must be seen."""

    kind: str
    matches: Callable[[str], object]
    min_share: float = 0.0
    """Of the column's distinct values; 0: a single one is enough."""
    min_count: int = 1
    """Distinct values."""
    max_repeats: int | None = None
    """Values that stand in this many rows each, on average, are labels and not details."""


def _anywhere(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern, re.IGNORECASE).search


def _whole(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern, re.IGNORECASE).fullmatch


def passes_luhn(digits: str) -> bool:
    """The check digit of payment cards (ISO/IEC 7812)."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def passes_nhs(digits: str) -> bool:
    """The modulus-11 check of NHS numbers: weights 10 to 2, a check of 11 counts as 0, 10 is not used."""
    check = 11 - sum(int(digits[place]) * (10 - place) for place in range(9)) % 11
    return len(set(digits)) > 1 and int(digits[9]) == (0 if check == 11 else check)


def _is_checked(pattern: str, check: Callable[[str], bool]) -> Callable[[str], object]:
    fits = re.compile(pattern).fullmatch
    return lambda text: bool(fits(text)) and check(re.sub(r"[ -]", "", text))


def is_surname_given(text: str) -> bool:
    """`Bianchi, Casey J.`: one or two capitalised words each side of one comma, none from our labels."""
    parts = [part.split() for part in text.split(",")]
    if len(parts) != 2 or not all(1 <= len(part) <= 2 for part in parts):
        return False
    words = [word for part in parts for word in part]
    return all(
        _WORD.fullmatch(word) and word[0].isupper() and word.casefold() not in _LABEL_WORDS for word in words
    )


def has_given_name(text: str) -> bool:
    """Two or three words, one of them a common given name."""
    words = text.replace(",", " ").split()
    is_short = 2 <= len(words) <= 3 and all(_WORD.fullmatch(word) for word in words)
    return is_short and any(word.casefold() in GIVEN_NAMES for word in words)


def is_free_text(text: str) -> bool:
    """Eight words, or 120 letters: more than any label needs."""
    return len(text) >= FREE_TEXT_LETTERS or len(text.split()) >= FREE_TEXT_WORDS


_AT = r"(?:@|[\[(] ?at ?[\])])"
_DOT = r"(?:\.|[\[(] ?dot ?[\])])"
_EMAIL = rf"[\w.+-]+ ?{_AT} ?[\w-]+ ?{_DOT} ?[a-z]{{2,}}|(?<![\w.])@[a-z_]\w{{2,}}(?![\w(])|https?://|\bwww\."
_PHONE = (
    r"(?<![\w.+-])(?:\+[1-9][0-9 ().-]{7,16}[0-9]"  # +44 7700 900123
    r"|\(?[0-9]{2,5}\) ?[0-9]{3}[0-9 .-]{3,8}[0-9]"  # (555) 010-0199
    r"|[2-9][0-9]{2}[-. ][0-9]{3}[-. ][0-9]{4}"  # 555-010-0199
    r"|0[1-9][0-9]{1,4}[ -][0-9]{3,4}[ -]?[0-9]{3,4}"  # 07700 900123
    r"|0[1-9](?:[ .][0-9]{2}){4})(?![\w.-])"  # 06 12 34 56 78
)
_BARE_PHONE = r"0(?:7[0-9]{9}|[12][0-9]{8,9}|3[0-9]{9})|(?:00|\+)[1-9][0-9]{9,13}"
_SSN = r"(?!000|666|9)[0-9]{3}[- ](?!00)[0-9]{2}[- ](?!0000)[0-9]{4}"
_NINO_START = r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
_OUTWARD, _INWARD = r"(?:GIR|[A-Z]{1,2}[0-9][A-Z0-9]?)", r"[0-9][ABD-HJLNP-UW-Z]{2}"
_STREET = (
    r"\b[0-9]+[a-z]?,? (?:[a-z'.-]+ ){1,3}(?:street|st|road|rd|avenue|ave|lane|ln|drive|boulevard|blvd|close"
    r"|crescent|terrace|court|place|square|way|grove|gardens|highway|parkway|row|mews|hill|walk)\b"
    r"|\bp\.? ?o\.? box [0-9]|\w+(?:stra(?:ss|ß)e|str\.|weg|gasse|platz|straat|laan) [0-9]+"
    r"|\b[0-9]+,? (?:bis )?(?:rue|avenue|boulevard|calle|via) [a-z]"
)
_TITLE = (
    r"(?-i:\b(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Rev|Sir|Dame|Herr|Frau|Mme|Mlle|Sra|Srta|Señor|Señora"
    r"|MR|MRS|MS|DR)\b\.? ?[^\W\d_a-z][\w'-]+)"
)
_ANY_CASE_TITLE = r"\b(?:(?:mr|mrs|mx|herr|frau|mme|mlle|sra|srta)\b\.?|dr\.) [^\W\d_][\w'-]+"
"""Of the titles those that are no word of a label in small letters."""
_NAME, _NHS, _CARD = "a person's name", "a health service number", "a payment card number"

DETECTORS = (
    Detector(kind="an e-mail address or account", matches=_anywhere(_EMAIL)),
    Detector(kind="a telephone number", matches=_anywhere(_PHONE)),
    Detector(kind="a telephone number", matches=_whole(_BARE_PHONE), min_share=0.3, min_count=2),
    Detector(kind=_NHS, matches=_is_checked(r"[0-9]{3}([ -])[0-9]{3}\1[0-9]{4}", passes_nhs)),
    Detector(kind=_NHS, matches=_is_checked(r"[0-9]{10}", passes_nhs), min_share=0.6, min_count=3),
    Detector(kind="a social security number", matches=_whole(_SSN)),
    Detector(kind="a national insurance number", matches=_whole(_NINO_START + r"(?: [0-9]{2}){3} ?[A-D]")),
    Detector(
        kind="a national insurance number", matches=_whole(_NINO_START + "[0-9]{6}[A-D]"), min_share=0.3
    ),
    Detector(
        kind=_CARD, matches=_is_checked(r"[3-6][0-9]{3}([ -][0-9]{4,6}){2,3}([ -][0-9]{1,4})?", passes_luhn)
    ),
    Detector(kind=_CARD, matches=_is_checked(r"[3-6][0-9]{12,18}", passes_luhn), min_share=0.6, min_count=2),
    Detector(kind="a full postcode", matches=_anywhere(rf"\b{_OUTWARD} {_INWARD}\b")),
    Detector(kind="a full postcode", matches=_whole(_OUTWARD + _INWARD), min_share=0.5, min_count=2),
    Detector(kind="an address", matches=_anywhere(_STREET)),
    Detector(kind="coordinates", matches=_whole(r"-?[0-9]{1,2}\.[0-9]{3,} ?[,;] ?-?[0-9]{1,3}\.[0-9]{3,}")),
    Detector(kind=_NAME, matches=_anywhere(_TITLE)),
    Detector(kind=_NAME, matches=_anywhere(_ANY_CASE_TITLE)),
    Detector(kind=_NAME, matches=is_surname_given, min_share=0.2, min_count=2),
    Detector(kind=_NAME, matches=has_given_name, min_share=0.2, min_count=2),
    Detector(kind=_NAME, matches=lambda text: text.casefold() in GIVEN_NAMES, min_share=0.4, min_count=3),
    Detector(kind="free text", matches=is_free_text, max_repeats=5),
)

SUSPICIOUS = (
    r"[^A-Za-z0-9._:/-]|^-?[0-9][0-9.-]{6,}$|[A-Za-z]{2}[0-9]{6}[A-Da-d]|^[A-Za-z'-]+\.?$|www\.|://"
    r"|^-?[A-Za-z]{1,2}[0-9][A-Za-z0-9]?[0-9][A-Za-z]{2}\.?$|[0-9][.-][0-9]{2,4}[.-][0-9]"
)
"""What a value must have for any detector to match. Most ids have none of it."""
