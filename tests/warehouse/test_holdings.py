from datetime import date
from pathlib import Path

from pipelines.ingest import IngestRequest, ingest
from pipelines.warehouse.holdings import read_holdings
from pipelines.warehouse.snapshots import go_back_to
from tests.support.small_exports import small_rows, write_rows


def test_every_snapshot_is_named_with_what_is_in_it(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    for n, as_of in ((2, "2026-06-30"), (3, "2026-09-30")):
        folder = write_rows(tmp_path / as_of, small_rows(n), as_of=as_of)
        ingest(IngestRequest(paths=(folder,)), warehouse)
    go_back_to(warehouse)
    first, second = read_holdings(warehouse)
    assert (first.id, first.is_in_force, first.as_of) == ("0001", True, {"tiny": date(2026, 6, 30)})
    assert (second.id, second.is_in_force, second.as_of) == ("0002", False, {"tiny": date(2026, 9, 30)})
    assert first.size > 0
    assert first.built_at <= second.built_at


def test_a_snapshot_that_cannot_be_opened_is_named_all_the_same(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    for n in (2, 3):
        folder = write_rows(tmp_path / str(n), small_rows(n))
        ingest(IngestRequest(paths=(folder,)), warehouse)
    (warehouse / "snapshots" / "0001.duckdb").write_bytes(b"not a snapshot")
    damaged, whole = read_holdings(warehouse)
    assert (damaged.id, damaged.as_of) == ("0001", {})
    assert whole.is_in_force
