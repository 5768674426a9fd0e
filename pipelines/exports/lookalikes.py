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
_INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def plain_text(text: str) -> str:
    """The text as an eye reads it, for testing only: it is never stored or shown."""
    seen = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_PLAIN)
    return " ".join(seen.split())
