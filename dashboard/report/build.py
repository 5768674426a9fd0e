"""READ FIRST: from a release, a pack and `report.toml` to the report as data, in the order it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.charts.findings import find_each, find_majorities
from dashboard.charts.rows import sort_rows
from dashboard.charts.theme import LIGHT
from dashboard.formats import in_locale
from dashboard.report.choosing import Chosen, Sources, has_enough
from dashboard.report.document import BEFORE, PACK, RELEASE, Block, Chart, Document, Section, to_grid
from dashboard.report.figures import tabulate_figures
from dashboard.report.narrative import (
    LIMITS,
    READING,
    TOO_SMALL,
    TOO_SMALL_PACK,
    tell_bases,
    tell_hidden,
    tell_level,
    tell_nothing,
    tell_unasked,
    tell_when,
)
from dashboard.report.notes import notes_of
from dashboard.report.plan import HEADLINES, PLAN, WHAT_PEOPLE_SAID, PanelPlan, SectionPlan
from dashboard.report.promises import as_defined, tell_promises
from dashboard.report.settings import ReportError, ReportSettings
from dashboard.report.svg import write_svg
from dashboard.report.years import hold_against, tell_years
from dashboard.role_words import in_role_words, say, speak
from dashboard.wording import (
    find_programme_label,
    format_date,
    is_verdict_withheld,
    join_words,
    lower_first,
    period_in_words,
    upper_first,
)
from pipelines.publication import DataStatus, Kind, PublishedTable, Shown, Source

WIDTH = 800
"""Pixels of a chart: what 13 px text needs to be readable across an A4 page."""

NARROW = 310
"""Pixels of the same chart on a phone of 360, its margins taken off."""

HALF = 386
"""Pixels of the same chart in one of two columns: its text is as large as across the page."""

_RATES = (Kind.RATE, Kind.MONEY_RATE)
_SHARES = (*_RATES, Kind.DISTRIBUTION, Kind.CURVE, Kind.FLOW)
"""Kinds that say what was achieved. A release that shows none of them is too small to report on."""


def build_document(
    sources: Sequence[Source], settings: ReportSettings, previous: Source | None = None
) -> Document:
    """The report. `previous` is the release before, for what became of its figures. Raises `ReportError`."""
    if previous is not None:
        _check_previous(sources[0], previous)
    words = sources[0].load_status().role_words
    sources, previous = [speak(source) for source in sources], previous and speak(previous)
    with in_locale(settings.locale), in_role_words(words):
        return _build(Sources.of(sources, settings.programme, settings.period), settings, previous)


def _build(found: Sources, settings: ReportSettings, previous: Source | None) -> Document:
    status = found.statuses[0]
    settings = replace(settings, promised=as_defined(found, settings.promised))
    name = settings.name or _name(found, status)
    headlines = _headlines(found)
    # All are made, whatever is left in: whether there is enough to say is no matter of what was chosen.
    sections = [_section(found, plan, settings) for plan in PLAN]
    if previous is not None:
        sections[-1] = _with_previous(sections, found, previous)
    kept = [one for one in sections if one.code in settings.sections and (one.blocks or one.sentences)]
    blocks = [headlines, *(block for section in sections for block in section.blocks)]
    is_small = not any(map(_says_a_share, blocks))
    return Document(
        title=_title(found, name),
        name=name,
        subject=_subject(found, status),
        audience=settings.audience,
        tags=("Invented data",) if status.stamp.is_sample else (),
        lead=_too_small(found) if is_small else _lead(headlines.tables),
        headlines=headlines if _says_anything(headlines) else None,
        sections=() if is_small else tuple(kept),
        limits=LIMITS,
        protection=tuple(dict.fromkeys(one.sentence for one in found.statuses if one.sentence)),
        reading=READING,
        provenance=_provenance(found, previous),
        settings=settings,
        role_words=status.role_words,
    )


def _check_previous(source: Source, previous: Source) -> None:
    """Two releases that are of others, or protected otherwise, differ for reasons that are none here."""
    now, before = source.load_status(), previous.load_status()
    is_of_kind = (now.statement is None) == (before.statement is None)
    is_like = is_of_kind and [one.code for one in now.programmes] == [one.code for one in before.programmes]
    if not is_like or source.audience is not previous.audience or before.as_of > now.as_of:
        raise ReportError(
            "--previous takes what came before: a release for a release, a pack for a pack, of the same "
            "programmes, for the same audience, and not of later data."
        )


def _name(found: Sources, status: DataStatus) -> str:
    if found.programme:
        return find_programme_label(found.programme, status)
    return join_words([choice.label for choice in status.programmes])


def _title(found: Sources, name: str) -> str:
    """ "Riverside: our year in figures, 2025": whose and when, as it stands in a browser's tab."""
    what = "our year in figures" if found.period.isdecimal() else "our work in figures"
    return f"{name}: {what}, {period_in_words(found.period, found.statuses[0].as_of)}"


def _with_previous(sections: Sequence[Section], found: Sources, previous: Source) -> Section:
    """The last section, with what became of the figures that the release before published."""
    tables = [table for section in sections for block in section.blocks for table in block.tables]
    blocks, said = hold_against(previous, found, tables)
    changed = sections[-1]
    return replace(changed, sentences=(*changed.sentences, said), blocks=(*changed.blocks, *blocks))


