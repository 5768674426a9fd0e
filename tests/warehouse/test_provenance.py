from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import WarehouseError
from pipelines.ingest import IngestRequest, ingest
from pipelines.warehouse.connection import open_for_reading
from pipelines.warehouse.provenance import check_snapshot, read_as_of, read_last_submission
from tests.support.small_exports import query, small_rows, write_rows


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    rows = small_rows(4)
    rows["cases"][1]["status"] = "perhaps"
    rows["survey_answers"][5]["item"] = "A name in an item"
    ingest(IngestRequest(paths=(write_rows(tmp_path / "export", rows),)), tmp_path / "warehouse")
    return tmp_path / "warehouse"


def test_what_reached_the_disk_is_held_against_the_accounts(warehouse: Path) -> None:
    snapshot = warehouse / "snapshots" / "0001.duckdb"
    check_snapshot(snapshot)
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute("DELETE FROM payments WHERE amount_minor > 0")
    with pytest.raises(WarehouseError, match="does not hold the rows of payments"):
        check_snapshot(snapshot)


def test_the_quarantine_says_which_case_and_row_by_our_ids_only(warehouse: Path) -> None:
    rows = query(warehouse, "SELECT table_name, case_id, row_key FROM quarantine")
    assert len({case for table, case, _ in rows if table in ("cases", "parties")}) == 1
    assert all(len(key) == 16 and set(key) <= set("0123456789abcdef") for _, _, key in rows)
    content = (warehouse / "snapshots" / "0001.duckdb").read_bytes()
    assert b"A name in an item" not in content
    assert b"name in an item" not in content.lower()


def test_what_was_handed_over_last_is_known_again(warehouse: Path) -> None:
    with open_for_reading(warehouse / "snapshots" / "0001.duckdb") as connection:
        last = read_last_submission(connection, "tiny")
        assert read_last_submission(connection, "nobody") is None
    assert last is not None
    assert (last.as_of, last.contract, last.is_partial, len(last.hashes)) == (date(2026, 9, 30), 1, False, 8)


def test_every_programme_has_its_day(warehouse: Path) -> None:
    assert read_as_of(warehouse / "snapshots" / "0001.duckdb") == {"tiny": date(2026, 9, 30)}
