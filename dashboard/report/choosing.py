"""Which source and period a block is told of: the one asked for, if it has enough to say, else a wider one.

A table of which more than a third is hidden is not printed. It becomes an earlier year that everybody has
had time to finish, or all years together, and the report says so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dashboard.report.plan import PanelPlan, ask_one
from dashboard.report.settings import ReportError
from pipelines.publication import (
    DataStatus,
    Hidden,
    NotAvailable,
    NotSupplied,
    PublishedRow,
    PublishedTable,
    Request,
    Response,
    Shown,
    Source,
    TooSoon,
)
from pipelines.vocabulary import Dimension, Wave

MOST_HIDDEN = 1 / 3
"""Of a table's cells. Above it, the gaps say more about the few than the figures say about the many."""

ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The tables of one block, and why they are of another period than was asked for."""

    tables: tuple[PublishedTable, ...]
    why: str = ""

    @property
    def has_enough(self) -> bool:
        return has_enough(self.tables)


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The release, the signed pack, or both. The first that has enough to say is asked."""

    sources: tuple[Source, ...]
    programme: str
    """The one programme that the report is about; empty for all of the first source together."""
    period: str
    statuses: tuple[DataStatus, ...]

    @staticmethod
    def of(sources: Sequence[Source], programme: str, period: str) -> "Sources":
        """Raises `ReportError` for a programme or a period that no source has."""
        statuses = tuple(source.load_status() for source in sources)
        if any(status.stamp.kind != "release" for status in statuses):
            raise ReportError(
                "a report is made from a release or a signed pack, never from a warehouse: its figures "
                "would be exact. Make one with `outcomes release` or `outcomes headlines`."
            )
        programme = programme or _only_programme(statuses[0])
        for status in statuses:
            _check_programmes(status, programme, statuses[0])
        periods = [choice.code for status in statuses for choice in status.periods]
        if period and period not in periods:
            raise ReportError(
                f"period: {period} is not published. Allowed: {', '.join(dict.fromkeys(periods))}."
            )
        return Sources(
            sources=tuple(sources),
            programme=programme,
            period=period or _latest_year(periods),
            statuses=statuses,
        )

    def choose(self, panel: PanelPlan, *, compare: bool = False, is_fixed: bool = False) -> Chosen:
        """The tables of the first candidate with enough to say; else of the one that was asked for.

        `is_fixed`: of the period asked for and no other, as a promise is judged.
        """
        first: Chosen | None = None
        for source, status, period in self._candidates():
            if is_fixed and period != self.period:
                continue
            held = {definition.name for definition in source.load_definitions()}
            asked = self._requests(panel, status, period, compare=compare)
            tables = tuple(source.load_tables([one for one in asked if one.measure in held]))
            chosen = Chosen(tables=tables, why=self._why(period, first, status))
            if has_enough(tables):
                return chosen
            first = first or chosen
        return first or Chosen(tables=())

    def choose_one(self, measure: str, *, compare: bool = False) -> Chosen:
        """One figure by itself: of harmed parties where it is what they said, else of everybody.

        A pack holds the second alone.
        """
        panel = ask_one(measure)
        chosen = self.choose(panel, compare=compare)
        cells = [row.cell for table in chosen.tables for row in table.rows]
        if panel.where and all(isinstance(cell, NotAvailable) for cell in cells):
            return self.choose(replace(panel, where=()), compare=compare)
        return chosen

    @property
    def holds_one_programme(self) -> bool:
        """The whole of the first source is one programme's."""
        return len(self.statuses[0].programmes) == 1

    def in_period(self, panel: PanelPlan, period: str) -> PublishedTable | None:
        """The one table of a panel in a period; None where no source has both."""
        for source, status in zip(self.sources, self.statuses, strict=True):
            held = {definition.name for definition in source.load_definitions()}
            if period in [choice.code for choice in status.periods] and held.issuperset(panel.measures):
                return source.load_tables(self._requests(panel, status, period, compare=False))[0]
        return None

    def before(self, table: PublishedTable) -> PublishedTable | None:
        """The same table of the year before; None where its release has none."""
        period = table.request.period
        for source, status in zip(self.sources, self.statuses, strict=True):
            years = [choice.code for choice in status.periods if choice.code.isdecimal()]
            if table.stamp == status.stamp and period in years and str(int(period) - 1) in years:
                earlier = replace(table.request, period=str(int(period) - 1), compare=False)
                return source.load_tables([earlier])[0]
        return None

    def in_own_period(self, table: PublishedTable) -> PublishedTable:
        """The same table of the report's own period; itself where its release has not that period."""
        for source, status in zip(self.sources, self.statuses, strict=True):
            if table.stamp == status.stamp and self.period in [choice.code for choice in status.periods]:
                return source.load_tables([replace(table.request, period=self.period, compare=False)])[0]
        return table

    def responses(self, tables: Sequence[PublishedTable]) -> tuple[PublishedTable, ...]:
        """Who answered, as its own release gives it again: under every figure that says who did."""
        asked = dict.fromkeys(
            (table.stamp, _ask_response(table.request, row.response))
            for table in tables
            for row in table.rows
            if row.response
        )
        return tuple(
            source.load_tables([request])[0]
            for stamp, request in asked
            for source, status in zip(self.sources, self.statuses, strict=True)
            if status.stamp == stamp and request.measure in {one.name for one in source.load_definitions()}
        )

    def _candidates(self) -> Iterator[tuple[Source, DataStatus, str]]:
        """The period asked for, from each source; earlier years; then everything together."""
        earlier = [
            choice.code
            for choice in self.statuses[0].periods
            if choice.code.isdecimal() and self.period.isdecimal() and choice.code < self.period
        ]
        for period in dict.fromkeys((self.period, *earlier[:1], ALL)):
            for source, status in zip(self.sources, self.statuses, strict=True):
                offered = [choice.code for choice in status.periods]
                if period in offered:
                    yield source, status, period
                elif period == ALL and offered:
                    pooled = max(offered, key=_years_in)
                    yield source, status, pooled

    def _requests(self, panel: PanelPlan, status: DataStatus, period: str, *, compare: bool) -> list[Request]:
        is_narrowed = self.programme and len(status.programmes) > 1
        own = ((Dimension.PROGRAMME, self.programme),) if is_narrowed else ()
        return [
            Request(measure=measure, by=panel.by, where=(*own, *panel.where), period=period, compare=compare)
            for measure in panel.measures
        ]

    def _why(self, period: str, first: Chosen | None, status: DataStatus) -> str:
        """Why another period, or another source, answers than the one asked first."""
        other = (
            "" if status is self.statuses[0] else f"From {status.stamp.id}, the second source of this report"
        )
        if first is None or period == self.period:
            return other
        cells = [row.cell for table in first.tables for row in table.rows]
        if any(isinstance(cell, TooSoon) for cell in cells):
            why = f"For {self.period} it is too soon to say: not everybody has had the time yet"
        elif any(isinstance(cell, Hidden) for cell in cells):
            why = f"Of {self.period} alone, too much is hidden to protect people"
        else:
            why = f"For {self.period} alone, too little is published"
        return f"{why}. {other}" if other else why


