"""What changed: this year beside the year before, and that year as it was published then beside now."""

from collections.abc import Sequence

from dashboard.report.choosing import Sources
from dashboard.report.document import Block, Section, to_grid
from dashboard.report.figures import Row, lead_of, tabulate_changes
from dashboard.report.narrative import tell_changes, tell_restated, title_of
from dashboard.report.plan import YEAR_ON_YEAR, SectionPlan, ask_one
from pipelines.publication import Count, PublishedTable, Shown, Source

NO_EARLIER_YEAR = "There is no earlier year to compare with yet."
AS_PUBLISHED = "Every figure of the year before is as it was published then."
_RECORDED = "cases_referred"
"""Tells whether more of a year's cases are known now than when it was first published."""


def tell_years(found: Sources, plan: SectionPlan, previous: Source | None) -> Section:
    """Year on year; and, where the release before is at hand, what has become of the figures it published."""
    pairs = _pairs(found)
    if not pairs:
        return Section(code=plan.code, title=plan.title, sentences=(NO_EARLIER_YEAR,))
    compared = [(title_of(now), row) for now, _ in pairs for row in now.rows]
    blocks = [_changed(pairs)]
    restated = [] if previous is None else _restated([earlier for _, earlier in pairs], previous)
    blocks += restated
    sentences = [tell_changes(compared)]
    if previous is not None and not restated:
        sentences.append(AS_PUBLISHED)
    return Section(code=plan.code, title=plan.title, sentences=tuple(sentences), blocks=tuple(blocks))


def _pairs(found: Sources) -> list[tuple[PublishedTable, PublishedTable]]:
    """Each figure of this year that is shown, with the same of the year before."""
    tables = [
        table for measure in YEAR_ON_YEAR for table in found.choose(ask_one(measure), compare=True).tables
    ]
    pairs = [(table, earlier) for table in tables if (earlier := found.before(table))]
    return [(now, earlier) for now, earlier in pairs if isinstance(now.cell, Shown)]


def _changed(pairs: Sequence[tuple[PublishedTable, PublishedTable]]) -> Block:
    return Block(
        key="changed",
        finding="This year beside the year before",
        about="The same people are never compared: each year is its own people. Up and down only where the "
        "range of the difference leaves out zero",
        grid=to_grid("Year on year", [row for pair in pairs for row in tabulate_changes(*pair)]),
        notes=tuple(dict.fromkeys(note for now, _ in pairs for note in now.notes)),
        tables=tuple(table for pair in pairs for table in pair),
    )


def _restated(tables: Sequence[PublishedTable], previous: Source) -> list[Block]:
    """One row for each figure that the release before published otherwise; no block where there is none."""
    held = {definition.name for definition in previous.load_definitions()}
    asked = [table for table in tables if table.definition.name in held]
    then = previous.load_tables([table.request for table in asked])
    pairs = list(zip(asked, then, strict=True))
    is_more_known = any(_is_more(now, before) for now, before in pairs)
    rows = [row for now, before in pairs for row in _differences(now, before, is_more_known=is_more_known)]
    if not rows:
        return []
    about = f"Published in release {previous.load_status().stamp.id}, and what the same question answers now"
    return [
        Block(
            key="restated",
            finding="Figures of the year before that have changed since they were published",
            about=about,
            grid=to_grid("Figures that have changed since they were published", rows),
            tables=(*asked, *then),
        )
    ]


def _is_more(now: PublishedTable, then: PublishedTable) -> bool:
    if now.definition.name != _RECORDED or not (isinstance(now.cell, Shown) and isinstance(then.cell, Shown)):
        return False
    known, published = now.cell.figure, then.cell.figure
    return isinstance(known, Count) and isinstance(published, Count) and known.value > published.value


def _differences(now: PublishedTable, then: PublishedTable, *, is_more_known: bool) -> list[Row]:
    published = {row.by: row.cell for row in then.rows}
    return [
        {
            "What we measure": title_of(now),
            "When": now.request.period,
            "Published then": lead_of(published[row.by]),
            "Now": lead_of(row.cell),
            "Why": tell_restated(now, then, is_more_known=is_more_known),
        }
        for row in now.rows
        if row.by in published
        and row.cell != published[row.by]
        # A figure hidden then or now is told by its marker alone: that it moved would say how.
        and isinstance(row.cell, Shown)
        and isinstance(published[row.by], Shown)
        and lead_of(row.cell) != lead_of(published[row.by])
    ]
