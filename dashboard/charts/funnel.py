"""Places about their pooled share: a funnel of what chance alone would do. Never a league table."""

import plotly.graph_objects as go

from dashboard.charts.rates import draw_rates
from dashboard.charts.rows import heading_of, rows_of, tabulate_rate
from dashboard.charts.sheet import LINE, MARKUP, Sheet, quiet
from dashboard.charts.theme import NARROWEST, Theme
from dashboard.wording import (
    format_count,
    format_interval,
    format_percent,
    join_words,
    label_of,
    lower_first,
)
from pipelines.publication import Funnel, FunnelPoint, NoChart, PublishedTable, Standing

_LEFT, _RIGHT, _HEIGHT = 40, 14, 240
_LIMITS = (("low_998", "high_998", "solid"), ("low_95", "high_95", "dot"))


def draw_funnel(table: PublishedTable, theme: Theme, *, fits: int = NARROWEST) -> go.Figure:
    """Each place by how many it has and its share; the limits about everybody's share close in with size.

    Without a funnel: the shares with their ranges, in the order of the names.
    """
    funnel = find_funnel(table)
    if funnel is None:
        return draw_rates([table], theme, fits=fits)
    sheet = Sheet(theme=theme, fits=fits, left=_LEFT, right=_RIGHT)
    sheet.skip(LINE)
    axis = sheet.open_panel(_HEIGHT, (0, 0.25, 0.5, 0.75, 1))
    most = max(point.n for point in funnel.points) * 1.06
    _draw_limits(sheet, axis, funnel, most)
    _draw_places(sheet, axis, funnel)
    _write_below(sheet, funnel, most)
    return sheet.finish(0, most)


def find_funnel(table: PublishedTable) -> Funnel | None:
    """The funnel of a table, where there is one with anything in it."""
    return table.variation if isinstance(table.variation, Funnel) and table.variation.points else None


def _draw_limits(sheet: Sheet, axis: str, funnel: Funnel, most: float) -> None:
    by_size = sorted(funnel.points, key=lambda point: point.n)
    common = {"type": "scatter", "mode": "lines", "yaxis": axis, "hoverinfo": "skip"}
    sizes = [point.n for point in by_size]
    for low, high, dash in _LIMITS:
        for name in (low, high):
            line = {"width": 1.5, "dash": dash, "color": sheet.theme.muted}
            sheet.traces.append(
                {**common, "x": sizes, "y": [getattr(p, name) for p in by_size], "line": line}
            )
    centre = {"width": 1.5, "color": sheet.theme.accent}
    sheet.traces.append({**common, "x": [0, most], "y": [funnel.centre] * 2, "line": centre})


def _draw_places(sheet: Sheet, axis: str, funnel: Funnel) -> None:
    """Filled and named where it lies outside the limits; hollow inside them."""
    outside = [point.standing is not Standing.INSIDE for point in funnel.points]
    sheet.traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "yaxis": axis,
            "x": [point.n for point in funnel.points],
            "y": [point.value for point in funnel.points],
            "cliponaxis": False,
            "text": [f"{name_point(point)}: {_describe(point)}" for point in funnel.points],
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {
                "size": 11,
                "color": sheet.theme.accent,
                "symbol": ["diamond" if is_out else "circle-open" for is_out in outside],
                "line": {"width": 2, "color": sheet.theme.accent},
            },
        }
    )
    _name_places(sheet, funnel)


def _name_places(sheet: Sheet, funnel: Funnel) -> None:
    """Who lies outside, beside its mark; a name moves down where it would stand on the one above it."""
    middle = max(point.n for point in funnel.points) / 2
    lowest = -LINE * 1.0
    for point in sorted(find_outside(funnel), key=lambda point: -point.value):
        down = max((1 - point.value) * _HEIGHT, lowest + LINE)
        lowest = down
        sheet.put_text(f"<b>{name_point(point)}</b>", MARKUP)
        is_right = point.n > middle
        sheet.notes[-1].update(
            x=point.n,
            xref="x",
            xanchor="right" if is_right else "left",
            xshift=-10 if is_right else 10,
            y=sheet.y - _HEIGHT + down,
        )


def _write_below(sheet: Sheet, funnel: Funnel, most: float) -> None:
    sheet.skip(6)
    biggest = max(point.n for point in funnel.points)
    for place, anchor in ((0, "left"), (biggest, "right")):
        sheet.put_text(format_count(place), quiet(sheet.theme))
        sheet.notes[-1].update(x=place, xref="x", xanchor=anchor, xshift=0)
    sheet.skip(LINE)
    for words in (
        "Across: how many each place has. Line: everybody’s share.",
        "Dotted: 95 in 100 places would lie inside by chance. Solid: 998 in 1,000.",
    ):
        sheet.write(words, quiet(sheet.theme))


def find_outside(funnel: Funnel) -> list[FunnelPoint]:
    """Places further from everybody's share than chance would put them, in the table's order."""
    return [point for point in funnel.points if point.standing is not Standing.INSIDE]


def name_point(point: FunnelPoint) -> str:
    """The place, by its most exact name."""
    return label_of(*point.by[-1]) if point.by else "All"


def _describe(point: FunnelPoint) -> str:
    limits = format_interval(point.low_95, point.high_95)
    return f"{format_percent(point.value)} of {format_count(point.n)}, chance {limits}"


def describe_funnel(table: PublishedTable) -> str:
    """The kind of chart, everybody's share, and each place against what chance would do."""
    funnel = find_funnel(table)
    if funnel is None:
        why = f" {table.variation.why}" if isinstance(table.variation, NoChart) else ""
        rows = [f"{heading_of(row)}: {tabulate_rate(row.cell)['Share']}" for row in rows_of(table)]
        return f"Dot chart of {lower_first(table.definition.title)}. {'; '.join(rows)}.{why}"
    places = "; ".join(f"{name_point(point)}: {_describe(point)}" for point in funnel.points)
    return f"Funnel plot. Everybody’s share {format_percent(funnel.centre)}. {places}."


def title_funnel(table: PublishedTable) -> str:
    """Which places lie outside what chance would do; never in an order of merit."""
    title, funnel = table.definition.title, find_funnel(table)
    if funnel is None:
        return title
    outside = find_outside(funnel)
    if not outside:
        return f"{title}: no place differs by more than chance would"
    return f"{title}: {join_words([_say_side(point, funnel) for point in outside])}"


def _say_side(point: FunnelPoint, funnel: Funnel) -> str:
    side = "above" if point.value > funnel.centre else "below"
    return f"{name_point(point)} {side} what chance would do"


def tabulate_funnel(table: PublishedTable) -> list[dict[str, str]]:
    """One row for each place, with what chance alone would do there."""
    funnel = find_funnel(table)
    points: dict[tuple[tuple[str, str], ...], FunnelPoint] = (
        {point.by: point for point in funnel.points} if funnel else {}
    )
    return [
        {"Group": heading_of(row) or "All", **tabulate_rate(row.cell), **_limits_of(points.get(row.by))}
        for row in rows_of(table)
    ]


def _limits_of(point: FunnelPoint | None) -> dict[str, str]:
    if point is None:
        return {"By chance, 95%": "", "Standing": ""}
    return {
        "By chance, 95%": format_interval(point.low_95, point.high_95),
        "Standing": point.standing.label,
    }
