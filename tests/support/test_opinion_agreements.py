"""The second opinion on agreements and promises, on tables small enough to count by eye."""

import pytest

from tests.support.second_opinion import Days, Tally, breakdown, second_opinion
from tests.support.tiny_tables import ONE_CASE, make_rows


def test_agreement_reached() -> None:
    results = (
        "full_agreement", "partial_agreement", "no_agreement", "none_sought", "stopped", "not_recorded", None,
    )  # fmt: skip
    tables = {
        **ONE_CASE,
        "conferences": make_rows("conferences", *({"result": result} for result in results)),
    }
    assert second_opinion(tables, "agreement_reached_rate") == Tally(
        met=2, not_met=2, not_applicable=1, unknown=2
    )


AGREEMENTS = make_rows(
    "agreements",
    {"status": "completed", "due_day": 100, "closed_day": 90},
    {"status": "completed", "due_day": 300, "closed_day": 50},  # early: not yet due, so not yet counted
    {"status": "active", "due_day": 300, "original_due_day": 100},  # extended: overdue all the same
    {"status": "active"},  # no due day: 365 days after day 10
    {"status": "superseded", "due_day": 100},
    {"status": "waived", "waived_by": "harmed", "due_day": 100},
    {"status": "waived", "waived_by": "court", "due_day": 100, "closed_day": 60},
    {"status": "withdrawn", "withdrawn_by": "harmed", "due_day": 100},
    {"status": "withdrawn", "withdrawn_by": "responsible", "due_day": 100, "closed_day": 70},
    {"status": "closed_unknown", "due_day": 200, "closed_day": 120},  # due on the as-of day itself
    {"status": "partly_completed", "due_day": 100, "closed_day": 95},
    {"status": "unknown", "due_day": 100},
)


def test_agreement_completion_in_its_order() -> None:
    tables = {**ONE_CASE, "agreements": AGREEMENTS}
    # met a1; not met a3, a7, a9, a11; pending a2, a4; not applicable a5, a6, a8; unknown a10, a12
    assert second_opinion(tables, "agreement_completion_rate") == Tally(
        met=1, not_met=4, pending=2, not_applicable=3, unknown=2
    )


def test_active_in_a_closed_case_is_unknown_once_due() -> None:
    tables = {**ONE_CASE, "cases": make_rows("cases", {"status": "closed"}), "agreements": AGREEMENTS}
    assert second_opinion(tables, "agreement_completion_rate") == Tally(
        met=1, not_met=3, pending=2, not_applicable=3, unknown=3
    )


def test_a_programmes_own_default_due_days() -> None:
    tables = {
        **ONE_CASE,
        "agreements": make_rows("agreements", {}),
        "programmes": [{"programme": "river", "default_due_days": 90}],
    }
    assert second_opinion(tables, "agreement_completion_rate") == Tally(not_met=1)


def test_agreement_completion_closed_only() -> None:
    tables = {**ONE_CASE, "agreements": AGREEMENTS}
    # both completed; a7, a9, a11 not; a3, a4 open; a5, a6, a8 not owed; a10, a12 without a result
    assert second_opinion(tables, "agreement_completion_rate_closed") == Tally(
        met=2, not_met=3, pending=2, not_applicable=3, unknown=2
    )


def test_completion_by_day() -> None:
    tables = {**ONE_CASE, "agreements": AGREEMENTS}
    # a1 80, a2 40; a7 50, a9 60, a11 85 ended another way; a10 lost at 110; a3, a4 open for 190; a12
    # without a day
    days = second_opinion(tables, "completion_by_day")
    assert days == Days(((40, 1), (50, 2), (60, 2), (80, 1), (85, 2), (110, 0), (190, 0), (190, 0), (190, 0)))
    # 1/9, then 1 of the 6 left: 6/9 were still waiting
    assert days.share_by(79) == pytest.approx(1 / 9)
    assert days.share_by(80) == pytest.approx(1 / 9 + 6 / 9 * 1 / 6)
    assert days.at_risk(85) == 5


def test_the_golden_curve() -> None:
    days = Days(
        tuple(zip((30, 45, 60, 60, 90, 120, 150, 180, 200, 210), (1, 1, 2, 0, 1, 1, 2, 1, 0, 0), strict=True))
    )
    assert [round(days.share_by(day), 4) for day in (30, 45, 90, 120, 180)] == [
        0.1,
        0.2,
        0.3167,
        0.4333,
        0.55,
    ]


def test_obligation_completion_by_type() -> None:
    apology = {"obligation_type": "apology_written", "unit": "task"}
    tables = {
        **ONE_CASE,
        "agreements": make_rows("agreements", {"original_due_day": 150}, {"status": "superseded"}),
        "obligations": make_rows(
            "obligations",
            {**apology, "status": "completed"},
            {**apology, "status": "active"},
            {**apology, "status": "active", "due_day": 201},
            {**apology, "status": "waived"},
            {**apology, "status": "replaced"},
            {**apology, "status": "completed", "agreement_id": "a2"},
            {**apology, "status": "completed", "due_day": None},  # due with its agreement, day 150
            {**apology, "status": "unknown"},
            {"status": "completed"},
            {"status": "active", "amount_agreed_minor": 500, "amount_waived_minor": 500},  # all of it let off
        ),
    }
    assert breakdown(tables, "obligation_completion_rate", "obligation_type") == {
        ("apology_written",): Tally(met=2, not_met=1, pending=1, not_applicable=3, unknown=1),
        ("restitution_money",): Tally(met=1, not_applicable=1),
    }
