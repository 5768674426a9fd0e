"""The headline pack's own rules: exact, or in words, and never a number that follows from others."""

from typing import Any

import pytest

from pipelines.disclosure.counting import CellCounts
from pipelines.disclosure.draws import Part
from pipelines.disclosure.pack import HEADLINES, choose_spans, state_exactly
from pipelines.disclosure.protect_amounts import Sum
from pipelines.disclosure.protect_middles import AMOUNT_BINS
from pipelines.measures.catalogue import load_catalogue
from pipelines.publication import Count, Hidden, Money, MoneyRate, PublishedCell, Rate, Ratio, Shown

CATALOGUE = load_catalogue()
ANYTHING = Shown(figure=Count(value=12))


def part(n: int, people: int | None = None) -> Part:
    return Part(n=n, cases=n, people=n if people is None else people, key=n)


def share(met: int, not_met: int, name: str = "consent_rate") -> PublishedCell:
    counts = CellCounts(whole=part(met + not_met), parts=[part(met), part(not_met)])
    return state_exactly(CATALOGUE.find(name), counts)


def test_every_headline_is_a_measure() -> None:
    assert [name for name in HEADLINES if name not in {measure.name for measure in CATALOGUE}] == []


def test_a_share_is_exact_with_three_or_more_on_both_sides() -> None:
    match share(7, 3):
        case Shown(figure=Rate() as rate):
            assert (rate.met, rate.denominator, rate.value) == (7, 10, 0.7)
            assert rate.buckets is None
        case cell:
            pytest.fail(f"{cell.state}")


@pytest.mark.parametrize(
    ("met", "not_met", "words"),
    [
        (2, 40, "fewer than 3 of 42"),
        (0, 42, "fewer than 3 of 42"),
        (40, 2, "all but fewer than 3 of 42"),
        (5, 4, "fewer than 10"),
    ],
)
def test_few_are_said_in_words(met: int, not_met: int, words: str) -> None:
    assert share(met, not_met) == Hidden(words=words)


def test_events_are_so_many_in_a_hundred() -> None:
    match share(3, 147, "safety_event_rate"):
        case Shown(figure=Ratio() as ratio):
            assert (ratio.numerator, ratio.denominator, ratio.value, ratio.per) == (3, 150, 2.0, 100)
        case cell:
            pytest.fail(f"{cell.state}")


def test_people_are_counted_once() -> None:
    counts = CellCounts(whole=part(30, people=24), parts=[part(30, people=24)])
    assert state_exactly(CATALOGUE.find("people_taking_part"), counts) == Shown(figure=Count(value=24))
    assert state_exactly(CATALOGUE.find("cases_referred"), counts) == Shown(figure=Count(value=30))


def amount(total: float, largest: float, second: float, n: int = 12) -> Sum:
    return Sum(part=part(n), total=total, largest=largest, second=second, contributors=n)


def money(name: str, **sums: Sum) -> PublishedCell:
    histogram = [part(0)] * len(AMOUNT_BINS)
    histogram[2] = part(12)
    counts = CellCounts(whole=part(12), parts=histogram, sums=sums, currency="EUR")
    return state_exactly(CATALOGUE.find(name), counts)


def test_a_sum_is_exact_unless_one_or_two_people_are_most_of_it() -> None:
    match money("restitution_paid", amount=amount(120_000, 20_000, 15_000)):
        case Shown(figure=Money() as found):
            # The middle is the start of its bin, 50.00: no amount that one person has.
            assert (found.total_minor, found.median_minor, found.n) == (120_000, 5_000, 12)
        case cell:
            pytest.fail(f"{cell.state}")
    for largest, second in ((61_000, 5_000), (58_000, 55_000)):
        assert isinstance(money("restitution_paid", amount=amount(120_000, largest, second)), Hidden)


def test_a_share_of_money_needs_both_its_sums() -> None:
    good, bad = amount(60_000, 9_000, 8_000), amount(60_000, 40_000, 8_000)
    match money("restitution_collected_rate", done=good, left=good):
        case Shown(figure=MoneyRate() as found):
            assert (found.met_minor, found.denominator_minor, found.value) == (60_000, 120_000, 0.5)
        case cell:
            pytest.fail(f"{cell.state}")
    assert isinstance(money("restitution_collected_rate", done=good, left=bad), Hidden)
    nothing = amount(0, 0, 0)
    assert isinstance(money("restitution_collected_rate", done=nothing, left=nothing), Hidden)


def test_hours_are_a_sum_too() -> None:
    def hours(largest: float) -> Any:
        counts = CellCounts(whole=part(12), parts=[part(12)], sums={"quantity": amount(240, largest, 20)})
        return state_exactly(CATALOGUE.find("hours_completed"), counts)

    assert hours(40) == Shown(figure=Count(value=240))
    assert isinstance(hours(200), Hidden)


Y1, Y2, Y3 = ("2023",), ("2024",), ("2025",)
LAST_2, LAST_3 = ("2024", "2025"), ("2023", "2024", "2025")


def test_everything_stands_where_nothing_is_hidden() -> None:
    cells: dict[tuple[str, ...], PublishedCell] = dict.fromkeys((Y1, Y2, Y3, LAST_2, LAST_3), ANYTHING)
    assert choose_spans(cells) == set(cells)


def test_a_hidden_year_does_not_follow_from_the_others() -> None:
    cells = {Y1: ANYTHING, Y2: Hidden(), Y3: ANYTHING, LAST_2: ANYTHING, LAST_3: ANYTHING}
    # Three years − two years = 2023, which may be known; two years − 2025 would be 2024.
    assert choose_spans(cells) == {LAST_3, LAST_2, Y1}


def test_two_hidden_years_hide_each_other() -> None:
    cells = {Y1: Hidden(), Y2: Hidden(), Y3: ANYTHING, LAST_3: ANYTHING}
    # They are decided in the order in which packs are given out: three years, then 2025 alone.
    assert choose_spans(cells) == {LAST_3, Y3}


def test_a_hidden_sum_does_not_follow_from_its_years() -> None:
    cells = {Y2: ANYTHING, Y3: ANYTHING, LAST_2: Hidden()}
    assert choose_spans(cells) == {Y2}


@pytest.mark.parametrize(
    ("counts", "quartiles"),
    [((4, 4, 4), (0, 25, 50)), ((12,), (0, 0, 0)), ((0, 0, 12), (50, 50, 50)), ((1, 10, 1), (25, 25, 25))],
)
def test_a_quartile_of_a_pack_is_the_start_of_its_bin(
    counts: tuple[int, ...], quartiles: tuple[int, int, int]
) -> None:
    bins = [part(n) for n in (*counts, *[0] * (len(AMOUNT_BINS) - len(counts)))]
    total = Sum(part=part(12), total=120_000, largest=20_000, second=15_000, contributors=12)
    cell = CellCounts(whole=part(12), parts=bins, sums={"amount": total}, currency="GBP")
    found = state_exactly(CATALOGUE.find("restitution_agreed"), cell)
    assert isinstance(found, Shown)
    assert isinstance(found.figure, Money)
    said = found.figure
    assert (said.lower_quartile_minor, said.median_minor, said.upper_quartile_minor) == tuple(
        100 * one for one in quartiles
    )
