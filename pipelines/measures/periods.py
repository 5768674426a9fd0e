"""Periods a person may ask for, as whole months, against the month the data were extracted in."""

import re
from calendar import month_name
from dataclasses import dataclass
from datetime import date

from pipelines.errors import UsageError

ALLOWED = "all, last-12-months, last-24-months, a year (2025) or a quarter (2025Q3)"

_LAST = {"last-12-months": 12, "last-24-months": 24}
_YEAR = re.compile(r"(?:19|20)\d\d")
_QUARTER = re.compile(r"((?:19|20)\d\d)Q([1-4])")


@dataclass(frozen=True, kw_only=True)
class Period:
    """Whole months from the first to the last, both included, as numbers since year 0."""

    label: str
    first: int
    last: int

    @property
    def months(self) -> tuple[str, str]:
        """The first and the last month as 'YYYY-MM'."""
        return _month_text(self.first), _month_text(self.last)

    def before(self) -> "Period":
        """The period of the same length that ends where this one begins."""
        length = self.last - self.first + 1
        first, last = self.first - length, self.first - 1
        return Period(label=_span_label(first, last), first=first, last=last)


def parse_period(text: str, as_of: date) -> Period | None:
    """The months asked for; None for all. Raises `UsageError` saying what is allowed.

    The last months end with the month of `as_of`, never with today's.
    """
    if text == "all":
        return None
    if text in _LAST:
        last = as_of.year * 12 + as_of.month - 1
        first = last - _LAST[text] + 1
        return Period(label=f"{_LAST[text]} months to {month_words(last)}", first=first, last=last)
    if _YEAR.fullmatch(text):
        return Period(label=text, first=int(text) * 12, last=int(text) * 12 + 11)
    quarter = _QUARTER.fullmatch(text)
    if quarter is None:
        raise UsageError(f"this is not a period. Allowed: {ALLOWED}.")
    first = int(quarter[1]) * 12 + (int(quarter[2]) - 1) * 3
    return Period(label=_span_label(first, first + 2), first=first, last=first + 2)


def quarters_between(first: str, last: str) -> list[str]:
    """Every quarter from the first to the last, both included."""
    numbers = range(_quarter_number(first), _quarter_number(last) + 1)
    return [f"{number // 4:04d}Q{number % 4 + 1}" for number in numbers]


def quarter_of_month(month: str) -> str:
    """The quarter that a month like 2026-09 lies in: 2026Q3."""
    return f"{month[:4]}Q{(int(month[5:7]) + 2) // 3}"


def _quarter_number(quarter: str) -> int:
    return int(quarter[:4]) * 4 + int(quarter[5]) - 1


def month_words(month: int) -> str:
    """A month as people write it: "September 2026"."""
    return f"{month_name[month % 12 + 1]} {month // 12}"


def _month_text(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _span_label(first: int, last: int) -> str:
    return f"{month_words(first)} to {month_words(last)}"
