"""Every state of a cell reads differently, and none reads like a zero."""

import pytest

from dashboard.cells import describe_cell, explain_markers, marker, words_in_place
from pipelines.publication import (
    Buckets,
    Count,
    Days,
    Distribution,
    Hidden,
    Money,
    NoCases,
    NotAvailable,
    NotSupplied,
    PublishedCell,
    Rate,
    Shown,
    TooFew,
    TooSoon,
)
from tests.dashboard.charts.published import curve, flow, money_rate, pathway

PARTS = Buckets(met=7, not_met=2, pending=12, not_applicable=0, unknown=1)
STATES: list[tuple[PublishedCell, str, str]] = [
    (Hidden(words="fewer than 10"), "Hidden to protect people: fewer than 10", "[c]"),
    (TooFew(buckets=PARTS), "Too few to rely on: 7 of 9", "[low]"),
    (TooSoon(buckets=PARTS), "Too soon to say: 12 still under way", "[soon]"),
    (NoCases(), "No cases in this selection", "[z]"),
    (
        NotSupplied(missing=("agreements.due_day",)),
        "Not supplied: this programme does not record when things were due",
        "[ns]",
    ),
    (NotAvailable(), "Not published here", "[x]"),
]
SHARE = Rate(value=0.735, low=0.70, high=0.77, met=550, denominator=748)


@pytest.mark.parametrize(("cell", "words", "mark"), STATES)
def test_a_state_has_its_words_and_its_marker(cell: PublishedCell, words: str, mark: str) -> None:
    assert describe_cell(cell) == words
    assert marker(cell) == mark


def test_no_two_states_read_alike() -> None:
    for read in (describe_cell, words_in_place, marker):
        assert len({read(cell) for cell, _, _ in STATES}) == len(STATES)


def test_what_stands_in_a_chart_holds_no_part_of_a_rate_that_was_not_made() -> None:
    assert words_in_place(TooFew(buckets=PARTS, n=9)) == "Too few to rely on"
    assert words_in_place(TooSoon(buckets=PARTS)) == "Too soon to say"


def test_states_without_parts_still_read_as_sentences() -> None:
    assert describe_cell(TooFew()) == "Too few to rely on"
    assert describe_cell(TooFew(n=9)) == "Too few to rely on: 9"
    assert describe_cell(TooSoon()) == "Too soon to say: not everybody has had the time yet"
    assert describe_cell(Hidden()) == "Hidden to protect people"
    assert describe_cell(NotSupplied()) == "Not supplied: this programme does not record what this needs"


def test_a_rate_never_stands_without_its_interval_and_parts() -> None:
    assert describe_cell(Shown(figure=SHARE)) == "74%, 95% interval 70 to 77%, 550 of 748"


def test_where_there_are_few_the_range_comes_first() -> None:
    words = describe_cell(Shown(figure=SHARE, is_cautious=True))
    assert words == "70 to 77% (95% interval), 74%, 550 of 748. Few, so read the range before the figure"


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Count(value=1234, note="parties, not people"), "1,234 (parties, not people)"),
        (
            Days(median=45, p90=120, n=310, pending=4),
            "half within 45 days, nine in ten within 120 days, from 310, 4 still waiting",
        ),
        (
            Distribution(counts=(13, 16, 29, 135, 216), not_applicable=0, prefer_not=0, blank=0),
            "agreed or strongly agreed: 86%, 351 of 409 answers",
        ),
        (
            Distribution(counts=(0, 0, 1, 2, 3), not_applicable=0, prefer_not=0, blank=0),
            "agreed or strongly agreed: 5 of 6 answers",
        ),
        (
            money_rate(8_612_700, 12_030_700),
            "72%, 95% interval 68 to 76%, £86,127 of £120,307",
        ),
        (
            Money(
                total_minor=1203070,
                median_minor=20000,
                lower_quartile_minor=9950,
                upper_quartile_minor=40000,
                currency="EUR",
                n=50,
            ),
            "€12,031 in 50 amounts, middle amount €200, half of them €99.50 to €400",
        ),
    ],
)
def test_every_kind_of_figure_has_its_sentence(figure: Rate, words: str) -> None:
    assert describe_cell(Shown(figure=figure)) == words


def test_whole_charts_are_told_by_their_key_numbers() -> None:
    assert "550" in describe_cell(Shown(figure=pathway()))
    assert "$86,127" in describe_cell(Shown(figure=flow()))
    assert describe_cell(Shown(figure=curve())) == "600 followed, up to day 296"


def test_only_the_markers_that_occur_are_explained() -> None:
    rows = [{"Share": "[c]"}, {"Share": "74%"}, {"Share": "[soon]"}]
    assert explain_markers(rows) == [
        "[c] means hidden to protect people; it is never zero.",
        "[soon] means too soon to say: not everybody has had the time yet.",
    ]
    assert explain_markers([{"Share": "74%"}]) == []
