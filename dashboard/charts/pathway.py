"""The way through a programme: how many reached each stage, and in neutral words why others left."""

import plotly.graph_objects as go

from dashboard.charts.fitting import measure_text
from dashboard.charts.rows import heading_of, rows_of, say_instead, units_of
from dashboard.charts.sheet import LABEL, LINE, Sheet, quiet
from dashboard.charts.theme import NARROWEST, Theme
from dashboard.wording import (
    format_count,
    format_percent,
    join_words,
    lower_first,
    marker,
    words_in_place,
)
from pipelines.publication import (
    FEWEST_FOR_A_RATE,
    FEWEST_FOR_AN_ADJUSTED_RATE,
    Hidden,
    Pathway,
    PathwayStep,
    PublishedRow,
    PublishedTable,
    Shown,
)

REASONS = 4
"""Reasons named under a bar; the rest are added up as others. All of them stand in the table."""

_NOT_ALL = "Reasons of few people are not shown, so the reasons do not add up to all who left."
"""Under the pathway of a release: a reader who adds them up would look for the rest."""

OF_FEW = "For reasons of few people"
"""What a release does not tell apart, at every stage: whether there was one is not told either."""

_ENDINGS = {"conference": " held", "agreement": " made"}
"""Stages a referral leads to, and what their label ends with: "Conference held". Others are reached."""


def draw_pathway(table: PublishedTable, theme: Theme, *, fits: int = NARROWEST) -> go.Figure:
    """Bars on one scale, one for each stage; under each, why others did not come that far."""
    sheet = Sheet(theme=theme, fits=fits)
    for row in rows_of(table):
        sheet.write(heading_of(row), LABEL)
        sheet.skip(6 if row.by else 0)
        pathway = _find_pathway(row)
        if pathway is None:
            sheet.write(words_in_place(row.cell), quiet(theme))
            sheet.skip(8)
        else:
            _draw_steps(sheet, pathway, units_of(table))
    return sheet.finish()


def _draw_steps(sheet: Sheet, pathway: Pathway, units: str) -> None:
    first = pathway.steps[0].reached
    of_units = f" of {units}" if _has_room(sheet, pathway, units) else ""
    if not of_units and _share(pathway, first, first):
        sheet.put_text(f"% of {units}", quiet(sheet.theme), right=True)
        sheet.skip(LINE)
    for before, step in zip((None, *pathway.steps), pathway.steps, strict=False):
        share = _share(pathway, step.reached, first) if before else ""
        _draw_label(sheet, step, f"{share}{of_units}" if share else "")
        sheet.put_bar(0, 1, colour=sheet.theme.track)
        colour = sheet.theme.accent if before else sheet.theme.context
        sheet.put_bar(0, step.reached / first if first else 0, colour=colour)
        sheet.skip(25)
        _write_reasons(sheet, before)
        sheet.skip(10)
    _write_reasons(sheet, pathway.steps[-1])
    if pathway.is_protected:
        sheet.skip(6)
        sheet.write(_NOT_ALL, quiet(sheet.theme))


def _has_room(sheet: Sheet, pathway: Pathway, units: str) -> bool:
    """Whether every label and its long value, "748 · 81% of referrals", stand on one line."""
    first = pathway.steps[0].reached
    needed = (
        measure_text(step.label, LABEL.size, bold=True)
        + measure_text(
            f"{format_count(step.reached)} · {_share(pathway, step.reached, first)} of {units}", bold=True
        )
        for step in pathway.steps
    )
    return max(needed) + 12 <= sheet.fits


def _draw_label(sheet: Sheet, step: PathwayStep, share: str) -> None:
    sheet.write_pair(step.label, LABEL, format_count(step.reached), f" · {share}" if share else "")


def _write_reasons(sheet: Sheet, step: PathwayStep | None) -> None:
    for reason, n in _reasons(step) if step else ():
        sheet.write(f"{format_count(n)} · {lower_first(reason)}", quiet(sheet.theme))


def _reasons(step: PathwayStep) -> list[tuple[str, int]]:
    """The largest reasons, the rest added up, and who could still go on."""
    named, rest = list(step.left[:REASONS]), step.left[REASONS:]
    if rest:
        named.append(("for other reasons", sum(n for _, n in rest)))
    return [*named, ("still under way", step.waiting)] if step.waiting else named


