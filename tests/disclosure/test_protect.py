"""The exact gate: every kind of answer at, below and above each threshold."""

from dataclasses import replace

import pytest

from pipelines.disclosure.protect import protect_exact
from pipelines.measures.answers import (
    CountAnswer,
    CurveAnswer,
    DistributionAnswer,
    FlowAnswer,
    MoneyRateAnswer,
    PathwayAnswer,
    RateAnswer,
    TallyAnswer,
)
from pipelines.measures.catalogue import load_catalogue
from pipelines.publication import (
    Buckets,
    Count,
    Curve,
    Distribution,
    Flow,
    Money,
    MoneyRate,
    NoCases,
    Pathway,
    PublishedCell,
    Rate,
    Shown,
    TooFew,
    TooSoon,
)

find = load_catalogue().find


def buckets(met: int = 0, not_met: int = 0, **more: int) -> Buckets:
    rest = {"pending": 0, "not_applicable": 0, "unknown": 0} | more
    return Buckets(met=met, not_met=not_met, **rest)


def rate(found: Buckets, name: str = "agreement_completion_rate", **more: int) -> PublishedCell:
    return protect_exact(find(name), RateAnswer(buckets=found), **more)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (buckets(), NoCases),
        (buckets(not_applicable=7), NoCases),
        (buckets(pending=7, not_applicable=1), TooSoon),
        (buckets(pending=1, unknown=6), TooSoon),
        (buckets(unknown=6), TooFew),
        (buckets(met=9, pending=9), TooFew),
        (buckets(met=9, pending=10), TooSoon),
        (buckets(met=5, not_met=5), Shown),
    ],
)
def test_states_of_a_rate(found: Buckets, state: type[PublishedCell]) -> None:
    cell = rate(found)
    assert isinstance(cell, state)
    assert (cell.figure.buckets if isinstance(cell, Shown) else cell.buckets) == found  # type: ignore[union-attr]


@pytest.mark.parametrize(("n", "cautious"), [(10, True), (19, True), (20, False)])
def test_caution_below_twenty(n: int, cautious: bool) -> None:
    cell = rate(buckets(met=n))
    assert isinstance(cell, Shown)
    assert cell.is_cautious is cautious


def test_a_rate_comes_with_its_interval() -> None:
    cell = rate(buckets(met=9, not_met=3))
    assert isinstance(cell, Shown)
    figure = cell.figure
    assert isinstance(figure, Rate)
    assert (figure.value, figure.met, figure.denominator) == (0.75, 9, 12)
    assert (round(figure.low, 4), round(figure.high, 4)) == (0.4677, 0.9111)


@pytest.mark.parametrize(("pending", "state"), [(5, Shown), (6, TooSoon)])
def test_a_young_cohort_is_too_soon_where_that_misleads(pending: int, state: type[PublishedCell]) -> None:
    # conference_rate stands once 95 % of the cases have ended the stage: 5 of 100 may still be open.
    assert isinstance(rate(buckets(met=100 - pending, pending=pending), "conference_rate"), state)


def test_one_facilitator_needs_more_behind_it() -> None:
    assert isinstance(rate(buckets(met=19), minimum=20), TooFew)
    assert isinstance(rate(buckets(met=20), minimum=20), Shown)


def money_rate(found: Buckets, numerator: int, denominator: int) -> PublishedCell:
    answer = MoneyRateAnswer(
        buckets=found,
        numerator=numerator,
        denominator=denominator,
        numerator_squared=numerator**2,
        denominator_squared=denominator**2,
        product=numerator * denominator,
    )
    return protect_exact(find("restitution_collected_rate"), answer, currency="GBP")


def test_a_rate_of_money() -> None:
    assert isinstance(money_rate(buckets(), 0, 0), NoCases)
    assert isinstance(money_rate(buckets(pending=3), 0, 0), TooSoon)
    assert isinstance(money_rate(buckets(met=9), 10, 10), TooFew)
    assert isinstance(money_rate(buckets(met=12), 0, 0), NoCases)
    cell = money_rate(buckets(met=6, not_met=6), 300, 400)
    assert isinstance(cell, Shown)
    figure = cell.figure
    assert isinstance(figure, MoneyRate)
    assert (figure.value, figure.met_minor, figure.denominator_minor, figure.n) == (0.75, 300, 400, 12)
    assert cell.is_cautious


