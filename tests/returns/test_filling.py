from dataclasses import replace

import pytest

from pipelines.errors import UsageError
from pipelines.publication import (
    Buckets,
    Count,
    Hidden,
    Money,
    MoneyRate,
    NoCases,
    NotSupplied,
    PublishedCell,
    PublishedRow,
    Rate,
    Request,
    Shown,
    Source,
    TooFew,
    TooSoon,
)
from pipelines.returns.filling import (
    BY_HAND,
    NOT_ENTERED,
    NOT_SUPPLIED,
    TOO_FEW,
    FilledLine,
    _add_up,
    fill_return,
    number_of,
)
from pipelines.returns.pack import load_pack
from pipelines.vocabulary import Basis, Dimension

FIVE = Buckets(met=3, not_met=2, pending=1, not_applicable=0, unknown=4)
RATE = Rate(value=0.6, low=0.2, high=0.9, met=3, denominator=5, buckets=FIVE)
MONEY = MoneyRate(
    value=0.5, low=0.2, high=0.9, met_minor=1050, denominator_minor=2100, currency="GBP", n=5, buckets=FIVE
)
SUM = Money(
    total_minor=4500,
    median_minor=300,
    lower_quartile_minor=200,
    upper_quartile_minor=400,
    currency="GBP",
    n=12,
)


@pytest.mark.parametrize(
    ("part", "cell", "number"),
    [
        ("value", Shown(figure=Count(value=7)), 7),
        ("met", Shown(figure=RATE), 3),
        ("denominator", Shown(figure=RATE), 5),
        ("met_amount", Shown(figure=MONEY), 10.5),
        ("denominator_amount", Shown(figure=MONEY), 21),
        ("not_met", TooFew(buckets=FIVE), 2),  # a law asks for it, however few
        ("met", TooSoon(buckets=FIVE), 3),
        ("met_amount", TooFew(buckets=FIVE), TOO_FEW),
        ("in_force", Shown(figure=RATE), 10),  # 3 + 2 + 1 + 4: due or not, known or not
        ("n", Shown(figure=SUM), 12),
        ("amount", Shown(figure=SUM), 45),
        ("amount", TooFew(n=4), TOO_FEW),
        ("value", NoCases(), 0),
        ("value", NotSupplied(), NOT_SUPPLIED),  # never zero
        ("met", Hidden(), NOT_SUPPLIED),
        ("met", Shown(figure=replace(RATE, buckets=None)), NOT_SUPPLIED),
    ],
)
def test_each_state_of_a_cell(part: str, cell: PublishedCell, number: object) -> None:
    assert number_of(part, PublishedRow(by=(), cell=cell)) == number


def test_a_return_of_the_sample_is_exact(sample_source: Source) -> None:
    pack = load_pack("us-34-usc-12514", {one.name: one.kind for one in sample_source.load_definitions()})
    filled = fill_return(pack, sample_source, programme="riverside", period="2025", manual={})
    met, not_met = (by_start(filled, start).value for start in ("(E)(i) ", "(E)(ii) "))
    assert isinstance(met, int)
    assert isinstance(not_met, int)
    assert met > not_met > 0
    assert filled[-1].origin == NOT_ENTERED
    said = fill_return(pack, sample_source, programme="", period="2025", manual={"other": "Circles"})
    assert (said[-1].value, said[-1].origin) == ("Circles", BY_HAND)


def test_each_currency_has_its_own_line(sample_source: Source) -> None:
    pack = load_pack("pa-juvenile-outcomes", {one.name: one.kind for one in sample_source.load_definitions()})
    filled = fill_return(pack, sample_source, programme="", period="all", manual={})
    due = [line for line in filled if line.label.startswith("Restitution ordered or agreed: amount")]
    assert {line.unit for line in due} == {"EUR", "GBP"}


def test_an_entry_that_no_line_asks_for_is_refused(sample_source: Source) -> None:
    pack = load_pack("us-34-usc-12514", {one.name: one.kind for one in sample_source.load_definitions()})
    with pytest.raises(UsageError, match="this return asks for sought, training_sought"):
        fill_return(pack, sample_source, programme="", period="all", manual={"nothing": "x"})


