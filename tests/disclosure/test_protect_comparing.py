"""The gate for figures that set one thing against another: each state of each kind."""

from typing import Any

import pytest

from pipelines.disclosure.protect import Beside, protect_exact
from pipelines.measures.answers import (
    Answer,
    ClusterAnswer,
    CountAnswer,
    MoneyRateAnswer,
    RateAnswer,
    RatioAnswer,
    ScoreAnswer,
)
from pipelines.measures.catalogue import load_catalogue
from pipelines.publication import (
    Balance,
    Bounds,
    Buckets,
    Gap,
    NoCases,
    NotSupplied,
    PairedChange,
    PublishedCell,
    Ratio,
    Response,
    Score,
    Shown,
    TooFew,
    TooSoon,
    UnitCost,
)


def buckets(met: int = 0, not_met: int = 0, **more: int) -> Buckets:
    rest = {"pending": 0, "not_applicable": 0, "unknown": 0} | more
    return Buckets(met=met, not_met=not_met, **rest)


def gate(name: str, answer: Answer, **beside: Any) -> PublishedCell:
    return protect_exact(load_catalogue().find(name), answer, beside=Beside(**beside))


def figure(cell: PublishedCell, kind: type) -> Any:
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, kind)
    return cell.figure


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (buckets(), NoCases),
        (buckets(pending=3), TooSoon),
        (buckets(not_met=9), TooFew),
        (buckets(not_met=10), Shown),
    ],
)
def test_events_per_so_many(found: Buckets, state: type[PublishedCell]) -> None:
    assert isinstance(gate("safety_event_rate", RateAnswer(buckets=found)), state)


def test_none_in_ten_is_not_impossible() -> None:
    shown = figure(gate("safety_event_rate", RateAnswer(buckets=buckets(not_met=10))), Ratio)
    assert (shown.value, shown.low, shown.per, shown.method) == (0, 0, 100, "exact Poisson")
    assert round(shown.high, 2) == 36.89


def quantity(found: Buckets, numerator: int, denominator: int) -> PublishedCell:
    n = max(1, found.denominator)
    answer = MoneyRateAnswer(
        buckets=found,
        numerator=numerator,
        denominator=denominator,
        numerator_squared=numerator**2 // n,
        denominator_squared=denominator**2 // n,
        product=numerator * denominator // n,
    )
    return gate("in_kind_completion_rate", answer)


def test_a_quantity_of_a_quantity() -> None:
    assert isinstance(quantity(buckets(), 0, 0), NoCases)
    assert isinstance(quantity(buckets(met=9), 900, 900), TooFew)
    assert isinstance(quantity(buckets(met=10), 0, 0), NoCases)
    shown = figure(quantity(buckets(met=20), 4000, 8000), Ratio)
    # Counted in hundredths, read in hours.
    assert (shown.value, shown.numerator, shown.denominator) == (0.5, 40, 80)


def test_a_group_against_everybody() -> None:
    def against(group: Buckets, overall: Buckets) -> PublishedCell:
        return gate("entry_rate_ratio", RatioAnswer(buckets=group, overall=overall))

    assert isinstance(against(buckets(), buckets(met=50)), NoCases)
    assert isinstance(against(buckets(met=9), buckets(met=50)), TooFew)
    assert isinstance(against(buckets(not_met=10), buckets(not_met=50)), TooFew)
    shown = figure(against(buckets(met=40, not_met=10), buckets(met=60, not_met=40)), Ratio)
    assert (round(shown.value, 4), shown.overall) == (1.3333, (60, 100))
    assert shown.low < shown.value < shown.high
    none = figure(against(buckets(not_met=20), buckets(met=60, not_met=40)), Ratio)
    assert (none.value, none.low) == (0, 0)
    assert none.high > 0


