"""Counts, value by value, how much of a column looks like personal details of each kind."""

import re
from collections.abc import Iterable
from datetime import date

from pipelines.exports.explained import ColumnUse
from pipelines.exports.lookalikes import bare_texts, plain_text
from pipelines.exports.personal_headers import is_age_header
from pipelines.exports.personal_values import DETECTORS, SUSPICIOUS, Detector

BIRTH = "a date of birth"
EXTREME_AGE = "an exact age under 10 or over 89"
_BIRTH_SHARE, _BIRTH_COUNT, _BIRTH_YEARS = 0.6, 5, 10
"""Mostly dates, at least this many, at least this long before the extraction: they are birthdays."""

_YEAR = re.compile(r"(?:^|[^0-9])((?:19|20)[0-9]{2})(?:[^0-9]|$)")
_MONTH, _CENTURY = "(?:[0-9]{1,2}|[A-Za-z]{3,9})", "(?:18|19|20|21)[0-9]{2}"
_DATE = re.compile(
    rf"(?:{_CENTURY}[./ -]{_MONTH}[./ -][0-9]{{1,2}}|[0-9]{{1,2}}[./ -]{_MONTH}[./, -]+{_CENTURY}"
    rf"|[A-Za-z]{{3,9}} [0-9]{{1,2}},? {_CENTURY})(?:[ T][0-9]{{1,2}}:.{{2,20}})?"
)
_AGE = re.compile(r"[0-9]{1,3}(?:\.0+)?")
_suspicious = re.compile(SUSPICIOUS)


class Tally:
    """The distinct values of one column, counted by what they look like."""

    def __init__(self, header: str, use: ColumnUse, *, as_of: date) -> None:
        self._use = use
        self._is_age = is_age_header(header)
        self._last_birth_year = as_of.year - _BIRTH_YEARS
        self._distinct = 0
        self._matched: dict[Detector, int] = {}
        self._rows: dict[Detector, int] = {}
        self._births = self._birth_rows = self._age_rows = 0
        self.rows = 0
        """Rows with any value."""
        self.has_unexplained = False

    def add(self, values: Iterable[tuple[str, int]]) -> None:
        """Distinct values, each with its rows."""
        for value, rows in values:
            if not value.strip():
                continue
            self.rows += rows
            self._distinct += 1
            if self._is_age:
                self._add_age(value, rows)
            # Of most values the cheap look is enough: they have nothing that a detector could match.
            is_suspicious = bool(_suspicious.search(value))
            if (is_suspicious or not self.has_unexplained) and not self._use.explains(value):
                self.has_unexplained = True
                if is_suspicious:
                    self._add_suspicious(value, rows)

    def _add_age(self, value: str, rows: int) -> None:
        text = bare_texts(plain_text(value))[-1]
        if _AGE.fullmatch(text) and not 10 <= float(text) <= 89:
            self._age_rows += rows

    def _add_suspicious(self, value: str, rows: int) -> None:
        texts = bare_texts(plain_text(value))
        if _DATE.fullmatch(texts[-1]):
            self._add_date(texts[-1], rows)
            return
        for detector in DETECTORS:
            if any(map(detector.matches, texts)):
                self._matched[detector] = self._matched.get(detector, 0) + 1
                self._rows[detector] = self._rows.get(detector, 0) + rows

    def _add_date(self, text: str, rows: int) -> None:
        year = _YEAR.search(text)
        if year and int(year.group(1)) <= self._last_birth_year and int(year.group(1)) > 1900:
            self._births += 1
            self._birth_rows += rows

    def single_kinds(self) -> list[str]:
        """Only the kinds of which a single value is enough: for values picked from a column."""
        return list(dict.fromkeys(detector.kind for detector in self._matched if not detector.min_share))

    def rows_of(self, kind: str) -> int:
        """Rows that hold a detail of this kind, however few; 0 where they are labels used again and again."""
        rows = [
            rows
            for detector, rows in self._rows.items()
            if detector.kind == kind and not self._are_labels(detector)
        ]
        return max((*rows, {BIRTH: self._birth_rows, EXTREME_AGE: self._age_rows}.get(kind, 0)))

    def _are_labels(self, detector: Detector) -> bool:
        most = detector.max_repeats
        return most is not None and self._rows[detector] >= most * self._matched[detector]

    def kinds(self) -> dict[str, int]:
        """Kind of personal detail → rows that hold one, for those seen often enough."""
        kinds: dict[str, int] = {}
        for detector, matched in self._matched.items():
            if matched >= detector.min_count and matched >= detector.min_share * self._distinct:
                kinds[detector.kind] = max(kinds.get(detector.kind, 0), self._rows[detector])
        if self._births >= _BIRTH_COUNT and self._births >= _BIRTH_SHARE * self._distinct:
            kinds[BIRTH] = self._birth_rows
        if self._age_rows:
            kinds[EXTREME_AGE] = self._age_rows
        return kinds


def kind_of_value(header: str) -> str | None:
    """The kind of detail a header is, where it is one: the first row of a file without headers.

    A question of a survey has more words than any label, so free text does not count.
    """
    text = plain_text(header)
    single = (detector for detector in DETECTORS if not detector.min_share and not detector.max_repeats)
    return next((detector.kind for detector in single if detector.matches(text)), None)


def could_be_value(header: str) -> bool:
    """Might this header be a person's details? Then it is not repeated."""
    return any(detector.matches(plain_text(header)) for detector in DETECTORS)
