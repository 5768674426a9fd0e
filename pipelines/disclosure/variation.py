"""Funnels and control charts, made of cells that have been through the gate: no count is read behind them.

What may not be called (few answered, too few, too soon) is in no chart. Where there are too few points or
conferences, nothing is drawn and the reason is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipelines.errors import UsageError
from pipelines.measures.answers import CURRENCY
from pipelines.measures.periods import quarter_of_month
from pipelines.measures.statistics import adjust_benjamini_hochberg
from pipelines.measures.statistics.control import (
    MIN_CHART_POINTS,
    MIN_CONFERENCES_A_YEAR,
    Limits,
    binomial_p,
    funnel_limits,
    is_enough_for_charts,
    p_chart,
    xmr_chart,
)
from pipelines.publication import (
    ControlChart,
    ControlPoint,
    Count,
    Days,
    Funnel,
    FunnelPoint,
    Kind,
    NoCases,
    NoChart,
    PublishedRow,
    Rate,
    Request,
    Shown,
    Standing,
    Variation,
    is_verdict_withheld,
)
from pipelines.vocabulary import Dimension, Unknown

OVER_TIME = (Dimension.PERIOD,)
OF_GROUPS = ((Dimension.SITE,), (Dimension.PROGRAMME,), (Dimension.PROGRAMME, Dimension.SITE))
"""What a funnel may set side by side: services, never people who work in them."""

Breaks = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, kw_only=True)
class Behind:
    """What decides whether rows may be drawn, and where a series ends."""

    as_of: date
    conferences: float
    """How many a year the selection holds."""
    breaks: Breaks = field(default_factory=dict)
    """Programme → month and name of each new way of working."""


def check_variation(request: Request) -> None:
    """Raises `UsageError` where neither a funnel nor a control chart can be meant."""
    if request.variation and request.by not in (OVER_TIME, *OF_GROUPS):
        raise UsageError(
            f"{request.measure}: a funnel or control chart needs one breakdown. "
            "Allowed: by period (control chart); by site, by programme, or by programme and site (funnel)."
        )


def build_variation(request: Request, kind: Kind, rows: Sequence[PublishedRow], behind: Behind) -> Variation:
    """The chart of a table's rows, or why there is none."""
    callable_rows = [
        row for row in rows if not is_verdict_withheld(row.response) and CURRENCY not in dict(row.by)
    ]
    if request.by == OVER_TIME:
        finished = [row for row in callable_rows if _is_finished(row.by[0][1], behind.as_of)]
        return _control_chart(kind, finished, behind.conferences, behind.breaks)
    return _funnel(kind, callable_rows, behind.conferences)


