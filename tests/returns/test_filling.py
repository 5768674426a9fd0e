from dataclasses import replace

import pytest

from pipelines.errors import UsageError
from pipelines.publication import (
    Buckets,
    Count,
    Hidden,
    MoneyRate,
    NoCases,
    NotSupplied,
    PublishedCell,
    PublishedRow,
    Rate,
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
    fill_return,
    number_of,
)
from pipelines.returns.pack import load_pack

FIVE = Buckets(met=3, not_met=2, pending=1, not_applicable=0, unknown=4)
RATE = Rate(value=0.6, low=0.2, high=0.9, met=3, denominator=5, buckets=FIVE)
MONEY = MoneyRate(
    value=0.5, low=0.2, high=0.9, met_minor=1050, denominator_minor=2100, currency="GBP", n=5, buckets=FIVE
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
    lines = {line.label: line for line in filled}
    met, not_met = (lines[f"Agreements due: {words}"].value for words in ("completed", "not completed"))
    assert isinstance(met, int)
    assert isinstance(not_met, int)
    assert met > not_met > 0
    assert filled[-1].origin == NOT_ENTERED
    said = fill_return(pack, sample_source, programme="", period="2025", manual={"practice": "Circles"})
    assert (said[-1].value, said[-1].origin) == ("Circles", BY_HAND)


def test_each_currency_has_its_own_line(sample_source: Source) -> None:
    pack = load_pack("pa-juvenile-outcomes", {one.name: one.kind for one in sample_source.load_definitions()})
    filled = fill_return(pack, sample_source, programme="", period="all", manual={})
    due = [line for line in filled if line.label.startswith("Restitution due")]
    assert {line.unit for line in due} == {"EUR", "GBP"}


def test_an_entry_that_no_line_asks_for_is_refused(sample_source: Source) -> None:
    pack = load_pack("us-34-usc-12514", {one.name: one.kind for one in sample_source.load_definitions()})
    with pytest.raises(UsageError, match="this return asks for practice"):
        fill_return(pack, sample_source, programme="", period="all", manual={"other": "x"})
