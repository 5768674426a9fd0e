"""Figures of the seam from counts: quantiles, stages and parts that add up."""

from dataclasses import replace

import pytest

from pipelines.disclosure.figures import build_days, build_flow, build_money, build_pathway, quantile
from pipelines.measures.answers import FlowAnswer, PathwayAnswer, TallyAnswer
from pipelines.measures.catalogue import load_catalogue
from pipelines.publication import Days

PATHWAY = load_catalogue().find("pathway")
FLOW = load_catalogue().find("restitution_flow")


def tally(*values: int) -> TallyAnswer:
    return TallyAnswer(values=tuple((value, values.count(value)) for value in sorted(set(values))))


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ((5,), 0.5, 5),
        ((1, 2), 0.5, 1.5),
        ((1, 2, 2, 10), 0.5, 2),
        ((1, 2, 3, 4), 0.25, 1.75),
        ((1, 2, 3, 4), 0.9, 3.7),
        ((0, 10), 1.0, 10),
    ],
)
def test_quantile(values: tuple[int, ...], share: float, expected: float) -> None:
    assert quantile(tally(*values), share) == pytest.approx(expected)


def test_quantile_of_nothing() -> None:
    with pytest.raises(ValueError, match="fewer values"):
        quantile(TallyAnswer(values=()), 0.5)


def test_money_rounds_halves_up() -> None:
    money = build_money(tally(100, 101), "GBP")
    assert (money.total_minor, money.median_minor, money.n) == (201, 101, 2)
    assert (money.lower_quartile_minor, money.upper_quartile_minor) == (100, 101)


def test_days() -> None:
    answer = TallyAnswer(values=((10, 9), (100, 1)), pending=4)
    assert build_days(answer) == Days(median=10.0, p90=pytest.approx(19.0), n=10, pending=4)  # type: ignore[arg-type]


def test_a_pathway_adds_up_stage_by_stage() -> None:
    rows = (
        ("referred", "declined_unsafe", 2),
        ("referred", "waiting", 1),
        ("accepted", "harmed_declined", 3),
        ("consented", None, 1),
        ("conference", "no_agreement", 1),
        ("agreement", None, 4),
    )
    steps = build_pathway(PATHWAY, PathwayAnswer(rows=rows)).steps
    assert [(step.stage, step.reached, step.waiting) for step in steps] == [
        ("referred", 12, 1),
        ("accepted", 9, 0),
        ("reached", 6, 0),
        ("consented", 6, 0),
        ("conference", 5, 0),
        ("agreement", 4, 0),
    ]
    assert steps[0].left == (("Not accepted: not safe now", 2),)
    assert steps[1].left == (("Harmed party chose not to take part", 3),)
    assert steps[3].left == (("No reason recorded", 1),)
    assert steps[4].left == (("No agreement", 1),)
    assert steps[5].left == ()


def test_a_stage_nobody_defined_is_an_internal_error() -> None:
    with pytest.raises(RuntimeError, match="pathway: the warehouse holds a stage"):
        build_pathway(PATHWAY, PathwayAnswer(rows=(("somewhere", None, 1),)))


def test_a_flow_that_does_not_add_up_cannot_be_built() -> None:
    flow = build_flow(FLOW, FlowAnswer(total=15, parts=(1, 2, 3, 4, 5), n=2), "GBP")
    assert [part.name for part in flow.parts][:2] == ["reduced_or_waived", "paid"]
    with pytest.raises(ValueError, match="do not add up"):
        build_flow(FLOW, FlowAnswer(total=16, parts=(1, 2, 3, 4, 5), n=2), "GBP")


def test_a_stage_that_is_not_recorded_is_left_out_and_not_zero() -> None:
    pathway = PATHWAY.pathway
    assert pathway is not None
    unseen = ("reached", "consented")
    stages = tuple(replace(stage, is_seen=stage.name not in unseen) for stage in pathway.stages)
    measure = replace(PATHWAY, pathway=replace(pathway, stages=stages))
    rows = (("accepted", "harmed_declined", 2), ("reached", "waiting", 1), ("agreement", None, 4))
    steps = build_pathway(measure, PathwayAnswer(rows=rows)).steps
    assert [(step.stage, step.reached, step.waiting) for step in steps] == [
        ("referred", 7, 0),
        ("accepted", 7, 1),
        ("conference", 4, 0),
        ("agreement", 4, 0),
    ]