def by_start(filled: list[FilledLine], start: str) -> FilledLine:
    return next(line for line in filled if line.label.startswith(start))


def test_what_no_export_holds_comes_from_the_block_and_says_so(sample_source: Source) -> None:
    pack = load_pack("us-34-usc-12514", {one.name: one.kind for one in sample_source.load_definitions()})
    own = replace(pack, manual={**pack.manual, "sought": "412", "other": "Circles"})
    filled = fill_return(own, sample_source, programme="", period="2025", manual={"other": "Conferences"})
    sought = by_start(filled, "(B)(i) People")
    assert (sought.value, sought.origin) == ("412", "entered by the programme")
    assert filled[-1].value == "Conferences"  # what is said now goes before the file


def test_of_the_sample_what_is_due_is_less_than_what_was_assigned(sample_source: Source) -> None:
    pack = load_pack("pa-juvenile-outcomes", {one.name: one.kind for one in sample_source.load_definitions()})
    filled = fill_return(pack, sample_source, programme="riverside", period="all", manual={})
    assigned, completed = (
        by_start(filled, start).value
        for start in ("Community service assigned", "Community service obligations")
    )
    assert isinstance(assigned, int)
    assert isinstance(completed, int)
    assert assigned > completed > 0


def test_juveniles_are_all_who_are_under_18_and_nobody_else(sample_source: Source) -> None:
    """Each of the three bands by itself, added up here."""
    pack = load_pack("pa-juvenile-outcomes", {one.name: one.kind for one in sample_source.load_definitions()})
    assert all(line.summed for line in pack.lines if line.measure not in ("", "cases_referred"))
    filled = fill_return(pack, sample_source, programme="", period="2025", manual={})
    hours = by_start(filled, "Service of every kind completed")
    requests = [
        Request(
            measure="hours_completed", where=((Dimension.AGE_BAND, age),), period="2025", basis=Basis.CLOSING
        )
        for age in ("10-12", "13-15", "16-17")
    ]
    tables = sample_source.load_tables(requests)
    figures = [table.cell.figure for table in tables if isinstance(table.cell, Shown)]
    assert hours.value == sum(figure.value for figure in figures if isinstance(figure, Count))
    [everybody] = sample_source.load_tables([replace(requests[0], where=())])
    assert isinstance(everybody.cell, Shown)
    assert isinstance(everybody.cell.figure, Count)
    assert isinstance(hours.value, int)
    assert 0 < hours.value < everybody.cell.figure.value
    assert hours.origin.endswith("age_band 10-12, age_band 13-15, age_band 16-17")


def test_what_cannot_be_said_of_one_age_cannot_be_said_of_all() -> None:
    assert _add_up([3, NOT_SUPPLIED, 4]) == NOT_SUPPLIED
    assert _add_up([3, 4]) == 7
    assert _add_up([0.1, 0.2]) == 0.3


def test_a_group_without_a_case_adds_no_line_of_its_own(sample_source: Source) -> None:
    """It has no currency, and stood as a second line of 0 beside the one in pounds."""
    kinds = {one.name: one.kind for one in sample_source.load_definitions()}
    pack = load_pack("pa-juvenile-outcomes", kinds)
    money = next(line for line in pack.lines if line.part.endswith("amount"))
    ages = ("16-17", "not_applicable")
    asked = [replace(money, summed=((Dimension.AGE_BAND, age),)) for age in ages]
    alone = [
        fill_return(
            replace(pack, lines=(line,)), sample_source, programme="riverside", period="all", manual={}
        )
        for line in asked
    ]
    assert alone[1][0].value == 0
    both = replace(money, summed=tuple((Dimension.AGE_BAND, age) for age in ages))
    filled = fill_return(
        replace(pack, lines=(both,)), sample_source, programme="riverside", period="all", manual={}
    )
    assert [(line.label, line.value) for line in filled] == [(line.label, line.value) for line in alone[0]]