def test_an_index() -> None:
    def index(n: int) -> PublishedCell:
        rows = (((5, 4), n), ((4, None), 3)) if n else ()
        return gate("healing_index", ScoreAnswer(rows=rows, fewest=2))

    assert isinstance(index(0), NoCases)
    assert index(9) == TooFew(n=9)
    shown = figure(index(10), Score)
    assert (shown.mean, shown.n, shown.method) == (4.5, 10, "Student's t")


def test_a_change() -> None:
    def change(n: int, n_once: int = 0) -> PublishedCell:
        rows = tuple(row for row in (((2, 4), n), ((3, None), n_once)) if row[1])
        return gate("change_before_after", ClusterAnswer(rows=rows))

    assert isinstance(change(0), NoCases)
    assert change(0, 5) == TooFew(n=0)
    assert change(9) == TooFew(n=9)
    shown = figure(change(10, 7), PairedChange)
    assert (shown.better, shown.n, shown.n_first, shown.n_second) == (10, 10, 17, 10)
    # Everybody changed by the same: there is no spread to make an interval of.
    assert (shown.mean, shown.low, shown.effect_size) == (2, None, None)


def test_a_gap_between_perspectives() -> None:
    def gap(*rows: tuple[tuple[int, ...], int]) -> PublishedCell:
        return gate("perspective_gap", ClusterAnswer(rows=rows))

    assert isinstance(gap(), NoCases)
    assert gap(((9, 10, 0, 0), 5)) == TooFew(n=0)
    assert gap(((1, 2, 1, 1), 9)) == TooFew(n=9)
    assert gap(((9, 10, 8, 12), 1)) == TooFew(n=10)
    shown = gap(((1, 2, 2, 2), 8), ((2, 2, 1, 2), 4))
    assert isinstance(shown, Shown)
    assert shown.is_cautious
    assert figure(shown, Gap).method.endswith("approximate: fewer than 20 conferences")


def test_bounds() -> None:
    def bounds(found: Buckets, asked: int | None) -> PublishedCell:
        response = None if asked is None else Response(answered=found.denominator, asked=asked)
        return gate("non_response_bounds", RateAnswer(buckets=found), response=response)

    assert isinstance(bounds(buckets(met=5), None), NoCases)
    assert isinstance(bounds(buckets(met=5), 0), NoCases)
    assert isinstance(bounds(buckets(met=5), 9), TooFew)
    assert isinstance(bounds(buckets(unknown=5), 30), TooFew)
    shown = figure(bounds(buckets(met=6, not_met=2, not_applicable=2, unknown=1), 22), Bounds)
    assert (shown.value, shown.low, shown.high, shown.asked) == (0.75, 6 / 20, 18 / 20, 20)


def test_a_cost_for_each() -> None:
    def cost(n: int, *spent: tuple[str, int]) -> PublishedCell:
        return gate("cost_per_person_taking_part", CountAnswer(value=n), costs=spent)

    assert cost(50) == NotSupplied(missing=("costs",))
    assert cost(50, ("EUR", 1), ("GBP", 2)) == NotSupplied(missing=("costs in one currency",))
    assert isinstance(cost(0, ("GBP", 100)), NoCases)
    assert cost(9, ("GBP", 100)) == TooFew(n=9)
    assert figure(cost(40, ("GBP", 10_020)), UnitCost).value_minor == 251


def test_who_answered_against_everybody_who_took_part() -> None:
    def of(group: Buckets, everybody: Buckets) -> PublishedCell:
        return gate("respondent_differences", RatioAnswer(buckets=group, overall=everybody))

    everybody = buckets(met=10, not_met=10)
    found = figure(of(buckets(met=8, not_met=2), everybody), Balance)
    assert round(found.value, 2) == 0.66
    assert (found.answered, found.eligible) == (8, 10)
    # Nobody answered, or there is only one group: nothing is set against anything.
    nobody = buckets(not_met=20)
    assert isinstance(of(nobody, nobody), TooFew)
    assert isinstance(of(everybody, everybody), TooFew)
