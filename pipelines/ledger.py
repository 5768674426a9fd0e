"""What came in, from which bytes, with what counts: and the proof that no row was lost on the way.

For every source table: rows read = used + left out. For every contract table: rows made = accepted +
quarantined + superseded. Both are checked here at every ingest; a difference stops it before anything is
switched.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipelines.errors import OutcomesError
from pipelines.exports.reading import Staging


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """One source table that came in, and what became of its rows before the contract. No value of a case."""

    file: str
    sha256: str
    rows_read: int
    rows_used: int
    left_out: tuple[tuple[str, int], ...] = ()
    """Each reason for leaving rows out, with how many."""

    @property
    def left_out_in_words(self) -> str:
        return "; ".join(f"{rows} {reason}" for reason, rows in self.left_out)


@dataclass(frozen=True, kw_only=True)
class Account:
    """What became of the rows made for one contract table."""

    table: str
    made: int
    accepted: int
    quarantined: int
    superseded: int
    kept: int = 0
    """Rows that a partial export did not hold, and that stay from before."""


def read_accounts(staging: Staging, present: Collection[str]) -> list[Account]:
    """Count each table's fates, against the number of rows that were made.

    Rows kept from before a partial export have ids below zero: they were not made from it.
    """
    accounts = []
    for table in present:
        made = _count(staging, f"SELECT COUNT(*) FROM made_{table} WHERE _id >= 0")
        fates = dict(
            staging.execute(f"SELECT fate, COUNT(*) FROM fate_{table} WHERE _id >= 0 GROUP BY 1").fetchall()
        )
        accounts.append(
            Account(
                table=table,
                made=made,
                accepted=fates.pop("accepted", 0),
                quarantined=fates.pop("quarantined", 0),
                superseded=fates.pop("superseded", 0),
                kept=_count(
                    staging, f"SELECT COUNT(*) FROM fate_{table} WHERE _id < 0 AND fate = 'accepted'"
                ),
            )
        )
    return accounts


def check_accounts(accounts: Sequence[Account], files: Sequence[LedgerRow]) -> None:
    """Raise `OutcomesError` (an internal error) unless every row read and every row made is accounted for."""
    for account in accounts:
        if account.made != account.accepted + account.quarantined + account.superseded:
            raise OutcomesError(
                f"rows of {account.table} were lost between reading and loading; nothing was changed"
            )
    for file in files:
        if file.rows_read != file.rows_used + sum(rows for _, rows in file.left_out):
            raise OutcomesError(f"rows of {file.file} were lost while reading; nothing was changed")


def _count(staging: Staging, sql: str) -> int:
    row = staging.execute(sql).fetchone()
    return int(row[0]) if row else 0
