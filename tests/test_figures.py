"""Published tables as JSON: one form for each kind, numbers absent where nothing may be said."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipelines.figures import figures_json
from pipelines.measures.catalogue import load_catalogue
from pipelines.publication import (
    Buckets,
    Change,
    Count,
    Curve,
    CurvePoint,
    Days,
    Distribution,
    Flow,
    FlowPart,
    Hidden,
    Money,
    MoneyRate,
    NoCases,
    NotAvailable,
    NotSupplied,
    Pathway,
    PathwayStep,
    PublishedCell,
    PublishedRow,
    PublishedTable,
    Rate,
    Request,
    Response,
    Shown,
    SourceStamp,
    Target,
    TargetVerdict,
    TooFew,
    TooSoon,
    Verdict,
)
from pipelines.vocabulary import Basis, Dimension

BUCKETS = Buckets(met=85, not_met=24, pending=31, not_applicable=4, unknown=0)
COUNTS = {"met": 85, "not_met": 24, "pending": 31, "not_applicable": 4, "unknown": 0, "population": 144}
RATE = Rate(value=85 / 109, low=0.69323, high=0.84734, met=85, denominator=109, buckets=BUCKETS)
COULD_BE = [0.6071, 0.8286]
"""85 of the 140 it can apply to; 85 and the 31 still pending of them."""

POINT = CurvePoint(day=30, share=0.10004, low=0.06, high=0.15, at_risk=140, n_met=14, n_ended=0)


def table(row: PublishedRow, **more: Any) -> PublishedTable:
    asked = {"measure": "agreement_completion_rate"} | more
    return PublishedTable(
        definition=load_catalogue().definition("agreement_completion_rate"),
        request=Request(**asked),
        basis=Basis.REFERRAL,
        period_label="all to date",
        as_of=date(2026, 9, 30),
        stamp=SourceStamp(kind="warehouse", id="0007"),
        rows=(row,),
    )


def cell_json(cell: PublishedCell) -> dict[str, Any]:
    (row,) = figures_json(table(PublishedRow(by=(), cell=cell)))["rows"]
    assert row.pop("by") == {}
    return dict(row)


def test_a_rate_as_documented() -> None:
    row = PublishedRow(by=(("site", "north_hub"),), cell=Shown(figure=RATE))
    found = figures_json(table(row))
    version = load_catalogue().definition("agreement_completion_rate").version
    assert found == {
        "measure": "agreement_completion_rate",
        "kind": "rate",
        "unit": "agreement",
        "basis": "referral",
        "period": None,
        "as_of": "2026-09-30",
        "source": {"kind": "warehouse", "snapshot": "0007"},
        "definition": version,
        "rows": [
            {
                "by": {"site": "north_hub"},
                "state": "shown",
                "value": 0.7798,
                "low": 0.6932,
                "high": 0.8473,
                "could_be": COULD_BE,
                **COUNTS,
            }
        ],
    }
    assert json.loads(json.dumps(found)) == found


def test_what_was_asked_for_is_said() -> None:
    found = figures_json(
        table(PublishedRow(by=(), cell=NoCases()), period="2025Q3", where=((Dimension.SITE, "north"),))
    )
    assert (found["period"], found["where"]) == ("2025Q3", {"site": "north"})


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Hidden(words="fewer than 10"), {"state": "hidden", "words": "fewer than 10"}),
        (Hidden(), {"state": "hidden"}),
        (TooFew(buckets=BUCKETS, n=109), {"state": "too_few", "n": 109, **COUNTS}),
        (TooFew(n=3), {"state": "too_few", "n": 3}),
        (TooSoon(), {"state": "too_soon"}),
        (TooSoon(buckets=BUCKETS), {"state": "too_soon", **COUNTS}),
        (NoCases(), {"state": "no_cases"}),
        (NotSupplied(missing=("payments",)), {"state": "not_supplied", "missing": ["payments"]}),
        (NotAvailable(), {"state": "not_available"}),
    ],
)
def test_states(cell: PublishedCell, expected: dict[str, Any]) -> None:
    assert cell_json(cell) == expected


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (
            Rate(value=0.5, low=0.4, high=0.6, met=10, denominator=20),
            {"value": 0.5, "low": 0.4, "high": 0.6, "met": 10, "denominator": 20},
        ),
        (Count(value=3), {"value": 3}),
        (Count(value=3, note="counted as parties"), {"value": 3, "note": "counted as parties"}),
        (
            Money(
                total_minor=45_000,
                median_minor=10_050,
                lower_quartile_minor=5_000,
                upper_quartile_minor=30_001,
                currency="GBP",
                n=3,
            ),
            {
                "total": 450.0,
                "median": 100.5,
                "lower_quartile": 50.0,
                "upper_quartile": 300.01,
                "currency": "GBP",
                "n": 3,
            },
        ),
        (
            Days(median=42.5, p90=118.0, n=120, pending=14),
            {"median": 42.5, "p90": 118.0, "n": 120, "pending": 14},
        ),
        (
            Distribution(counts=(2, 5, 11, 40, 31), not_applicable=3, prefer_not=1, blank=4),
            {"counts": [2, 5, 11, 40, 31], "n": 89, "not_applicable": 3, "prefer_not": 1, "blank": 4},
        ),
        (
            Curve(points=(POINT,), n=140, stops_at_day=310),
            {
                "n": 140,
                "stops_at_day": 310,
                "points": [
                    {
                        "day": 30,
                        "share": 0.1,
                        "low": 0.06,
                        "high": 0.15,
                        "at_risk": 140,
                        "met": 14,
                        "ended": 0,
                    }
                ],
            },
        ),
        (
            Pathway(
                steps=(
                    PathwayStep(
                        stage="referred", label="Referred", reached=9, left=(("Other", 1),), waiting=2
                    ),
                )
            ),
            {
                "steps": [
                    {
                        "stage": "referred",
                        "label": "Referred",
                        "reached": 9,
                        "waiting": 2,
                        "left": [{"reason": "Other", "n": 1, "of_entering": 0.1111, "of_referred": 0.1111}],
                    }
                ]
            },
        ),
        (
            Flow(
                total_minor=500,
                parts=(FlowPart(name="paid", label="Paid", amount_minor=500),),
                currency="JPY",
                n=1,
            ),
            {
                "total": 500.0,
                "currency": "JPY",
                "n": 1,
                "parts": [{"name": "paid", "label": "Paid", "amount": 500.0}],
            },
        ),
    ],
)
def test_every_kind(figure: Any, expected: dict[str, Any]) -> None:
    assert cell_json(Shown(figure=figure)) == {"state": "shown", **expected}


def test_a_rate_of_money_gives_amounts_and_the_rows_behind_them() -> None:
    figure = MoneyRate(
        value=0.5,
        low=0.31,
        high=0.69,
        met_minor=20_000,
        denominator_minor=40_000,
        currency="GBP",
        n=109,
        buckets=BUCKETS,
    )
    assert cell_json(Shown(figure=figure, is_cautious=True)) == {
        "state": "shown",
        "value": 0.5,
        "low": 0.31,
        "high": 0.69,
        "met": 200.0,
        "denominator": 400.0,
        "currency": "GBP",
        "n": 109,
        "rows": COUNTS,
        "cautious": True,
    }


def test_what_stands_under_a_figure() -> None:
    row = PublishedRow(
        by=(),
        cell=Shown(figure=Count(value=1)),
        change=Change(verdict=Verdict.UP, difference=0.12345, low=0.01, high=0.2),
        response=Response(answered=9, asked=20, is_linked=False),
    )
    (found,) = figures_json(table(row))["rows"]
    assert found["response"] == {"answered": 9, "asked": 20, "linked": False}
    assert found["change"] == {"verdict": "up", "difference": 0.1235, "low": 0.01, "high": 0.2}
    none = PublishedRow(by=(), cell=NoCases(), change=Change(verdict=Verdict.NO_EARLIER))
    assert figures_json(table(none))["rows"][0]["change"] == {"verdict": "no_earlier"}


def test_a_target_with_its_verdict_and_its_baseline() -> None:
    target = Target(value=0.95, direction="higher", verdict=TargetVerdict.TOO_CLOSE)
    row = PublishedRow(by=(), cell=NoCases(), target=target)
    found = figures_json(table(row))["rows"][0]
    assert found["target"] == {"value": 0.95, "direction": "higher", "verdict": "too_close"}
    began = PublishedRow(
        by=(), cell=NoCases(), target=replace(target, baseline_period="2024", baseline=TooFew(n=4))
    )
    baseline = figures_json(table(began))["rows"][0]["target"]["baseline"]
    assert baseline == {"period": "2024", "state": "too_few", "n": 4}
