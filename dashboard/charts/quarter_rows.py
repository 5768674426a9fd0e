"""A table by quarter as panels: one for each perspective or group, with every quarter from first to last."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboard.charts.rows import VIEWS, perspective_of, place_of, rows_of
from dashboard.wording import (
    format_quarter,
    join_words,
    label_of,
    lower_first,
    marker,
    perspective_words,
    upper_first,
    words_in_place,
)
from pipelines.publication import (
    Hidden,
    MoneyRate,
    NoCases,
    PublishedCell,
    PublishedRow,
    PublishedTable,
    Rate,
    Shown,
)
from pipelines.vocabulary import Dimension


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """One quarter of one panel; `place` counts quarters from the first of the table."""

    code: str
    place: int
    row: PublishedRow

    @property
    def cell(self) -> PublishedCell:
        return self.row.cell

    @property
    def rate(self) -> Rate | MoneyRate | None:
        """The rate, where it may be drawn."""
        match self.row.cell:
            case Shown(figure=Rate() | MoneyRate() as rate):
                return rate
        return None


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One line from quarter to quarter. `label` is empty where there is one panel."""

    label: str
    perspective: str
    quarters: tuple[Quarter, ...]

    @property
    def shown(self) -> list[Quarter]:
        return [quarter for quarter in self.quarters if quarter.rate]


def read_panels(table: PublishedTable) -> list[Panel]:
    """Panels in the order of perspectives, then of the table; a quarter without a row had no cases."""
    found: dict[str, tuple[str, dict[str, PublishedRow]]] = {}
    for row in table.rows:
        if code := _quarter_of(row):
            _, rows = found.setdefault(_label(table, row), (perspective_of(table, row), {}))
            rows[code] = row
    codes = _every_quarter({code for _, rows in found.values() for code in rows})
    panels = [_build_panel(label, who, codes, rows) for label, (who, rows) in found.items()]
    return sorted(panels, key=lambda panel: place_of(panel.perspective))


def _build_panel(label: str, who: str, codes: Sequence[str], rows: dict[str, PublishedRow]) -> Panel:
    nothing = PublishedRow(by=(), cell=NoCases())
    quarters = [Quarter(code=code, place=i, row=rows.get(code, nothing)) for i, code in enumerate(codes)]
    return Panel(label=label, perspective=who, quarters=tuple(quarters))


def _quarter_of(row: PublishedRow) -> str:
    return next((code for dimension, code in row.by if dimension == Dimension.PERIOD and "Q" in code), "")


def _label(table: PublishedTable, row: PublishedRow) -> str:
    others = [(dimension, code) for dimension, code in row.by if dimension != Dimension.PERIOD]
    labels = [
        upper_first(perspective_words(code)) if dimension in VIEWS else label_of(dimension, code)
        for dimension, code in others
    ]
    return ", ".join(labels)


def _every_quarter(codes: set[str]) -> list[str]:
    if not codes:
        return []
    first, last = (int(end[:4]) * 4 + int(end[-1]) - 1 for end in (min(codes), max(codes)))
    return [f"{number // 4}Q{number % 4 + 1}" for number in range(first, last + 1)]


def runs_not_shown(panel: Panel) -> list[list[Quarter]]:
    """Quarters next to each other that are kept back for the same reason."""
    runs = groupby(panel.quarters, key=lambda quarter: marker(quarter.cell))
    return [list(run) for mark, run in runs if mark]


def explain_not_shown(panel: Panel) -> str:
    """In words, for each reason, the quarters that are kept back; the reason alone where it holds for all."""
    told: dict[str, list[str]] = {}
    for run in runs_not_shown(panel):
        cell = run[0].cell
        words = lower_first(words_in_place(Hidden() if isinstance(cell, Hidden) else cell))
        told.setdefault(words, []).append(_span(run))
    if not panel.shown and len(told) == 1:
        return upper_first(next(iter(told)))
    return "; ".join(f"{words} ({join_words(spans)})" for words, spans in told.items())


def _span(run: Sequence[Quarter]) -> str:
    first, last = (format_quarter(quarter.code, short=True) for quarter in (run[0], run[-1]))
    return first if len(run) == 1 else f"{first} to {last}"


def without_rows(table: PublishedTable) -> PublishedCell:
    """The cell to speak of where a table has no quarter at all."""
    return rows_of(table)[0].cell
