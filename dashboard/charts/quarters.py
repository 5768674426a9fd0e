"""A rate from quarter to quarter, one panel for each perspective, all on the same scale."""

from collections.abc import Iterator, Sequence
from math import ceil

import plotly.graph_objects as go

from dashboard.charts.curve import fade
from dashboard.charts.fitting import measure_text
from dashboard.charts.quarter_rows import (
    Panel,
    Quarter,
    explain_not_shown,
    read_panels,
    runs_not_shown,
    without_rows,
)
from dashboard.charts.rows import say_instead, tabulate_rate
from dashboard.charts.sheet import LINE, MARKUP, Sheet, Style, quiet
from dashboard.charts.theme import NARROWEST, Theme
from dashboard.wording import (
    change_in_words,
    describe_cell,
    format_interval,
    format_percent,
    format_quarter,
    is_verdict_withheld,
    join_words,
    lower_first,
    marker,
    response_in_words,
    words_in_place,
)
from pipelines.publication import PublishedTable, Shown

Break = tuple[str, str]
"""The quarter a new series begins with, and why, in words."""

_LEFT, _RIGHT, _HEIGHT = 40, 14, 110


def draw_quarters(
    table: PublishedTable, theme: Theme, breaks: Sequence[Break] = (), *, fits: int = NARROWEST
) -> go.Figure:
    """Lines with bands; quarters that are kept back are shaded and named, never drawn as a fall."""
    sheet = Sheet(theme=theme, fits=fits, left=_LEFT, right=_RIGHT)
    panels = read_panels(table)
    for panel in panels:
        _draw_panel(sheet, panel, breaks)
    if not panels:
        sheet.write(words_in_place(without_rows(table)) or "No quarters in this selection", quiet(theme))
    for quarter, words in breaks:
        sheet.write(f"Dashed line: from {format_quarter(quarter, short=True)}, {words}.", quiet(theme))
    last = max((len(panel.quarters) for panel in panels), default=1) - 1
    return sheet.finish(-0.6, last + 0.6)


def _draw_panel(sheet: Sheet, panel: Panel, breaks: Sequence[Break]) -> None:
    look = sheet.theme.look(panel.perspective)
    sheet.write(panel.label, Style(size=14, bold=True, colour=look.colour))
    if panel.shown:
        sheet.skip(LINE)
        axis = sheet.open_panel(_HEIGHT)
        _shade_not_shown(sheet, panel)
        starts = {quarter for quarter, _ in breaks}
        for series in _series(panel, starts):
            _draw_series(sheet, axis, panel, series)
        _draw_breaks(sheet, panel, starts)
        _label_last(sheet, panel)
        _write_years(sheet, panel)
    words = explain_not_shown(panel)
    sheet.write(f"Shaded: {words}." if words and panel.shown else words, quiet(sheet.theme))
    sheet.skip(14)


def _series(panel: Panel, starts: set[str]) -> Iterator[list[Quarter]]:
    """Quarters that may be joined by a line: shown, next to each other, and no new series between."""
    series: list[Quarter] = []
    for quarter in panel.quarters:
        if series and (not quarter.rate or quarter.code in starts):
            yield series
            series = []
        if quarter.rate:
            series.append(quarter)
    if series:
        yield series


def _draw_series(sheet: Sheet, axis: str, panel: Panel, series: Sequence[Quarter]) -> None:
    """The band, then line and markers; a quarter alone gets its interval as an upright line."""
    look = sheet.theme.look(panel.perspective)
    rates = [quarter.rate for quarter in series if quarter.rate]
    places = [quarter.place for quarter in series]
    common = {"type": "scatter", "yaxis": axis, "mode": "lines", "hoverinfo": "skip"}
    if len(series) == 1:
        ends = [rates[0].low, rates[0].high]
        upright = {"x": places * 2, "y": ends, "line": {"width": 6, "color": fade(look.colour)}}
        sheet.traces.append({**common, **upright})
    else:
        round_ = [rate.low for rate in rates] + [rate.high for rate in reversed(rates)]
        area = {"x": places + places[::-1], "y": round_, "fill": "toself", "fillcolor": fade(look.colour)}
        sheet.traces.append({**common, **area, "line": {"width": 0}})
    sheet.traces.append(
        {
            "type": "scatter",
            "yaxis": axis,
            "mode": "lines+markers",
            "x": places,
            "y": [rate.value for rate in rates],
            "cliponaxis": False,
            "line": {"width": 2, "color": look.colour, "dash": look.dash},
            "marker": {"size": 7, "color": look.colour, "symbol": [_symbol(look.marker, q) for q in series]},
            "text": [f"{format_quarter(q.code, short=True)}: {describe_cell(q.cell)}" for q in series],
            "hovertemplate": "%{text}<extra></extra>",
        }
    )


def _symbol(symbol: str, quarter: Quarter) -> str:
    """Few: hollow."""
    is_cautious = isinstance(quarter.cell, Shown) and quarter.cell.is_cautious
    return f"{symbol}-open" if is_cautious else symbol


def _shade_not_shown(sheet: Sheet, panel: Panel) -> None:
    for run in runs_not_shown(panel):
        ends = {"x0": run[0].place - 0.5, "x1": run[-1].place + 0.5, "y0": sheet.y - _HEIGHT, "y1": sheet.y}
        fill = {"fillcolor": sheet.theme.track, "line": {"width": 0}, "layer": "below"}
        sheet.shapes.append({"type": "rect", "xref": "x", "yref": "y", **ends, **fill})
        mark = marker(run[0].cell)
        if measure_text(mark) <= len(run) * sheet.plot / (len(panel.quarters) + 0.2):
            sheet.put_text(mark, quiet(sheet.theme), lift=LINE + 4)
            middle = (run[0].place + run[-1].place) / 2
            sheet.notes[-1].update(x=middle, xref="x", xanchor="center", xshift=0)


