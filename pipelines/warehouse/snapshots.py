"""Snapshots: each is built beside the last one, checked, and switched to by replacing one small file.

    WAREHOUSE/current.json          names the snapshot in force and the finished ones
    WAREHOUSE/snapshots/0007.duckdb finished, never written again
    WAREHOUSE/building/             scratch of the ingest under way; anything here may be deleted
    WAREHOUSE/actions.jsonl         what was done to the warehouse, when and by whom
    WAREHOUSE/keys/                 the secret and the references: back them up, share them with nobody

DuckDB lets no second process open a file that is being written, so readers only ever open finished files.
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines import settings
from pipelines.errors import WarehouseError
from pipelines.warehouse.connection import Connection, open_for_reading
from pipelines.warehouse.durable import sync_file, sync_folder, unlink_if_free, write_durably

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
    while pointer is not None:
        snapshot = _snapshot_file(warehouse, pointer.snapshot)
        if snapshot.path.exists():
            return snapshot
        # It may just have been taken out of the warehouse; then the pointer names another by now.
        read_before, pointer = pointer, _read_pointer(warehouse)
        if pointer == read_before:
            raise WarehouseError(
                f"{POINTER} names snapshot {snapshot.id}, which is not in the warehouse. "
                "Go back with `outcomes rollback`, or restore the folder from a backup."
            )
    return None


def open_in_force(warehouse: Path) -> tuple[SnapshotFile, Connection] | None:
    """The snapshot in force, opened for reading; None without one. Raises `WarehouseError` when damaged.

    Between reading the pointer and opening the file another process may have taken the file away.
    """
    while (snapshot := current_snapshot(warehouse)) is not None:
        try:
            return snapshot, open_for_reading(snapshot.path)
        except WarehouseError:
            if current_snapshot(warehouse) == snapshot:
                raise
    return None


def finished_snapshots(warehouse: Path) -> list[SnapshotFile]:
    """Every snapshot that was once in force and is still there, oldest first."""
    pointer = _read_pointer(warehouse)
    files = [_snapshot_file(warehouse, name) for name in pointer.finished] if pointer else []
    return [file for file in files if file.path.exists()]


@contextmanager
def lock_for_building(warehouse: Path) -> Iterator[Path]:
    """Hold the warehouse for one writer, with an empty scratch folder. A second waits, then says so."""
    warehouse.mkdir(parents=True, exist_ok=True)
    wait = settings.LOCK_WAIT_SECONDS.read()
    lock = FileLock(warehouse / "ingest.lock", timeout=wait)
    try:
        with lock:
            building = warehouse / "building"
            # Left behind by a writer that was killed: nobody reads it, so it can go.
            shutil.rmtree(building, ignore_errors=True)
            delete_unnamed(warehouse)
            building.mkdir()
            try:
                yield building
            finally:
                shutil.rmtree(building, ignore_errors=True)
    except Timeout:
        raise WarehouseError(
            f"another ingest has been writing to this warehouse for {wait} seconds. Wait for it, "
            "then run this again."
        ) from None


def switch_to(warehouse: Path, built: Path) -> SnapshotFile:
    """Make a built file the snapshot in force. Atomic: a reader sees the old one or the new one.

    What was built after the one in force was gone back from: it is no longer one to go back to.
    """
    pointer = _read_pointer(warehouse)
    rejected = pointer.finished[pointer.finished.index(pointer.snapshot) + 1 :] if pointer else ()
    there = [snapshot.id for snapshot in finished_snapshots(warehouse)]
    finished = [name for name in there if name not in rejected]
    (snapshot,) = _take_in(warehouse, [built])
    _write_pointer(warehouse, _Pointer(snapshot=snapshot.id, finished=(*finished, snapshot.id)))
    return snapshot


def replace_all(warehouse: Path, rebuilt: Mapping[str, Path]) -> dict[str, str]:
    """Put rebuilt files in the place of all snapshots at once; old id → new id. The old files are deleted.

    `rebuilt` holds a file for the id of every finished snapshot. Atomic like `switch_to`.
    """
    pointer = _read_pointer(warehouse)
    if pointer is None:
        raise WarehouseError(f"There is no warehouse in {warehouse}.")
    taken_in = _take_in(warehouse, list(rebuilt.values()))
    new = {old: snapshot.id for old, snapshot in zip(rebuilt, taken_in, strict=True)}
    _write_pointer(warehouse, _Pointer(snapshot=new[pointer.snapshot], finished=tuple(new.values())))
    delete_unnamed(warehouse)
    return new


def _take_in(warehouse: Path, built: Sequence[Path]) -> list[SnapshotFile]:
    """Move built files among the snapshots, each under the next free number. No pointer names them yet."""
    folder = warehouse / "snapshots"
    folder.mkdir(exist_ok=True)
    highest = max((int(path.stem) for path in folder.glob("[0-9]*.duckdb")), default=0)
    taken_in = []
    for number, path in enumerate(built, start=highest + 1):
        snapshot = _snapshot_file(warehouse, f"{number:04d}")
        sync_file(path)
        path.replace(snapshot.path)
        taken_in.append(snapshot)
    sync_folder(folder)
    return taken_in


def go_back_to(warehouse: Path, snapshot_id: str | None = None) -> tuple[str, str]:
    """Put an earlier snapshot in force again, the one before if none is named; the ids before and after.

    The later ones stay until an ingest clears them away.
    """
    pointer = _read_pointer(warehouse)
    there = [snapshot.id for snapshot in finished_snapshots(warehouse)]
    if pointer is None or (snapshot_id is not None and snapshot_id not in there):
        raise WarehouseError(f"there is no such snapshot. There are: {', '.join(there) or 'none'}.")
    earlier = [name for name in pointer.finished[: pointer.finished.index(pointer.snapshot)] if name in there]
    if snapshot_id is None and not earlier:
        raise WarehouseError("there is no earlier snapshot to go back to.")
    chosen = snapshot_id or earlier[-1]
    _write_pointer(warehouse, _Pointer(snapshot=chosen, finished=tuple(there)))
    return pointer.snapshot, chosen


def drop_old_snapshots(warehouse: Path, *, keep: int | None = None) -> list[str]:
    """Delete all but the newest few (`keep`, else a setting) and the one in force; the ids that went."""
    pointer = _read_pointer(warehouse)
    if pointer is None:
        return []
    newest = settings.KEEP_SNAPSHOTS.read() if keep is None else keep
    there = [snapshot.id for snapshot in finished_snapshots(warehouse)]
    newest_names = there[max(0, len(there) - newest) :]
    kept = [name for name in there if name in newest_names or name == pointer.snapshot]
    if kept != list(pointer.finished):
        _write_pointer(warehouse, _Pointer(snapshot=pointer.snapshot, finished=tuple(kept)))
    return delete_unnamed(warehouse)


def delete_unnamed(warehouse: Path) -> list[str]:
    """Delete every snapshot file that the pointer does not name; the ids that went."""
    return [path.stem for path in unnamed_files(warehouse) if unlink_if_free(path)]


def unnamed_files(warehouse: Path) -> list[Path]:
    """Snapshot files that the pointer does not name: what could not be deleted, or was never switched to."""
    pointer = _read_pointer(warehouse)
    if pointer is None:
        # Without a pointer nobody can say what is needed.
        return []
    named = {f"{name}.duckdb" for name in pointer.finished}
    return [path for path in sorted((warehouse / "snapshots").glob("*.duckdb")) if path.name not in named]


def _snapshot_file(warehouse: Path, snapshot_id: str) -> SnapshotFile:
    return SnapshotFile(id=snapshot_id, path=warehouse / "snapshots" / f"{snapshot_id}.duckdb")


def _read_pointer(warehouse: Path) -> _Pointer | None:
    path = warehouse / POINTER
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return _Pointer(snapshot=str(content["snapshot"]), finished=tuple(map(str, content["finished"])))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise WarehouseError(
            f"{POINTER} in the warehouse cannot be read. Restore it, or the whole folder, from a backup."
        ) from None


def _write_pointer(warehouse: Path, pointer: _Pointer) -> None:
    content = {"snapshot": pointer.snapshot, "finished": list(pointer.finished)}
    write_durably(warehouse / POINTER, (json.dumps(content) + "\n").encode())
