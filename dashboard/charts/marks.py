"""Ratios, gaps, scores, bounds, days, amounts: a mark and its range on one scale. Groups keep their order."""

from collections.abc import Sequence
from itertools import groupby

import plotly.graph_objects as go

from dashboard.charts.rows import Line, read_lines, responses_in_words, say_instead
from dashboard.charts.scales import Mark, Scale, choose_scale, find_mark
from dashboard.charts.sheet import LABEL, LINE, Sheet, Style, quiet
from dashboard.charts.theme import NARROWEST, Theme
from dashboard.wording import (
    describe_cell,
    format_count,
    is_verdict_withheld,
    join_words,
    lower_first,
    marker,
    words_in_place,
)
from pipelines.publication import LARGEST_P, Count, Money, PublishedTable, Ratio, Shown, UnitCost

_EDGE = 7
"""Half a mark, so that one at either end is drawn whole."""


def draw_marks(tables: Sequence[PublishedTable], theme: Theme, *, fits: int = NARROWEST) -> go.Figure:
    """One line for each figure: its words above, its range as a band and its mark below."""
    sheet = Sheet(theme=theme, fits=fits, left=_EDGE, right=_EDGE)
    lines = read_lines(tables)
    scale = choose_scale([line.cell for line in lines])
    start = sheet.y
    for heading, group in groupby(lines, key=lambda line: line.heading):
        sheet.write(heading, LABEL)
        sheet.skip(4 if heading else 0)
        for line in group:
            _draw_line(sheet, line, scale, Style(bold=not heading))
        sheet.skip(6 if heading else 0)
    if scale is not None:
        _draw_scale(sheet, scale, start)
    for words in responses_in_words(lines):
        sheet.write(words, quiet(theme))
    return sheet.finish()


def _draw_line(sheet: Sheet, line: Line, scale: Scale | None, style: Style) -> None:
    mark = find_mark(line.cell)
    if mark is None or scale is None:
        sheet.write(line.label, style)
        sheet.write(words_in_place(line.cell) or describe_cell(line.cell), quiet(sheet.theme))
        sheet.skip(10)
        return
    sheet.write_pair(line.label, style, mark.lead, f" · {mark.parts}")
    sheet.skip(1)
    _draw_mark(sheet, line, mark, scale)
    sheet.skip(22)


def _draw_mark(sheet: Sheet, line: Line, mark: Mark, scale: Scale) -> None:
    """The range as a band and the figure on it; hollow and grey where there are few."""
    look, is_cautious = sheet.theme.look(line.perspective), line.is_cautious
    colour = sheet.theme.context if is_cautious else look.colour
    low, value, high = (scale.place(number) for number in (mark.low, mark.value, mark.high))
    sheet.skip(3)
    sheet.put_bar(0, 1, colour=sheet.theme.track, thickness=6)
    sheet.skip(1)
    sheet.put_bar(low, high - low, colour=colour, thickness=4)
    sheet.skip(-1)
    sheet.traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [value],
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


def _draw_scale(sheet: Sheet, scale: Scale, start: float) -> None:
    """The ticks below, and a line down the chart at what the figures are set against."""
    if scale.middle is not None:
        # Words over the line stay readable: each hides the piece behind it.
        for note in sheet.notes:
            note["bgcolor"] = sheet.theme.card
        place = scale.place(scale.middle)
        line = {"color": sheet.theme.muted, "width": 1, "dash": "dot"}
        ends = {"x0": place, "x1": place, "y0": start, "y1": sheet.y}
        sheet.shapes.append(
            {"type": "line", "xref": "x", "yref": "y", "layer": "below", "line": line, **ends}
        )
    for value, words in scale.ticks:
        place = scale.place(value)
        anchor, shift = {0.0: ("left", -_EDGE), 1.0: ("right", _EDGE)}.get(place, ("center", 0))
        sheet.put_text(words, quiet(sheet.theme))
        sheet.notes[-1].update(x=place, xanchor=anchor, xshift=shift)
    sheet.skip(LINE + 6)


