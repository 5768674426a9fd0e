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


def without(rows: Rows, *names: str, ending: str) -> Rows:
    """Nothing in these tables for one of the cases."""
    kept = {
        name: [row for row in rows[name] if not next(iter(row.values())).endswith(ending)] for name in names
    }
    return rows | {name: several for name, several in kept.items() if several}


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
