"""What every chart does in every state of a cell: it renders, says so in words, and holds no number of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
import pytest

from dashboard.charts import changes, likert, marks, mix, quarters, rates
from dashboard.charts import curve as curves
from dashboard.charts import flow as flows
from dashboard.charts import pathway as pathways
from dashboard.charts.theme import DARK, LIGHT, Theme
from dashboard.wording import marker
from pipelines.publication import Bounds, Days, Kind, PairedChange, PublishedCell, PublishedTable, Shown
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import (
    IN_PLACE,
    NOT_SHOWN,
    SECRET,
    answers,
    broken_down,
    by_quarter,
    curve,
    flow,
    make_definition,
    make_table,
    money_rate,
    numbers_in,
    numbers_of,
    one,
    pathway,
    rate,
    said,
    texts_of,
)


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One kind of chart: a table of it from one cell, a figure to show, and its four functions."""

    make: Callable[[PublishedCell], PublishedTable]
    figure: object
    draw: Callable[[PublishedTable, Theme], go.Figure]
    describe: Callable[[PublishedTable], str]
    title: Callable[[PublishedTable], str]
    tabulate: Callable[[PublishedTable], Sequence[dict[str, str]]]


def _of(kind: Kind, **changes: object) -> Callable[[PublishedCell], PublishedTable]:
    return lambda cell: one(make_definition(kind, **changes), cell)  # type: ignore[arg-type]


CHARTS = {
    "pathway": Chart(
        make=_of(Kind.PATHWAY, unit="case"),
        figure=pathway(waiting=20),
        draw=pathways.draw_pathway,
        describe=pathways.describe_pathway,
        title=pathways.title_pathway,
        tabulate=pathways.tabulate_pathway,
    ),
    "curve": Chart(
        make=_of(Kind.CURVE),
        figure=curve(),
        draw=curves.draw_curve,
        describe=curves.describe_curve,
        title=curves.title_curve,
        tabulate=curves.tabulate_curve,
    ),
    "flow": Chart(
        make=_of(Kind.FLOW),
        figure=flow(),
        draw=flows.draw_flow,
        describe=flows.describe_flow,
        title=flows.title_flow,
        tabulate=flows.tabulate_flow,
    ),
    "likert": Chart(
        make=lambda cell: said("I was treated with respect.", other=cell),
        figure=answers(13, 16, 29, 135, 216),
        draw=lambda table, theme: likert.draw_likert([table], theme),
        describe=lambda table: likert.describe_likert([table]),
        title=lambda table: likert.title_likert([table]),
        tabulate=lambda table: likert.tabulate_likert([table]),
    ),
    "rates": Chart(
        make=_of(Kind.RATE),
        figure=rate(85, 109),
        draw=lambda table, theme: rates.draw_rates([table], theme),
        describe=lambda table: rates.describe_rates([table]),
        title=lambda table: rates.title_rates([table]),
        tabulate=lambda table: rates.tabulate_rates([table]),
    ),
    "money_rates": Chart(
        make=_of(Kind.MONEY_RATE),
        figure=money_rate(8_612_700, 12_030_700),
        draw=lambda table, theme: rates.draw_rates([table], theme),
        describe=lambda table: rates.describe_rates([table]),
        title=lambda table: rates.title_rates([table]),
        tabulate=lambda table: rates.tabulate_rates([table]),
    ),
    "quarters": Chart(
        make=lambda cell: make_table(
            make_definition(Kind.RATE), by_quarter({"2026Q3": cell}), by=(Dimension.PERIOD,)
        ),
        figure=rate(85, 109),
        draw=quarters.draw_quarters,
        describe=quarters.describe_quarters,
        title=quarters.title_quarters,
        tabulate=quarters.tabulate_quarters,
    ),
    "mix": Chart(
        make=lambda cell: broken_down(
            make_definition(Kind.RATE), Dimension.OBLIGATION_TYPE, {"donation": cell}
        ),
        figure=rate(56, 128),
        draw=mix.draw_mix,
        describe=mix.describe_mix,
        title=mix.title_mix,
        tabulate=mix.tabulate_mix,
    ),
}

BOUNDS = Bounds(value=0.9, low=0.5, high=0.95, met=90, answered=100, asked=180)
CHANGE = PairedChange(
    mean=0.26,
    low=0.12,
    high=0.40,
    better=35,
    same=49,
    worse=16,
    n_first=644,
    n_second=397,
    effect_size=0.25,
    p=0.01,
)
for name, kind, figure in (
    ("bounds", Kind.BOUNDS, BOUNDS),
    ("days", Kind.DAYS, Days(median=37.0, p90=63.0, n=1964, pending=85)),
):
    CHARTS[name] = Chart(
        make=_of(kind),
        figure=figure,
        draw=lambda table, theme: marks.draw_marks([table], theme),
        describe=lambda table: marks.describe_marks([table]),
        title=lambda table: marks.title_marks([table]),
        tabulate=lambda table: marks.tabulate_marks([table]),
    )
