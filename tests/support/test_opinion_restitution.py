"""The second opinion on restitution, on tables small enough to count by eye."""

from typing import Any

from tests.support.second_opinion import Amounts, Tally, second_opinion
from tests.support.tiny_tables import ONE_CASE, make_rows

Tables = dict[str, list[dict[str, Any]]]


MONEY: Tables = {
    **ONE_CASE,
    "agreements": make_rows("agreements", {}, {"status": "superseded"}),
    "obligations": make_rows(
        "obligations",
        {"amount_agreed_minor": 10_000, "amount_original_minor": 12_000, "amount_waived_minor": 2_000},
        {"amount_agreed_minor": 5_000, "status": "replaced"},
        {"amount_agreed_minor": 3_000, "replaces_obligation_id": "o2"},
        {"amount_agreed_minor": 4_000, "amount_waived_minor": 4_000},  # wholly let off
        {"amount_agreed_minor": 6_000, "status": "waived"},  # also
        {"amount_agreed_minor": 7_000, "due_day": 300},  # not yet due
        {"amount_agreed_minor": 9_000, "agreement_id": "a2"},
        {"amount_agreed_minor": 2_500, "currency": "EUR"},
        {"amount_agreed_minor": 1_000, "obligation_type": "donation"},  # money, but not restitution
        {"amount_agreed_minor": None},
        {"amount_agreed_minor": 500},
        {"amount_agreed_minor": 800, "amount_waived_minor": 400, "status": "waived"},
    ),
    "payments": make_rows(
        "payments",
        {"obligation_id": "o1", "amount_minor": 9_000},  # 1,000 more than was due
        {"obligation_id": "o2", "amount_minor": 1_000},  # follows to o3
        {"obligation_id": "o3", "amount_minor": 1_500},
        {"obligation_id": "o3", "amount_minor": 2_000, "status": "bounced"},
        {"obligation_id": "o8", "amount_minor": 2_600},
        {"obligation_id": "o8", "amount_minor": -200},  # a refund
        {"obligation_id": "o11", "amount_minor": -100},
        {"obligation_id": "o12", "amount_minor": 400},
    ),
}


def test_paid_in_full() -> None:
    # met o1 and o12, whose rest was let off after it was half paid; not met o3 (2,500 of 3,000), o8 (2,400
    # of 2,500), o11; pending o6; unknown o10
    assert second_opinion(MONEY, "paid_in_full_rate") == Tally(
        met=2, not_met=3, pending=1, not_applicable=4, unknown=1
    )


def test_collected_in_each_currency_and_overpaying_helps_nobody_else() -> None:
    # o1 8,000 of 8,000, o3 2,500 of 3,000, o11 0 of 500, o12 400 of 400; euros apart
    assert second_opinion(MONEY, "restitution_collected_rate") == {
        "GBP": Amounts(10_900, 11_900, 4),
        "EUR": Amounts(2_400, 2_500, 1),
    }


def test_without_payment_records_the_total_handed_over_counts() -> None:
    obligations = make_rows(
        "obligations",
        {"amount_agreed_minor": 1_000, "amount_paid_minor": 1_500},
        {"amount_agreed_minor": 1_000, "amount_paid_minor": 200},
        {"amount_agreed_minor": 1_000},
    )
    tables = {**MONEY, "obligations": obligations, "payments": []}
    assert second_opinion(tables, "paid_in_full_rate") == Tally(met=1, not_met=1, unknown=1)
    assert second_opinion(tables, "restitution_collected_rate") == {"GBP": Amounts(1_200, 2_000, 2)}


def test_waived_share() -> None:
    # originals 12,000 + 3,000 + 4,000 + 6,000 + 7,000 + 500 + 800 (o2 replaced, o7 superseded); waived
    # 2,000 + 4,000 + 6,000 + 400
    assert second_opinion(MONEY, "restitution_waived_share") == {
        "GBP": Amounts(12_400, 33_300, 7),
        "EUR": Amounts(0, 2_500, 1),
    }
