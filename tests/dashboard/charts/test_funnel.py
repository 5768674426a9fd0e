"""A funnel names who lies outside what chance would do, and ranks nobody."""

from dataclasses import replace

from dashboard.charts.funnel import describe_funnel, draw_funnel, tabulate_funnel, title_funnel
from dashboard.charts.theme import LIGHT
from pipelines.publication import (
    Funnel,
    FunnelPoint,
    Hidden,
    Kind,
    NoChart,
    PublishedTable,
    Shown,
    Standing,
)
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import broken_down, make_definition, rate


def point(site: str, value: float, n: int, standing: Standing = Standing.INSIDE) -> FunnelPoint:
    return FunnelPoint(
        by=(("site", site),),
        value=value,
        n=n,
        low_95=0.7,
        high_95=0.9,
        low_998=0.6,
        high_998=0.95,
        standing=standing,
        p_adjusted=0.5,
    )


def table(*points: FunnelPoint) -> PublishedTable:
    cells = {"harbour": Shown(figure=rate(60, 100)), "elm_park": Shown(figure=rate(40, 50)), "hill": Hidden()}
    made = broken_down(make_definition(Kind.RATE), Dimension.SITE, cells)
    return replace(made, variation=Funnel(centre=0.8, points=points))


OUTSIDE = table(point("harbour", 0.6, 100, Standing.OUTSIDE_998), point("elm_park", 0.8, 50))


def test_only_who_lies_outside_is_named() -> None:
    assert title_funnel(OUTSIDE) == "Agreements kept: Harbour below what chance would do"
    assert title_funnel(table(point("elm_park", 0.8, 50))).endswith(
        "no place differs by more than chance would"
    )
    written = [note.text for note in draw_funnel(OUTSIDE, LIGHT).layout.annotations]
    assert "<b>Harbour</b>" in written
    assert "<b>Elm park</b>" not in written


def test_the_table_keeps_every_place_and_its_order() -> None:
    rows = tabulate_funnel(OUTSIDE)

    assert [row["Group"] for row in rows] == ["Harbour", "Elm park", "Hill"]
    assert [row["By chance, 95%"] for row in rows] == ["70 to 90%", "70 to 90%", ""]
    assert rows[0]["Standing"] == "Outside the 99.8 % limits"
    assert rows[2]["Share"] == "[c]"


def test_limits_are_drawn_by_size_and_places_on_them() -> None:
    figure = draw_funnel(OUTSIDE, LIGHT)

    lines, places = figure.data[:-1], figure.data[-1]
    assert [list(line.x) for line in lines[:4]] == [[50, 100]] * 4
    assert list(places.x) == [100, 50]
    assert "Everybody’s share 80%" in describe_funnel(OUTSIDE)


def test_without_a_funnel_the_shares_stand_with_their_ranges() -> None:
    few = replace(OUTSIDE, variation=NoChart(why="Too few conferences a year."))

    assert title_funnel(few) == "Agreements kept"
    assert "Too few conferences a year." in describe_funnel(few)
    assert draw_funnel(few, LIGHT).data