CHARTS["changes"] = Chart(
    make=_of(Kind.CHANGE, unit="person"),
    figure=CHANGE,
    draw=lambda table, theme: changes.draw_changes([table], theme),
    describe=lambda table: changes.describe_changes([table]),
    title=lambda table: changes.title_changes([table]),
    tabulate=lambda table: changes.tabulate_changes([table]),
)

every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
every_state = pytest.mark.parametrize("state", NOT_SHOWN)
secrets = {str(number) for number in (SECRET.met, SECRET.not_met, SECRET.pending, SECRET.denominator)}


@every_chart
@every_state
def test_a_state_is_written_in_its_place_and_nothing_is_drawn(chart: Chart, state: str) -> None:
    figure = chart.draw(chart.make(NOT_SHOWN[state]), LIGHT)
    words = texts_of(figure)
    expected = (
        IN_PLACE[state].removesuffix(": fewer than 10") if "quarter" in repr(chart.draw) else IN_PLACE[state]
    )
    assert expected in words
    assert not figure.data


@every_chart
@every_state
def test_no_number_of_a_rate_that_was_not_made_reaches_the_browser(chart: Chart, state: str) -> None:
    specification = str(chart.draw(chart.make(NOT_SHOWN[state]), DARK).to_json())
    assert not [number for number in secrets if number in specification]


@every_chart
@every_state
def test_title_words_and_table_say_the_state(chart: Chart, state: str) -> None:
    table = chart.make(NOT_SHOWN[state])
    expected = IN_PLACE[state].removesuffix(": fewer than 10").lower()
    assert expected in chart.title(table).lower()
    assert expected.removesuffix(" by the programme") in chart.describe(table).lower()
    assert marker(NOT_SHOWN[state]) in {value for row in chart.tabulate(table) for value in row.values()}
    assert not numbers_in(chart.title(table)) & secrets


@every_chart
def test_no_two_states_look_alike(chart: Chart) -> None:
    drawn = {texts_of(chart.draw(chart.make(cell), LIGHT)) for cell in NOT_SHOWN.values()}
    assert len(drawn) == len(NOT_SHOWN)


@every_chart
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("is_cautious", [False, True])
def test_a_shown_figure_is_drawn_with_words_and_a_table(
    chart: Chart, theme: Theme, is_cautious: bool
) -> None:
    table = chart.make(Shown(figure=chart.figure, is_cautious=is_cautious))  # type: ignore[arg-type]
    figure = chart.draw(table, theme)
    assert figure.data
    assert figure.layout.height > 30
    assert chart.title(table)
    assert chart.tabulate(table)
    assert figure.layout.dragmode is False


@every_chart
def test_alt_text_says_only_numbers_of_the_table(chart: Chart) -> None:
    table = chart.make(Shown(figure=chart.figure))  # type: ignore[arg-type]
    constants = {"95", "3", "6", "9", "12", "2026"}
    assert numbers_in(chart.describe(table)) - numbers_of(chart.figure) - constants == set()
    assert numbers_in(chart.title(table)) - numbers_of(chart.figure) - constants == set()


@every_chart
def test_a_table_without_rows_says_there_are_no_cases(chart: Chart) -> None:
    shown = chart.make(Shown(figure=chart.figure))  # type: ignore[arg-type]
    empty = make_table(shown.definition, [], by=shown.request.by)
    assert "No cases in this selection" in texts_of(chart.draw(empty, LIGHT))
    assert "no cases in this selection" in chart.describe(empty).lower()
    assert chart.title(empty)
    assert "[z]" in str(chart.tabulate(empty))


@every_chart
def test_every_text_can_be_read(chart: Chart) -> None:
    for theme in (LIGHT, DARK):
        figure = chart.draw(chart.make(Shown(figure=chart.figure)), theme)  # type: ignore[arg-type]
        assert min(note.font.size for note in figure.layout.annotations) >= 13
        assert figure.layout.font.color == theme.text
        assert figure.layout.font.size >= 13
        assert all(axis.fixedrange for axis in (figure.layout.xaxis, figure.layout.yaxis))


@every_chart
def test_texts_are_escaped(chart: Chart) -> None:
    named = make_definition(
        chart.make(NOT_SHOWN["hidden"]).kind, title="<b>A & B</b>", statement="<i>A & B</i>"
    )
    shown = chart.make(Shown(figure=chart.figure))  # type: ignore[arg-type]
    figure = chart.draw(make_table(named, shown.rows, by=shown.request.by), LIGHT)
    assert not [
        note.text for note in figure.layout.annotations if "<i>" in note.text or "<b>A &" in note.text
    ]
