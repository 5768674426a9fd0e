"""How soon: the share that met it by each day, in steps with a band, as far as enough are still followed."""

from collections.abc import Sequence
from math import ceil

import plotly.graph_objects as go

from dashboard.charts.fitting import measure_text
from dashboard.charts.risk_table import find_curve, pair_rows, start_of, tabulate_risk
from dashboard.charts.rows import heading_of, rows_of, say_instead
from dashboard.charts.sheet import LABEL, LINE, MARKUP, Sheet, quiet
from dashboard.charts.theme import NARROWEST, SMALL, Theme
from dashboard.wording import (
    describe_cell,
    format_count,
    format_days,
    format_interval,
    format_percent,
    lower_first,
    words_in_place,
)
from pipelines.publication import Curve, CurvePoint, PublishedRow, PublishedTable

HORIZONS = (6, 3, 1)
"""Months a title may speak of, the preferred first: half of the usual twelve, when most are followed."""

_LEFT, _RIGHT, _HEIGHT = 40, 12, 240

_ROOM = 22 / _HEIGHT
"""The height a text needs under a line, as a share of the panel."""


def draw_curve(
    table: PublishedTable, theme: Theme, earlier: PublishedTable | None = None, *, fits: int = NARROWEST
) -> go.Figure:
    """The period's curve, solid; the period before, dashed. Neither goes on where it is too soon to say.

    One panel for each row, all on the same scale.
    """
    sheet = Sheet(theme=theme, fits=fits, left=_LEFT, right=_RIGHT)
    pairs = pair_rows(table, earlier)
    months = choose_months([curve for pair in pairs for row in pair if (curve := find_curve(row))])
    for row, before in pairs:
        sheet.write(heading_of(row), LABEL)
        curve = find_curve(row)
        if curve is None:
            sheet.write(words_in_place(row.cell) or "Too soon to say", quiet(theme))
        else:
            _draw_panel(sheet, months, curve, find_curve(before))
            if before and not find_curve(before):
                sheet.write(f"Period before: {lower_first(words_in_place(before.cell))}.", quiet(theme))
        sheet.skip(6)
    return sheet.finish(0, day_of(months[-1]))


def _draw_panel(sheet: Sheet, months: Sequence[int], curve: Curve, before: Curve | None) -> None:
    sheet.skip(LINE)
    axis = sheet.open_panel(_HEIGHT, (0, 0.25, 0.5, 0.75, 1))
    if before:
        _draw_steps(sheet, axis, before, is_earlier=True)
    _draw_steps(sheet, axis, curve, is_earlier=False)
    _label_ends(sheet, curve, before, day_of(months[-1]))
    _write_below(sheet, months, curve)


def choose_months(curves: Sequence[Curve]) -> list[int]:
    """Months on the axis: one year by quarters at least, else as many whole years as are followed."""
    years = max(1, ceil(max((curve.stops_at_day for curve in curves), default=0) / day_of(12)))
    return list(range(0, years * 12 + 1, 3 * years))


def day_of(month: int) -> int:
    """The day by which so many months are over, as the measures count them: 90, 180, 365 and so on."""
    return month // 12 * 365 + month % 12 * 30


def _draw_steps(sheet: Sheet, axis: str, curve: Curve, *, is_earlier: bool) -> None:
    """The band first, as the area between its two ends, then the line over it.

    Where only the ends of quarters are known, those are marks, and a dotted line leads from one to the next:
    steps would say that nothing happens for three months, and then everything on one day.
    """
    points = _drawn(curve)
    colour = sheet.theme.muted if is_earlier else sheet.theme.accent
    common = {"type": "scatter", "mode": "lines", "x": [point.day for point in points], "yaxis": axis}
    shape = "linear" if curve.is_protected else "hv"
    edge = {"shape": shape, "width": 0, "color": colour}
    dash = "dash" if is_earlier else "dot" if curve.is_protected else "solid"
    line = {"shape": shape, "width": 2 if is_earlier else 3, "dash": dash}
    told = [_describe_point(point) for point in points]
    sheet.traces += [
        {**common, "y": [point.low for point in points], "line": edge, "hoverinfo": "skip"},
        {
            **common,
            "y": [point.high for point in points],
            "line": edge,
            "fill": "tonexty",
            "fillcolor": fade(colour),
            "hoverinfo": "skip",
        },
        {
            **common,
            "y": [point.share for point in points],
            "line": {**line, "color": colour},
            "text": told,
            "hovertemplate": "%{text}<extra></extra>",
        },
    ]
    if curve.is_protected:
        marks = {"mode": "markers", "marker": {"symbol": "circle", "size": 10, "color": colour}}
        sheet.traces.append({**sheet.traces[-1], **marks, "cliponaxis": False})


def fade(colour: str) -> str:
    """A colour as the faint fill of its own band."""
    return f"rgba({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))}, 0.18)"


def _describe_point(point: CurvePoint) -> str:
    return f"Day {point.day}: {format_percent(point.share)} ({format_interval(point.low, point.high)})"


def _drawn(curve: Curve) -> list[CurvePoint]:
    """The steps that may be drawn, from day 0 on."""
    points = [point for point in curve.points if point.day <= curve.stops_at_day]
    return points if points and points[0].day == 0 else [start_of(curve), *points]


