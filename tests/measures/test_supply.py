"""Not supplied is never zero: what each programme hands over, from its tables, columns and rows."""

from pipelines.measures.grains import Grain
from pipelines.measures.supply import load_supply, month_item
from pipelines.vocabulary import Basis
from tests.support.grains import build_grains


def test_what_is_named_as_supplied() -> None:
    supply = load_supply(build_grains(supplied={"a": {"parties", "role:harmed"}, "b": set()}))
    assert supply.programmes == ("a", "b")
    assert supply.missing("a", ["parties", "role:harmed"]) == ()
    assert supply.missing("b", ["parties", "role:harmed", "parties"]) == ("parties", "role:harmed")


def test_either_of_two_is_enough() -> None:
    supply = load_supply(build_grains(supplied={"a": {"payments"}, "b": set()}))
    assert supply.missing("a", ["payments | obligations.amount_paid"]) == ()
    assert supply.missing("b", ["payments | obligations.amount_paid"]) == (
        "payments",
        "obligations.amount_paid",
    )


def test_an_item_nobody_answered_is_not_supplied() -> None:
    answers = [{"programme": "a", "g1": "5", "g2": None}]
    supply = load_supply(build_grains(supplied={"a": set(), "b": set()}, response=answers))
    assert supply.missing("a", ["survey_answers.g1", "survey_answers.g2"]) == ("survey_answers.g2",)
    # A programme without a single response lacks nothing: its figure is "no cases".
    assert supply.missing("b", ["survey_answers.g1", "survey_answers.g2"]) == ()


def test_where_only_those_who_came_are_written_down_there_are_no_absences() -> None:
    came = [{"programme": "a", "attended": "in_person"}, {"programme": "b", "attended": "excused"}]
    supply = load_supply(build_grains(supplied={"a": set(), "b": set()}, party=came))
    assert supply.missing("a", ["attendance.absent"]) == ("attendance.absent",)
    assert supply.missing("b", ["attendance.absent"]) == ()


def test_where_passing_on_is_not_recorded_only_money_paid_straight_says_anything() -> None:
    promise = {"obligation_type": "restitution_money", "applied_minor": 500}
    rows = [
        {**promise, "programme": "a", "disbursed_minor": 500},
        {**promise, "programme": "a"},
        {**promise, "programme": "b", "disbursed_minor": 500},
        # Nothing was paid, it was replaced, or it is no restitution: there is nothing to pass on.
        {**promise, "programme": "b", "applied_minor": 0},
        {**promise, "programme": "b", "is_replaced": True},
        {**promise, "programme": "b", "obligation_type": "donation"},
    ]
    supply = load_supply(build_grains(supplied={"a": set(), "b": set(), "c": set()}, obligation=rows))
    item = "obligations.all_paid_to_harmed"
    assert [supply.missing(programme, [item]) for programme in "abc"] == [(item,), (), ()]


def test_months_of_a_basis() -> None:
    cases = [{"programme": "a", "referral_month": "2025-01", "closing_month": None}]
    supply = load_supply(build_grains(supplied={"a": set()}, case=cases))
    items = [month_item(Grain.CASE, basis) for basis in (Basis.REFERRAL, Basis.CLOSING)]
    assert items == ["case.referral_month", "case.closing_month"]
    assert supply.missing("a", items) == ("case.closing_month",)