def _ask_response(request: Request, response: Response) -> Request:
    """All that a report tells of a survey was asked after the conference; where nobody says who was invited,
    it is of those who took part.
    """
    if response.is_of_attended:
        return replace(request, measure="response_of_attended_rate", compare=False)
    where = (*request.where, (Dimension.WAVE, Wave.AFTER.value))
    return replace(request, measure="response_rate", where=where, compare=False)


def _only_programme(status: DataStatus) -> str:
    codes = [choice.code for choice in status.programmes]
    return codes[0] if len(codes) == 1 else ""


def _check_programmes(status: DataStatus, programme: str, first: DataStatus) -> None:
    """One programme's figures never stand under another's name, nor under everybody's."""
    held = [choice.code for choice in status.programmes]
    wanted = [programme] if programme else [choice.code for choice in first.programmes]
    if programme in held or (not programme and sorted(held) == sorted(wanted)):
        return
    raise ReportError(
        f"programme: {status.stamp.id} is of {', '.join(held)}, and the report would be of "
        f"{', '.join(wanted)}. Name one programme that every source holds, or leave that source out."
    )


def _years_in(period: str) -> int:
    """How many years a period spans, by its code: "2023 to 2025" is three."""
    years = [int(year) for year in re.findall(r"\d{4}", period)]
    return max(years) - min(years) + 1 if years else 0


def _latest_year(periods: Sequence[str]) -> str:
    years = [period for period in periods if period.isdecimal()]
    return max(years, default=ALL)


def is_worth_a_row(table: PublishedTable, row: PublishedRow) -> bool:
    """A currency that has no figure is left out where another one has; what is hidden is counted below."""
    is_of_currency = any(name == "currency" for name, _ in row.by)
    has_other = is_of_currency and any(isinstance(other.cell, Shown) for other in table.rows)
    return isinstance(row.cell, Shown) or not has_other


def has_enough(tables: Sequence[PublishedTable]) -> bool:
    """Not more than a third of the cells is kept back."""
    cells = [
        row.cell
        for table in tables
        for row in table.rows
        if is_worth_a_row(table, row) and not isinstance(row.cell, NotSupplied)
    ]
    kept_back = sum(not isinstance(cell, Shown) for cell in cells)
    return bool(cells) and kept_back <= MOST_HIDDEN * len(cells)
