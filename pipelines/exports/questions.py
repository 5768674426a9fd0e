"""Headers of form tools: questions with numbers and closing marks, titles of grids, headers in two rows."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from pipelines.exports.text import normalise_header

SECOND_ROW_WORDS = frozenset(("response", "open ended response"))
"""What SurveyMonkey writes below a question that has one answer. Below a grid it writes the statements."""

_NUMBER = re.compile(
    r"^\s*(?:q(?:uestion)?\s*\d{1,3}[a-z]?\b|\d{1,3}[a-z]?(?=\s*[.):]))\s*[.):–-]*\s*", re.IGNORECASE
)
_IN_GRID = re.compile(r"\[([^\[\]]+)\]\s*$")
_QUOTES = str.maketrans("‘’“”", "''\"\"")


@dataclass(frozen=True, kw_only=True)
class QuestionHeader:
    """The header of a table of responses."""

    row: int
    """The last row of it, as a person counts; 0 for a table without any."""
    titles: tuple[str, ...]
    """As they are written, one a column."""


def bare_question(header: str) -> str:
    """`Q3. I felt safe.` and `How far do you agree? [I felt safe.]` are the same question."""
    in_grid = _IN_GRID.search(header)
    text = in_grid.group(1) if in_grid else header
    return _NUMBER.sub("", text.translate(_QUOTES)).strip().rstrip(".?!:* ")


def find_questions(
    top: Sequence[tuple[str, ...]], wanted: Set[str], *, header_row: int | None = None
) -> QuestionHeader:
    """The row with the most questions asked for; two rows where the second continues the first."""
    if not top:
        return QuestionHeader(row=0, titles=())
    candidates = [_header_at(top, number) for number in range(len(top))]
    if header_row is not None:
        return candidates[min(header_row, len(top)) - 1]
    # Of equals the first: data rows below hold no question.
    return max(candidates, key=lambda header: (_count(header, wanted), -header.row))


def _header_at(top: Sequence[tuple[str, ...]], number: int) -> QuestionHeader:
    titles = top[number]
    below = top[number + 1] if number + 1 < len(top) else ()
    if not any(normalise_header(cell) in SECOND_ROW_WORDS for cell in below):
        return QuestionHeader(row=number + 1, titles=titles)
    width = max(len(titles), len(below))
    pairs = zip(_padded(titles, width), _padded(below, width), strict=True)
    merged = tuple(
        under if under.strip() and normalise_header(under) not in SECOND_ROW_WORDS else over
        for over, under in pairs
    )
    return QuestionHeader(row=number + 2, titles=merged)


def _count(header: QuestionHeader, wanted: Set[str]) -> int:
    return len(wanted & {normalise_header(bare_question(title)) for title in header.titles})


def _padded(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*row, *([""] * (width - len(row))))
