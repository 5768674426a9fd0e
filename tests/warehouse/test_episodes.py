"""A case taken up again is one case: which of its episodes is the last, and what each of them says of it."""

from pathlib import Path

from pipelines.ingest import IngestRequest, ingest
from tests.support.small_exports import Rows, query, small_rows, write_rows


def episodes(*cases: dict[str, str]) -> Rows:
    """One row of cases for each, named k0, k1 …, with all that follows from it."""
    rows = small_rows(len(cases))
    rows["cases"] = [
        row | {"reopened_from": ""} | case for row, case in zip(rows["cases"], cases, strict=True)
    ]
    return rows


def ask(folder: Path, rows: Rows, columns: str) -> list[tuple[object, ...]]:
    """Of every case."""
    ingest(
        IngestRequest(paths=(write_rows(folder / "export", rows),)), folder / "warehouse", is_confirmed=True
    )
    return query(folder / "warehouse", f"SELECT {columns} FROM grain_case ORDER BY ALL")


OPEN = {"status": "open", "closure_reason": "", "closed_day": ""}


def test_the_last_episode_is_the_one_referred_last_however_far_another_goes_back(tmp_path: Path) -> None:
    rows = episodes(
        {},
        {"reopened_from": "k0", "referral_month": "2025-06"},
        {"reopened_from": "k1", "referral_month": "2025-09"},
        {"reopened_from": "k0", "referral_month": "2026-08"} | OPEN,
    )
    assert ask(tmp_path, rows, "case_status, observed_days") == [("open", 30)]


def test_of_two_referred_at_once_the_one_further_from_the_first_is_the_last(tmp_path: Path) -> None:
    rows = episodes({}, {"reopened_from": "k0"}, {"reopened_from": "k1"} | OPEN)
    assert ask(tmp_path, rows, "case_status") == [("open",)]


def test_the_first_is_the_one_that_takes_up_no_other(tmp_path: Path) -> None:
    rows = episodes(
        {"referral_month": "2025-05"}, {"reopened_from": "k0", "referral_month": "2025-02"} | OPEN
    )
    assert ask(tmp_path, rows, "case_status, referral_month") == [("open", "2025-05")]


def with_no_agreement(*cases: dict[str, str], held: tuple[str, ...]) -> Rows:
    """Only the conferences of `held`, none of which led to anything."""
    rows = episodes(*cases)
    rows["conferences"] = [
        row | {"result": "no_agreement"} for row in rows["conferences"] if row["case_id"] in held
    ]
    named = {row["conference_id"] for row in rows["conferences"]}
    rows["attendance"] = [row for row in rows["attendance"] if row["conference_id"] in named]
    return rows | {table: [] for table in ("agreements", "obligations", "payments", "survey_answers")}


def test_nobody_has_left_a_case_that_is_under_way_again(tmp_path: Path) -> None:
    again = {"reopened_from": "k0", "referral_month": "2026-08"}
    reason = "pathway_stage, pathway_left_reason"
    rows = with_no_agreement({}, again | OPEN, held=("k0",))
    assert ask(tmp_path / "open", rows, reason) == [("conference", "waiting")]
    rows = with_no_agreement({}, again | {"closed_day": "20"}, held=("k0",))
    assert ask(tmp_path / "closed", rows, reason) == [("conference", "no_agreement")]


def test_who_was_harmed_is_said_of_an_episode_that_has_a_harmed_party(tmp_path: Path) -> None:
    rows = episodes({}, {"reopened_from": "k0", "referral_month": "2025-06"})
    for table in ("parties", "attendance", "survey_answers"):
        rows[table] = [row for row in rows[table] if row.get("party_id") != "h0"]
    kind = "has_harmed_party, harmed_kind, harmed_took_part"
    assert ask(tmp_path, rows, kind) == [(True, "direct", "yes")]


def test_a_referral_never_decided_is_decided_when_the_case_is_taken_up_again(tmp_path: Path) -> None:
    again = {"reopened_from": "k0", "referral_month": "2025-06", "screening": "accepted"}
    rows = episodes({"screening": "undecided"}, again | OPEN)
    assert ask(tmp_path / "undecided", rows, "screening") == [("accepted",)]
    rows = episodes({"screening": "service_full"}, again | OPEN)
    assert ask(tmp_path / "refused", rows, "screening") == [("service_full",)]
