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


def test_every_row_with_a_finding_names_its_case(tmp_path: Path) -> None:
    found = [
        ("cases", 0), ("parties", 1), ("attendance", 1), ("agreements", 0), ("obligations", 0),
        ("payments", 0), ("survey_invitations", 0), ("survey_answers", 0), ("survey_answers", 1),
    ]  # fmt: skip
    warned = [(table, row, "a.warning") for table, row in found]
    staging = settle(tmp_path, findings=warned, warnings=frozenset({"a.warning"}))
    flagged = staging.execute("SELECT table_name, _id, case_id FROM flagged").fetchall()
    named = {(table, row): case for table, row, case in flagged}
    assert named == {
        ("cases", 0): "c1", ("parties", 1): "c2", ("attendance", 1): "c2", ("agreements", 0): "c1",
        ("obligations", 0): "c1", ("payments", 0): "c1", ("survey_invitations", 0): "c1",
        ("survey_answers", 0): "c1", ("survey_answers", 1): None,
    }  # fmt: skip


def test_of_a_row_with_a_finding_its_programme_and_its_fate_are_known(tmp_path: Path) -> None:
    found = [("attendance", 0, "a.warning"), ("attendance", 1, "a.rule")]
    staging = settle(tmp_path, findings=found, warnings=frozenset({"a.warning"}))
    told = "SELECT _id, programme, fate FROM flagged WHERE table_name = 'attendance' ORDER BY _id"
    assert staging.execute(told).fetchall() == [(0, "mine", "accepted"), (1, "other", "quarantined")]


def test_a_row_that_leads_to_no_case_that_is_there_names_none(tmp_path: Path) -> None:
    payments = [{"payment_id": "y", "obligation_id": "o"}]
    staging = stage_rows(tmp_path, {"cases": [{"case_id": "c1"}], "payments": payments})
    staging.execute("INSERT INTO findings VALUES ('payments', 0, 'a.rule', 'obligation_id')")
    settle_fates(staging, programme="mine", warnings=frozenset(), present=["cases", "payments"])
    assert staging.execute("SELECT table_name, _id, case_id FROM flagged").fetchall() == [
        ("payments", 0, None)
    ]


def test_what_is_no_code_names_no_programme(tmp_path: Path) -> None:
    cases = [{"case_id": "c1", "programme": "Ana’s Own"}, {"case_id": "c2", "programme": "north west"}]
    staging = stage_rows(tmp_path, {"cases": cases})
    settle_fates(staging, programme="mine", warnings=frozenset(), present=["cases"])
    assert staging.execute("SELECT programme FROM fate_cases ORDER BY _id").fetchall() == [
        ("mine",),
        ("north west",),
    ]