def _label_ends(sheet: Sheet, curve: Curve, before: Curve | None, end: int) -> None:
    """The last share beside each line: above for the higher of the two, below for the other."""
    point = _drawn(curve)[-1]
    if before is None:
        told = f"{format_percent(point.share)} ({format_interval(point.low, point.high)})"
        _put_label(sheet, told, (curve,), end, is_above=True)
        return
    last = point.share
    day = min(curve.stops_at_day, before.stops_at_day)
    is_above = (_share_at(curve, day), last) >= (_share_at(before, day), _drawn(before)[-1].share)
    mine = _put_label(sheet, f"This period {format_percent(last)}", (curve, before), end, is_above=is_above)
    told = f"Period before {format_percent(_drawn(before)[-1].share)}"
    theirs = _put_label(sheet, told, (before, curve), end, is_above=not is_above)
    sheet.notes[-1]["font"] = {"size": SMALL, "color": sheet.theme.muted}
    if abs(mine - theirs) < LINE:
        sheet.notes[-1]["y"] = min(mine, theirs) - LINE


def _share_at(curve: Curve, day: int) -> float:
    return [point.share for point in _drawn(curve) if point.day <= day][-1]


def _put_label(sheet: Sheet, words: str, curves: Sequence[Curve], end: int, *, is_above: bool) -> float:
    """At the end of the first curve, where on the narrowest screen no line or band runs through it.

    Gives its height on the sheet.
    """
    width = (measure_text(words, bold=True) + 5) / sheet.plot * end
    last = _drawn(curves[0])[-1].day
    left = max(last - width, 0) if is_above else min(max(last, _last_low(curves)), end - width)
    share = _free_share(curves, left, left + width, is_above=is_above)
    height = sheet.y - share * _HEIGHT + (-10 if is_above else 12)
    sheet.put_text(f"<b>{words}</b>", MARKUP)
    sheet.notes[-1].update(
        x=left + width if is_above else left,
        xref="x",
        xanchor="right" if is_above else "left",
        xshift=0 if is_above else 5,
        y=height,
        font={"size": SMALL, "color": sheet.theme.accent},
    )
    return height


def _last_low(curves: Sequence[Curve]) -> int:
    """The last day on which a band is too near the axis for a text to stand under it."""
    return max((p.day for points in map(_drawn, curves) for p in points if p.low < _ROOM), default=0)


def _free_share(curves: Sequence[Curve], left: float, right: float, *, is_above: bool) -> float:
    """The height that no band of the curves reaches between two days."""
    highs, lows = [], []
    for points in map(_drawn, curves):
        start = [point for point in points if point.day <= left][-1:] or points[:1]
        within = [*start, *(point for point in points if left < point.day <= right)]
        highs += [point.high for point in within]
        lows += [point.low for point in within]
    return max(highs) if is_above else max(min(lows), _ROOM)


def _write_below(sheet: Sheet, months: Sequence[int], curve: Curve) -> None:
    sheet.skip(4)
    for month in months:
        sheet.put_text(str(month), quiet(sheet.theme))
        sheet.notes[-1].update(x=day_of(month), xref="x", xanchor="center", xshift=0)
    sheet.skip(LINE)
    sheet.write("Months since the start", quiet(sheet.theme), inside=True)
    if curve.is_protected:
        sheet.write(
            "Marks are what is known; the dotted line only leads from one to the next.", quiet(sheet.theme)
        )
    if curve.stops_at_day < day_of(months[-1]):
        sheet.skip(4)
        days = format_days(curve.stops_at_day)
        sheet.write(f"The line stops after {days}. Later is too soon to say.", quiet(sheet.theme))


def describe_curve(table: PublishedTable, earlier: PublishedTable | None = None) -> str:
    """The kind of chart, and the share by each quarter of a year as far as it can be said."""
    told = [_describe_pair(table, row, before) for row, before in pair_rows(table, earlier)]
    return " ".join(["Curve over time.", *told])


def _describe_pair(table: PublishedTable, row: PublishedRow, before: PublishedRow | None) -> str:
    name, curve, past = heading_of(row) or table.definition.title, find_curve(row), find_curve(before)
    if curve is None:
        return f"{say_instead(name, row.cell)}."
    told = f"{name}, {format_count(curve.n)} followed: {_describe_curve(curve)}."
    if before is None:
        return told
    words = _describe_curve(past) if past else lower_first(describe_cell(before.cell))
    return f"{told} The period before: {words}."


def _describe_curve(curve: Curve) -> str:
    found = [(month, curve.at(day_of(month))) for month in choose_months([curve])[1:]]
    told = [
        f"{format_percent(point.share)} ({format_interval(point.low, point.high)}) within {month} months"
        for month, point in found
        if point
    ]
    stops = f"stops after {format_days(curve.stops_at_day)}, later is too soon to say"
    return "; ".join([*told, stops])


def title_curve(table: PublishedTable) -> str:
    """The share at the preferred horizon that the curve reaches; too soon where it reaches none."""
    rows = rows_of(table)
    curve = find_curve(rows[0])
    if len(rows) > 1:
        return table.definition.title
    if curve is None:
        return say_instead(table.definition.title, rows[0].cell)
    for months in HORIZONS:
        if point := curve.at(day_of(months)):
            share = format_percent(point.share)
            return f"{table.definition.title}: {share} within {months} month{'s' if months > 1 else ''}"
    return f"{table.definition.title}: too soon to say"


def tabulate_curve(table: PublishedTable, earlier: PublishedTable | None = None) -> list[dict[str, str]]:
    """The risk table: months as columns; shares, still followed, met and ended another way as rows."""
    pairs = pair_rows(table, earlier)
    months = choose_months([curve for pair in pairs for row in pair if (curve := find_curve(row))])
    days = {str(month): day_of(month) for month in months}
    lines = []
    for row, before in pairs:
        group = {"Group": heading_of(row)} if row.by else {}
        lines += tabulate_risk(table, row, {**group, **({"Period": "This period"} if earlier else {})}, days)
        if before:
            lines += tabulate_risk(table, before, {**group, "Period": "Period before"}, days)
    return lines
