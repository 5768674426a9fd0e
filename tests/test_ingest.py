"""The way from an export to a snapshot, with real files and real processes that are really killed."""

import os
import random
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import NotAnonymisedError, UsageError
from pipelines.ingest import IngestRequest, check_only, ingest
from pipelines.sample import sample_folder
from pipelines.warehouse.connection import open_for_reading
from pipelines.warehouse.snapshots import current_snapshot

ELM_PARK = sample_folder() / "elm_park"
COURT = Path(__file__).parent / "exports" / "data" / "community-court"
COURT_WITH_NAMES = Path(__file__).parent / "exports" / "data" / "community-court-with-names"
STAGES = ("reading", "mapping", "checking", "building the snapshot", "switching")


def court(folder: Path) -> IngestRequest:
    return IngestRequest(
        paths=(folder,), programme="court", as_of=date(2026, 9, 30), currency="USD", mapping="community-court"
    )


def query(warehouse: Path, sql: str) -> list[tuple[object, ...]]:
    snapshot = current_snapshot(warehouse)
    assert snapshot is not None
    with open_for_reading(snapshot.path) as connection:
        return connection.execute(sql).fetchall()


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


# ---------------------------------------------------------------- killed at every stage

KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from pipelines.ingest import IngestRequest, ingest
def report(stage):
    print(stage, flush=True)
    if stage == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)
request = IngestRequest(paths=(Path(sys.argv[1]),), programme="court",
    as_of=date(2026, 9, 30), currency="USD", mapping="community-court")
ingest(request, Path(sys.argv[2]), report)
"""


def start(warehouse: Path, *, killed_at: str = "never") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", KILLED, str(COURT), str(warehouse), killed_at]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def assert_whole(warehouse: Path, allowed: set[str]) -> None:
    """The warehouse reads as it did before, or as it does after, and a second run completes."""
    snapshot = current_snapshot(warehouse)
    assert snapshot is not None
    assert snapshot.id in allowed
    assert query(warehouse, "SELECT COUNT(*) > 300 FROM grain_case WHERE programme = 'elm_park'") == [(True,)]
    ingest(court(COURT), warehouse)
    assert query(warehouse, "SELECT COUNT(*) FROM cases WHERE programme = 'court'") == [(238,)]
    assert not (warehouse / "building").exists()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX; Windows is covered by the random kills")
@pytest.mark.parametrize("stage", STAGES)
def test_killed_at_a_stage_the_earlier_snapshot_is_whole(tmp_path: Path, stage: str) -> None:
    ingest(IngestRequest(paths=(ELM_PARK,)), tmp_path)
    process = start(tmp_path, killed_at=stage)
    output, _ = process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert output.splitlines()[-1] == stage
    assert_whole(tmp_path, {"0001"})


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_a_random_moment_it_is_before_or_after(tmp_path: Path, seed: int) -> None:
    ingest(IngestRequest(paths=(ELM_PARK,)), tmp_path)
    process = start(tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline() == "reading\n"
    try:
        process.wait(timeout=random.Random(seed).uniform(0.05, 2.5))
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()
    assert_whole(tmp_path, {"0001", "0002"})
