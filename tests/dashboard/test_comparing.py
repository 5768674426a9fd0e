"""Ratios, scores, changes, gaps, bounds and costs in words: what differs and how sure that is, never why."""

import pytest

from dashboard.comparing import Comparing, describe_comparing
from dashboard.wording import describe_cell
from pipelines.publication import Balance, Bounds, Gap, PairedChange, Ratio, Score, Shown, UnitCost

RATIO = {"value": 1.5, "low": 0.5, "high": 4.125, "numerator": 3, "denominator": 200, "method": "m"}
CHANGE = {
    "mean": 0.5,
    "better": 8,
    "same": 3,
    "worse": 1,
    "n_first": 20,
    "n_second": 15,
    "effect_size": 0.4,
    "p": 0.02,
}


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Ratio(**RATIO, per=100), "1.50 per 100, 95% interval 0.50 to 4.13, 3 of 200"),
        (
            Ratio(**RATIO, overall=(30, 3000)),
            "1.50 times everybody's share, 95% interval 0.50 to 4.13, 3 of 200 against 30 of 3,000",
        ),
        (
            Ratio(value=0.5, low=0.4, high=0.6, numerator=20.5, denominator=41, method="m"),
            "50%, 95% interval 40 to 60%, 20.50 of 41",
        ),
        (
            Score(mean=3.914, low=3.8, high=4.02, n=214, alpha=0.8, method="m"),
            "3.91 of 5, 95% interval 3.80 to 4.02, from 214 responses",
        ),
        (
            PairedChange(**CHANGE, low=-0.25, high=1.25),
            "8 better, 3 the same, 1 worse of 12 who answered both times; +0.50 points on average, "
            "95% interval −0.25 to +1.25",
        ),
        (
            PairedChange(**{**CHANGE, "mean": 0.0}, low=None, high=None),
            "8 better, 3 the same, 1 worse of 12 who answered both times; 0.00 points on average",
        ),
        (
            Gap(
                value=-0.06,
                low=-0.09,
                high=-0.03,
                first="harmed",
                second="responsible",
                n_first=190,
                n_second=230,
                conferences=90,
                method="m",
            ),
            "−6 pts, harmed parties against responsible parties, 95% interval −9 pts to −3 pts",
        ),
        (
            Bounds(value=0.75, low=0.3, high=0.9, met=6, answered=8, asked=20),
            "75% of those who answered; 30 to 90% had everybody (8 of 20 answered)",
        ),
        (
            Balance(value=-0.12, answered=40, eligible=130, all_answered=310, all_eligible=820),
            "standardised difference −0.12: 40 of 310 who answered, 130 of all 820",
        ),
        (
            UnitCost(value_minor=28_865, total_minor=23_150_000, n=802, currency="EUR"),
            "€288.65 for each of 802 (€231,500 in all)",
        ),
    ],
)
def test_in_words(figure: Comparing, words: str) -> None:
    assert describe_comparing(figure) == words
    assert describe_cell(Shown(figure=figure)) == words
