"""The seam refuses what may not be said: a figure without its interval and its parts cannot be built."""

import dataclasses
import inspect
from typing import Any, get_args

import pytest

from pipelines.publication import (
    Bounds,
    Count,
    Curve,
    CurvePoint,
    Figure,
    Flow,
    FlowPart,
    Gap,
    MoneyRate,
    PairedChange,
    Pathway,
    PathwayStep,
    PublishedCell,
    Rate,
    Ratio,
    Response,
    Score,
    SetTarget,
    Shown,
    TargetVerdict,
    TooFew,
    UnitCost,
    as_plain_text,
    is_verdict_withheld,
)

RATE = {"value": 0.5, "low": 0.3, "high": 0.7, "met": 5, "denominator": 10}
MONEY_RATE = {"value": 0.5, "met_minor": 5, "denominator_minor": 10, "currency": "GBP", "n": 3}
MONEY = {**RATE, "met_minor": 5, "denominator_minor": 10, "currency": "GBP", "n": 3}
RATIO = {"value": 1.5, "low": 0.5, "high": 4.0, "numerator": 3, "denominator": 2, "method": "m"}
SCORE = {"mean": 3.0, "low": 2.0, "high": 4.0, "n": 20, "alpha": None, "method": "m"}
GAP = {
    "value": 0.1,
    "low": 0.0,
    "high": 0.2,
    "first": "harmed",
    "second": "responsible",
    "n_first": 10,
    "n_second": 10,
    "conferences": 5,
    "method": "m",
}
BOUNDS = {"value": 0.5, "low": 0.3, "high": 0.7, "met": 5, "answered": 10, "asked": 20}
CHANGE = {
    "mean": 0.5,
    "low": 0.1,
    "high": 0.9,
    "better": 8,
    "same": 3,
    "worse": 1,
    "n_first": 20,
    "n_second": 15,
    "effect_size": 0.4,
    "p": 0.02,
}
WITH_INTERVALS: tuple[tuple[type, dict[str, Any]], ...] = (
    (Rate, RATE),
    (MoneyRate, {key: MONEY[key] for key in MONEY if key not in ("met", "denominator")}),
    (Ratio, RATIO),
    (Score, SCORE),
    (Gap, GAP),
    (Bounds, BOUNDS),
    (PairedChange, CHANGE),
)


def test_every_figure_is_frozen_and_named_in_full() -> None:
    for figure in get_args(Figure):
        assert figure.__dataclass_params__.frozen, figure
        assert all(field.kw_only for field in dataclasses.fields(figure)), figure


@pytest.mark.parametrize(("kind", "parts"), WITH_INTERVALS, ids=lambda part: getattr(part, "__name__", ""))
def test_a_bare_share_cannot_be_built(kind: type, parts: dict[str, Any]) -> None:
    """Neither the interval nor any part has a default that would let it be left out."""
    assert kind(**parts)
    for name in parts:
        with pytest.raises(TypeError, match=name):
            kind(**{key: value for key, value in parts.items() if key != name})
    assert all(
        parameter.kind is parameter.KEYWORD_ONLY for parameter in inspect.signature(kind).parameters.values()
    )


