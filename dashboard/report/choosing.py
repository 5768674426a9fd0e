"""Which source and period a block is told of: the one asked for, if it has enough to say, else a wider one.

A table of which more than a third is hidden is not printed. It becomes an earlier year that everybody has
had time to finish, or all years together, and the report says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dashboard.report.plan import PanelPlan
from dashboard.report.settings import ReportError
from pipelines.publication import (
    DataStatus,
    NotSupplied,
    PublishedRow,
    PublishedTable,
    Request,
    Shown,
    Source,
    TooSoon,
)
from pipelines.vocabulary import Dimension

MOST_HIDDEN = 1 / 3
"""Of a table's cells. Above it, the gaps say more about the few than the figures say about the many."""

ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The tables of one block, and why they are of another period than was asked for."""

    tables: tuple[PublishedTable, ...]
    why: str = ""

    @property
    def has_something(self) -> bool:
        return any(isinstance(row.cell, Shown) for table in self.tables for row in table.rows)


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The release, the signed pack, or both. The first that has enough to say is asked."""

    sources: tuple[Source, ...]
    programme: str
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
        programmes = [choice.code for status in statuses for choice in status.programmes]
        if programme and programme not in programmes:
            raise ReportError(f"report.toml, programme: this release has {', '.join(programmes)}.")
        periods = [choice.code for status in statuses for choice in status.periods]
        if period and period not in periods:
            raise ReportError(f"report.toml, period: this release has {', '.join(periods)}.")
        return Sources(
            sources=tuple(sources),
            programme=programme,
            period=period or _latest_year(periods),
            statuses=statuses,
        )

    def choose(self, panel: PanelPlan, *, compare: bool = False) -> Chosen:
        """The tables of the first candidate with enough to say; else of the one that was asked for."""
        first: Chosen | None = None
        for source, status, period in self._candidates():
            held = {definition.name for definition in source.load_definitions()}
            asked = self._requests(panel, status, period, compare=compare)
            tables = tuple(source.load_tables([one for one in asked if one.measure in held]))
            chosen = Chosen(tables=tables, why=self._why(period, first))
            if _has_enough(tables):
                return chosen
            first = first or chosen
        assert first is not None
        return first

    @property
    def is_of_one_programme(self) -> bool:
        """The source holds one programme: then the whole of it is that programme's."""
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
                    pooled = max(offered, key=len)
                    yield source, status, pooled

    def _requests(self, panel: PanelPlan, status: DataStatus, period: str, *, compare: bool) -> list[Request]:
        is_narrowed = self.programme and len(status.programmes) > 1
        own = ((Dimension.PROGRAMME, self.programme),) if is_narrowed else ()
        return [
            Request(measure=measure, by=panel.by, where=(*own, *panel.where), period=period, compare=compare)
            for measure in panel.measures
        ]

    def _why(self, period: str, first: Chosen | None) -> str:
        if first is None or period == self.period:
            return ""
        cells = [row.cell for table in first.tables for row in table.rows]
        if any(isinstance(cell, TooSoon) for cell in cells):
            return f"For {self.period} it is too soon to say: not everybody has had the time yet"
        return f"Of {self.period} alone, too much is hidden to protect people"


def _latest_year(periods: Sequence[str]) -> str:
    years = [period for period in periods if period.isdecimal()]
    return max(years, default=ALL)


def is_worth_a_row(table: PublishedTable, row: PublishedRow) -> bool:
    """A currency in which hardly anything happened is left out where another one has a figure."""
    is_of_currency = any(name == "currency" for name, _ in row.by)
    has_other = is_of_currency and any(isinstance(other.cell, Shown) for other in table.rows)
    return isinstance(row.cell, Shown) or not has_other


def _has_enough(tables: Sequence[PublishedTable]) -> bool:
    cells = [
        row.cell
        for table in tables
        for row in table.rows
        if is_worth_a_row(table, row) and not isinstance(row.cell, NotSupplied)
    ]
    kept_back = sum(not isinstance(cell, Shown) for cell in cells)
    return bool(cells) and kept_back <= MOST_HIDDEN * len(cells)