def _subject(found: Sources, status: DataStatus) -> str:
    """ "Riverside · 2025": of whom and when, for a name may say neither."""
    return f"{_name(found, status)} · {period_in_words(found.period, status.as_of)}"


def _headlines(found: Sources) -> Block:
    chosen = [found.choose_one(measure) for measure in HEADLINES]
    tables = tuple(table for one in chosen for table in one.tables)
    notes = [*_say_why(chosen), tell_hidden(tables)]
    notes += [tell_bases(tables), tell_unasked(tables, WHAT_PEOPLE_SAID)]
    told = tables if has_enough(tables) else tuple(table for table in tables if _is_shown(table))
    return Block(
        key="headlines",
        finding="In short",
        about="Each figure with its range, what it is based on, and when",
        grid=to_grid("The figures in short", tabulate_figures(told, with_period=True)),
        notes=tuple(dict.fromkeys(note for note in notes if note)),
        tables=told,
        responses=found.responses(told),
    )


def _say_why(chosen: Sequence[Chosen]) -> list[str]:
    """Each reason with the figures it is about: the others are of the period asked for."""
    whom: dict[str, list[str]] = {}
    for one in chosen:
        if one.why and one.tables:
            whom.setdefault(one.why, []).append(lower_first(one.tables[0].definition.title))
    return [f"{why} ({join_words(titles)})." for why, titles in whom.items()]


def _too_small(found: Sources) -> tuple[str, ...]:
    """Nobody who has the pack is sent to ask for one."""
    return TOO_SMALL_PACK if any(status.statement for status in found.statuses) else TOO_SMALL


def _lead(tables: Sequence[PublishedTable]) -> tuple[str, ...]:
    told = [table for table in tables if not any(is_verdict_withheld(row.response) for row in table.rows)]
    said = [f"{tell_level(table)[:-1]} ({tell_when([table])})." for table in told if tell_level(table)]
    return tuple(said[:2])


def _section(found: Sources, plan: SectionPlan, settings: ReportSettings) -> Section:
    if plan.code == "promised":
        return tell_promises(found, plan, settings.promised)
    if plan.code == "changed":
        return tell_years(found, plan)
    chosen = [(panel, found.choose(panel)) for panel in plan.panels]
    return Section(
        code=plan.code,
        title=say(plan.title),
        sentences=tuple(
            tell_nothing(say(panel.about), one.tables) for panel, one in chosen if not one.has_enough
        ),
        blocks=tuple(_block(found, panel, one) for panel, one in chosen if one.has_enough),
    )


def _block(found: Sources, panel: PanelPlan, chosen: Chosen) -> Block:
    tables = tuple(map(sort_rows, chosen.tables))
    about = say(f"{panel.about}, {tell_when(tables)}")
    if panel.drawing is None:
        finding, chart = panel.about, None
        about = f"Counts are no estimates: they have no range. {upper_first(tell_when(tables))}"
        rows: Sequence[Mapping[str, str]] = tabulate_figures(tables)
    else:
        finding, rows = say(_finding(panel, tables)), panel.drawing.tabulate(tables)
        alt = panel.drawing.describe(tables)
        wide, narrow = (_draw(panel, tables, width) for width in (WIDTH, NARROW))
        half = _draw(panel, tables, HALF) if panel.column else ""
        chart = Chart(svg=wide, narrow=narrow, half=half, alt=alt)
    return Block(
        key=panel.key,
        finding=finding,
        about=about,
        grid=to_grid(f"{finding}. {about}", rows),
        chart=chart,
        is_table_printed=panel.is_table_printed,
        column=panel.column,
        notes=notes_of(panel, chosen, tables),
        tables=tables,
        responses=found.responses(tables),
    )


def _draw(panel: PanelPlan, tables: Sequence[PublishedTable], width: int) -> str:
    assert panel.drawing is not None
    return write_svg(
        panel.drawing.draw(tables, LIGHT, fits=width), panel.drawing.describe(tables), width=width
    )


def _finding(panel: PanelPlan, tables: Sequence[PublishedTable]) -> str:
    assert panel.drawing is not None
    if panel.says_majorities:
        return find_majorities(tables, panel.about)
    if all(table.kind in _RATES for table in tables):
        return find_each(tables)
    return panel.drawing.title(tables)


def _is_shown(table: PublishedTable) -> bool:
    return any(isinstance(row.cell, Shown) for row in table.rows)


def _says_anything(block: Block) -> bool:
    return any(map(_is_shown, block.tables))


def _says_a_share(block: Block) -> bool:
    """A way through the programme is counts: of a handful, its percentages say nothing."""
    shares = [table for table in block.tables if table.kind in _SHARES]
    return _says_anything(replace(block, tables=tuple(shares)))


def _provenance(found: Sources, previous: Source | None) -> tuple[tuple[str, str], ...]:
    lines = [("Data to", format_date(found.statuses[0].as_of))]
    for status in found.statuses:
        lines += [(PACK if status.statement else RELEASE, status.stamp.id), *_signed(status)]
        lines += [("Checksum (SHA-256)", status.seal)]
    if previous is not None:
        status = previous.load_status()
        lines += [(BEFORE, status.stamp.id), ("Its checksum (SHA-256)", status.seal)]
    return tuple(lines)


def _signed(status: DataStatus) -> list[tuple[str, str]]:
    said = status.statement
    if said is None:
        return []
    return [("Given to", said.recipient), ("For", said.purpose), ("Signed by", said.signed_by)]
