from pathlib import Path

from pipelines.quarantine import settle_fates
from tests.support.staged_rows import fates, stage_rows

WHOLE = {
    "cases": [{"case_id": "c1"}, {"case_id": "c2", "programme": "other"}],
    "parties": [{"party_id": "p1", "case_id": "c1"}, {"party_id": "p2", "case_id": "c2"}],
    "conferences": [{"conference_id": "f1", "case_id": "c1"}, {"conference_id": "f2", "case_id": "c2"}],
    "attendance": [{"conference_id": "f1", "party_id": "p1"}, {"conference_id": "f2", "party_id": "p2"}],
    "agreements": [{"agreement_id": "a1", "conference_id": "f1", "party_id": "p1"}],
    "obligations": [{"obligation_id": "o1", "agreement_id": "a1"}],
    "payments": [{"payment_id": "y1", "obligation_id": "o1"}],
    "survey_invitations": [{"party_id": "p1", "wave": "after"}],
    "survey_answers": [
        {"response_id": "r1", "item": "g1", "party_id": "p1"},
        {"response_id": "r9", "item": "g1"},
    ],
}


def settle(folder: Path, *, findings: list[tuple[str, int, str]], warnings: frozenset[str] = frozenset()):
    staging = stage_rows(folder, WHOLE)
    for table, row, rule in findings:
        staging.execute("INSERT INTO findings VALUES (?, ?, ?, 'some_column')", [table, row, rule])
    settle_fates(staging, programme="mine", warnings=warnings, present=list(WHOLE))
    return staging


def test_a_bad_case_takes_everything_that_hangs_on_it_along(tmp_path: Path) -> None:
    staging = settle(tmp_path, findings=[("cases", 0, "a.rule")])
    assert fates(staging, "cases") == ["quarantined", "accepted"]
    assert fates(staging, "parties") == ["quarantined", "accepted"]
    assert fates(staging, "attendance") == ["quarantined", "accepted"]
    for table in ("agreements", "obligations", "payments", "survey_invitations"):
        assert fates(staging, table) == ["quarantined"], table
    # An answer that names no party hangs on nothing.
    assert fates(staging, "survey_answers") == ["quarantined", "accepted"]


def test_what_follows_says_why(tmp_path: Path) -> None:
    staging = settle(tmp_path, findings=[("cases", 0, "a.rule")])
    rules = staging.execute("SELECT DISTINCT rule FROM findings WHERE table_name = 'payments'").fetchall()
    assert rules == [("parent_quarantined",)]


def test_a_warning_leaves_the_row_in_its_place(tmp_path: Path) -> None:
    staging = settle(tmp_path, findings=[("cases", 0, "a.warning")], warnings=frozenset({"a.warning"}))
    assert fates(staging, "cases") == ["accepted", "accepted"]
    assert fates(staging, "payments") == ["accepted"]


def test_a_bad_promise_leaves_its_agreement(tmp_path: Path) -> None:
    staging = settle(tmp_path, findings=[("obligations", 0, "a.rule")])
    assert fates(staging, "agreements") == ["accepted"]
    assert fates(staging, "payments") == ["quarantined"]


def test_a_superseded_answer_is_neither_accepted_nor_quarantined(tmp_path: Path) -> None:
    staging = stage_rows(tmp_path, WHOLE)
    staging.execute("INSERT INTO superseded VALUES ('survey_answers', 0)")
    settle_fates(staging, programme="mine", warnings=frozenset(), present=list(WHOLE))
    assert fates(staging, "survey_answers") == ["superseded", "accepted"]


def test_every_row_belongs_to_the_programme_of_its_case(tmp_path: Path) -> None:
    staging = settle(tmp_path, findings=[])
    programmes = dict(staging.execute("SELECT _id, programme FROM fate_attendance").fetchall())
    assert programmes == {0: "mine", 1: "other"}
