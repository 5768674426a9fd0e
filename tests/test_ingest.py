"""The way from an export to a snapshot, with real files and real processes."""

import getpass
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from pipelines.errors import NotAnonymisedError, UsageError, WarehouseError
from pipelines.ingest import IngestRequest, NotConfirmedError, check_all, check_only, ingest
from pipelines.publication import Request
from pipelines.publish import open_warehouse
from pipelines.sample import sample_folder
from pipelines.warehouse.actions import read_actions
from pipelines.warehouse.snapshots import lock_for_building
from tests.support.killing import assert_tidy, load, start, wait
from tests.support.small_exports import query, small_rows, write_rows

ELM_PARK = sample_folder() / "elm_park"
COURT = Path(__file__).parent / "exports" / "data" / "community-court"
COURT_WITH_NAMES = Path(__file__).parent / "exports" / "data" / "community-court-with-names"


def court(folder: Path) -> IngestRequest:
    return IngestRequest(
        paths=(folder,), programme="court", as_of=date(2026, 9, 30), currency="USD", mapping="community-court"
    )


def test_the_sample_goes_in_and_every_row_is_accounted_for(tmp_path: Path) -> None:
    result = ingest(IngestRequest(paths=(ELM_PARK,)), tmp_path)
    assert result.snapshot == "0001"
    for account in result.accounts:
        assert account.made == account.accepted + account.quarantined + account.superseded
        assert query(tmp_path, f"SELECT COUNT(*) FROM {account.table}") == [(account.accepted,)]
    for file in result.files:
        assert file.rows_read == file.rows_used + sum(rows for _, rows in file.left_out)


def test_the_courts_downloads_go_in_as_they_are(tmp_path: Path) -> None:
    result = ingest(court(COURT), tmp_path)
    made = {account.table: account for account in result.accounts}
    assert (made["cases"].made, made["cases"].quarantined) == (240, 2)
    assert query(tmp_path, "SELECT DISTINCT conference_type, result FROM conferences") == [
        ("circle", "not_recorded")
    ]
    assert query(tmp_path, "SELECT COUNT(*) FROM supplied WHERE item = 'role:harmed'") == [(0,)]
    assert query(tmp_path, "SELECT COUNT(*) FROM supplied WHERE item = 'agreements.status'") == [(1,)]


def test_the_courts_downloads_with_names_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(NotAnonymisedError) as refusal:
        ingest(court(COURT_WITH_NAMES), tmp_path / "warehouse")
    assert not (tmp_path / "warehouse").exists()
    names = {
        line.split(",")[0].strip('"')
        for line in (COURT_WITH_NAMES / "Cases.csv").read_text("utf-8-sig").splitlines()[1:]
    }
    assert len(names) > 5
    assert not any(name in str(refusal.value) for name in names)


def test_no_reference_of_the_programme_is_in_the_snapshot(tmp_path: Path) -> None:
    ingest(IngestRequest(paths=(ELM_PARK,)), tmp_path)
    references = {line.split(",")[0] for line in (ELM_PARK / "cases.csv").read_text("utf-8").splitlines()[1:]}
    ours = {str(row[0]) for row in query(tmp_path, "SELECT case_id FROM cases")}
    assert not references & ours
    content = next((tmp_path / "snapshots").glob("*.duckdb")).read_bytes()
    assert not any(reference.encode() in content for reference in sorted(references)[:50])


def test_the_same_bytes_again_change_nothing(tmp_path: Path) -> None:
    ingest(IngestRequest(paths=(ELM_PARK,)), tmp_path)
    again = ingest(IngestRequest(paths=(ELM_PARK,)), tmp_path)
    assert (again.is_already_loaded, again.snapshot) == (True, None)
    assert query(tmp_path, "SELECT COUNT(DISTINCT loaded_at) FROM ledger") == [(1,)]


def test_another_programme_is_added_and_the_first_stays(tmp_path: Path) -> None:
    ingest(IngestRequest(paths=(ELM_PARK,)), tmp_path)
    before = query(tmp_path, "SELECT COUNT(*), MIN(case_id), MAX(case_id) FROM cases")
    ingest(court(COURT), tmp_path)
    assert (
        query(tmp_path, "SELECT COUNT(*), MIN(case_id), MAX(case_id) FROM cases WHERE programme = 'elm_park'")
        == before
    )
    assert query(tmp_path, "SELECT programme, COUNT(*) FROM grain_case GROUP BY 1 ORDER BY 1")[0] == (
        "court",
        238,
    )


def test_checking_writes_nothing(tmp_path: Path) -> None:
    result = check_only(court(COURT))
    assert result.snapshot is None
    assert result.n_quarantined > 0
    assert list(tmp_path.iterdir()) == []


def test_what_must_be_said_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--as-of"):
        ingest(IngestRequest(paths=(COURT,), programme="court", mapping="community-court"), tmp_path)
    with pytest.raises(UsageError, match="no such file or folder"):
        ingest(IngestRequest(paths=(tmp_path / "nowhere",), programme="a", as_of=date(2026, 9, 30)), tmp_path)


# ---------------------------------------------------------------- asked before much moves


