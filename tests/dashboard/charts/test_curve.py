"""Curves stop where too few are followed, and never speak of what comes after."""

from dataclasses import replace

import pytest

from dashboard.charts.curve import (
    choose_months,
    day_of,
    describe_curve,
    draw_curve,
    tabulate_curve,
    title_curve,
)
from dashboard.charts.theme import LIGHT
from pipelines.publication import Curve, Hidden, Kind, PublishedTable, Shown, TooSoon
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import broken_down, curve, make_definition, one, texts_of

DEFINITION = make_definition(Kind.CURVE, "Agreements completed")


def table(**changes: float) -> PublishedTable:
    return one(DEFINITION, Shown(figure=curve(**changes)))  # type: ignore[arg-type]


def test_the_line_begins_at_nothing_and_goes_up_in_steps() -> None:
    low, high, line = draw_curve(table(), LIGHT).data
    assert (line.x[0], line.y[0]) == (0, 0)
    assert {trace.line.shape for trace in (low, high, line)} == {"hv"}
    assert high.fill == "tonexty"
    assert line.y[-1] == pytest.approx(curve().points[-1].share)


def test_a_curve_known_by_quarters_is_marks_and_no_steps() -> None:
    quarters = replace(curve(every=90, stops=270), is_protected=True, stops_at_day=270)
    figure = draw_curve(one(DEFINITION, Shown(figure=quarters)), LIGHT)
    *_, line, marks = figure.data
    assert (line.line.shape, line.line.dash, marks.mode) == ("linear", "dot", "markers")
    assert list(marks.x) == [0, 90, 180, 270]
    assert "Marks are what is known" in texts_of(figure)


def test_nothing_is_drawn_after_the_last_day_that_can_be_relied_on() -> None:
    points = Curve(points=curve(stops=296).points, n=600, stops_at_day=100)
    figure = draw_curve(one(DEFINITION, Shown(figure=points)), LIGHT)
    assert max(max(trace.x) for trace in figure.data) <= 100
    assert "The line stops after 100 days. Later is too soon to say." in texts_of(figure)


def test_the_end_of_a_line_is_named_by_its_share() -> None:
    assert "81%" in texts_of(draw_curve(table(), LIGHT))
    words = texts_of(draw_curve(table(stops=230), LIGHT, table(stops=360, rise=0.9)))
    assert "This period 75%" in words
    assert "Period before 75%" in words


def test_the_period_before_is_told_apart_by_its_dash() -> None:
    lines = [trace for trace in draw_curve(table(), LIGHT, table(rise=0.8)).data if trace.line.width]
    assert [line.line.dash for line in lines] == ["dash", "solid"]


def test_a_period_before_that_is_kept_back_is_said_not_drawn() -> None:
    figure = draw_curve(table(), LIGHT, one(DEFINITION, Hidden(words="fewer than 10")))
    assert len(figure.data) == 3
    assert "Period before: hidden to protect people: fewer than 10." in " ".join(texts_of(figure).split())


@pytest.mark.parametrize(
    ("stops", "title"),
    [
        (296, "Agreements completed: 69% within 6 months"),
        (175, "Agreements completed: 43% within 3 months"),
        (63, "Agreements completed: 11% within 1 month"),
        (21, "Agreements completed: too soon to say"),
    ],
)
def test_the_title_speaks_of_a_day_the_curve_has_reached(stops: int, title: str) -> None:
    assert title_curve(table(stops=stops)) == title


def test_months_are_the_days_that_measures_count() -> None:
    assert [day_of(month) for month in (0, 3, 6, 9, 12, 24)] == [0, 90, 180, 270, 365, 730]
    assert choose_months([curve()]) == [0, 3, 6, 9, 12]
    assert choose_months([curve(), curve(stops=700)]) == [0, 6, 12, 18, 24]
    assert choose_months([]) == [0, 3, 6, 9, 12]


def test_alt_text_says_where_it_stops() -> None:
    words = describe_curve(table(), table(stops=70))
    assert words.startswith("Curve over time. Agreements completed, 600 followed: ")
    assert "69% (66 to 71%) within 6 months" in words
    assert "within 12 months" not in words
    assert "stops after 296 days, later is too soon to say" in words
    assert "The period before: stops after 70 days" in words
    assert "The period before: too soon to say" in describe_curve(table(), one(DEFINITION, TooSoon()))


def test_the_labels_of_two_lines_never_share_a_side() -> None:
    for rise in (0.7, 0.95, 1.0, 1.1):
        figure = draw_curve(table(stops=230), LIGHT, table(stops=360, rise=rise))
        mine, before = (
            next(note for note in figure.layout.annotations if name in note.text)
            for name in ("This period", "Period before")
        )
        assert abs(mine.y - before.y) > 14


def test_each_row_of_a_table_gets_its_panel() -> None:
    cells = {"elm": Shown(figure=curve()), "court": TooSoon()}
    both = broken_down(DEFINITION, Dimension.PROGRAMME, cells)  # type: ignore[arg-type]
    figure = draw_curve(both, LIGHT)
    assert len(figure.data) == 3
    assert "Too soon to say" in texts_of(figure)
    assert title_curve(both) == "Agreements completed"
    assert {row["Group"] for row in tabulate_curve(both)} == {"Elm", "Court"}
