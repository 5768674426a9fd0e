"""Up or down only where the interval says so."""

from dataclasses import replace

import pytest

from pipelines.disclosure.changes import compare_cells
from pipelines.disclosure.figures import build_rate
from pipelines.measures.statistics import fisher_p, newcombe_difference
from pipelines.publication import (
    Buckets,
    Change,
    Count,
    MoneyRate,
    PublishedCell,
    Shown,
    TooFew,
    Verdict,
    difference_of_intervals,
)


def rate(met: int, not_met: int) -> Shown:
    return Shown(figure=build_rate(Buckets(met=met, not_met=not_met, pending=0, not_applicable=0, unknown=0)))


def test_rates_whose_conferences_were_drawn_again_keep_their_intervals() -> None:
    narrow, wide = rate(80, 20), rate(40, 60)
    clustered = Shown(figure=replace(narrow.figure, low=0.35, method="cluster bootstrap over conferences"))  # type: ignore[type-var]
    assert change(narrow, wide).verdict is Verdict.UP
    assert change(clustered, wide).verdict is Verdict.NO_CLEAR_CHANGE


def test_where_counts_are_small_an_exact_p_must_hold_it_too() -> None:
    small = change(rate(20, 0), rate(11, 4))
    assert small.low is not None
    assert small.low > 0
    assert small.p == pytest.approx(fisher_p(20, 20, 11, 15))
    assert (small.p < 0.05) == (small.verdict is Verdict.UP)
    assert change(rate(80, 20), rate(40, 60)).p is None


def money(value: float, half: float) -> MoneyRate:
    return MoneyRate(
        value=value,
        low=value - half,
        high=value + half,
        met_minor=1,
        denominator_minor=2,
        currency="GBP",
        n=30,
    )


def change(now: PublishedCell, before: PublishedCell | None) -> Change:
    found = compare_cells(now, before)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("now", "before", "verdict"),
    [
        (rate(90, 10), rate(50, 50), Verdict.UP),
        (rate(50, 50), rate(90, 10), Verdict.DOWN),
        (rate(87, 27), rate(85, 24), Verdict.NO_CLEAR_CHANGE),
    ],
)
def test_verdicts(now: Shown, before: Shown, verdict: Verdict) -> None:
    assert change(now, before).verdict is verdict


def test_the_difference_is_newcombes() -> None:
    found = change(rate(87, 27), rate(85, 24))
    assert found.low is not None
    assert found.high is not None
    assert (round(found.low, 3), round(found.high, 3)) == (-0.126, 0.094)


def test_without_an_earlier_figure_nothing_is_called() -> None:
    none = Change(verdict=Verdict.NO_EARLIER)
    assert change(rate(90, 10), TooFew(n=3)) == none
    assert change(TooFew(n=3), rate(90, 10)) == none
    assert change(rate(90, 10), None) == none


def test_counts_have_no_change() -> None:
    assert compare_cells(Shown(figure=Count(value=3)), Shown(figure=Count(value=2))) is None


def test_money() -> None:
    found = change(Shown(figure=money(0.9, 0.03)), Shown(figure=money(0.5, 0.04)))
    assert found.verdict is Verdict.UP
    assert found.low == pytest.approx(0.4 - 0.05)
    assert found.high == pytest.approx(0.4 + 0.05)


def test_newcombes_method_is_a_case_of_it() -> None:
    one, other = rate(87, 27).figure, rate(85, 24).figure
    found = difference_of_intervals(one, other)  # type: ignore[arg-type]
    assert found == pytest.approx(newcombe_difference(87, 114, 85, 109))
