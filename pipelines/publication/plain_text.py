"""A text of a file of ours stays a text: a spreadsheet that opens it finds no formula."""

import re

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""

_SIGNED = re.compile(r"[+-]\d[\d,]*(\.\d+)?( pts?|%)?")
"""A number with its sign: it can be no formula, and a program reads it as it stands."""


def as_plain_text(value: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would reckon with it."""
    is_harmless = not value.startswith(_FORMULA) or _SIGNED.fullmatch(value)
    return value if is_harmless else f"'{value}"
