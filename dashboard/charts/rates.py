"""Rates as dots with their intervals, on one scale. Groups keep their order: never a league table."""

from collections.abc import Sequence
from itertools import groupby

import plotly.graph_objects as go

from dashboard.charts.rows import Line, place_of, read_lines, responses_in_words, say_instead, tabulate_rate
from dashboard.charts.sheet import LABEL, LINE, Sheet, Style, quiet
from dashboard.charts.theme import NARROWEST, Theme
from dashboard.wording import (
    change_in_words,
    describe_cell,
    format_interval,
    format_percent,
    is_verdict_withheld,
    lower_first,
    parts_in_words,
    perspective_words,
    upper_first,
    words_in_place,
)
from pipelines.publication import MoneyRate, PublishedTable, Rate, Shown

_EDGE = 7
"""Half a marker, so that one at 0 or 100 % is drawn whole."""


def draw_rates(tables: Sequence[PublishedTable], theme: Theme, *, fits: int = NARROWEST) -> go.Figure:
    """One line for each rate: its words above, the interval as a band and the rate as a marker below."""
    sheet = Sheet(theme=theme, fits=fits, left=_EDGE, right=_EDGE)
    lines = read_lines(tables)
    for heading, group in groupby(lines, key=lambda line: line.heading):
        sheet.write(heading, LABEL)
        sheet.skip(4 if heading else 0)
        for line in group:
            _draw_line(sheet, line, Style(bold=not heading))
        sheet.skip(6 if heading else 0)
    if any(_find_rate(line) for line in lines):
        _draw_scale(sheet)
    for words in responses_in_words(lines):
        sheet.write(words, quiet(theme))
    return sheet.finish()


def _draw_line(sheet: Sheet, line: Line, style: Style) -> None:
    rate = _find_rate(line)
    if rate is None:
        sheet.write(line.label, style)
        sheet.write(words_in_place(line.cell), quiet(sheet.theme))
        sheet.skip(10)
        return
    sheet.write_pair(line.label, style, _lead(line), f" · {parts_in_words(rate)}")
    sheet.skip(1)
    _draw_interval(sheet, line, rate)
    sheet.skip(12)


def _draw_interval(sheet: Sheet, line: Line, rate: Rate | MoneyRate) -> None:
    """The scale, the interval on it and the rate. Few: hollow and grey, so that the range is read first."""
    look, is_cautious = sheet.theme.look(line.perspective), line.is_cautious
    colour = sheet.theme.context if is_cautious else look.colour
    sheet.skip(3)
    sheet.put_bar(0, 1, colour=sheet.theme.track, thickness=6)
    sheet.skip(1)
    sheet.put_bar(rate.low, rate.high - rate.low, colour=colour, thickness=4)
    sheet.skip(-1)
    sheet.traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [rate.value],
            "y": [sheet.y + 3],
            "cliponaxis": False,
            "hoverinfo": "skip",
            "marker": {
                "symbol": f"{look.marker}-open" if is_cautious else look.marker,
                "size": 12,
                "color": colour,
                "line": {"width": 2, "color": colour if is_cautious else sheet.theme.card},
            },
        }
    )


def _draw_scale(sheet: Sheet) -> None:
    for share, anchor, shift in ((0.0, "left", -_EDGE), (0.5, "center", 0), (1.0, "right", _EDGE)):
        sheet.put_text(format_percent(share), quiet(sheet.theme))
        sheet.notes[-1].update(x=share, xanchor=anchor, xshift=shift)
    sheet.skip(LINE + 6)


def describe_rates(tables: Sequence[PublishedTable]) -> str:
    """The kind of chart and every rate with its interval and parts."""
    about = f" of {lower_first(tables[0].definition.title)}" if len(tables) == 1 else ""
    told = []
    for heading, group in groupby(read_lines(tables), key=lambda line: line.heading):
        cells = "; ".join(f"{line.label}: {lower_first(describe_cell(line.cell))}" for line in group)
        told.append(f"{heading.rstrip('.')}. {cells}." if heading else f"{cells}.")
    return " ".join([f"Dot chart{about}.", *told])


