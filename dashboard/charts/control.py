"""Quarter by quarter against what chance would do: a control chart. A change of ways begins a new series."""

from collections.abc import Iterator, Sequence

import plotly.graph_objects as go

from dashboard.charts.curve import fade
from dashboard.charts.quarters import describe_quarters, draw_quarters, tabulate_quarters, title_quarters
from dashboard.charts.sheet import LINE, Sheet, quiet
from dashboard.charts.theme import NARROWEST, Theme
from dashboard.formats import round_half_up
from dashboard.wording import (
    format_count,
    format_interval,
    format_percent,
    format_quarter,
    join_words,
    lower_first,
)
from pipelines.publication import ControlChart, ControlPoint, NoChart, PublishedTable

_LEFT, _RIGHT, _HEIGHT = 40, 14, 170


def draw_control(table: PublishedTable, theme: Theme, *, fits: int = NARROWEST) -> go.Figure:
    """Quarters with the limits that hold for each; outside them filled, else hollow.

    Without a control chart: the quarters with their ranges.
    """
    chart = find_control(table)
    if chart is None:
        return draw_quarters(table, theme, fits=fits)
    sheet = Sheet(theme=theme, fits=fits, left=_LEFT, right=_RIGHT)
    sheet.skip(LINE)
    top = _top(chart)
    names = () if chart.method == "p" else ("0", _say(chart, top / 2), _say(chart, top))
    axis = sheet.open_panel(_HEIGHT, (0, 0.5, 1), names)
    places = {point.quarter: place for place, point in enumerate(chart.points)}
    for series in split_series(chart.points):
        _draw_series(sheet, axis, [places[point.quarter] for point in series], series, top)
    _write_below(sheet, chart, places)
    return sheet.finish(-0.6, len(chart.points) - 0.4)


def find_control(table: PublishedTable) -> ControlChart | None:
    """The control chart of a table, where there is one with anything in it."""
    return table.variation if isinstance(table.variation, ControlChart) and table.variation.points else None


def _top(chart: ControlChart) -> float:
    return 1.0 if chart.method == "p" else max(max(point.high, point.value) for point in chart.points) or 1.0


def split_series(points: Sequence[ControlPoint]) -> Iterator[list[ControlPoint]]:
    """Quarters that belong together: a change of ways begins a new series."""
    series: list[ControlPoint] = []
    for point in points:
        if series and point.series_break:
            yield series
            series = []
        series.append(point)
    if series:
        yield series


def _draw_series(
    sheet: Sheet, axis: str, places: Sequence[int], series: Sequence[ControlPoint], top: float
) -> None:
    """The limits as a stepped band, the centre as a line, then the quarters."""
    edges = [place + side for place in places for side in (-0.5, 0.5)]
    common = {"type": "scatter", "yaxis": axis, "mode": "lines", "hoverinfo": "skip"}
    lows = [max(0.0, point.low / top) for point in series for _ in (0, 1)]
    highs = [min(1.0, point.high / top) for point in series for _ in (0, 1)]
    band = {"x": edges + edges[::-1], "y": lows + highs[::-1], "fill": "toself", "line": {"width": 0}}
    colour = sheet.theme.accent
    sheet.traces.append({**common, **band, "fillcolor": fade(sheet.theme.context)})
    centre = {"x": edges, "y": [point.centre / top for point in series for _ in (0, 1)]}
    sheet.traces.append({**common, **centre, "line": {"width": 1, "dash": "dot", "color": sheet.theme.muted}})
    sheet.traces.append(
        {
            "type": "scatter",
            "yaxis": axis,
            "mode": "lines+markers",
            "x": list(places),
            "y": [point.value / top for point in series],
            "cliponaxis": False,
            "line": {"width": 2, "color": colour},
            "marker": {
                "size": [12 if point.is_outside else 8 for point in series],
                "color": colour,
                "symbol": ["diamond" if point.is_outside else "circle-open" for point in series],
            },
            "text": [_describe_point(point) for point in series],
            "hovertemplate": "%{text}<extra></extra>",
        }
    )


def _write_below(sheet: Sheet, chart: ControlChart, places: dict[str, int]) -> None:
    sheet.skip(6)
    years = [(place, quarter[:4]) for quarter, place in places.items() if quarter.endswith("Q1")]
    for place, words in years or [(0, format_quarter(chart.points[0].quarter, short=True))]:
        sheet.put_text(words, quiet(sheet.theme))
        sheet.notes[-1].update(x=place, xref="x", xanchor="center" if years else "left", xshift=0)
    sheet.skip(LINE + 4)
    sheet.write("Shaded: where quarters would lie by chance alone.", quiet(sheet.theme))
    for point in chart.points:
        if point.series_break:
            start = format_quarter(point.quarter, short=True)
            sheet.write(f"From {start} a new series: {point.series_break}.", quiet(sheet.theme))


def _describe_point(point: ControlPoint) -> str:
    is_share = point.value <= 1 and point.n is not None
    value = format_percent(point.value) if is_share else str(round_half_up(point.value))
    limits = (
        format_interval(max(0.0, point.low), min(1.0, point.high))
        if is_share
        else f"{round_half_up(max(0.0, point.low))} to {round_half_up(point.high)}"
    )
    return f"{format_quarter(point.quarter, short=True)}: {value}, chance {limits}"


def _say(chart: ControlChart, value: float) -> str:
    return format_percent(value) if chart.method == "p" else format_count(int(round_half_up(value)))


def find_outside_quarters(chart: ControlChart) -> list[ControlPoint]:
    """Quarters further from the centre than chance would put them."""
    return [point for point in chart.points if point.is_outside]


def describe_control(table: PublishedTable) -> str:
    """The kind of chart and every quarter against its limits."""
    chart = find_control(table)
    if chart is None:
        why = f" {table.variation.why}" if isinstance(table.variation, NoChart) else ""
        return describe_quarters(table) + why
    quarters = "; ".join(map(_describe_point, chart.points))
    return f"Control chart by quarter of {lower_first(table.definition.title)}. {quarters}."


def title_control(table: PublishedTable) -> str:
    """Which quarters lie outside what chance would do; else that none does."""
    chart = find_control(table)
    if chart is None:
        return title_quarters(table)
    outside = [format_quarter(point.quarter, short=True) for point in find_outside_quarters(chart)]
    if not outside:
        return f"{table.definition.title}: no quarter differs by more than chance would"
    return f"{table.definition.title}: outside what chance would do in {join_words(outside)}"


def tabulate_control(table: PublishedTable) -> list[dict[str, str]]:
    """One row for each quarter, with what chance alone would do in it."""
    chart = find_control(table)
    if chart is None:
        return tabulate_quarters(table)
    return [
        {
            "Quarter": format_quarter(point.quarter),
            "Figure": _describe_point(point).partition(": ")[2].partition(", chance ")[0],
            "By chance": _describe_point(point).partition(", chance ")[2],
            "Of": format_count(point.n) if point.n is not None else "",
            "Outside": "yes" if point.is_outside else "no",
        }
        for point in chart.points
    ]