def test_what_would_move_much_is_named_and_nothing_is_switched_without_a_yes(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    ingest(IngestRequest(paths=(write_rows(tmp_path / "first", small_rows(20)),)), warehouse)
    fewer = IngestRequest(paths=(write_rows(tmp_path / "fewer", small_rows(15)),))
    with pytest.raises(
        NotConfirmedError, match=r"tiny: 5 of 20 cases would be gone \(5 not in the export"
    ) as asked:
        ingest(fewer, warehouse)
    assert asked.value.exit_code == 3
    assert "--yes" in str(asked.value)
    assert [result.snapshot for result in asked.value.results] == [None]
    assert query(warehouse, "SELECT COUNT(*) FROM cases") == [(20,)]
    assert ingest(fewer, warehouse, is_confirmed=True).snapshot == "0002"
    assert query(warehouse, "SELECT COUNT(*) FROM cases") == [(15,)]


def test_a_first_load_is_never_asked_about(tmp_path: Path) -> None:
    for name in ("ash", "birch"):
        request = IngestRequest(paths=(write_rows(tmp_path / name, small_rows(2), programme=name),))
        assert ingest(request, tmp_path / "warehouse").changes[0].is_first_load


def test_checking_against_a_warehouse_says_what_loading_would_change_and_writes_nothing(
    tmp_path: Path,
) -> None:
    warehouse = tmp_path / "warehouse"
    ingest(IngestRequest(paths=(write_rows(tmp_path / "first", small_rows(20)),)), warehouse)
    before = {path: path.read_bytes() for path in warehouse.rglob("*") if path.is_file()}
    request = IngestRequest(paths=(write_rows(tmp_path / "next", small_rows(21)),))
    (checked,) = check_all([request], warehouse)
    assert {path: path.read_bytes() for path in warehouse.rglob("*") if path.is_file()} == before
    assert checked.snapshot is None
    assert ingest(request, warehouse).changes == checked.changes
    assert checked.changes[0].cases is not None
    assert checked.changes[0].cases.added == 1


def test_who_loaded_what_and_when_is_written_down(tmp_path: Path) -> None:
    ingest(IngestRequest(paths=(write_rows(tmp_path / "first", small_rows(2)),)), tmp_path / "warehouse")
    begun, done = read_actions(tmp_path / "warehouse")
    assert (begun["action"], begun["state"], done["state"]) == ("ingest", "begun", "done")
    assert (done["programmes"], done["before"], done["after"]) == ("tiny", None, "0001")
    assert done["by"] == getpass.getuser()
    assert query(
        tmp_path / "warehouse", "SELECT DISTINCT loaded_by, contract, LENGTH(sha256) FROM ledger"
    ) == [(getpass.getuser(), 1, 64)]


# ---------------------------------------------------------------- two at once, and readers all the while


def read_until_told(warehouse: Path, stop: Path, report: Callable[[str], None]) -> None:
    """What a dashboard does: open what is in force, ask for figures, again and again."""
    requests = [Request(measure=name) for name in ("people_taking_part", "agreement_completion_rate")]
    while not stop.exists():
        tables = open_warehouse(warehouse).load_tables(requests)
        report(tables[0].stamp.id)
        assert all(table.cell.state == "shown" for table in tables)


def test_of_two_ingests_at_once_the_second_waits(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    requests = [
        IngestRequest(paths=(write_rows(tmp_path / name, small_rows(3), programme=name),))
        for name in ("ash", "birch")
    ]
    begun = [start(partial(load, request, warehouse)) for request in requests]
    ended = [wait(*running) for running in begun]
    assert [one.error for one in ended] == ["", ""]
    assert query(warehouse, "SELECT programme, COUNT(*) FROM cases GROUP BY 1 ORDER BY 1") == [
        ("ash", 3),
        ("birch", 3),
    ]
    assert_tidy(warehouse)


def test_an_ingest_that_cannot_wait_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTCOMES_LOCK_WAIT_SECONDS", "0")
    request = IngestRequest(paths=(write_rows(tmp_path / "export", small_rows(2)),))
    with (
        lock_for_building(tmp_path / "warehouse"),
        pytest.raises(WarehouseError, match="another ingest has been writing"),
    ):
        ingest(request, tmp_path / "warehouse")


def test_a_reader_reading_throughout_never_errs(tmp_path: Path) -> None:
    warehouse, stop = tmp_path / "warehouse", tmp_path / "stop"
    ingest(IngestRequest(paths=(write_rows(tmp_path / "0", small_rows(20)),)), warehouse)
    reader = start(partial(read_until_told, warehouse, stop))
    for number in range(1, 5):
        request = IngestRequest(paths=(write_rows(tmp_path / str(number), small_rows(20 + number)),))
        ingest(request, warehouse)
    stop.touch()
    ended = wait(*reader)
    assert (ended.error, ended.was_killed) == ("", False)
    # It saw the data change under it, always forward.
    assert list(ended.stages) == sorted(ended.stages)
    assert {"0001"} < set(ended.stages)


def test_a_wrong_day_of_extraction_is_asked_about(tmp_path: Path) -> None:
    too_early = replace(court(COURT), as_of=date(2024, 6, 30))
    with pytest.raises(NotConfirmedError, match="cases would be set aside; look at --as-of"):
        ingest(too_early, tmp_path)
    assert ingest(too_early, tmp_path, is_confirmed=True).snapshot == "0001"
