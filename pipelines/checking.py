"""From an opened export to rows with a fate: what loading it and only checking it have in common.

    stage (mapped to canonical text) → contract → rules between tables
        → fates (accepted, quarantined, superseded) → accounts

Everything is written to a scratch database.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines.errors import RefusedError
from pipelines.exports.accounts import SourceAccount
from pipelines.exports.export import Export
from pipelines.exports.reading import Staging, open_staging
from pipelines.exports.staging import StagedExport, stage_export
from pipelines.ledger import Account, LedgerRow, check_accounts, read_accounts
from pipelines.opening import OpenExport
from pipelines.progress import Report, RowsUnderWay, table_by_table
from pipelines.quarantine import settle_fates
from pipelines.validation.findings import RuleCount, check_staged, count_findings, create_findings
from pipelines.validation.rules import warning_rules
from pipelines.warehouse.connection import open_for_reading
from pipelines.warehouse.earlier import EarlierRows, keep_earlier_rows
from pipelines.warehouse.problems import write_problems
from pipelines.warehouse.provenance import read_as_of, read_last_submission
from pipelines.warehouse.pseudonyms import create_pseudonym_macro

PROBLEMS = "problems.parquet"


@dataclass(frozen=True, kw_only=True)
class Before:
    """What an export meets: the snapshot in force, or one just built from another export."""

    snapshot: Path | None
    key: bytes
    references: Path
    """The programmes' references; the file may not be there yet."""


@dataclass(frozen=True, kw_only=True)
class CheckedExport:
    """An export whose every row has a fate, in a staging database that is open as long as this is."""

    opened: OpenExport
    staged: StagedExport
    staging: Staging = field(repr=False)
    problems: Path
    """The rows that are to be mended; stays readable when this is closed."""
    earlier: EarlierRows | None
    """What a partial export is put beside."""
    programmes: tuple[str, ...]
    files: tuple[LedgerRow, ...]
    accounts: tuple[Account, ...]
    findings: tuple[RuleCount, ...]

    @property
    def export(self) -> Export:
        return self.opened.export

    @property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """Contract table → columns handed over, now or before a partial export."""
        if self.earlier is not None:
            return self.earlier.columns
        return {table: self.staged.columns[table] for table in self.staged.tables}

    def __enter__(self) -> "CheckedExport":
        return self

    def __exit__(self, *_: object) -> None:
        self.staging.close()


def is_already_loaded(opened: OpenExport, before: Before) -> bool:
    """Whether what is in force came from just these bytes, read in the same way."""
    if before.snapshot is None:
        return False
    with open_for_reading(before.snapshot) as connection:
        return read_last_submission(connection, opened.export.programme) == opened.read_as


def refuse_older(export: Export, programmes: Iterable[str], before: Before) -> None:
    """Raises `RefusedError` where what is in force was extracted later than this export."""
    in_force = read_as_of(before.snapshot) if before.snapshot else {}
    for programme in programmes:
        if in_force.get(programme, export.as_of) > export.as_of:
            raise RefusedError(
                f"{programme}: what is in force was extracted on {in_force[programme]}, later than this "
                f"export ({export.as_of}). Hand over the newest export; `outcomes rollback` goes back to an "
                "earlier one."
            )


def check_opened(
    opened: OpenExport, folder: Path, report: Report, before: Before | None = None
) -> CheckedExport:
    """Stage the export in a scratch database in `folder`, check every row and give each its fate.

    `before` is what a partial export is put beside.
    """
    export = opened.export
    staging = open_staging(folder)
    try:
        report("mapping")
        staged = stage_export(export, opened.mapping, staging, _hears_rows(report))
        report("checking")
        begin = table_by_table(report, "checking", staged.rows)
        earlier = _check_rows(staging, opened, staged, before, begin)
        tables = tuple(earlier.columns) if earlier else staged.tables
        settle_fates(staging, programme=export.programme, warnings=warning_rules(), present=tables)
        if earlier:
            _forget_earlier_warnings(staging)
        files = tuple(_ledger_row(account, export) for account in staged.accounts)
        accounts = tuple(read_accounts(staging, tables))
        check_accounts(accounts, files)
        write_problems(staging, tables, is_partial=earlier is not None, to=folder / PROBLEMS)
        return CheckedExport(
            opened=opened,
            staged=staged,
            staging=staging,
            problems=folder / PROBLEMS,
            earlier=earlier,
            programmes=_programmes(staging, export, tables),
            files=files,
            accounts=accounts,
            findings=tuple(
                replace(count, told=opened.words.tell(count.described)) for count in count_findings(staging)
            ),
        )
    except BaseException:
        staging.close()
        raise