def test_counts_are_shown_and_zero_is_zero() -> None:
    cell = protect_exact(find("people_taking_part"), CountAnswer(value=0), count_note="counted as parties")
    assert cell == Shown(figure=Count(value=0, note="counted as parties"))


def tally(name: str, n: int, pending: int = 0) -> PublishedCell:
    values = ((5, n),) if n else ()
    return protect_exact(find(name), TallyAnswer(values=values, pending=pending), currency="GBP")


def test_days() -> None:
    assert isinstance(tally("referral_to_contact_days", 0), NoCases)
    assert isinstance(tally("referral_to_contact_days", 0, pending=3), TooSoon)
    assert tally("referral_to_contact_days", 9) == TooFew(n=9)
    # The quickest come first: their middle says nothing of those who still wait.
    assert isinstance(tally("referral_to_contact_days", 226, pending=142), TooSoon)
    assert isinstance(tally("referral_to_contact_days", 9, pending=10), TooSoon)
    assert isinstance(tally("referral_to_contact_days", 75, pending=25), Shown)
    cell = tally("referral_to_contact_days", 10)
    assert isinstance(cell, Shown)
    assert cell.is_cautious


def test_amounts_are_sums_and_need_no_minimum() -> None:
    cell = tally("restitution_agreed", 3)
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Money)
    assert (cell.figure.total_minor, cell.is_cautious) == (15, True)
    assert isinstance(tally("restitution_agreed", 0), NoCases)


@pytest.mark.parametrize(("n", "state"), [(0, NoCases), (9, TooFew), (10, Shown)])
def test_distributions(n: int, state: type[PublishedCell]) -> None:
    found = Distribution(counts=(0, 0, 0, 0, n), not_applicable=50, prefer_not=0, blank=0)
    assert isinstance(protect_exact(find("answers_g1"), DistributionAnswer(distribution=found)), state)


def test_curves_stop_below_ten_still_followed() -> None:
    measure = find("completion_by_day")
    assert isinstance(protect_exact(measure, CurveAnswer(rows=())), NoCases)
    assert protect_exact(measure, CurveAnswer(rows=((30, 1, 9),))) == TooFew(n=9)
    cell = protect_exact(measure, CurveAnswer(rows=((30, 1, 5), (60, 0, 6), (90, 1, 9))))
    assert isinstance(cell, Shown)
    curve = cell.figure
    assert isinstance(curve, Curve)
    assert (curve.n, curve.stops_at_day, [point.day for point in curve.points]) == (20, 60, [0, 30, 60])
    assert curve.at(90) is None
    at_sixty = curve.at(60)
    assert at_sixty is not None
    assert at_sixty.share == 5 / 20


def test_pathway_and_flow() -> None:
    pathway = find("pathway")
    assert isinstance(protect_exact(pathway, PathwayAnswer(rows=())), NoCases)
    cell = protect_exact(pathway, PathwayAnswer(rows=(("agreement", None, 1),)))
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Pathway)
    flow = find("arrears_by_age")
    assert isinstance(protect_exact(flow, FlowAnswer(total=0, parts=(0, 0, 0, 0), n=0)), NoCases)
    shown = protect_exact(flow, FlowAnswer(total=3, parts=(1, 2, 0, 0), n=2), currency="GBP")
    assert isinstance(shown, Shown)
    assert isinstance(shown.figure, Flow)


def test_a_measure_may_ask_for_more_maturity() -> None:
    strict = replace(find("agreement_completion_rate"), matures_at=0.5)
    cell = protect_exact(strict, RateAnswer(buckets=buckets(met=20, pending=21)))
    assert isinstance(cell, TooSoon)
