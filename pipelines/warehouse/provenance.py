"""What stands behind the rows of a snapshot: programmes, ledger, accounts, quarantine. No value of a case.

They live in the snapshot, so that figures and their provenance are switched together.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pipelines.contract_tables import TABLES, Table
from pipelines.errors import WarehouseError
from pipelines.ledger import LedgerRow
from pipelines.warehouse.connection import Connection, columns_of_table, open_for_reading
from pipelines.warehouse.pseudonyms import KINDS
from pipelines.warehouse.totals import Total

META_TABLES = """
CREATE TABLE programmes (programme VARCHAR, as_of DATE, currency VARCHAR, default_due_days INTEGER,
    is_sample BOOLEAN, handed_over_by VARCHAR);
CREATE TABLE supplied (programme VARCHAR, item VARCHAR);
CREATE TABLE totals (programme VARCHAR, item VARCHAR, period VARCHAR, amount BIGINT);
CREATE TABLE ledger (programme VARCHAR, file VARCHAR, sha256 VARCHAR, as_of DATE, loaded_at TIMESTAMP,
    loaded_by VARCHAR, mapping VARCHAR, contract INTEGER, rows_read BIGINT, rows_used BIGINT,
    left_out VARCHAR, is_partial BOOLEAN, settings VARCHAR);
CREATE TABLE accounts (programme VARCHAR, table_name VARCHAR, made BIGINT, accepted BIGINT,
    quarantined BIGINT, superseded BIGINT, kept BIGINT, forgotten BIGINT);
CREATE TABLE quarantine (programme VARCHAR, table_name VARCHAR, file VARCHAR, sheet VARCHAR, row BIGINT,
    rule VARCHAR, columns VARCHAR, is_warning BOOLEAN, case_id VARCHAR, row_key VARCHAR);
CREATE TABLE conference_cases (programme VARCHAR, conference_id VARCHAR, case_id VARCHAR, held_day INTEGER,
    held_month VARCHAR);
"""
"""One row of `accounts` per table: rows in force = accepted + kept − forgotten, where `kept` are those that
the last, partial export did not hold. One row of `quarantine` per row set aside and rule: `case_id` is our id
of its case, `row_key` our id of the row, so that both are found again when they are mended or forgotten.
One row of `conference_cases` per conference and case it was held for, with the day counted from that case's
referral: `conferences` holds the first of them only."""

META_NAMES = ("programmes", "supplied", "totals", "ledger", "accounts", "quarantine", "conference_cases")

EARLIER_EXPORT = "(an earlier export)"
"""Stands for the file of a row that a partial export did not hold."""


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What one export says about itself."""

    programme: str
    programmes: tuple[str, ...]
    """Those that rows of it belong to."""
    as_of: date
    currency: str | None
    default_due_days: int
    is_sample: bool
    handed_over: dict[str, tuple[str, ...]]
    """Contract table → its columns that were handed over at all, now or before a partial export."""
    not_recorded: tuple[str, ...]
    mapping: str
    contract: int
    settings: str
    """Fingerprint of what was said beside the files: currency, what is not recorded, totals."""
    loaded_at: datetime
    loaded_by: str
    files: tuple[LedgerRow, ...]
    totals: tuple[Total, ...] = ()
    """What was said beside the files: costs, and how many were invited."""
    is_partial: bool = False


@dataclass(frozen=True, kw_only=True)
class LastSubmission:
    """What a programme handed over last, enough to know the same thing when it comes again."""

    as_of: date
    mapping: str
    contract: int
    settings: str
    is_partial: bool
    hashes: frozenset[str]


def write_programmes(connection: Connection, submission: Submission) -> None:
    """One row per programme of the export."""
    for programme in submission.programmes:
        connection.execute(
            "INSERT INTO programmes VALUES (?, ?, ?, ?, ?, ?)",
            [
                programme, submission.as_of, submission.currency, submission.default_due_days,
                submission.is_sample, submission.programme,
            ],
        )  # fmt: skip


def write_provenance(connection: Connection, submission: Submission) -> None:
    """Ledger, accounts and quarantine of this export. Needs the macros `pseudonym` and `our_id`."""
    for file in submission.files:
        connection.execute(
            "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                submission.programme, file.file, file.sha256, submission.as_of, submission.loaded_at,
                submission.loaded_by, submission.mapping, submission.contract, file.rows_read, file.rows_used,
                file.left_out_in_words, submission.is_partial, submission.settings,
            ],
        )  # fmt: skip
    for table_name in submission.handed_over:
        connection.execute(_ACCOUNTS.format(table=table_name), [table_name])
        key = _row_key(TABLES[table_name])
        connection.execute(_QUARANTINE.format(table=table_name, row_key=key), [EARLIER_EXPORT, table_name])