def _draw_breaks(sheet: Sheet, panel: Panel, starts: set[str]) -> None:
    for quarter in panel.quarters:
        if quarter.code in starts:
            place = quarter.place - 0.5
            ends = {"x0": place, "x1": place, "y0": sheet.y - _HEIGHT, "y1": sheet.y}
            line = {"color": sheet.theme.muted, "width": 1.5, "dash": "dash"}
            sheet.shapes.append({"type": "line", "xref": "x", "yref": "y", "line": line, **ends})


def _label_last(sheet: Sheet, panel: Panel) -> None:
    """The last rate, above every band it stands over."""
    last = panel.shown[-1]
    assert last.rate is not None
    words = format_percent(last.rate.value)
    span = measure_text(words, bold=True) / sheet.plot * len(panel.quarters) + 1
    near = [q.rate.high for q in panel.shown if q.rate and abs(q.place - last.place) <= span]
    sheet.put_text(f"<b>{words}</b>", MARKUP)
    sheet.notes[-1].update(
        x=last.place,
        xref="x",
        xanchor="right" if last.place else "left",
        xshift=12 if last.place else -12,
        y=sheet.y - max(near) * _HEIGHT - 10,
    )
    sheet.notes[-1]["font"] = {"size": 14, "color": sheet.theme.look(panel.perspective).colour}


def _write_years(sheet: Sheet, panel: Panel) -> None:
    """Each year under its first quarter; the first quarter itself where no year begins."""
    years = [(q.place, q.code[:4]) for q in panel.quarters if q.code.endswith("Q1")]
    every = ceil(len(years) * 44 / sheet.plot) or 1
    sheet.skip(6)
    for place, words in years[::every] or [(0, format_quarter(panel.quarters[0].code, short=True))]:
        sheet.put_text(words, quiet(sheet.theme))
        sheet.notes[-1].update(x=place, xref="x", xanchor="center" if years else "left", xshift=0)
    sheet.skip(LINE + 4)


def describe_quarters(table: PublishedTable) -> str:
    """The kind of chart; of each panel the first and the latest quarter shown, and the span between."""
    panels = read_panels(table)
    if not panels:
        return f"Line chart by quarter. {say_instead(table.definition.title, without_rows(table))}."
    told = " ".join(_describe_panel(panel) for panel in panels)
    return f"Line chart by quarter of {lower_first(table.definition.title)}. {told}"


def _describe_panel(panel: Panel) -> str:
    name = f"{panel.label}: " if panel.label else ""
    kept_back = explain_not_shown(panel)
    if not panel.shown:
        return f"{name}{lower_first(kept_back)}."
    first, last = panel.shown[0], panel.shown[-1]
    values = [quarter.rate.value for quarter in panel.shown if quarter.rate]
    ends = join_words([_describe_quarter(quarter) for quarter in dict.fromkeys((first, last))])
    span = f"; in all quarters shown {format_interval(min(values), max(values))}" if len(values) > 2 else ""
    return f"{name}{ends}{span}{f'; {kept_back}' if kept_back else ''}."


def _describe_quarter(quarter: Quarter) -> str:
    rate = quarter.rate
    assert rate is not None
    told = f"{format_percent(rate.value)} ({format_interval(rate.low, rate.high)})"
    return f"{told} in {format_quarter(quarter.code)}"


def title_quarters(table: PublishedTable) -> str:
    """The latest quarter shown; a change only as the published verdict says it."""
    title, panels = table.definition.title, read_panels(table)
    shown = [(panel.label, panel.shown[-1]) for panel in panels if panel.shown]
    if not shown:
        return say_instead(title, panels[0].quarters[-1].cell if panels else without_rows(table))
    if len(panels) > 1:
        return f"{title}, latest quarter shown: {join_words([_name_latest(*one) for one in shown])}"
    latest = shown[0][1]
    assert latest.rate is not None
    if is_verdict_withheld(latest.row.response):
        return f"{title}: too few answered to draw a conclusion"
    change = change_in_words(latest.row.change, latest.row.response)
    told = f", {lower_first(change.lstrip('▲▼■ '))}" if change else ""
    return f"{title}: {format_percent(latest.rate.value)} in {format_quarter(latest.code)}{told}"


def _name_latest(label: str, quarter: Quarter) -> str:
    assert quarter.rate is not None
    return f"{lower_first(label)} {format_percent(quarter.rate.value)}"


def tabulate_quarters(table: PublishedTable) -> list[dict[str, str]]:
    """One row for each panel and quarter, kept back or shown."""
    panels = read_panels(table)
    has_label = any(panel.label for panel in panels)
    rows = [(panel, quarter) for panel in panels for quarter in panel.quarters]
    has_response = any(quarter.row.response for _, quarter in rows)
    return [
        {
            **({"Group": panel.label} if has_label else {}),
            "Quarter": format_quarter(quarter.code),
            **tabulate_rate(quarter.cell),
            **({"Answered": _answered(quarter)} if has_response else {}),
        }
        for panel, quarter in rows
    ] or [{"Quarter": table.period_label, **tabulate_rate(without_rows(table))}]


def _answered(quarter: Quarter) -> str:
    return response_in_words(quarter.row.response) if quarter.row.response else ""