def describe_marks(tables: Sequence[PublishedTable]) -> str:
    """The kind of chart and every figure with its range and parts."""
    about = f" of {lower_first(tables[0].definition.title)}" if len(tables) == 1 else ""
    told = []
    for heading, group in groupby(read_lines(tables), key=lambda line: line.heading):
        cells = "; ".join(f"{line.label}: {lower_first(describe_cell(line.cell))}" for line in group)
        told.append(f"{heading.rstrip('.')}: {cells}." if heading else f"{cells}.")
    return " ".join([f"Chart of figures with their ranges{about}.", *told])


def title_marks(tables: Sequence[PublishedTable]) -> str:
    """One figure is said; of groups against everybody, which clearly differ; else only what is drawn."""
    lines = read_lines(tables)
    title = tables[0].definition.title if len(tables) == 1 else f"{len(tables)} measures"
    shown = [line for line in lines if isinstance(line.cell, Shown)]
    if not shown:
        return say_instead(title, lines[0].cell) if lines else title
    if all(is_verdict_withheld(line.response) for line in shown):
        return f"{title}: too few answered to draw a conclusion"
    ratios = [line for line in shown if _is_against_everybody(line)]
    if ratios:
        # "Entering the programme: each group against everybody" names the measure, and then how it is read.
        return f"{title.partition(':')[0]}: {_say_who_differs(ratios)}"
    if len(lines) > 3 or not all(map(_lead, shown)):
        return title
    return f"{title}: {join_words([_tell(line, among=len(lines)) for line in shown])}"


def _tell(line: Line, *, among: int) -> str:
    """The figure behind its group's name. An amount names its currency itself, and that it is the middle."""
    match line.cell:
        case Shown(figure=Money() as money):
            return f"middle amount {_lead(line)} (of {format_count(money.n)})"
    return f"{lower_first(line.label)} {_lead(line)}" if among > 1 else _lead(line)


def _lead(line: Line) -> str:
    mark = find_mark(line.cell)
    if mark is not None:
        return mark.lead
    match line.cell:
        case Shown(figure=UnitCost() | Count() as figure):
            return describe_cell(Shown(figure=figure))
        case _:
            return ""


def _is_against_everybody(line: Line) -> bool:
    return (
        isinstance(line.cell, Shown)
        and isinstance(line.cell.figure, Ratio)
        and line.cell.figure.overall is not None
    )


def _is_called(line: Line) -> bool:
    figure = line.cell.figure if isinstance(line.cell, Shown) else None
    return isinstance(figure, Ratio) and (figure.p_adjusted is None or figure.p_adjusted <= LARGEST_P)


def _say_who_differs(lines: Sequence[Line]) -> str:
    """A group differs clearly where its interval lies on one side, of all groups looked at together."""
    called = [line for line in lines if _is_called(line)]
    low = [line.label for line in called if (mark := find_mark(line.cell)) and mark.high < 1]
    high = [line.label for line in called if (mark := find_mark(line.cell)) and mark.low > 1]
    if not low and not high:
        return "no group clearly differs from everybody"
    if len(low) + len(high) > 3:
        return f"{format_count(len(low) + len(high))} of {format_count(len(lines))} groups clearly differ"
    sides = [(low, "below"), (high, "above")]
    return ", ".join(f"{join_words(names)} clearly {side} everybody" for names, side in sides if names)


def tabulate_marks(tables: Sequence[PublishedTable]) -> list[dict[str, str]]:
    """One row for each figure, in the order of the chart."""
    lines = read_lines(tables)
    has_heading = any(line.heading for line in lines)
    return [{**_name(line, has_heading=has_heading), **_tabulate(line)} for line in lines]


def _name(line: Line, *, has_heading: bool) -> dict[str, str]:
    if not has_heading:
        return {"Group": line.label}
    return {"Measure": line.heading or line.label, "Group": line.label if line.heading else "All"}


def _tabulate(line: Line) -> dict[str, str]:
    mark = find_mark(line.cell)
    if mark is None:
        words = describe_cell(line.cell) if isinstance(line.cell, Shown) else marker(line.cell)
        return {"Figure": words, "Range": "", "From": ""}
    return {"Figure": mark.lead, "Range": mark.ends, "From": mark.parts}
