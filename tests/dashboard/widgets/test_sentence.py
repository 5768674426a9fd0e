"""The sentence under the title holds only what may be said, always with its numbers."""

import pytest

from dashboard.widgets.sentence import say_count, say_money, say_rate, say_stage
from pipelines.publication import Count, Kind, PublishedRow, Shown
from tests.dashboard.charts.published import (
    NOT_SHOWN,
    make_definition,
    make_table,
    money_rate,
    one,
    pathway,
    rate,
)

KEPT = make_definition(Kind.RATE)
PAID = make_definition(Kind.MONEY_RATE)


def test_a_rate_is_said_with_its_parts() -> None:
    table = one(KEPT, Shown(figure=rate(85, 109)))

    assert say_rate(table, "agreements were kept") == "<strong>85 of 109</strong> agreements were kept (78%)"


def test_few_are_said_without_a_percentage() -> None:
    table = one(KEPT, Shown(figure=rate(9, 12), is_cautious=True))

    assert say_rate(table, "agreements were kept") == "<strong>9 of 12</strong> agreements were kept"


def test_a_count_has_its_thousands() -> None:
    said = [say_count(one(KEPT, Shown(figure=Count(value=n))), "person", "people") for n in (1, 1034)]

    assert said == ["<strong>1</strong> person", "<strong>1,034</strong> people"]


def test_a_stage_of_the_pathway_is_said_of_all_referred() -> None:
    table = one(KEPT, Shown(figure=pathway()))

    assert say_stage(table, "conference", "so far") == "<strong>550 of 925</strong> so far"


def test_each_currency_is_said_apart() -> None:
    rows = [
        PublishedRow(by=(("currency", code),), cell=Shown(figure=money_rate(1_000_00, 2_000_00)))
        for code in ("GBP", "USD")
    ]

    assert say_money(make_table(PAID, rows), "was paid").count("£1,000 of £2,000") == 2


@pytest.mark.parametrize("state", NOT_SHOWN)
def test_what_is_not_shown_is_left_out(state: str) -> None:
    table = one(KEPT, NOT_SHOWN[state])

    assert [say(table, "…") for say in (say_rate, say_money)] == ["", ""]
    assert say_count(table, "person", "people") == ""
    assert say_stage(table, "conference", "…") == ""