def _is_finished(quarter: str, as_of: date) -> bool:
    """A quarter that the data do not cover to its last day would look like a fall."""
    if quarter in Unknown.codes():
        return False
    month = int(quarter[5]) * 3
    first_after = date(int(quarter[:4]) + month // 12, month % 12 + 1, 1)
    return first_after - timedelta(days=1) <= as_of


def _too_little(points: int, conferences: float, of: str) -> NoChart | None:
    if is_enough_for_charts(points=points, conferences_a_year=conferences):
        return None
    return NoChart(
        why=f"It needs at least {MIN_CHART_POINTS} {of} with a figure and {MIN_CONFERENCES_A_YEAR} "
        f"conferences a year; there are {points} and {conferences:.0f}. Fewer would say more about chance "
        "than about the service."
    )


# ------------------------------------------------------------------------------------------------ groups


def _funnel(kind: Kind, rows: Sequence[PublishedRow], conferences: float) -> Variation:
    if kind is not Kind.RATE:
        return NoChart(why="A funnel is made of shares: this figure is none.")
    shown = [
        (row.by, row.cell.figure.met, row.cell.figure.denominator)
        for row in rows
        if isinstance(row.cell, Shown)
        and isinstance(row.cell.figure, Rate)
        and not any(value in Unknown.codes() for _, value in row.by)
    ]
    too_little = _too_little(len(shown), conferences, "groups")
    if too_little is not None:
        return too_little
    centre = sum(met for _, met, _ in shown) / sum(n for _, _, n in shown)
    adjusted = adjust_benjamini_hochberg([binomial_p(met, n, centre) for _, met, n in shown])
    points = tuple(
        _funnel_point(by, met, n, centre, p) for (by, met, n), p in zip(shown, adjusted, strict=True)
    )
    return Funnel(centre=centre, points=points)


def _funnel_point(by: tuple[tuple[str, str], ...], met: int, n: int, centre: float, p: float) -> FunnelPoint:
    limits, value = funnel_limits(centre, n), met / n
    standing = Standing.INSIDE
    if not limits.low_95 <= value <= limits.high_95:
        standing = Standing.OUTSIDE_95
    if not limits.low_998 <= value <= limits.high_998:
        standing = Standing.OUTSIDE_998
    return FunnelPoint(by=by, value=value, standing=standing, p_adjusted=p, **vars(limits))


# ------------------------------------------------------------------------------------------------ quarters


def _control_chart(kind: Kind, rows: Sequence[PublishedRow], conferences: float, breaks: Breaks) -> Variation:
    if kind not in (Kind.RATE, Kind.COUNT, Kind.DAYS):
        return NoChart(why="A control chart is made of shares, counts or days: this figure is none of them.")
    found = [(row.by[0][1], *numbers) for row in rows if (numbers := _numbers(kind, row)) is not None]
    words = _break_words(breaks)
    series: list[list[tuple[str, float, int | None]]] = [[]]
    for point in found:
        begins = any(_last(series) < quarter <= point[0] for quarter in words)
        series = [*series, [point]] if series[-1] and begins else [*series[:-1], [*series[-1], point]]
    # Before and after a break are not one series, so each must have points enough for limits of its own.
    too_little = _too_little(min(len(one) for one in series), conferences, "finished quarters of one series")
    if too_little is not None:
        return too_little
    points = [
        point
        for number, one in enumerate(series)
        for point in _points(kind, one, _why(words, series, number))
    ]
    return ControlChart(method="p" if kind is Kind.RATE else "XmR", points=tuple(points))


def _last(series: list[list[tuple[str, float, int | None]]]) -> str:
    return series[-1][-1][0] if series[-1] else ""


def _why(words: Mapping[str, str], series: list[list[tuple[str, float, int | None]]], number: int) -> str:
    if number == 0:
        return ""
    before, begins = series[number - 1][-1][0], series[number][0][0]
    return "; ".join(said for quarter, said in words.items() if before < quarter <= begins)


def _numbers(kind: Kind, row: PublishedRow) -> tuple[float, int | None] | None:
    figure = row.cell.figure if isinstance(row.cell, Shown) else None
    match figure:
        case Rate():
            return figure.value, figure.denominator
        case Count():
            return figure.value, None
        case Days():
            return figure.median, figure.n
    # A quarter in which nothing was counted is a count of none; no rate and no median can be made of it.
    return (0, None) if kind is Kind.COUNT and isinstance(row.cell, NoCases) else None


def _points(
    kind: Kind, series: Sequence[tuple[str, float, int | None]], series_break: str
) -> list[ControlPoint]:
    if kind is Kind.RATE:
        limits: list[Limits] = p_chart([(round(value * (n or 0)), n or 0) for _, value, n in series])
    else:
        limits = xmr_chart([value for _, value, _ in series])
    return [
        ControlPoint(
            quarter=quarter,
            value=value,
            n=n,
            centre=limit.centre,
            low=max(0.0, limit.low),
            high=limit.high,
            is_outside=limit.is_outside,
            series_break=series_break if place == 0 else "",
        )
        for place, ((quarter, value, n), limit) in enumerate(zip(series, limits, strict=True))
    ]


def _break_words(breaks: Breaks) -> dict[str, str]:
    """Quarter → what began in it, in order."""
    words: dict[str, str] = {}
    for programme, changes in breaks.items():
        for month, version in changes:
            quarter = quarter_of_month(month)
            said = f"{programme.replace('_', ' ')}: {version}"
            words[quarter] = f"{words[quarter]}; {said}" if quarter in words else said
    return dict(sorted(words.items()))
