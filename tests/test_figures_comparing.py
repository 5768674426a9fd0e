"""Figures that set one thing against another, as JSON."""

import pytest

from pipelines.figures import cell_json
from pipelines.figures_comparing import Comparing
from pipelines.publication import Balance, Bounds, Buckets, Gap, PairedChange, Ratio, Score, Shown, UnitCost

BUCKETS = Buckets(met=4, not_met=213, pending=0, not_applicable=0, unknown=2)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (
            Ratio(value=1.84332, low=0.5, high=4.71, numerator=4, denominator=217, per=100,
                  method="exact Poisson", buckets=BUCKETS),
            {"value": 1.8433, "low": 0.5, "high": 4.71, "numerator": 4, "denominator": 217, "per": 100,
             "method": "exact Poisson", "rows": {"met": 4, "not_met": 213, "pending": 0, "not_applicable": 0,
                                                 "unknown": 2, "population": 219}},
        ),
        (
            Ratio(value=1.1, low=0.9, high=1.3, numerator=4, denominator=5, method="log", overall=(8, 11)),
            {"value": 1.1, "low": 0.9, "high": 1.3, "numerator": 4, "denominator": 5, "per": 1,
             "overall": {"met": 8, "denominator": 11}, "method": "log"},
        ),
        (
            Score(mean=3.9, low=3.8, high=4.0, n=20, alpha=None, method="t"),
            {"value": 3.9, "low": 3.8, "high": 4.0, "n": 20, "method": "t"},
        ),
        (
            Score(mean=3.9, low=3.8, high=4.0, n=20, alpha=0.81236, method="t"),
            {"value": 3.9, "low": 3.8, "high": 4.0, "n": 20, "alpha": 0.8124, "method": "t"},
        ),
        (
            PairedChange(mean=0.5, low=0.1, high=0.9, better=8, same=3, worse=1, n_first=20, n_second=15,
                         effect_size=0.4, p=0.0000123),
            {"value": 0.5, "low": 0.1, "high": 0.9, "effect_size": 0.4, "p": 0.000012, "n": 12, "better": 8,
             "same": 3, "worse": 1, "n_first": 20, "n_second": 15},
        ),
        (
            PairedChange(mean=0, low=None, high=None, better=0, same=12, worse=0, n_first=12, n_second=12,
                         effect_size=None, p=None),
            {"value": 0.0, "n": 12, "better": 0, "same": 12, "worse": 0, "n_first": 12, "n_second": 12},
        ),
        (
            Gap(value=-0.06, low=-0.09, high=-0.03, first="harmed", second="responsible", n_first=19,
                n_second=23, conferences=9, method="m"),
            {"value": -0.06, "low": -0.09, "high": -0.03, "first": "harmed", "second": "responsible",
             "n_first": 19, "n_second": 23, "conferences": 9, "method": "m"},
        ),
        (
            Balance(value=-0.123456, answered=40, eligible=130, all_answered=310, all_eligible=820),
            {"value": -0.1235, "answered": 40, "eligible": 130, "all_answered": 310, "all_eligible": 820},
        ),
        (
            Bounds(value=0.75, low=0.3, high=0.9, met=6, answered=8, asked=20),
            {"value": 0.75, "low": 0.3, "high": 0.9, "met": 6, "answered": 8, "asked": 20},
        ),
        (
            UnitCost(value_minor=28_865, total_minor=23_150_000, n=802, currency="EUR"),
            {"value": 288.65, "total": 231_500.0, "n": 802, "currency": "EUR"},
        ),
    ],
)  # fmt: skip
def test_one_form_for_each(figure: Comparing, expected: dict[str, object]) -> None:
    assert cell_json(Shown(figure=figure)) == {"state": "shown", **expected}
