"""Text made plain before it is tested: full-width and lookalike letters, invisible marks, odd spaces."""

import re
import unicodedata

_LETTERS = {
    "АВЕКМНОРСТУХаеорсухіјѕԁԛԝ": "ABEKMHOPCTYXaeopcyxijsdqw",
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονικρτυχ": "ABEZHIKMNOPTYXaovikptux",
    "‐‑‒–—―−‚،‘’ʼ´`": "-------,,'''''",
}
"""Cyrillic, Greek and typographic signs → the Latin ones they look like."""
_PLAIN = str.maketrans(
    {odd: plain for odds, plains in _LETTERS.items() for odd, plain in zip(odds, plains, strict=True)}
)
_AROUND = r"""\s=+@'"(\[{<-"""
_WRAPPED = re.compile(
    rf"""^[{_AROUND}]*?(?:[A-Za-z.]+\()?[\s"'(]*(\+?[^{_AROUND}].*?)[\s"')\]}}>.,;:!]*$""", re.DOTALL
)
"""What a formula, quotation marks or brackets put around a value: `=HYPERLINK("…")`, `'…`, `(…)`."""
_INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def plain_text(text: str) -> str:
    """The text as an eye reads it, for testing only: it is never stored or shown."""
    seen = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_PLAIN)
    return " ".join(seen.split())


def bare_texts(text: str) -> tuple[str, ...]:
    """Plain text, and what is left of it without a formula, quotation marks or a full stop around it."""
    found = _WRAPPED.match(text)
    bare = found.group(1) if found else text
    # A plus is the start of a telephone number, or of a formula.
    return tuple(dict.fromkeys((text, bare, bare.removeprefix("+"))))
