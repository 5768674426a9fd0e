"""The waterfall adds up, on the screen as in the table."""

from dataclasses import replace

import pytest

from dashboard.charts.flow import describe_flow, draw_flow, tabulate_flow, title_flow
from dashboard.charts.theme import LIGHT
from pipelines.publication import Flow, FlowPart, Hidden, Kind, Shown
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import broken_down, flow, make_definition, one, texts_of

AGREED = make_definition(Kind.FLOW, "Restitution agreed", unit="obligation")
TABLE = one(AGREED, Shown(figure=flow()))


def test_each_bar_begins_where_the_one_before_ends_and_the_last_ends_at_the_whole() -> None:
    whole, *parts = draw_flow(TABLE, LIGHT).data
    assert (whole.base[0], whole.x[0]) == (0, 1)
    end = 0.0
    for bar in parts:
        assert bar.base[0] == pytest.approx(end)
        end += bar.x[0]
    assert end == pytest.approx(1)


def test_a_bar_is_as_long_as_its_amount() -> None:
    paid = draw_flow(TABLE, LIGHT).data[1]
    assert paid.x[0] == pytest.approx(86_127 / 120_307)
    assert "$86,127 · 72%" in texts_of(draw_flow(TABLE, LIGHT))


def test_the_table_adds_up_to_the_minor_unit() -> None:
    rows = tabulate_flow(TABLE)
    cents = [round(float(row["Amount"].replace("$", "").replace(",", "")) * 100) for row in rows]
    assert cents[0] == sum(cents[1:]) == 12_030_700
    assert rows[1] == {"Part": "Paid", "Amount": "$86,127.00", "Share": "72%"}


def test_the_title_gives_both_amounts() -> None:
    assert title_flow(TABLE) == "$86,127 of $120,307 (72%) agreed has been paid"
    assert describe_flow(TABLE).startswith(
        "Waterfall chart. Restitution agreed. Agreed $120,307 in 350 obligations: paid $86,127 (72%)"
    )


def test_a_true_zero_has_its_label_and_no_length() -> None:
    parts = (
        FlowPart(name="paid", label="Paid", amount_minor=5000),
        FlowPart(name="overdue", label="Overdue", amount_minor=0),
    )
    nothing_late = one(AGREED, Shown(figure=Flow(total_minor=5000, parts=parts, currency="GBP", n=12)))
    assert "£0 · 0%" in texts_of(draw_flow(nothing_late, LIGHT))
    assert draw_flow(nothing_late, LIGHT).data[-1].x[0] == 0


def test_no_percent_is_made_of_a_handful_of_obligations() -> None:
    parts = (FlowPart(name="paid", label="Paid", amount_minor=5000),)
    few = one(AGREED, Shown(figure=Flow(total_minor=5000, parts=parts, currency="GBP", n=9)))
    assert "%" not in texts_of(draw_flow(few, LIGHT)) + title_flow(few) + describe_flow(few)


def test_parts_of_something_else_than_an_agreement_are_not_called_agreed() -> None:
    parts = (FlowPart(name="days_1_30", label="1 to 30 days", amount_minor=5000),)
    late = one(
        make_definition(Kind.FLOW, "Restitution overdue"),
        Shown(figure=Flow(total_minor=5000, parts=parts, currency="GBP", n=12)),
    )
    assert texts_of(draw_flow(late, LIGHT)).startswith("In all £50")
    assert title_flow(late) == "Restitution overdue: £50"


def test_nothing_agreed_divides_by_nothing() -> None:
    empty = one(AGREED, Shown(figure=Flow(total_minor=0, parts=(), currency="GBP", n=10)))
    assert "£0" in texts_of(draw_flow(empty, LIGHT))
    assert title_flow(empty)


def test_currencies_are_never_added_one_waterfall_for_each_row() -> None:
    pounds = Flow(
        total_minor=100_00,
        parts=(FlowPart(name="paid", label="Paid", amount_minor=100_00),),
        currency="GBP",
        n=20,
    )
    both = broken_down(
        AGREED, Dimension.PROGRAMME, {"elm": Shown(figure=flow()), "court": Shown(figure=pounds)}
    )
    words = texts_of(draw_flow(both, LIGHT))
    assert "$120,307" in words
    assert "£100" in words
    assert title_flow(both) == "$86,127 of $120,307 (72%) and £100 of £100 (100%) agreed has been paid"


def test_wholes_are_said_only_where_all_of_them_are_shown() -> None:
    late = make_definition(Kind.FLOW, "Restitution overdue")
    parts = (FlowPart(name="days_1_30", label="1 to 30 days", amount_minor=5000),)
    pounds = Shown(figure=Flow(total_minor=5000, parts=parts, currency="GBP", n=12))

    both = broken_down(late, Dimension.PROGRAMME, {"elm": pounds, "northfield": pounds})
    assert title_flow(both) == "Restitution overdue: £50 and £50"
    one_hidden = broken_down(late, Dimension.PROGRAMME, {"elm": Hidden(), "northfield": pounds})
    assert title_flow(one_hidden) == "Restitution overdue"


def test_a_hidden_currency_has_no_part_in_the_title() -> None:
    both = broken_down(AGREED, Dimension.SITE, {"north": Shown(figure=flow()), "south": Hidden()})
    assert title_flow(both) == "$86,127 of $120,307 (72%) agreed has been paid"
    assert "hidden to protect people" in texts_of(draw_flow(both, LIGHT)).lower()


def test_amounts_that_were_adjusted_say_that_what_is_left_over_is_no_figure() -> None:
    """In a release parts are published one by one: their sum is not the whole."""
    said = "the parts do not add up, and the rest is no figure"
    adjusted = replace(flow(), is_protected=True)
    assert said in " ".join(texts_of(draw_flow(one(AGREED, Shown(figure=adjusted)), LIGHT)).split())
    assert said not in texts_of(draw_flow(TABLE, LIGHT))