@pytest.mark.parametrize(("kind", "parts"), WITH_INTERVALS, ids=lambda part: getattr(part, "__name__", ""))
@pytest.mark.parametrize("wrong", ["low", "high"])
def test_a_figure_lies_inside_its_interval(kind: type, parts: dict[str, Any], wrong: str) -> None:
    middle = parts.get("value", parts.get("mean"))
    moved = middle + 0.01 if wrong == "low" else middle - 0.01
    with pytest.raises(ValueError, match="interval"):
        kind(**{**parts, wrong: moved})


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        (Rate, {**RATE, "denominator": 0}),
        (MoneyRate, {**dict(WITH_INTERVALS[1][1]), "denominator_minor": 0}),
        (Ratio, {**RATIO, "denominator": 0}),
        (Ratio, {**RATIO, "low": -0.1}),
        (Score, {**SCORE, "n": 0}),
        (Score, {**SCORE, "high": 5.1}),
        (Gap, {**GAP, "n_second": 0}),
        (Gap, {**GAP, "high": 1.1}),
        (Bounds, {**BOUNDS, "answered": 0}),
        (Bounds, {**BOUNDS, "answered": 21}),
        (PairedChange, {**CHANGE, "better": 0, "same": 0, "worse": 0}),
        (PairedChange, {**CHANGE, "n_second": 11}),
        (UnitCost, {"value_minor": 5, "total_minor": 5, "n": 0, "currency": "GBP"}),
    ],
)
def test_nothing_is_made_of_nothing(kind: type, parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must|needs?"):
        kind(**parts)


def test_what_must_add_up_does() -> None:
    part = FlowPart(name="paid", label="Paid", amount_minor=5)
    assert Flow(total_minor=5, parts=(part,), currency="GBP", n=1)
    with pytest.raises(ValueError, match="add up"):
        Flow(total_minor=6, parts=(part,), currency="GBP", n=1)
    less_than_nothing = FlowPart(name="not_yet_due", label="Not yet due", amount_minor=-2)
    with pytest.raises(ValueError, match="negative"):
        Flow(total_minor=3, parts=(part, less_than_nothing), currency="GBP", n=1)
    first = PathwayStep(stage="a", label="A", reached=5, left=(("Declined", 2),), waiting=1)
    last = PathwayStep(stage="b", label="B", reached=2, left=(), waiting=0)
    assert Pathway(steps=(first, last))
    with pytest.raises(ValueError, match="add up"):
        Pathway(steps=(first, dataclasses.replace(last, reached=3)))


def test_a_curve_says_nothing_past_its_last_day() -> None:
    point = CurvePoint(day=30, share=0.1, low=0.0, high=0.2, at_risk=20, n_met=2, n_ended=0)
    curve = Curve(points=(point,), n=20, stops_at_day=60)
    assert (curve.at(29), curve.at(60), curve.at(61)) == (None, point, None)


AIM = SetTarget(measure="agreement_completion_rate", value=0.95, direction="higher")


def of(value: float, low: float, high: float) -> Shown:
    return Shown(figure=Rate(value=value, low=low, high=high, met=5, denominator=10))


@pytest.mark.parametrize(
    ("cell", "direction", "verdict"),
    [
        (of(0.947, 0.8563, 0.9819), "higher", TargetVerdict.TOO_CLOSE),  # Derbyshire, headlined "over 95 %"
        (of(0.99, 0.98, 0.995), "higher", TargetVerdict.MET),
        (of(0.96, 0.95, 0.97), "higher", TargetVerdict.MET),  # just on the target is reached
        (of(0.90, 0.88, 0.92), "higher", TargetVerdict.MISSED),
        (of(0.99, 0.98, 0.995), "lower", TargetVerdict.MISSED),
        (of(0.90, 0.88, 0.95), "lower", TargetVerdict.MET),
        (Shown(figure=MoneyRate(**{**MONEY_RATE, "low": 0.4, "high": 0.6})), "higher", TargetVerdict.MISSED),
        (TooFew(n=5), "higher", TargetVerdict.NOT_JUDGED),
        (Shown(figure=Count(value=5)), "higher", TargetVerdict.NOT_JUDGED),
    ],
)
def test_a_verdict_comes_from_the_whole_interval(
    cell: PublishedCell, direction: str, verdict: TargetVerdict
) -> None:
    assert TargetVerdict.judge(cell, dataclasses.replace(AIM, direction=direction), None) is verdict


@pytest.mark.parametrize(("answered", "is_withheld"), [(29, True), (30, False)])
def test_below_thirty_in_a_hundred_nothing_is_concluded(answered: int, is_withheld: bool) -> None:
    response = Response(answered=answered, asked=100)
    assert is_verdict_withheld(response) is is_withheld
    assert not is_verdict_withheld(None)
    found = TargetVerdict.judge(of(0.99, 0.98, 0.995), AIM, response)
    assert (found is TargetVerdict.NOT_JUDGED) is is_withheld


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("+0.26", "+0.26"),
        ("-1,200", "-1,200"),
        ("+2 pts", "+2 pts"),
        ("74%", "74%"),
        ("", ""),
    ],
)
def test_no_text_becomes_a_formula_and_a_signed_number_stays_one(value: str, written: str) -> None:
    assert as_plain_text(value) == written
