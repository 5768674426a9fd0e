"""What a warehouse holds: its snapshots, which of them is in force, and how fresh each programme is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.errors import WarehouseError
from pipelines.warehouse.provenance import read_as_of
from pipelines.warehouse.snapshots import SnapshotFile, current_snapshot, finished_snapshots


@dataclass(frozen=True, kw_only=True)
class HeldSnapshot:
    """One finished snapshot."""

    id: str
    is_in_force: bool
    built_at: str
    """UTC, to the second."""
    size: int
    """In bytes."""
    as_of: dict[str, date]
    """Programme → the day its data was extracted; empty where the file cannot be opened."""


def read_holdings(warehouse: Path) -> list[HeldSnapshot]:
    """Every finished snapshot that is still there, oldest first."""
    in_force = current_snapshot(warehouse)
    return [
        _read_held(snapshot, is_in_force=snapshot == in_force) for snapshot in finished_snapshots(warehouse)
    ]


def _read_held(snapshot: SnapshotFile, *, is_in_force: bool) -> HeldSnapshot:
    try:
        as_of = read_as_of(snapshot.path)
    except WarehouseError:
        as_of = {}
    facts = snapshot.path.stat()
    return HeldSnapshot(
        id=snapshot.id,
        is_in_force=is_in_force,
        built_at=datetime.fromtimestamp(facts.st_mtime, UTC).isoformat(timespec="seconds"),
        size=facts.st_size,
        as_of=as_of,
    )
