"""Each kind of chart is whole: a figure, its words, its finding and its table, from the same cells."""

import pytest

from dashboard.charts.drawings import CURVE, FLOW, LIKERT, MIX, PATHWAY, QUARTERS, RATES, Drawing
from dashboard.charts.theme import DARK
from pipelines.publication import Kind, PublishedTable, Shown
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import (
    answers,
    broken_down,
    by_quarter,
    curve,
    flow,
    make_definition,
    make_table,
    one,
    pathway,
    rate,
    said,
)

RATE = make_definition(Kind.RATE)
KEPT = Shown(figure=rate(85, 109))
WHOLE: dict[str, tuple[Drawing, list[PublishedTable]]] = {
    "pathway": (PATHWAY, [one(make_definition(Kind.PATHWAY), Shown(figure=pathway()))]),
    "curve": (CURVE, [one(make_definition(Kind.CURVE), Shown(figure=curve()))]),
    "flow": (FLOW, [one(make_definition(Kind.FLOW), Shown(figure=flow()))]),
    "rates": (RATES, [one(RATE, KEPT), one(RATE, KEPT)]),
    "mix": (MIX, [broken_down(RATE, Dimension.OBLIGATION_TYPE, {"apology_verbal": KEPT})]),
    "quarters": (QUARTERS, [make_table(RATE, by_quarter({"2026Q1": KEPT}), by=(Dimension.PERIOD,))]),
    "likert": (LIKERT, [said("I felt safe.", harmed=answers(5, 10, 20, 100, 90))]),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_drawing_has_its_figure_words_finding_and_table(kind: str) -> None:
    drawing, tables = WHOLE[kind]

    assert drawing.draw(tables, DARK, fits=342) is not None
    assert drawing.describe(tables).endswith(".")
    assert drawing.title(tables)
    assert drawing.tabulate(tables)
