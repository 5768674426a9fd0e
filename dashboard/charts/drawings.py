"""Each kind of chart as one thing to put into a panel: its figure, its words, its finding and its table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from dashboard.charts import (
    changes,
    control,
    curve,
    flow,
    funnel,
    likert,
    marks,
    mix,
    pathway,
    quarters,
    rates,
)
from dashboard.charts.theme import Theme
from pipelines.publication import Kind, PublishedTable
from pipelines.vocabulary import Dimension

Tables = Sequence[PublishedTable]
Rows = Sequence[Mapping[str, str]]


Shape_contra = TypeVar("Shape_contra", contravariant=True)


class Draw(Protocol[Shape_contra]):
    """A figure in these colours, with no text clipped at `fits` px or wider."""

    def __call__(self, tables: Shape_contra, theme: Theme, /, *, fits: int) -> object: ...


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """The four functions of one kind of chart, over one published table or several."""

    draw: Draw[Tables]
    describe: Callable[[Tables], str]
    title: Callable[[Tables], str]
    tabulate: Callable[[Tables], Rows]


def _over_one(
    draw: Draw[PublishedTable],
    describe: Callable[[PublishedTable], str],
    title: Callable[[PublishedTable], str],
    tabulate: Callable[[PublishedTable], Rows],
) -> Drawing:
    return Drawing(
        draw=lambda tables, theme, *, fits: draw(tables[0], theme, fits=fits),
        describe=lambda tables: describe(tables[0]),
        title=lambda tables: title(tables[0]),
        tabulate=lambda tables: tabulate(tables[0]),
    )


PATHWAY = _over_one(
    pathway.draw_pathway, pathway.describe_pathway, pathway.title_pathway, pathway.tabulate_pathway
)
FLOW = _over_one(flow.draw_flow, flow.describe_flow, flow.title_flow, flow.tabulate_flow)
MIX = _over_one(mix.draw_mix, mix.describe_mix, mix.title_mix, mix.tabulate_mix)
QUARTERS = _over_one(
    quarters.draw_quarters, quarters.describe_quarters, quarters.title_quarters, quarters.tabulate_quarters
)
FUNNEL = _over_one(funnel.draw_funnel, funnel.describe_funnel, funnel.title_funnel, funnel.tabulate_funnel)
CONTROL = _over_one(
    control.draw_control, control.describe_control, control.title_control, control.tabulate_control
)
CURVE = _over_one(curve.draw_curve, curve.describe_curve, curve.title_curve, curve.tabulate_curve)
LIKERT = Drawing(
    draw=likert.draw_likert,
    describe=likert.describe_likert,
    title=likert.title_likert,
    tabulate=likert.tabulate_likert,
)
RATES = Drawing(
    draw=rates.draw_rates,
    describe=rates.describe_rates,
    title=rates.title_rates,
    tabulate=rates.tabulate_rates,
)
MARKS = Drawing(
    draw=marks.draw_marks,
    describe=marks.describe_marks,
    title=marks.title_marks,
    tabulate=marks.tabulate_marks,
)
CHANGES = Drawing(
    draw=changes.draw_changes,
    describe=changes.describe_changes,
    title=changes.title_changes,
    tabulate=changes.tabulate_changes,
)

_BY_KIND = {
    Kind.RATE: RATES,
    Kind.MONEY_RATE: RATES,
    Kind.COUNT: MIX,
    Kind.DISTRIBUTION: LIKERT,
    Kind.CURVE: CURVE,
    Kind.PATHWAY: PATHWAY,
    Kind.FLOW: FLOW,
    Kind.CHANGE: CHANGES,
}


def choose_drawing(table: PublishedTable) -> Drawing:
    """The chart that a table's kind of answer is drawn as; rates over time as lines."""
    if table.kind is Kind.RATE and Dimension.PERIOD in table.request.by:
        return QUARTERS
    return _BY_KIND.get(table.kind, MARKS)