def title_rates(tables: Sequence[PublishedTable]) -> str:
    """The rate, or the span of the rates shown, by perspective; never an order of merit."""
    lines = read_lines(tables)
    heard = [line for line in lines if _find_rate(line) and not is_verdict_withheld(line.response)]
    title = tables[0].definition.title if len(tables) == 1 else f"{len(tables)} measures"
    if not any(map(_find_rate, lines)):
        return say_instead(title, lines[0].cell) if lines else title
    if not heard:
        return f"{title}: too few answered to draw a conclusion"
    if len(lines) == 1:
        return f"{title}: {_lead(heard[0])} ({_parts(heard[0])}){_say_change(tables[0])}"
    if len(tables) == 1:
        return f"{title}: {_span(heard)}{_overlap(heard)}"
    return _title_measures(title, heard)


def _say_change(table: PublishedTable) -> str:
    """What the published verdict says of the period before; nothing where none was asked for."""
    row = table.rows[0]
    words = change_in_words(row.change, row.response).lstrip("▲▼■ ")
    return f", {lower_first(words)}" if words else ""


def _title_measures(title: str, lines: Sequence[Line]) -> str:
    """Several measures: a few each by name, more of them, or by role, as a span for each perspective."""
    names = dict.fromkeys(line.heading or line.label for line in lines)
    views = {line.perspective for line in lines}
    if len(names) <= 3 and (len(views) == 1 or not any(line.heading for line in lines)):
        spans = [(name, [one for one in lines if name in (one.heading, one.label)]) for name in names]
        return upper_first(", ".join(f"{lower_first(name)} {_lead_all(mine)}" for name, mine in spans))
    groups = groupby(sorted(lines, key=_place), key=lambda line: line.perspective)
    return f"{title}: " + "; ".join(f"{perspective_words(who)} {_span(list(mine))}" for who, mine in groups)


def _lead_all(lines: Sequence[Line]) -> str:
    return _lead(lines[0]) if len(lines) == 1 else _span(lines)


def _place(line: Line) -> tuple[int, str]:
    return place_of(line.perspective), line.perspective


def _lead(line: Line) -> str:
    """The figure that leads: the rate, or its interval where there are few."""
    rate = _find_rate(line)
    if rate is None:
        return ""
    return format_interval(rate.low, rate.high) if line.is_cautious else format_percent(rate.value)


def _parts(line: Line) -> str:
    rate = _find_rate(line)
    return parts_in_words(rate) if rate else ""


def _span(lines: Sequence[Line]) -> str:
    values = [rate.value for rate in map(_find_rate, lines) if rate]
    low, high = min(values), max(values)
    return format_interval(low, high) if format_percent(low) != format_percent(high) else format_percent(low)


def _overlap(lines: Sequence[Line]) -> str:
    rates = [rate for rate in map(_find_rate, lines) if rate]
    if len(rates) < 2:
        return ""
    is_overlapping = max(rate.low for rate in rates) <= min(rate.high for rate in rates)
    return ", and all the ranges overlap" if is_overlapping else ", and not all the ranges overlap"


def tabulate_rates(tables: Sequence[PublishedTable]) -> list[dict[str, str]]:
    """One row for each rate, in the order of the chart."""
    lines = read_lines(tables)
    has_heading = any(line.heading for line in lines)
    return [
        {**(_name_row(line) if has_heading else {"Group": line.label}), **tabulate_rate(line.cell)}
        for line in lines
    ]


def _find_rate(line: Line) -> Rate | MoneyRate | None:
    match line.cell:
        case Shown(figure=Rate() | MoneyRate() as rate):
            return rate
    return None


def _name_row(line: Line) -> dict[str, str]:
    return {"Measure": line.heading or line.label, "Group": line.label if line.heading else "All"}
