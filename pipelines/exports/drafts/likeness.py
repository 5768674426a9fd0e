"""How alike two names are: headers to what the contract calls things, labels to codes, questions to items."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import cache
from importlib import resources
from typing import Any

from pipelines.exports.text import normalise_code

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
_EMPTY = frozenset(
    "the a an of to in on at is was be i me my we it and or for this that s t q had have".split()  # noqa: SIM905 - reads as the sentence it is
)


@cache
def known_words() -> Mapping[str, Any]:
    """`words.toml`: tables, columns and codes in programmes' own words."""
    file = resources.files("pipelines.exports.drafts") / "words.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def words_of(name: str) -> tuple[str, ...]:
    """Its words in small letters, `camelCase` and `snake_case` split."""
    split = name if name.isupper() else _CAMEL.sub(" ", name)
    return tuple(_WORD.findall(normalise_code(split)))


@cache
def likeness(one: str, other: str) -> float:
    """0 to 1: the same words are 1, shared words and a near spelling count less."""
    left, right = words_of(one), words_of(other)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    if set(left) == set(right):
        return 0.97
    shared = len(set(left) & set(right))
    overlap = 0.9 * 2 * shared / (len(set(left)) + len(set(right)))
    spelling = SequenceMatcher(None, " ".join(left), " ".join(right)).ratio()
    return max(overlap, 0.95 * spelling if spelling >= 0.8 else 0.0)


def nearest_of(name: str, phrases: Iterable[str]) -> float:
    """The best likeness to any of the phrases."""
    return max((likeness(name, phrase) for phrase in phrases), default=0.0)


@cache
def _stems(text: str) -> frozenset[str]:
    """Long words by their first five letters: satisfied and satisfaction are one."""
    return frozenset(word[:5] for word in words_of(text) if word not in _EMPTY and not word.isdigit())


def question_likeness(header: str, statement: str) -> float:
    """0 to 1: how much of a short question header a statement of the instrument holds."""
    asked = {stem for stem in _stems(header) if not re.fullmatch(r"q\d+", stem)}
    held = _stems(statement)
    if not asked or not held:
        return 0.0
    shared = len(asked & held)
    return 0.8 * shared / len(asked) + 0.2 * shared / len(held)
