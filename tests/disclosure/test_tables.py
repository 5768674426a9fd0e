"""Published tables: which rows stay, in what order, and what stands under them."""

from typing import Any

import pytest

from pipelines.errors import UsageError
from pipelines.publication import (
    Change,
    Count,
    NoCases,
    NotSupplied,
    PublishedTable,
    Rate,
    Request,
    Shown,
    TooFew,
    Verdict,
)
from pipelines.publish import WarehouseSource
from pipelines.vocabulary import Dimension
from tests.support.grains import build_grains, everything

EVERYTHING = everything()


def load(request: Request, supplied: dict[str, set[str]] | None = None, **grains: Any) -> PublishedTable:
    source = WarehouseSource(build_grains(supplied=supplied, **grains), "0001")
    (table,) = source.load_tables([request])
    return table


def keys(table: PublishedTable) -> list[tuple[str, ...]]:
    return [tuple(value for _, value in row.by) for row in table.rows]


def agreements(n: int, status: str = "completed", **more: Any) -> dict[str, Any]:
    return {"status": status, "is_due": True, "first_due_day": 90, "times": n, **more}


def test_rows_come_in_reading_order_with_unknown_last() -> None:
    sites = [agreements(10, site=site) for site in ("west", "unknown", "north")]
    table = load(Request(measure="agreement_completion_rate", by=(Dimension.SITE,)), agreement=sites)
    assert keys(table) == [("north",), ("west",), ("unknown",)]


def test_roles_come_as_people_read_them() -> None:
    parties = [{"role": role, "took_part": True} for role in ("community", "responsible", "harmed")]
    table = load(Request(measure="people_taking_part", by=(Dimension.ROLE,)), party=parties)
    assert keys(table) == [("harmed",), ("responsible",), ("community",)]


def test_a_site_without_cases_stays_and_a_role_never_asked_does_not() -> None:
    answers = [
        {"role": "harmed", "wave": "after", "g13": "5", "h1a": "5", "h1b": "5", "site": "north", "times": 12},
        {"role": "responsible", "wave": "after", "r2": "5", "site": "south"},
    ]
    by_site = load(Request(measure="benefit_h1_rate", by=(Dimension.SITE,)), response=answers)
    assert keys(by_site) == [("north",), ("south",)]
    assert isinstance(by_site.rows[1].cell, NoCases)
    by_role = load(Request(measure="benefit_h1_rate", by=(Dimension.ROLE,)), response=answers)
    assert keys(by_role) == [("harmed",)]


def test_quarters_in_which_nothing_happened_are_there() -> None:
    rows = [agreements(10, event_month="2025-02"), agreements(10, event_month="2025-11")]
    table = load(Request(measure="agreement_completion_rate", by=(Dimension.PERIOD,)), agreement=rows)
    assert keys(table) == [("2025Q1",), ("2025Q2",), ("2025Q3",), ("2025Q4",)]
    assert [row.cell.state for row in table.rows] == ["shown", "no_cases", "no_cases", "shown"]


def test_quarters_of_two_currencies_stand_as_they_are() -> None:
    paid = {"obligation_type": "restitution_money", "paid_minor": 500, "times": 12}
    rows = [
        {**paid, "currency": "GBP", "event_month": "2025-02"},
        {**paid, "currency": "EUR", "event_month": "2025-11"},
    ]
    table = load(Request(measure="restitution_paid", by=(Dimension.PERIOD,)), obligation=rows)
    assert keys(table) == [("2025Q1", "GBP"), ("2025Q4", "EUR")]


def test_a_series_break_is_said_under_figures_over_time_only() -> None:
    case = {"referral_month": "2024-01", "programme_version": "one"}
    later = {"referral_month": "2025-04", "programme_version": "two"}
    over_time = load(Request(measure="cases_referred", by=(Dimension.PERIOD,)), case=[case, later])
    assert over_time.notes == (
        "Series break: Riverside has worked another way (two) for cases referred from April 2025. "
        "Before and after are not one series.",
    )
    assert load(Request(measure="cases_referred"), case=[case, later]).notes == ()


def test_costs_are_divided_in_the_period_they_are_said_for() -> None:
    costs = [("a", "costs", "2025", 100_000), ("a", "costs", "all", 900_000), ("b", "costs", "all", 60_000)]
    party = [
        {"programme": name, "took_part": True, "event_month": "2025-02", "times": 20} for name in ("a", "b")
    ]
    supplied = {"a": EVERYTHING, "b": EVERYTHING}

    def cells(**asked: Any) -> list[Any]:
        request = Request(measure="cost_per_person_taking_part", **asked)
        table = load(request, supplied, totals=costs, party=party)
        return [
            row.cell.figure.value_minor if isinstance(row.cell, Shown) else row.cell for row in table.rows
        ]

    missing = NotSupplied(missing=("costs",))
    assert cells() == [24_000]
    assert cells(by=(Dimension.PROGRAMME,)) == [45_000, 3_000]
    # One of the two says nothing of that year: together they have no cost, apart the other has.
    assert cells(period="2025") == [missing]
    assert cells(period="2025", by=(Dimension.PROGRAMME,)) == [5_000, missing]
    with pytest.raises(UsageError, match="role"):
        cells(by=(Dimension.ROLE,))


