from collections.abc import Callable
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import pytest

from dashboard.charts.curve import draw_curve
from dashboard.charts.flow import draw_flow
from dashboard.charts.likert import draw_likert
from dashboard.charts.pathway import draw_pathway
from dashboard.charts.rates import draw_rates
from dashboard.charts.theme import LIGHT
from dashboard.report.svg import write_svg
from pipelines.publication import Hidden, Kind, Shown
from tests.dashboard.charts.published import (
    answers,
    curve,
    flow,
    make_definition,
    one,
    pathway,
    rate,
    said,
    texts_of,
)

FIGURES: dict[str, Callable[[], go.Figure]] = {
    "rates": lambda: draw_rates([one(make_definition(Kind.RATE), Shown(figure=rate(81, 100)))], LIGHT),
    "hidden": lambda: draw_rates([one(make_definition(Kind.RATE), Hidden(words="fewer than 10"))], LIGHT),
    "curve": lambda: draw_curve(one(make_definition(Kind.CURVE), Shown(figure=curve())), LIGHT),
    "pathway": lambda: draw_pathway(one(make_definition(Kind.PATHWAY), Shown(figure=pathway())), LIGHT),
    "flow": lambda: draw_flow(one(make_definition(Kind.FLOW), Shown(figure=flow())), LIGHT),
    "likert": lambda: draw_likert([said("I felt safe.", harmed=answers(3, 5, 8, 40, 44))], LIGHT),
}


def words_of(svg: str) -> str:
    root = ET.fromstring(svg)
    return " ".join("".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text"))


@pytest.mark.parametrize("name", FIGURES)
def test_every_word_of_the_chart_is_there_and_nothing_else(name: str) -> None:
    figure = FIGURES[name]()
    for trace in figure.data:
        if trace.type != "bar":
            trace.text = None  # what a screen shows on hovering
    assert sorted(words_of(write_svg(figure, "x", width=640)).split()) == sorted(texts_of(figure).split())


@pytest.mark.parametrize("name", FIGURES)
def test_it_says_in_words_what_it_shows_and_is_the_same_each_time(name: str) -> None:
    first = write_svg(FIGURES[name](), 'A bar & "81%"', width=640)
    root = ET.fromstring(first)
    assert root.findtext("{http://www.w3.org/2000/svg}title") == 'A bar & "81%"'
    assert root.get("aria-label") == 'A bar & "81%"'
    assert first == write_svg(FIGURES[name](), 'A bar & "81%"', width=640)


def test_a_bar_is_as_long_as_its_share() -> None:
    svg = write_svg(FIGURES["pathway"](), "x", width=1000)
    bars = list(ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect"))
    steps = pathway().steps
    longest = [float(bar.get("width", 0)) for bar in bars if bar.get("fill") != LIGHT.track]
    assert longest == pytest.approx([step.reached / steps[0].reached * 1000 for step in steps], abs=0.01)


def test_what_a_screen_shows_on_hovering_is_not_written() -> None:
    assert "hover" not in write_svg(FIGURES["curve"](), "x", width=640)


@pytest.mark.parametrize(
    "layout",
    [
        {"shapes": [{"type": "circle", "x0": 0, "x1": 1, "y0": 0, "y1": 1}]},
        {"annotations": [{"showarrow": True, "text": "here", "x": 0, "y": 0}]},
    ],
)
def test_what_no_sheet_holds_is_refused_and_not_left_out(layout: dict[str, object]) -> None:
    figure = FIGURES["rates"]()
    figure.update_layout(layout, overwrite=True)
    with pytest.raises(ValueError, match="draws no"):
        write_svg(figure, "x", width=640)
