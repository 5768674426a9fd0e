"""The catalogue as a reader looks through it: definitions by family, each one folded."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from dashboard.widgets.about import build_meaning
from pipelines.publication import Definition

_FAMILIES = {
    "volume": "How many",
    "participation": "Taking part",
    "agreements": "Agreements",
    "restitution": "Restitution",
    "said": "What people said",
    "timeliness": "How long it takes",
    "process": "Safety and how it is done",
}
_LONGEST = 30
"""Letters after which a word of the search is not looked for any further."""


def name_family(family: str) -> str:
    """A family of measures as a heading."""
    return _FAMILIES.get(family, family.capitalize())


def find_definitions(definitions: Sequence[Definition], words: str) -> list[Definition]:
    """Those that hold every word of the search anywhere in their title, question, statement or name."""
    wanted = [word[:_LONGEST] for word in words.lower().split()]
    return [meaning for meaning in definitions if all(word in _text_of(meaning) for word in wanted)]


def _text_of(meaning: Definition) -> str:
    name = meaning.name.replace("_", " ")
    said = (
        meaning.title,
        meaning.question,
        meaning.why,
        meaning.statement,
        name,
        meaning.name,
        meaning.family,
    )
    return " ".join(said).lower()


def build_families(definitions: Sequence[Definition], *, is_open: bool = False) -> str:
    """The definitions as HTML under the heading of their family, in the catalogue's order."""
    parts = []
    for family, members in groupby(definitions, key=lambda meaning: meaning.family):
        folded = "".join(_fold(meaning, is_open=is_open) for meaning in members)
        parts.append(f"<h3>{escape(name_family(family))}</h3>{folded}")
    return f'<div class="ro-about ro-catalogue">{"".join(parts)}</div>'


def _fold(meaning: Definition, *, is_open: bool) -> str:
    title = escape(meaning.title)
    state = " open" if is_open else ""
    return f"<details{state}><summary>{title}</summary>{build_meaning(meaning)}</details>"
