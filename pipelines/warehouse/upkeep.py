"""What an operator does to a warehouse besides loading: go back, forget a case, forget old snapshots.

Each is one switch of the pointer, so a crash leaves the warehouse as it was or as it will be. What is
forgotten is gone from every file: snapshots are written anew without it, never changed in place.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from pipelines.contract_tables import TABLES
from pipelines.errors import UsageError, WarehouseError
from pipelines.warehouse.actions import recorded
from pipelines.warehouse.build import build_grains
from pipelines.warehouse.codes import code_columns, create_codes, earlier_codes
from pipelines.warehouse.connection import (
    Connection,
    columns_of_database,
    finish,
    open_for_building,
    open_scratch,
    said_plainly,
)
from pipelines.warehouse.provenance import META_NAMES, META_TABLES, check_snapshot
from pipelines.warehouse.pseudonyms import create_pseudonym_macro, find_pseudonym, read_key
from pipelines.warehouse.references import (
    REFERENCES,
    references_path,
    take_in_references,
    write_references_in_use,
)
from pipelines.warehouse.snapshots import (
    SnapshotFile,
    current_snapshot,
    drop_old_snapshots,
    finished_snapshots,
    go_back_to,
    lock_for_building,
    replace_all,
    unnamed_files,
)

_GONE = {
    "cases": "case_id = '{case}'",
    "parties": "case_id = '{case}'",
    "conferences": "case_id = '{case}' AND conference_id NOT IN (FROM shared_conferences)",
    "attendance": "conference_id IN (FROM gone_conferences) OR party_id IN (FROM gone_parties)",
    "agreements": "conference_id IN (FROM gone_conferences) OR party_id IN (FROM gone_parties) "
    "OR (party_id IS NULL AND conference_id IN (FROM shared_conferences))",
    "obligations": "agreement_id IN (FROM gone_agreements)",
    "payments": "obligation_id IN (FROM gone_obligations)",
    "survey_invitations": "party_id IN (FROM gone_parties)",
    "survey_answers": "case_id = '{case}' OR party_id IN (FROM gone_parties)",
    "quarantine": "case_id = '{case}'",
    "conference_cases": "case_id = '{case}' OR conference_id IN (FROM gone_conferences)",
}
"""Table → which of its rows go with a case. A party may sit in the conference of another case, and a
conference that was held for another case too goes on belonging to that one."""

_SHARED = """
CREATE TEMP TABLE shared_conferences AS
SELECT c.conference_id FROM previous.conferences AS c
JOIN previous.conference_cases AS h USING (conference_id)
WHERE c.case_id = '{case}' AND h.case_id <> '{case}'
"""
"""Conferences that count with the case and were held for another one too."""

_MOVE_SHARED = """
UPDATE conferences SET case_id = h.case_id, held_day = h.held_day, held_month = h.held_month
FROM (SELECT DISTINCT ON (conference_id) * FROM conference_cases ORDER BY conference_id, case_id) AS h
WHERE conferences.conference_id = h.conference_id AND conferences.conference_id IN (FROM shared_conferences)
"""

_UNLESS_GONE = "CASE WHEN {column} NOT IN (FROM {gone}) THEN {column} END"

_MENTIONS = {
    "reopened_from": "CASE WHEN reopened_from = '{case}' THEN 'forgotten' ELSE reopened_from END",
    "beneficiary_party_id": _UNLESS_GONE.format(column="beneficiary_party_id", gone="gone_parties"),
    "supersedes": _UNLESS_GONE.format(column="supersedes", gone="gone_agreements"),
    "replaces_obligation_id": _UNLESS_GONE.format(column="replaces_obligation_id", gone="gone_obligations"),
}
"""Columns in which a row that stays may mention one that goes. That a case was a reopening stays true."""

_GOES_FIRST = ("conferences", "parties", "agreements", "obligations")


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What is gone, and from where."""

    snapshot: str
    """In force now."""
    rows: dict[str, int]
    """Contract table → rows that went from the snapshot in force."""
    n_snapshots: int
    """Snapshots written anew, or deleted."""
    n_left: int = 0
    """Old files that another program keeps open, so that they could not be deleted yet."""


def roll_back(warehouse: Path, to: str | None = None) -> str:
    """Put an earlier snapshot in force again, the one before if none is named. Nothing is deleted."""
    with said_plainly(warehouse), _held(warehouse), recorded(warehouse, "rollback") as done:
        done["before"], done["after"] = go_back_to(warehouse, to)
    return str(done["after"])


def forget_snapshots(warehouse: Path, keep: int) -> Forgotten:
    """Delete all but the newest `keep` snapshots and the one in force; also references only they needed."""
    if keep < 1:
        raise UsageError("--keep must be 1 or more: the snapshot in force always stays.")
    with (
        said_plainly(warehouse),
        _held(warehouse) as building,
        recorded(warehouse, "forget_snapshots", keep=keep) as done,
    ):
        gone = drop_old_snapshots(warehouse, keep=keep)
        _write_references(warehouse, building, [snapshot.path for snapshot in finished_snapshots(warehouse)])
        done["snapshots"] = len(gone)
        return Forgotten(snapshot=_in_force(warehouse).id, rows={}, n_snapshots=len(gone))


