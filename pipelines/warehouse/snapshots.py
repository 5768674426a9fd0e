"""Snapshots: each is built beside the last one, checked, and switched to by replacing one small file.

    WAREHOUSE/current.json          names the snapshot in force and the finished ones
    WAREHOUSE/snapshots/0007.duckdb finished, never written again
    WAREHOUSE/building/             scratch of the ingest under way; anything here may be deleted
    WAREHOUSE/keys/                 the secret and the references: back them up, share them with nobody

DuckDB lets no second process open a file that is being written, so readers only ever open finished files.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines import settings
from pipelines.errors import WarehouseError

POINTER = "current.json"


@dataclass(frozen=True, kw_only=True)
class SnapshotFile:
    """One finished snapshot."""

    id: str
    path: Path


@dataclass(frozen=True, kw_only=True)
class _Pointer:
    """What the pointer file says. A file it does not name was left by an ingest that was killed."""

    snapshot: str
    finished: tuple[str, ...]


def current_snapshot(warehouse: Path) -> SnapshotFile | None:
    """The snapshot in force; None in an empty or absent warehouse. Raises `WarehouseError` when damaged."""
    pointer = _read_pointer(warehouse)
    if pointer is None:
        return None
    snapshot = _snapshot_file(warehouse, pointer.snapshot)
    if not snapshot.path.exists():
        raise WarehouseError(
            f"{POINTER} names snapshot {snapshot.id}, which is not in the warehouse. "
            "Go back with `outcomes rollback`, or restore the folder from a backup."
        )
    return snapshot


def finished_snapshots(warehouse: Path) -> list[SnapshotFile]:
    """Every snapshot that was once in force and is still there, oldest first."""
    pointer = _read_pointer(warehouse)
    files = [_snapshot_file(warehouse, name) for name in pointer.finished] if pointer else []
    return [file for file in files if file.path.exists()]


@contextmanager
def lock_for_building(warehouse: Path) -> Iterator[Path]:
    """Hold the warehouse for one ingest and give an empty scratch folder. A second ingest waits, then says so."""
    warehouse.mkdir(parents=True, exist_ok=True)
    wait = settings.LOCK_WAIT_SECONDS.read()
    lock = FileLock(warehouse / "ingest.lock", timeout=wait)
    try:
        with lock:
            building = warehouse / "building"
            # Left behind by an ingest that was killed: nobody reads it, so it can go.
            shutil.rmtree(building, ignore_errors=True)
            building.mkdir()
            try:
                yield building
            finally:
                shutil.rmtree(building, ignore_errors=True)
    except Timeout:
        raise WarehouseError(
            f"another ingest has been writing to this warehouse for {wait} seconds. Wait for it, then run this again."
        ) from None


def switch_to(warehouse: Path, built: Path) -> SnapshotFile:
    """Make a built file the snapshot in force. Atomic: a reader sees the old one or the new one, never neither."""
    folder = warehouse / "snapshots"
    folder.mkdir(exist_ok=True)
    finished = tuple(snapshot.id for snapshot in finished_snapshots(warehouse))
    snapshot = _snapshot_file(warehouse, f"{int(max(finished, default='0')) + 1:04d}")
    _sync_file(built)
    built.replace(snapshot.path)
    _sync_folder(folder)
    _write_pointer(warehouse, _Pointer(snapshot=snapshot.id, finished=(*finished, snapshot.id)))
    return snapshot


def go_back_to(warehouse: Path, snapshot_id: str) -> None:
    """Put an earlier snapshot in force again. The later ones stay until an ingest clears them away."""
    finished = tuple(snapshot.id for snapshot in finished_snapshots(warehouse))
    if snapshot_id not in finished:
        raise WarehouseError(f"there is no such snapshot. There are: {', '.join(finished) or 'none'}.")
    _write_pointer(warehouse, _Pointer(snapshot=snapshot_id, finished=finished))


def drop_old_snapshots(warehouse: Path) -> list[str]:
    """Delete all but the newest few (a setting) and the one in force; the ids that went."""
    current = current_snapshot(warehouse)
    keep = settings.KEEP_SNAPSHOTS.read()
    finished = finished_snapshots(warehouse)
    kept = {snapshot.path for snapshot in finished[-keep:] if keep} | {current.path if current else None}
    gone = [path for path in sorted((warehouse / "snapshots").glob("*.duckdb")) if path not in kept]
    for path in gone:
        _unlink_if_free(path)
    return [path.stem for path in gone]


def _unlink_if_free(path: Path) -> None:
    try:
        path.unlink()
    except PermissionError:
        # On Windows a file that a dashboard still reads cannot be deleted: the next ingest will.
        return


def _snapshot_file(warehouse: Path, snapshot_id: str) -> SnapshotFile:
    return SnapshotFile(id=snapshot_id, path=warehouse / "snapshots" / f"{snapshot_id}.duckdb")


def _read_pointer(warehouse: Path) -> _Pointer | None:
    path = warehouse / POINTER
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return _Pointer(snapshot=str(content["snapshot"]), finished=tuple(map(str, content["finished"])))
    except (ValueError, KeyError, TypeError):
        raise WarehouseError(
            f"{POINTER} in the warehouse cannot be read. Restore it, or the whole folder, from a backup."
        ) from None


def _write_pointer(warehouse: Path, pointer: _Pointer) -> None:
    temporary = warehouse / f"{POINTER}.new"
    content = {"snapshot": pointer.snapshot, "finished": list(pointer.finished)}
    temporary.write_text(json.dumps(content) + "\n", encoding="utf-8")
    _sync_file(temporary)
    temporary.replace(warehouse / POINTER)
    _sync_folder(warehouse)


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        # Windows cannot open a folder to sync it; replacing a file there is durable enough by itself.
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
