"""Lines from quarter to quarter: never a fall where it is too soon, a change only as the verdict says."""

from collections.abc import Mapping

import pytest

from dashboard.charts.quarters import describe_quarters, draw_quarters, tabulate_quarters, title_quarters
from dashboard.charts.theme import LIGHT
from pipelines.publication import (
    Change,
    Hidden,
    Kind,
    PublishedCell,
    PublishedRow,
    PublishedTable,
    Response,
    Shown,
    TooSoon,
    Verdict,
)
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import by_quarter, make_definition, make_table, rate, texts_of

DEFINITION = make_definition(Kind.RATE)


def shown(met: int) -> Shown:
    return Shown(figure=rate(met, 100))


def table(cells: Mapping[str, PublishedCell]) -> PublishedTable:
    return make_table(DEFINITION, by_quarter(cells), by=(Dimension.PERIOD,))


CELLS: dict[str, PublishedCell] = {
    "2025Q1": shown(60),
    "2025Q2": shown(62),
    "2025Q3": Hidden(words="fewer than 10"),
    "2025Q4": shown(61),
    "2026Q1": shown(63),
    "2026Q2": TooSoon(),
}


def lines_of(
    cells: Mapping[str, PublishedCell], breaks: list[tuple[str, str]] | None = None
) -> list[tuple[int, ...]]:
    figure = draw_quarters(table(cells), LIGHT, breaks or [])
    return [trace.x for trace in figure.data if trace.mode == "lines+markers"]


def test_a_line_is_broken_where_a_quarter_is_kept_back_and_ends_before_it_is_too_soon() -> None:
    assert lines_of(CELLS) == [(0, 1), (3, 4)]


def test_quarters_kept_back_are_shaded_and_named() -> None:
    figure = draw_quarters(table(CELLS), LIGHT, fits=600)
    shaded = [(shape.x0, shape.x1) for shape in figure.layout.shapes if shape.type == "rect"]
    assert shaded == [(1.5, 2.5), (4.5, 5.5)]
    words = texts_of(figure)
    assert "Shaded: hidden to protect people (Q3 2025); too soon to say (Q2 2026)." in words
    assert "[c]" in words


def test_a_new_series_breaks_the_line_and_says_why() -> None:
    cells = {code: cell for code, cell in CELLS.items() if isinstance(cell, Shown)}
    breaks = [("2025Q2", "a new survey form")]
    assert lines_of(cells, breaks)[0] == (0,)
    figure = draw_quarters(table(cells), LIGHT, breaks, fits=600)
    assert "Dashed line: from Q2 2025, a new survey form." in texts_of(figure)


def test_a_quarter_alone_keeps_its_interval() -> None:
    interval, dot = draw_quarters(table({"2026Q1": shown(63)}), LIGHT).data
    assert interval.y == pytest.approx((0.58, 0.68))
    assert dot.y == (0.63,)


def test_few_are_hollow() -> None:
    cells = {"2026Q1": shown(63), "2026Q2": Shown(figure=rate(11, 14, half=0.2), is_cautious=True)}
    (line,) = [t for t in draw_quarters(table(cells), LIGHT).data if t.mode == "lines+markers"]
    assert line.marker.symbol == ("circle", "circle-open")


def test_perspectives_have_panels_on_the_same_scale() -> None:
    rows = [row for role in ("harmed", "responsible") for row in by_quarter(CELLS, role)]
    both = make_table(DEFINITION, rows, by=(Dimension.ROLE, Dimension.PERIOD))
    layout = draw_quarters(both, LIGHT).layout
    assert layout.yaxis2.range == layout.yaxis3.range == (0, 1)
    dashes = {t.line.dash for t in draw_quarters(both, LIGHT).data if t.mode == "lines+markers"}
    assert dashes == {"solid", "dash"}
    assert title_quarters(both) == (
        "Agreements kept, latest quarter shown: harmed parties 63% and responsible parties 63%"
    )
    assert {row["Group"] for row in tabulate_quarters(both)} == {"Harmed parties", "Responsible parties"}


def with_change(change: Change | None, response: Response | None = None) -> PublishedTable:
    row = PublishedRow(by=(("period", "2026Q1"),), cell=shown(63), change=change, response=response)
    return make_table(DEFINITION, [row], by=(Dimension.PERIOD,))


@pytest.mark.parametrize(
    ("change", "end"),
    [
        (None, "63% in January to March 2026"),
        (Change(verdict=Verdict.UP, difference=0.07), "2026, up 7 pts on the period before"),
        (
            Change(verdict=Verdict.NO_CLEAR_CHANGE, difference=0.3),
            "2026, no clear change (+30 pts) on the period before",
        ),
        (Change(verdict=Verdict.NO_EARLIER), "2026, no earlier period to compare"),
    ],
)
def test_a_title_claims_a_change_only_as_its_verdict(change: Change | None, end: str) -> None:
    title = title_quarters(with_change(change))
    assert title.endswith(end)
    if change is None or change.verdict is Verdict.NO_CLEAR_CHANGE:
        assert not [word for word in (" up ", " down ", "rise", "fall", "better") if word in title]


def test_too_low_a_response_withholds_the_finding() -> None:
    low = with_change(Change(verdict=Verdict.UP, difference=0.3), Response(answered=2, asked=10))
    assert title_quarters(low) == "Agreements kept: too few answered to draw a conclusion"
    assert tabulate_quarters(low)[0]["Answered"].startswith("2 of 10 answered")


def test_alt_text_gives_the_ends_the_span_and_what_is_kept_back() -> None:
    assert describe_quarters(table(CELLS)) == (
        "Line chart by quarter of agreements kept. 60% (55 to 65%) in January to March 2025 and "
        "63% (58 to 68%) in January to March 2026; in all quarters shown 60 to 63%; "
        "hidden to protect people (Q3 2025); too soon to say (Q2 2026)."
    )


def test_the_table_has_every_quarter() -> None:
    rows = tabulate_quarters(table(CELLS))
    assert [row["Share"] for row in rows] == ["60%", "62%", "[c]", "61%", "63%", "[soon]"]
    assert rows[0]["Quarter"] == "January to March 2025"
