"""READ FIRST: an export goes in, a snapshot comes out. The stages, called in order.

    read → refuse what could name a person → stage (mapped to canonical text) → contract → rules between tables
         → fates (accepted, quarantined, superseded) → accounts → build beside → switch

Nothing is written before the anonymity gate has passed, and nothing a reader sees changes before the last line.
"""

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines import settings
from pipelines.contract_tables import CONTRACT_VERSION
from pipelines.exports.accounts import SourceAccount
from pipelines.exports.anonymity import check_anonymity
from pipelines.exports.export import Export
from pipelines.exports.mapping import load_mapping
from pipelines.exports.mapping_rules import Mapping
from pipelines.exports.reading import open_staging, read_export
from pipelines.exports.staging import StagedExport, stage_export
from pipelines.ledger import Account, LedgerRow, check_accounts, read_accounts
from pipelines.quarantine import settle_fates
from pipelines.validation.findings import RuleCount, check_staged, count_findings
from pipelines.validation.rules import warning_rules
from pipelines.warehouse.build import Submission, build_tables, read_last_submission, references_sql
from pipelines.warehouse.connection import open_for_building, open_for_reading
from pipelines.warehouse.pseudonyms import create_pseudonym_macro, read_key, write_references
from pipelines.warehouse.snapshots import current_snapshot, drop_old_snapshots, lock_for_building, switch_to

Report = Callable[[str], None]
"""Told the name of each stage as it begins; it never gets a value of a case."""


@dataclass(frozen=True, kw_only=True)
class IngestRequest:
    """What the operator asked for. What is None is looked for in `export.toml` beside the data."""

    paths: tuple[Path, ...]
    programme: str | None = None
    as_of: date | None = None
    currency: str | None = None
    mapping: str | None = None


@dataclass(frozen=True, kw_only=True)
class IngestResult:
    """What became of one export."""

    programme: str
    as_of: date
    snapshot: str | None
    """The new snapshot; None when nothing was loaded: only checked, or the same bytes as before."""
    files: tuple[LedgerRow, ...]
    accounts: tuple[Account, ...]
    findings: tuple[RuleCount, ...]
    is_already_loaded: bool = False
    """The same bytes, read in the same way, are in force already: nothing was done."""

    @property
    def n_quarantined(self) -> int:
        return sum(account.quarantined for account in self.accounts)


@dataclass(frozen=True, kw_only=True)
class CheckedExport:
    """An export that has been read, mapped and checked in a staging database that is now closed."""

    export: Export
    mapping: Mapping
    staged: StagedExport
    folder: Path
    """Scratch folder that holds the staging database."""
    files: tuple[LedgerRow, ...]
    accounts: tuple[Account, ...]
    findings: tuple[RuleCount, ...]


def ingest(request: IngestRequest, warehouse: Path, report: Report = lambda stage: None) -> IngestResult:
    """Load one export into the warehouse. Raises `RefusedError` (nothing was written) or `UsageError`."""
    report("reading")
    export, mapping = open_export(request)
    with export, lock_for_building(warehouse) as building:
        if is_already_loaded(export, mapping, warehouse):
            return _already_loaded(export)
        checked = check_export(export, mapping, building, report)
        report("building the snapshot")
        built = _build(checked, warehouse, building)
        report("switching")
        snapshot = switch_to(warehouse, built)
        drop_old_snapshots(warehouse)
    return _result(checked, snapshot.id)


def check_only(request: IngestRequest, report: Report = lambda stage: None) -> IngestResult:
    """Check one export as `ingest` would, in a scratch folder, and load nothing."""
    report("reading")
    export, mapping = open_export(request)
    with export, TemporaryDirectory(prefix="outcomes-check-") as folder:
        return _result(check_export(export, mapping, Path(folder), report), None)


def open_export(request: IngestRequest) -> tuple[Export, Mapping]:
    """Read what was handed over and refuse it whole if it could name a person. Writes nothing."""
    export = read_export(
        request.paths,
        programme=request.programme,
        as_of=request.as_of,
        currency=request.currency,
        mapping=request.mapping,
    )
    mapping = load_mapping(export.mapping)
    check_anonymity(export, mapping)
    return export, mapping