# Rows kept from before a partial export have ids below zero.
_ACCOUNTS = """
INSERT INTO accounts SELECT programme, ?,
    COUNT(*) FILTER (WHERE _id >= 0),
    COUNT(*) FILTER (WHERE _id >= 0 AND fate = 'accepted'),
    COUNT(*) FILTER (WHERE _id >= 0 AND fate = 'quarantined'),
    COUNT(*) FILTER (WHERE _id >= 0 AND fate = 'superseded'),
    COUNT(*) FILTER (WHERE _id < 0 AND fate = 'accepted'),
    0
FROM staging.fate_{table} GROUP BY programme
"""

_QUARANTINE = """
INSERT INTO quarantine
SELECT f.programme, v.table_name, COALESCE(m._file, ?), m._sheet, m._row, v.rule,
    STRING_AGG(DISTINCT v.column_name, ', ' ORDER BY v.column_name), f.fate <> 'quarantined',
    our_id(f.programme, 'case', f.case_id), {row_key}
FROM staging.findings AS v
JOIN staging.flagged AS f USING (table_name, _id)
JOIN staging.made_{table} AS m USING (_id)
WHERE v.table_name = ?
GROUP BY ALL
"""


def _row_key(table: Table) -> str:
    """SQL: our id of the row. Its whole key is hashed: a code that was quarantined may be anything."""
    parts = [
        f"our_id(f.programme, '{KINDS[column]}', m.{column})" if column in KINDS else f"m.{column}"
        for column in table.key
    ]
    return f"pseudonym(f.programme, 'row', CONCAT_WS(CHR(31), '{table.name}', {', '.join(parts)}))"


def keep_earlier_quarantine(connection: Connection, submission: Submission) -> None:
    """Rows set aside before a partial export stay set aside, unless it holds them."""
    for table_name in submission.handed_over:
        key = _row_key(TABLES[table_name])
        connection.execute(
            "INSERT INTO quarantine BY NAME SELECT * FROM previous.quarantine "
            "WHERE programme = ? AND table_name = ? AND COALESCE(row_key, '') NOT IN ("
            f"SELECT {key} FROM staging.made_{table_name} AS m "
            f"JOIN staging.fate_{table_name} AS f USING (_id) WHERE _id >= 0)",
            [submission.programme, table_name],
        )


def read_last_submission(connection: Connection, programme: str) -> LastSubmission | None:
    """What the programme handed over last; None when it never did."""
    if "settings" not in columns_of_table(connection, "ledger"):
        # Written by an earlier version, which did not know all that tells two submissions apart.
        return None
    rows = connection.execute(
        "SELECT as_of, mapping, contract, settings, is_partial, sha256 FROM ledger WHERE programme = ? "
        "QUALIFY loaded_at = MAX(loaded_at) OVER ()",
        [programme],
    ).fetchall()
    if not rows:
        return None
    as_of, mapping, contract, settings, is_partial, _ = rows[0]
    return LastSubmission(
        as_of=as_of,
        mapping=mapping,
        contract=contract,
        settings=settings,
        is_partial=is_partial,
        hashes=frozenset(row[5] for row in rows),
    )


def check_snapshot(snapshot: Path) -> None:
    """Raise `WarehouseError` unless what reached the disk is what the accounts say: before any switch."""
    with open_for_reading(snapshot) as connection:
        for table in TABLES:
            found = connection.execute(
                f"SELECT (SELECT COUNT(*) FROM {table}), "
                "(SELECT SUM(accepted + COALESCE(kept, 0) - COALESCE(forgotten, 0)) FROM accounts "
                "WHERE table_name = ?)",
                [table],
            ).fetchall()
            rows, accounted = found[0]
            if rows != (accounted or 0):
                raise WarehouseError(
                    f"the new snapshot does not hold the rows of {table} that were accepted. "
                    "Nothing was changed; run this again."
                )


def read_as_of(snapshot: Path) -> dict[str, date]:
    """Programme → the day its data in one snapshot was extracted."""
    with open_for_reading(snapshot) as connection:
        return dict(connection.execute("SELECT programme, as_of FROM programmes").fetchall())