def test_what_has_no_month_is_in_no_quarter_and_it_says_so() -> None:
    rows = [agreements(10, event_month="2025-02"), agreements(1)]
    table = load(Request(measure="agreement_completion_rate", by=(Dimension.PERIOD,)), agreement=rows)
    assert keys(table) == [("2025Q1",)]
    assert table.notes == (
        "Some have no month, or no known case: they are in the total, and in no group here.",
    )


def test_two_currencies_are_two_rows_and_one_needs_no_name() -> None:
    paid = {"obligation_type": "restitution_money", "paid_minor": 500, "times": 12}
    pounds, euros = {**paid, "currency": "GBP"}, {**paid, "currency": "EUR"}
    request = Request(measure="restitution_paid")
    assert keys(load(request, obligation=[pounds, euros])) == [("EUR",), ("GBP",)]
    assert keys(load(request, obligation=[pounds])) == [()]
    assert keys(load(request)) == [()]


def test_a_programme_that_does_not_supply_it_stands_beside_the_others() -> None:
    supplied = {"a": EVERYTHING, "b": set[str]()}
    rows = [agreements(10, programme="a"), agreements(99, programme="b")]
    table = load(
        Request(measure="agreement_completion_rate", by=(Dimension.PROGRAMME,)), supplied, agreement=rows
    )
    assert keys(table) == [("a",), ("b",)]
    assert table.rows[1].cell == NotSupplied(
        missing=("agreements", "conferences")  # not each column of a table that is not there
    )
    total = load(Request(measure="agreement_completion_rate"), supplied, agreement=rows)
    assert isinstance(total.cell, Shown)
    assert isinstance(total.cell.figure, Rate)
    assert total.cell.figure.denominator == 10
    assert total.notes == ("From 1 of 2 programmes: the others do not hand over what it needs.",)


def test_where_nobody_supplies_it_there_is_one_row_that_says_so() -> None:
    table = load(Request(measure="acceptance_rate", by=(Dimension.SITE,)), {"a": set()})
    assert [row.by for row in table.rows] == [()]
    assert table.cell == NotSupplied(missing=("cases.screening", "cases.site"))
    assert table.sql == ""


def test_people_counted_as_parties_say_so() -> None:
    party = [{"programme": "a", "took_part": True}]
    table = load(
        Request(measure="people_taking_part"), {"a": EVERYTHING - {"parties.person_id"}}, party=party
    )
    assert isinstance(table.cell, Shown)
    assert isinstance(table.cell.figure, Count)
    assert table.cell.figure.note.startswith("counted as parties where no person id is supplied")
    assert table.notes[0].startswith("Counted as parties")


def test_one_facilitator_needs_twenty() -> None:
    held = {"is_meeting": True, "principals_prepared": "yes"}
    rows = [{**held, "facilitator": "f1", "times": 19}, {**held, "facilitator": "f2", "times": 20}]
    table = load(Request(measure="preparation_rate", by=(Dimension.FACILITATOR,)), conference=rows)
    assert [row.cell.state for row in table.rows] == ["too_few", "shown"]


def change(compare_with: list[dict[str, Any]], period: str = "2025") -> Change | None:
    rows = [
        agreements(90, event_month="2025-03"),
        agreements(10, "active", event_month="2025-03"),
        *compare_with,
    ]
    request = Request(measure="agreement_completion_rate", period=period, compare=True)
    return load(request, agreement=rows).rows[0].change


def test_changes() -> None:
    worse = [agreements(50, event_month="2024-03"), agreements(50, "active", event_month="2024-03")]
    found = change(worse)
    assert found is not None
    assert found.verdict is Verdict.UP
    assert found.difference == pytest.approx(0.4)
    assert change([]) == Change(verdict=Verdict.NO_EARLIER)
    assert change([agreements(9, event_month="2024-03")]) == Change(verdict=Verdict.NO_EARLIER)
    assert change(worse, period="all") == Change(verdict=Verdict.NO_EARLIER)


def test_a_group_that_is_new_has_no_earlier_figure() -> None:
    rows = [
        agreements(20, event_month="2025-03", site="new"),
        agreements(20, event_month="2024-03", site="old"),
    ]
    request = Request(measure="agreement_completion_rate", by=(Dimension.SITE,), period="2025", compare=True)
    (row,) = load(request, agreement=rows).rows
    assert row.change == Change(verdict=Verdict.NO_EARLIER)


def test_where_a_figure_may_not_be_made_its_parts_are_there() -> None:
    table = load(
        Request(measure="agreement_completion_rate"), agreement=[agreements(3), agreements(1, "active")]
    )
    assert isinstance(table.cell, TooFew)
    assert table.cell.buckets is not None
    assert (table.cell.n, table.cell.buckets.met) == (4, 3)