def forget_case(warehouse: Path, *, programme: str, reference: str) -> Forgotten:
    """Remove a case, by the programme's own reference, from every snapshot and from the references.

    Raises `UsageError` where no snapshot holds it.
    """
    with said_plainly(warehouse), _held(warehouse) as building:
        in_force, snapshots = _in_force(warehouse), finished_snapshots(warehouse)
        case = _our_id(read_key(warehouse), programme, reference)
        rebuilt = {snapshot.id: building / f"{snapshot.id}.duckdb" for snapshot in snapshots}
        rows = {
            snapshot.id: _write_without(snapshot, rebuilt[snapshot.id], programme, case)
            for snapshot in snapshots
        }
        if not any(counts.get("cases") or counts.get("quarantine") for counts in rows.values()):
            raise UsageError(
                f"no snapshot holds such a case of {programme}. "
                "Give --programme and --case as the export has them."
            )
        with recorded(warehouse, "forget_case", programme=programme, before=in_force.id) as done:
            # First the references: while the case is still there, its reference leads to it again.
            _write_references(warehouse, building, list(rebuilt.values()))
            new = replace_all(warehouse, rebuilt)
            done |= {"after": new[in_force.id], "snapshots": len(new)}
        gone = {table: n for table, n in rows[in_force.id].items() if table in TABLES}
        return Forgotten(
            snapshot=new[in_force.id], rows=gone, n_snapshots=len(new), n_left=len(unnamed_files(warehouse))
        )


def _our_id(key: bytes, programme: str, reference: str) -> str:
    with open_scratch() as connection:
        create_pseudonym_macro(connection, key)
        return find_pseudonym(connection, programme, "case", reference)


def _write_without(snapshot: SnapshotFile, to: Path, programme: str, case: str) -> dict[str, int]:
    """Write a snapshot anew without one case; table → rows that went."""
    connection = open_for_building(to, previous=snapshot.path)
    try:
        gone = _copy_without(connection, case)
        _note_in_accounts(connection, programme, gone)
        build_grains(connection)
        finish(connection)
    finally:
        connection.close()
    check_snapshot(to)
    return gone


def _copy_without(connection: Connection, case: str) -> dict[str, int]:
    # A snapshot of an earlier version may lack a table or a column: it is written as one of this version.
    held = columns_of_database(connection, "previous")
    knows_shared = "conference_cases" in held
    none = "CREATE TEMP TABLE shared_conferences (conference_id VARCHAR)"
    connection.execute(_SHARED.format(case=case) if knows_shared else none)
    for table in _GOES_FIRST:
        key = TABLES[table].key[0]
        connection.execute(
            f"CREATE TEMP TABLE gone_{table} AS SELECT {key} FROM previous.{table} WHERE {_goes(table, case)}"
        )
    connection.execute(META_TABLES)
    for table in (name for name in META_NAMES if name in held):
        knows = table in _GONE and "case_id" in held[table]
        stays = f"COALESCE(NOT ({_goes(table, case)}), TRUE)" if knows else "TRUE"
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM previous.{table} WHERE {stays}")
    create_codes(connection, earlier_codes(connection))
    for table in TABLES:
        mentions = [f"{sql} AS {name}" for name, sql in _MENTIONS.items() if name in held[table]]
        codes = [f"{name}::code AS {name}" for name in code_columns(TABLES[table]) if name in held[table]]
        replaced = f" REPLACE ({', '.join([*mentions, *codes])})".format(case=case)
        connection.execute(
            f"CREATE TABLE {table} AS SELECT *{replaced} FROM previous.{table} "
            f"WHERE COALESCE(NOT ({_goes(table, case)}), TRUE)"
        )
    connection.execute(_MOVE_SHARED)
    return {name: _count_gone(connection, name) for name in ("quarantine", *TABLES)}


def _count_gone(connection: Connection, table: str) -> int:
    counts = connection.execute(
        f"SELECT (SELECT COUNT(*) FROM previous.{table}) - (SELECT COUNT(*) FROM {table})"
    )
    return int(counts.fetchall()[0][0])


def _goes(table: str, case: str) -> str:
    # Our ids are hexadecimal digits: one can stand in a statement as it is.
    return _GONE[table].format(case=case)


def _note_in_accounts(connection: Connection, programme: str, gone: dict[str, int]) -> None:
    for table in TABLES:
        connection.execute(
            "UPDATE accounts SET forgotten = COALESCE(forgotten, 0) + ? "
            "WHERE programme = ? AND table_name = ?",
            [gone[table], programme, table],
        )


def _write_references(warehouse: Path, building: Path, snapshots: list[Path]) -> None:
    """Keep only references to what some snapshot holds."""
    known = references_path(warehouse)
    if known.exists():
        with open_scratch() as connection:
            write_references_in_use(connection, snapshots, known=known, to=building / REFERENCES)
        take_in_references(warehouse, building / REFERENCES)


def _held(warehouse: Path) -> AbstractContextManager[Path]:
    if not warehouse.is_dir():
        raise WarehouseError(f"There is no warehouse in {warehouse}. Build one with `outcomes ingest`.")
    return lock_for_building(warehouse)


def _in_force(warehouse: Path) -> SnapshotFile:
    snapshot = current_snapshot(warehouse)
    if snapshot is None:
        raise WarehouseError(f"There is no warehouse in {warehouse}. Build one with `outcomes ingest`.")
    return snapshot
