"""Bars of a mix: how often each kind occurs. Bases that overlap are never forced to add up to 100 %."""

import plotly.graph_objects as go

from dashboard.charts.rows import VIEWS, Line, read_lines, say_instead, tabulate_rate
from dashboard.charts.sheet import LABEL, Sheet, quiet
from dashboard.charts.theme import NARROWEST, Theme
from dashboard.wording import (
    describe_cell,
    format_count,
    format_interval,
    format_percent,
    lower_first,
    parts_in_words,
    upper_first,
    words_in_place,
)
from pipelines.publication import Count, Kind, MoneyRate, PublishedTable, Rate, Shown
from pipelines.vocabulary import Dimension

_IN_ORDER = (Dimension.AGE_BAND, Dimension.PERIOD, Dimension.SEVERITY, *VIEWS, Dimension.WAVE)
"""Dimensions with an order of their own: kept, where other kinds go from the most to the least frequent."""

MOST_NOISE = 23
"""How far the strictest protection can move two counts apart: 9 each, then rounded to 5."""


def draw_mix(table: PublishedTable, theme: Theme, *, fits: int = NARROWEST) -> go.Figure:
    """One bar for each kind on one scale: shares from 0 to 100 %, counts up to the largest."""
    sheet = Sheet(theme=theme, fits=fits)
    lines = _order(table)
    scale = _scale(lines)
    for line in lines:
        _draw_line(sheet, line, scale)
    return sheet.finish()


def _draw_line(sheet: Sheet, line: Line, scale: float) -> None:
    size = _size(line)
    if size is None:
        sheet.write(line.label, LABEL)
        sheet.write(words_in_place(line.cell), quiet(sheet.theme))
        sheet.skip(12)
        return
    sheet.write_pair(line.label, LABEL, *_value(line))
    sheet.put_bar(0, 1, colour=sheet.theme.track, thickness=16)
    colour = sheet.theme.context if line.is_cautious else sheet.theme.accent
    sheet.put_bar(0, size / scale, colour=colour, thickness=16)
    sheet.skip(28)


def _scale(lines: list[Line]) -> float:
    is_count = any(isinstance(line.cell, Shown) and isinstance(line.cell.figure, Count) for line in lines)
    return max([size for size in map(_size, lines) if size], default=1) if is_count else 1


def _value(line: Line) -> tuple[str, str]:
    """What stands at a bar's right: the figure, then its parts. Few: the range leads."""
    if not isinstance(line.cell, Shown):
        return "", ""
    match line.cell.figure:
        case Rate() | MoneyRate() as rate if line.cell.is_cautious:
            return format_interval(rate.low, rate.high), f" · {parts_in_words(rate)}"
        case Rate() | MoneyRate() as rate:
            return format_percent(rate.value), f" · {parts_in_words(rate)}"
        case Count(value=value):
            return format_count(value), ""
    return "", ""


def _size(line: Line) -> float | None:
    match line.cell:
        case Shown(figure=Rate(value=value) | MoneyRate(value=value) | Count(value=value)):
            return value
    return None


def _order(table: PublishedTable) -> list[Line]:
    """Most frequent first, what is not shown last; an order of the dimension's own is kept."""
    lines = read_lines([table])
    if set(table.request.by) & set(_IN_ORDER):
        return lines
    return sorted(lines, key=lambda line: -1 if (size := _size(line)) is None else size, reverse=True)


def describe_mix(table: PublishedTable) -> str:
    """The kind of chart and every bar."""
    bars = "; ".join(f"{line.label}: {_describe_line(line)}" for line in _order(table))
    notes = "".join(f" {upper_first(note)}." for note in dict.fromkeys(map(_note, _order(table))) if note)
    return f"Bar chart of {lower_first(table.definition.title)}. {bars}.{notes}"


def _describe_line(line: Line) -> str:
    return lower_first(describe_cell(line.cell).removesuffix(f" ({_note(line)})"))


def _note(line: Line) -> str:
    """What changed in how a count was made; said once for all bars."""
    match line.cell:
        case Shown(figure=Count(note=note)):
            return note
    return ""


def title_mix(table: PublishedTable) -> str:
    """The most frequent kind where it is clear of the next and all are shown; each of a few in their order.

    Else the measure's title.
    """
    title, lines = table.definition.title, _order(table)
    shown = sorted((line for line in lines if _size(line)), key=lambda line: _size(line) or 0, reverse=True)
    if not shown:
        return title if any(_size(line) == 0 for line in lines) else say_instead(title, lines[0].cell)
    if len(lines) == 1:
        return f"{title}: {_value(lines[0])[0]}"
    if set(table.request.by) & set(_IN_ORDER):
        return f"{title}: {_name_each(lines)}" if len(lines) <= 4 and len(shown) == len(lines) else title
    if len(shown) < 2 or len(shown) < len(lines) or not _is_clear(table, shown[0], shown[1]):
        return title
    return f"{title}: most often {lower_first(shown[0].label)} ({_value(shown[0])[0]})"


def _name_each(lines: list[Line]) -> str:
    return ", ".join(f"{lower_first(line.label)} {_value(line)[0]}" for line in lines)


def _is_clear(table: PublishedTable, first: Line, second: Line) -> bool:
    """Whether the first is ahead by more than chance (rates) or than protection (counts in a release)."""
    match first.cell, second.cell:
        case Shown(figure=Rate(low=low) | MoneyRate(low=low)), Shown(
            figure=Rate(high=high) | MoneyRate(high=high)
        ):
            return low > high
        case Shown(figure=Count(value=most)), Shown(figure=Count(value=next_most)):
            return most - next_most > (0 if table.stamp.kind == "warehouse" else MOST_NOISE)
    return False


def tabulate_mix(table: PublishedTable) -> list[dict[str, str]]:
    """One row for each bar, in the order of the chart."""
    name = " and ".join(dimension.label for dimension in table.request.by) or "Measure"
    return [{name: line.label, **_tabulate_line(table, line)} for line in _order(table)]


def _tabulate_line(table: PublishedTable, line: Line) -> dict[str, str]:
    if table.kind is not Kind.COUNT:
        return tabulate_rate(line.cell)
    return {"Number": _value(line)[0] or tabulate_rate(line.cell)["Share"]}
