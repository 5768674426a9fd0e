"""A control chart marks what lies outside chance; a change of ways begins a new series."""

from dataclasses import replace

from dashboard.charts.control import (
    describe_control,
    draw_control,
    split_series,
    tabulate_control,
    title_control,
)
from dashboard.charts.theme import LIGHT
from pipelines.publication import ControlChart, ControlPoint, Kind, NoChart, PublishedTable, Shown
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import by_quarter, make_definition, make_table, rate, texts_of


def point(quarter: str, value: float, *, out: bool = False, series_break: str = "") -> ControlPoint:
    return ControlPoint(
        quarter=quarter,
        value=value,
        n=50,
        centre=0.7,
        low=0.5,
        high=0.9,
        is_outside=out,
        series_break=series_break,
    )


POINTS = (
    point("2025Q3", 0.7),
    point("2025Q4", 0.95, out=True),
    point("2026Q1", 0.6, series_break="a new way of preparing"),
)


def table(method: str = "p", points: tuple[ControlPoint, ...] = POINTS) -> PublishedTable:
    rows = by_quarter({one.quarter: Shown(figure=rate(35, 50)) for one in POINTS})
    made = make_table(make_definition(Kind.RATE), rows, by=(Dimension.PERIOD,))
    return replace(made, variation=ControlChart(method=method, points=points))


def test_a_quarter_outside_chance_is_named() -> None:
    assert title_control(table()) == "Agreements kept: outside what chance would do in Q4 2025"
    calm = table(points=(POINTS[0],))
    assert title_control(calm).endswith("no quarter differs by more than chance would")


def test_no_line_joins_two_series() -> None:
    assert [[one.quarter for one in series] for series in split_series(POINTS)] == [
        ["2025Q3", "2025Q4"],
        ["2026Q1"],
    ]
    figure = draw_control(table(), LIGHT)
    assert [list(trace.x) for trace in figure.data if trace.mode == "lines+markers"] == [[0, 1], [2]]
    assert "From Q1 2026 a new series: a new way of preparing." in texts_of(figure)


def test_the_table_says_every_quarter_with_its_limits() -> None:
    rows = tabulate_control(table())

    assert [row["Figure"] for row in rows] == ["70%", "95%", "60%"]
    assert {row["By chance"] for row in rows} == {"50 to 90%"}
    assert [row["Outside"] for row in rows] == ["no", "yes", "no"]
    assert "Q4 2025: 95%, chance 50 to 90%" in describe_control(table())


def test_counts_stand_on_a_scale_of_their_own() -> None:
    counts = tuple(
        replace(one, value=value, n=None, centre=30.0, low=-5.0, high=80.0)
        for one, value in zip(POINTS, (10.0, 50.0, 40.0), strict=True)
    )
    words = texts_of(draw_control(table("XmR", counts), LIGHT))

    assert "80" in words.split()
    assert [row["By chance"] for row in tabulate_control(table("XmR", counts))] == ["0 to 80"] * 3


def test_without_a_control_chart_the_quarters_stand_with_their_ranges() -> None:
    few = replace(table(), variation=NoChart(why="Fewer than twelve quarters."))

    assert "Fewer than twelve quarters." in describe_control(few)
    assert draw_control(few, LIGHT).data
