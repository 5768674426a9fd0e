"""Going back, and forgetting: what is forgotten is in no file any more."""

import shutil
from pathlib import Path

import pytest

from pipelines.contract_tables import TABLES
from pipelines.errors import UsageError, WarehouseError
from pipelines.ingest import IngestRequest, ingest
from pipelines.warehouse.actions import read_actions
from pipelines.warehouse.connection import open_scratch
from pipelines.warehouse.references import references_path
from pipelines.warehouse.snapshots import current_snapshot, finished_snapshots
from pipelines.warehouse.upkeep import forget_case, forget_snapshots, roll_back
from tests.support.small_exports import Rows, query, small_rows, write_rows


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three snapshots of 12, 13 and 14 cases."""
    folder = tmp_path_factory.mktemp("three")
    for n in (12, 13, 14):
        load(folder / str(n), small_rows(n), folder / "warehouse")
    return folder / "warehouse"


@pytest.fixture
def warehouse(three: Path, tmp_path: Path) -> Path:
    """The same, to do with as one likes."""
    return shutil.copytree(three, tmp_path / "warehouse")


def load(folder: Path, rows: Rows, warehouse: Path) -> None:
    ingest(IngestRequest(paths=(write_rows(folder, rows),)), warehouse, is_confirmed=True)


def references(warehouse: Path, kind: str) -> set[str]:
    with open_scratch() as connection:
        path = str(references_path(warehouse))
        found = connection.execute(
            "SELECT reference FROM read_parquet(?) WHERE kind = ?", [path, kind]
        ).fetchall()
    return {row[0] for row in found}


def our_id(warehouse: Path, reference: str) -> str:
    with open_scratch() as connection:
        path = str(references_path(warehouse))
        sql = "SELECT id FROM read_parquet(?) WHERE kind = 'case' AND reference = ?"
        return str(connection.execute(sql, [path, reference]).fetchall()[0][0])


def test_a_forgotten_case_is_in_no_snapshot_and_no_reference_leads_to_it(warehouse: Path) -> None:
    ours = our_id(warehouse, "k3")
    forgotten = forget_case(warehouse, programme="tiny", reference="k3")
    assert forgotten.rows == {
        "cases": 1, "parties": 2, "conferences": 1, "attendance": 2, "agreements": 1, "obligations": 1,
        "payments": 1, "survey_invitations": 0, "survey_answers": 2,
    }  # fmt: skip
    assert (forgotten.n_snapshots, forgotten.snapshot) == (3, "0006")
    assert [snapshot.id for snapshot in finished_snapshots(warehouse)] == ["0004", "0005", "0006"]
    counted = [query(warehouse, "SELECT COUNT(*) FROM grain_case", name) for name in ("0004", "0005", "0006")]
    assert counted == [[(11,)], [(12,)], [(13,)]]
    assert "k3" not in references(warehouse, "case")
    assert {"h3", "r3"}.isdisjoint(references(warehouse, "party"))
    assert {"k2", "k13"} < references(warehouse, "case")
    files = [path for path in warehouse.rglob("*") if path.is_file()]
    assert len([path for path in files if path.suffix == ".duckdb"]) == 3
    assert [path.name for path in files if ours.encode() in path.read_bytes()] == []


def test_figures_are_what_they_would_be_without_the_forgotten_case(warehouse: Path, tmp_path: Path) -> None:
    forget_case(warehouse, programme="tiny", reference="k13")
    load(tmp_path / "fresh", small_rows(13), tmp_path / "other")
    for table in ("grain_case", "grain_party", "grain_agreement", "grain_obligation", "grain_response"):
        assert query(warehouse, f"SELECT COUNT(*) FROM {table}") == query(
            tmp_path / "other", f"SELECT COUNT(*) FROM {table}"
        )
    for table in set(TABLES) - {"survey_invitations"}:
        account = f"SELECT accepted - forgotten FROM accounts WHERE table_name = '{table}'"
        assert query(warehouse, f"SELECT COUNT(*) FROM {table}") == query(warehouse, account)


def test_a_case_that_was_only_ever_set_aside_is_forgotten_too(tmp_path: Path) -> None:
    rows = small_rows(3)
    rows["cases"][1]["status"] = "perhaps"
    load(tmp_path / "export", rows, tmp_path / "warehouse")
    assert query(tmp_path / "warehouse", "SELECT COUNT(*) > 5 FROM quarantine") == [(True,)]
    forget_case(tmp_path / "warehouse", programme="tiny", reference="k1")
    assert query(tmp_path / "warehouse", "SELECT COUNT(*) FROM quarantine") == [(0,)]


def test_a_case_that_reopened_a_forgotten_one_stays_a_reopening(tmp_path: Path) -> None:
    rows = small_rows(3)
    for row in rows["cases"]:
        row["reopened_from"] = "k1" if row["case_id"] == "k2" else ""
    load(tmp_path / "export", rows, tmp_path / "warehouse")
    forget_case(tmp_path / "warehouse", programme="tiny", reference="k1")
    assert query(tmp_path / "warehouse", "SELECT COUNT(*) FROM grain_case WHERE was_reopened") == [(1,)]


def test_a_party_of_the_case_leaves_the_conference_of_another(tmp_path: Path) -> None:
    rows = small_rows(3)
    # One conference for two cases: it counts with the first of them.
    rows["conferences"].append(rows["conferences"][0] | {"case_id": "k1"})
    rows["attendance"].append({"conference_id": "f0", "party_id": "r1", "attended": "in_person"})
    load(tmp_path / "export", rows, tmp_path / "warehouse")
    forgotten = forget_case(tmp_path / "warehouse", programme="tiny", reference="k1")
    assert forgotten.rows["attendance"] == 3
    assert query(tmp_path / "warehouse", "SELECT MAX(n_present) FROM grain_conference") == [(2,)]


def test_what_nobody_holds_cannot_be_forgotten(warehouse: Path) -> None:
    for programme, reference in (("tiny", "k99"), ("other", "k3")):
        with pytest.raises(UsageError, match="no snapshot holds such a case") as refusal:
            forget_case(warehouse, programme=programme, reference=reference)
        assert reference not in str(refusal.value)
    assert current_snapshot(warehouse) is not None
    assert query(warehouse, "SELECT COUNT(*) FROM cases") == [(14,)]


def test_old_snapshots_are_forgotten_and_references_only_they_needed(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    for n in (14, 12):
        load(tmp_path / str(n), small_rows(n), warehouse)
    assert "k13" in references(warehouse, "case")
    forgotten = forget_snapshots(warehouse, keep=1)
    assert (forgotten.snapshot, forgotten.n_snapshots) == ("0002", 1)
    assert [snapshot.id for snapshot in finished_snapshots(warehouse)] == ["0002"]
    assert references(warehouse, "case") == {f"k{i}" for i in range(12)}
    with pytest.raises(UsageError, match="--keep must be 1 or more"):
        forget_snapshots(warehouse, keep=0)


def test_going_back_and_forward_again(warehouse: Path) -> None:
    assert roll_back(warehouse) == "0002"
    assert roll_back(warehouse) == "0001"
    with pytest.raises(WarehouseError, match="no earlier snapshot"):
        roll_back(warehouse)
    assert roll_back(warehouse, "0003") == "0003"
    assert query(warehouse, "SELECT COUNT(*) FROM cases") == [(14,)]


def test_after_going_back_the_same_export_can_be_loaded_again(warehouse: Path, tmp_path: Path) -> None:
    roll_back(warehouse, "0001")
    load(tmp_path / "14", small_rows(14), warehouse)
    assert query(warehouse, "SELECT COUNT(*) FROM cases") == [(14,)]


def test_what_was_done_is_written_down_without_a_value(warehouse: Path) -> None:
    roll_back(warehouse)
    forget_case(warehouse, programme="tiny", reference="k3")
    forget_snapshots(warehouse, keep=1)
    done = [action for action in read_actions(warehouse) if action["state"] == "done"]
    assert [action["action"] for action in done[3:]] == ["rollback", "forget_case", "forget_snapshots"]
    assert (done[3]["before"], done[3]["after"]) == ("0003", "0002")
    assert (done[4]["before"], done[4]["after"]) == ("0002", "0005")
    assert "k3" not in (warehouse / "actions.jsonl").read_text(encoding="utf-8")


def test_nothing_is_made_where_there_is_no_warehouse(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="There is no warehouse"):
        roll_back(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