def check_export(export: Export, mapping: Mapping, folder: Path, report: Report) -> CheckedExport:
    """Stage the export in a scratch database in `folder`, check every row and give each its fate."""
    staging = open_staging(folder)
    try:
        report("mapping")
        staged = stage_export(export, mapping, staging)
        report("checking")
        declared = {column: frozenset(codes) for column, codes in staged.lists.items()}
        check_staged(staging, staged.columns, as_of=export.as_of, declared=declared, currency=export.currency)
        settle_fates(staging, programme=export.programme, warnings=warning_rules(), present=staged.tables)
        files = tuple(_ledger_row(account, export) for account in staged.accounts)
        accounts = tuple(read_accounts(staging, staged.tables))
        check_accounts(accounts, files)
        findings = tuple(count_findings(staging))
    finally:
        staging.close()
    return CheckedExport(
        export=export, mapping=mapping, staged=staged, folder=folder, files=files, accounts=accounts, findings=findings
    )


def is_already_loaded(export: Export, mapping: Mapping, warehouse: Path) -> bool:
    """Whether the snapshot in force holds just these bytes, read in the same way."""
    current = current_snapshot(warehouse)
    if current is None:
        return False
    with open_for_reading(current.path) as connection:
        last = read_last_submission(connection, export.programme)
    ours = (export.as_of, _mapping_label(mapping), CONTRACT_VERSION, frozenset(file.sha256 for file in export.files))
    return last == ours


def _build(checked: CheckedExport, warehouse: Path, building: Path) -> Path:
    """Write the snapshot file beside the one in force. Nobody sees it yet."""
    built = building / "snapshot.duckdb"
    key = read_key(warehouse)
    current = current_snapshot(warehouse)
    connection = open_for_building(
        built, staging=checked.folder / "staging.duckdb", previous=current.path if current else None
    )
    try:
        create_pseudonym_macro(connection, key)
        build_tables(connection, _submission(checked), has_previous=current is not None)
        write_references(connection, warehouse, references_sql(checked.staged.tables))
    finally:
        connection.close()
    return built


def _submission(checked: CheckedExport) -> Submission:
    export = checked.export
    return Submission(
        programme=export.programme,
        as_of=export.as_of,
        currency=export.currency,
        default_due_days=int(export.totals.get("default", {}).get("due_days", settings.DEFAULT_DUE_DAYS.read())),
        is_sample=export.is_invented,
        handed_over={table: checked.staged.columns[table] for table in checked.staged.tables},
        not_recorded=checked.staged.not_recorded,
        mapping=_mapping_label(checked.mapping),
        contract=CONTRACT_VERSION,
        loaded_at=datetime.now(UTC).replace(tzinfo=None),
        loaded_by=getpass.getuser(),
        files=checked.files,
    )


def _result(checked: CheckedExport, snapshot: str | None) -> IngestResult:
    return IngestResult(
        programme=checked.export.programme,
        as_of=checked.export.as_of,
        snapshot=snapshot,
        files=checked.files,
        accounts=checked.accounts,
        findings=checked.findings,
    )


def _already_loaded(export: Export) -> IngestResult:
    return IngestResult(
        programme=export.programme, as_of=export.as_of, snapshot=None, is_already_loaded=True, files=(), accounts=(), findings=()
    )


def _ledger_row(account: SourceAccount, export: Export) -> LedgerRow:
    hashes = {file.name: file.sha256 for file in export.files}
    return LedgerRow(
        file=f"{account.file}, sheet {account.sheet}" if account.sheet else account.file,
        sha256=hashes[account.file],
        rows_read=account.rows_read,
        rows_used=account.rows_used,
        left_out=account.left_out,
    )


def _mapping_label(mapping: Mapping) -> str:
    """What the ledger says the export was read with: a changed mapping is another reading of the same bytes."""
    return f"{mapping.name}, version {mapping.version}, {mapping.sha256[:12]}" if mapping.sha256 else mapping.name
