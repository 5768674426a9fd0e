"""What somebody should look at: overdue promises and answers about safety, never more than that."""

import re
from pathlib import Path

from pipelines.measures.actions import load_actions, read_references
from pipelines.publish import WarehouseSource
from tests.support.grains import build_grains

OPEN = {"status": "active", "case_status": "open"}
MONEY = {"obligation_type": "restitution_money", "days_past_due": 90, "outstanding_minor": 5}


def test_overdue_and_safety() -> None:
    connection = build_grains(
        agreement=[
            {**OPEN, "agreement_id": "late", "is_due_now": True, "observed_days": 100, "due_now_day": 60},
            {**OPEN, "agreement_id": "later", "observed_days": 1, "due_now_day": 9},
            {**OPEN, "agreement_id": "kept", "status": "completed", "is_due_now": True},
        ],
        obligation=[
            {**MONEY, "obligation_id": "owing"},
            {**MONEY, "obligation_id": "over", "is_over": True},
            {**MONEY, "obligation_id": "paid", "outstanding_minor": 0},
        ],
        response=[
            {"response_id": "r1", "party_id": "p1", "g10": "1"},
            {"response_id": "r2", "party_id": None, "g12": "5"},
            {"response_id": "r3", "party_id": "p3", "g10": "5", "g11": "1"},
        ],
    )
    actions = load_actions(connection, {"late": "R-17"}).actions
    assert [(one.kind, one.reference, one.days_overdue) for one in actions] == [
        ("safeguarding", "p1", None),
        ("safeguarding", "r2", None),
        ("overdue_restitution", "owing", 90),
        ("overdue_agreement", "R-17", 40),
    ]
    assert {one.programme for one in actions} == {"riverside"}


def test_a_list_can_be_acted_on(sample_source: WarehouseSource) -> None:
    overdue = [one for one in sample_source.load_actions().actions if one.kind == "overdue_agreement"]
    assert overdue
    # The invented programmes number their agreements; our own ids are sixteen hexadecimal digits.
    assert not [one for one in overdue if re.fullmatch("[0-9a-f]{16}", one.reference)]


def test_without_a_key_file_our_ids_stand(tmp_path: Path) -> None:
    assert read_references(None) == {}
    assert read_references(tmp_path / "ids.parquet") == {}


def test_nothing_to_do() -> None:
    assert load_actions(build_grains()).actions == ()