def describe_pathway(table: PublishedTable) -> str:
    """The kind of chart and how many reached each stage."""
    return f"Bar chart of the pathway. {' '.join(_describe_row(table, row) for row in rows_of(table))}"


def _describe_row(table: PublishedTable, row: PublishedRow) -> str:
    pathway = _find_pathway(row)
    name = heading_of(row) or table.definition.title
    if pathway is None:
        return f"{say_instead(name, row.cell)}."
    first = pathway.steps[0].reached
    stages = [
        f"{step.label} {format_count(step.reached)}{_in_brackets(pathway, step, first)}"
        for step in pathway.steps
    ]
    return f"{name}: {join_words(stages)}."


def _in_brackets(pathway: Pathway, step: PathwayStep, first: int) -> str:
    share = _share(pathway, step.reached, first)
    return f" ({share})" if share and step.reached != first else ""


def title_pathway(table: PublishedTable) -> str:
    """How many of those who came in reached a conference (else the last stage); "so far" while some can."""
    rows = rows_of(table)
    pathway = _find_pathway(rows[0])
    if len(rows) > 1:
        return table.definition.title
    if pathway is None:
        return say_instead(table.definition.title, rows[0].cell)
    names = [step.stage for step in pathway.steps]
    last = names.index("conference") if "conference" in names else len(names) - 1
    step, first = pathway.steps[last], pathway.steps[0].reached
    share = _share(pathway, step.reached, first)
    told = f" ({share})" if share else ""
    led = _led_to(table, step, is_open=any(earlier.waiting for earlier in pathway.steps[:last]))
    return f"{format_count(step.reached)} of {format_count(first)} {units_of(table)}{told} {led}"


def _led_to(table: PublishedTable, step: PathwayStep, *, is_open: bool) -> str:
    words = lower_first(step.label)  # what somebody did: "took part"
    if table.definition.unit == "case" and step.stage in _ENDINGS:
        what = lower_first(step.label).removesuffix(_ENDINGS[step.stage])
        words = f"{'have ' if is_open else ''}led to {'an' if what[:1] in 'aeiou' else 'a'} {what}"
    return f"{words} so far" if is_open else words


def tabulate_pathway(table: PublishedTable) -> list[dict[str, str]]:
    """One row for each stage, each reason under it, and whoever could still go on."""
    listed: list[dict[str, str]] = []
    for row in rows_of(table):
        pathway = _find_pathway(row)
        group = {"Group": heading_of(row)} if row.by else {}
        if pathway is None:
            listed.append({**group, **_line(table, "All stages", marker(row.cell))})
        else:
            listed += [{**group, **line} for line in _tabulate_steps(table, pathway)]
    return listed


def _tabulate_steps(table: PublishedTable, pathway: Pathway) -> list[dict[str, str]]:
    first = pathway.steps[0].reached
    too_few = marker(Hidden()) if pathway.is_protected else "[low]"
    lines = []
    for before, step in zip((pathway.steps[0], *pathway.steps), pathway.steps, strict=False):
        shares = [_share(pathway, step.reached, whole) or too_few for whole in (before.reached, first)]
        lines.append(_line(table, step.label, format_count(step.reached), *shares))
        left = [*step.left, ("Still under way", step.waiting)] if step.waiting else step.left
        lines += [_line(table, f"– {reason}", format_count(n)) for reason, n in left]
        if pathway.is_protected:
            lines.append(_line(table, f"– {OF_FEW}", marker(Hidden())))
    return lines


def _line(
    table: PublishedTable, stage: str, number: str, entering: str = "", of_all: str = ""
) -> dict[str, str]:
    units = units_of(table)
    names = ("Stage", units.capitalize(), "Of those entering", "Of all referred")
    return dict(zip(names, (stage, number, entering, of_all), strict=True))


def _share(pathway: Pathway, part: int, whole: int) -> str:
    fewest = FEWEST_FOR_AN_ADJUSTED_RATE if pathway.is_protected else FEWEST_FOR_A_RATE
    return format_percent(part / whole) if whole >= fewest else ""


def _find_pathway(row: PublishedRow) -> Pathway | None:
    match row.cell:
        case Shown(figure=Pathway(steps=steps) as pathway) if steps:
            return pathway
    return None