def _hears_rows(report: Report) -> Callable[[str, int, int], None]:
    """How many rows there are is known once all tables have been read."""
    return lambda table, rows, done: report(
        "mapping", RowsUnderWay(table=table, rows=rows, done=done, total=None)
    )


def _check_rows(
    staging: Staging,
    opened: OpenExport,
    staged: StagedExport,
    before: Before | None,
    begin: Callable[[str], None],
) -> EarlierRows | None:
    """Fill `findings`. Beside a partial export stand the rows that it does not hold."""
    export = opened.export
    declared = {column: frozenset(codes) for column, codes in staged.lists.items()}
    snapshot = before.snapshot if before and opened.is_partial else None
    if before is None or snapshot is None or export.programme not in read_as_of(snapshot):
        check_staged(
            staging,
            staged.columns,
            as_of=export.as_of,
            declared=declared,
            currency=export.currency,
            begin=begin,
        )
        return None
    from pipelines.validation.rule_checks import check_rules, find_superseded
    from pipelines.validation.staged import check_staged_contract

    _check_one_programme(_programmes_made(staging), export.programme)
    create_findings(staging)
    for table in staged.tables:
        begin(table)
        check_staged_contract(staging, table, declared)
    create_pseudonym_macro(staging, before.key)
    earlier = keep_earlier_rows(
        staging,
        snapshot,
        programme=export.programme,
        as_of=export.as_of,
        given=staged.columns,
    )
    check_rules(staging, export.as_of, earlier.columns, currency=export.currency or earlier.currency)
    find_superseded(staging, earlier.columns)
    return earlier


def _check_one_programme(named: set[str], programme: str) -> None:
    if named - {programme}:
        raise RefusedError(
            f"A partial export holds one programme, and this one says it is {programme} while its cases name "
            "others too. Hand over one partial export for each programme."
        )


def _forget_earlier_warnings(staging: Staging) -> None:
    """A kept row was warned about when it came in, and still is."""
    staging.execute("DELETE FROM findings WHERE _id < 0 AND rule IN (SELECT rule FROM warnings)")


def _programmes_made(staging: Staging) -> set[str]:
    rows = staging.execute("SELECT DISTINCT programme FROM made_cases WHERE programme IS NOT NULL").fetchall()
    return {str(row[0]) for row in rows}


def _programmes(staging: Staging, export: Export, tables: Collection[str]) -> tuple[str, ...]:
    """Those its cases name. Without a case, and where an answer names none, it is the export's own."""
    rows = staging.execute("SELECT DISTINCT programme FROM fate_cases").fetchall()
    named = {str(row[0]) for row in rows}
    if export.programme not in named and "survey_answers" in tables:
        unplaced = staging.execute(
            "SELECT 1 FROM fate_survey_answers WHERE programme = ? AND fate = 'accepted' LIMIT 1",
            [export.programme],
        )
        named |= {export.programme} if unplaced.fetchone() else set()
    return tuple(sorted(named or {export.programme}))


def _ledger_row(account: SourceAccount, export: Export) -> LedgerRow:
    hashes = {file.name: file.sha256 for file in export.files}
    return LedgerRow(
        file=account.title,
        sha256=hashes[account.file],
        rows_read=account.rows_read,
        rows_used=account.rows_used,
        left_out=account.left_out,
    )
