"""READ FIRST: from a release, a pack and `report.toml` to the report as data, in the order it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.charts.findings import explain_majority, find_each, find_majorities
from dashboard.charts.rows import sort_rows
from dashboard.charts.theme import LIGHT
from dashboard.report.choosing import Chosen, Sources
from dashboard.report.document import Block, Chart, Document, Section, to_grid
from dashboard.report.figures import tabulate_changes, tabulate_figures, tabulate_promises
from dashboard.report.narrative import (
    LIMITS,
    READING,
    TOO_SMALL,
    tell_absent,
    tell_changes,
    tell_hidden,
    tell_level,
    tell_when,
    title_of,
)
from dashboard.report.plan import HEADLINES, OF_HARMED, PLAN, YEAR_ON_YEAR, PanelPlan, SectionPlan
from dashboard.report.settings import Promise, ReportError, ReportSettings
from dashboard.report.svg import write_svg
from dashboard.wording import find_programme_label, format_date, join_words, upper_first
from pipelines.publication import DataStatus, Kind, PublishedTable, Shown, Source
from pipelines.vocabulary import Dimension, Perspective

TITLE = "Our year in figures"
WIDTH = 800
"""Pixels of a chart: what 13 px text needs to be readable across an A4 page."""

_RATES = (Kind.RATE, Kind.MONEY_RATE)


def build_document(
    sources: Sequence[Source], settings: ReportSettings, checksums: Mapping[str, str]
) -> Document:
    """The report. `checksums`: release id → what its manifest is sealed with. Raises `ReportError`."""
    found = Sources.of(sources, settings.programme, settings.period)
    status = found.statuses[0]
    headlines = _headlines(found)
    sections = [_section(found, plan, settings) for plan in PLAN if plan.code in settings.sections]
    kept = [section for section in sections if section.blocks or section.sentences]
    is_small = not any(_says_a_share(block) for section in kept for block in section.blocks)
    return Document(
        title=TITLE,
        name=settings.name or _name(settings, status),
        audience=settings.audience,
        tags=("Invented data",) if status.stamp.is_sample else (),
        lead=TOO_SMALL if is_small else _lead(headlines.tables),
        headlines=headlines if _says_anything(headlines) else None,
        sections=() if is_small else tuple(kept),
        limits=LIMITS,
        reading=(*READING, *dict.fromkeys(one.sentence for one in found.statuses if one.sentence)),
        provenance=_provenance(found, checksums),
        settings=settings,
    )


def _name(settings: ReportSettings, status: DataStatus) -> str:
    if settings.programme:
        return find_programme_label(settings.programme, status)
    return join_words([choice.label for choice in status.programmes])


def _headlines(found: Sources) -> Block:
    chosen = [found.choose(_one(measure)) for measure in HEADLINES]
    tables = tuple(table for one in chosen for table in one.tables)
    whys = tuple(dict.fromkeys(f"{one.why}." for one in chosen if one.why))
    return Block(
        key="headlines",
        finding="In short",
        about="Each figure with its range, what it is based on, and when",
        grid=to_grid("The figures in short", tabulate_figures(tables, with_period=True)),
        notes=whys,
        tables=tables,
    )


def _one(measure: str) -> PanelPlan:
    where = ((Dimension.PERSPECTIVE, Perspective.HARMED.value),) if measure in OF_HARMED else ()
    return PanelPlan(key=measure, about="", measures=(measure,), where=where)


def _lead(tables: Sequence[PublishedTable]) -> tuple[str, ...]:
    said = [f"{tell_level(table)[:-1]} ({tell_when([table])})." for table in tables if tell_level(table)]
    return tuple(said[:2])


def _section(found: Sources, plan: SectionPlan, settings: ReportSettings) -> Section:
    if plan.code == "promised":
        return _promised(found, plan, settings)
    if plan.code == "changed":
        return _changed(found, plan)
    chosen = [(panel, found.choose(panel)) for panel in plan.panels]
    blocks = [_block(panel, one) for panel, one in chosen if one.tables]
    return Section(
        code=plan.code,
        title=plan.title,
        sentences=tuple(f"{block.finding}." for block in blocks if not _says_anything(block)),
        blocks=tuple(block for block in blocks if _says_anything(block)),
    )


def _block(panel: PanelPlan, chosen: Chosen) -> Block:
    tables = tuple(map(sort_rows, chosen.tables))
    about = f"{panel.about}, {tell_when(tables)}"
    if panel.drawing is None:
        finding, chart = panel.about, None
        about = f"Counts are no estimates: they have no range. {upper_first(tell_when(tables))}"
        rows: Sequence[Mapping[str, str]] = tabulate_figures(tables)
    else:
        finding, rows = _finding(panel, tables), panel.drawing.tabulate(tables)
        alt = panel.drawing.describe(tables)
        drawn = panel.drawing.draw(tables, LIGHT, fits=WIDTH)
        chart = Chart(svg=write_svg(drawn, alt, width=WIDTH), alt=alt)
    notes = [f"{chosen.why}." if chosen.why else "", tell_hidden(tables), tell_absent(tables)]
    notes += explain_majority(finding)
    notes += [note for table in tables for note in table.notes]
    return Block(
        key=panel.key,
        finding=finding,
        about=about,
        grid=to_grid(f"{finding}. {about}", rows),
        chart=chart,
        is_table_printed=panel.is_table_printed,
        notes=tuple(dict.fromkeys(note for note in notes if note)),
        tables=tables,
    )


def _finding(panel: PanelPlan, tables: Sequence[PublishedTable]) -> str:
    assert panel.drawing is not None
    if panel.says_majorities:
        return find_majorities(tables, panel.about)
    if all(table.kind in _RATES for table in tables):
        return find_each(tables)
    return panel.drawing.title(tables)


def _promised(found: Sources, plan: SectionPlan, settings: ReportSettings) -> Section:
    if not settings.promised:
        return Section(code=plan.code, title=plan.title, sentences=("The programme set no targets.",))
    chosen = [found.choose(_one(_check(promise, found))) for promise in settings.promised]
    tables = tuple(table for one in chosen for table in one.tables)
    rows = [
        row
        for promise, one in zip(settings.promised, chosen, strict=True)
        for row in tabulate_promises(one.tables, promise.value)
    ]
    block = Block(
        key="promised",
        finding="Each promise beside what happened",
        about="Kept, or not kept, only where the whole range lies on one side of it",
        grid=to_grid("What was promised and what happened", rows),
        notes=tuple(dict.fromkeys(f"{one.why}." for one in chosen if one.why)),
        tables=tables,
    )
    return Section(code=plan.code, title=plan.title, blocks=(block,))


def _check(promise: Promise, found: Sources) -> str:
    known = {one.name: one for source in found.sources for one in source.load_definitions()}
    definition = known.get(promise.measure)
    if definition is None or definition.kind not in _RATES or definition.direction == "neither":
        allowed = [one.name for one in known.values() if one.kind in _RATES and one.direction != "neither"]
        raise ReportError(
            "report.toml, promised, measure: a promise is about a share that has a better side. Taking part "
            f"and healing take no target. Allowed: {', '.join(allowed)}."
        )
    return promise.measure


def _changed(found: Sources, plan: SectionPlan) -> Section:
    chosen = [found.choose(_one(measure), compare=True) for measure in YEAR_ON_YEAR]
    tables = [table for one in chosen for table in one.tables]
    pairs = [(table, earlier) for table in tables if (earlier := found.before(table))]
    shown = [(now, earlier) for now, earlier in pairs if isinstance(now.cell, Shown)]
    if not shown:
        return Section(
            code=plan.code, title=plan.title, sentences=("There is no earlier year to compare with yet.",)
        )
    compared = [(title_of(now), row) for now, _ in shown for row in now.rows]
    block = Block(
        key="changed",
        finding="This year beside the year before",
        about="The same people are never compared: each year is its own people. Up and down only where the "
        "range of the difference leaves out zero",
        grid=to_grid("Year on year", [row for pair in shown for row in tabulate_changes(*pair)]),
        notes=tuple(dict.fromkeys(note for now, _ in shown for note in now.notes)),
        tables=tuple(table for pair in shown for table in pair),
    )
    return Section(code=plan.code, title=plan.title, sentences=(tell_changes(compared),), blocks=(block,))


def _says_anything(block: Block) -> bool:
    return any(isinstance(row.cell, Shown) for table in block.tables for row in table.rows)


def _says_a_share(block: Block) -> bool:
    shares = [table for table in block.tables if table.kind is not Kind.COUNT]
    return _says_anything(replace(block, tables=tuple(shares)))


def _provenance(found: Sources, checksums: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    lines = [("Data to", format_date(found.statuses[0].as_of))]
    for status in found.statuses:
        lines.append(("Release", status.stamp.id))
        if status.stamp.id in checksums:
            lines.append(("Checksum (SHA-256)", checksums[status.stamp.id]))
    return tuple(lines)
