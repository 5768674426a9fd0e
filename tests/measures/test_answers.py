"""An answer knows whether anything was counted at all."""

import pytest

from pipelines.measures.answers import (
    Answer,
    CountAnswer,
    CurveAnswer,
    DistributionAnswer,
    FlowAnswer,
    MoneyRateAnswer,
    PathwayAnswer,
    RateAnswer,
    TallyAnswer,
    is_empty,
)
from pipelines.publication import Buckets, Distribution

NOTHING = Buckets(met=0, not_met=0, pending=0, not_applicable=0, unknown=0)
APART = Buckets(met=0, not_met=0, pending=0, not_applicable=1, unknown=0)


def money(buckets: Buckets) -> MoneyRateAnswer:
    return MoneyRateAnswer(
        buckets=buckets, numerator=0, denominator=0, numerator_squared=0, denominator_squared=0, product=0
    )


def said(*, blank: int) -> DistributionAnswer:
    found = Distribution(counts=(0, 0, 0, 0, 0), not_applicable=0, prefer_not=0, blank=blank)
    return DistributionAnswer(distribution=found)


@pytest.mark.parametrize(
    ("empty", "counted"),
    [
        (RateAnswer(buckets=NOTHING), RateAnswer(buckets=APART)),
        (money(NOTHING), money(APART)),
        (CountAnswer(value=0), CountAnswer(value=1)),
        (TallyAnswer(values=()), TallyAnswer(values=(), pending=1)),
        (said(blank=0), said(blank=1)),
        (FlowAnswer(total=0, parts=(), n=0), FlowAnswer(total=0, parts=(), n=1)),
        (CurveAnswer(rows=()), CurveAnswer(rows=((0, 0, 1),))),
        (PathwayAnswer(rows=()), PathwayAnswer(rows=(("referred", None, 1),))),
    ],
)
def test_is_empty(empty: Answer, counted: Answer) -> None:
    assert is_empty(empty)
    assert not is_empty(counted)
