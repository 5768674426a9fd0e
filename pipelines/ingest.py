"""READ FIRST: an export goes in, a snapshot comes out. The stages, called in order.

    read → refuse what could name a person → stage (mapped to canonical text) → contract → rules between tables
         → fates (accepted, quarantined, superseded) → accounts → build beside → switch

Nothing is written before the anonymity gate has passed, and nothing a reader sees changes before the last line.
"""

import getpass
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines import settings
from pipelines.contract_tables import TABLES
from pipelines.exports.anonymity import check_anonymity
from pipelines.exports.mapping import Mapping, load_mapping
from pipelines.exports.reading import Export, Staging, open_staging, read_export
from pipelines.exports.staging import StagedExport, stage_export
from pipelines.ledger import Account, LedgerRow, check_accounts, read_accounts
from pipelines.quarantine import settle_fates
from pipelines.validation.findings import RuleCount, check_staged, count_findings
from pipelines.validation.rules import warning_rules
from pipelines.warehouse.build import Submission, build_tables
from pipelines.warehouse.connection import open_for_building
from pipelines.warehouse.pseudonyms import create_pseudonym_macro, read_key, write_references
from pipelines.warehouse.snapshots import (
    SnapshotFile,
    current_snapshot,
    drop_old_snapshots,
    lock_for_building,
    switch_to,
)

CONTRACT = 1

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
    """The new snapshot; None when the same bytes were loaded before, and nothing was done."""
    files: tuple[LedgerRow, ...]
    accounts: tuple[Account, ...]
    findings: tuple[RuleCount, ...]

    @property
    def n_quarantined(self) -> int:
        return sum(account.quarantined for account in self.accounts)


@dataclass(frozen=True, kw_only=True)
class CheckedExport:
    """An export that has been read, mapped and checked in a staging database that is now closed."""

    export: Export
    mapping: Mapping
    staged: StagedExport
    staging: Path
    files: tuple[LedgerRow, ...]
    accounts: tuple[Account, ...]
    findings: tuple[RuleCount, ...]


def ingest(request: IngestRequest, warehouse: Path, report: Report = lambda stage: None) -> IngestResult:
    """Load one export into the warehouse. Raises `RefusedError` (nothing was written) or `UsageError`."""
    report("reading")
    export, mapping = open_export(request)
    with lock_for_building(warehouse) as building:
        checked = check_export(export, mapping, building, report)
        report("building the snapshot")
        built = _build(checked, warehouse, building)
        report("switching")
        snapshot = switch_to(warehouse, built)
        drop_old_snapshots(warehouse)
    return IngestResult(
        programme=export.settings.programme,
        as_of=export.settings.as_of,
        snapshot=snapshot.id,
        files=checked.files,
        accounts=checked.accounts,
        findings=checked.findings,
    )


def open_export(request: IngestRequest) -> tuple[Export, Mapping]:
    """Read what was handed over and refuse it whole if it could name a person. Writes nothing."""
    export = read_export(
        request.paths,
        programme=request.programme,
        as_of=request.as_of,
        currency=request.currency,
        mapping=request.mapping,
    )
    mapping = load_mapping(export.settings.mapping, export)
    check_anonymity(export, mapping)
    return export, mapping


def check_export(export: Export, mapping: Mapping, folder: Path, report: Report) -> CheckedExport:
    """Stage the export in a scratch database in `folder`, check every row and give each its fate."""
    staging = open_staging(folder)
    try:
        report("mapping")
        staged = stage_export(export, mapping, staging)
        report("checking")
        check_staged(staging, staged.tables, declared=staged.declared, as_of=export.settings.as_of)
        settle_fates(
            staging, programme=export.settings.programme, warnings=warning_rules(), present=staged.tables
        )
        files = tuple(_ledger_row(source) for source in staged.sources)
        accounts = read_accounts(staging, staged.tables)
        check_accounts(accounts, files)
        findings = tuple(count_findings(staging))
    finally:
        staging.close()
    return CheckedExport(
        export=export, mapping=mapping, staged=staged, staging=folder / "staging.duckdb",
        files=files, accounts=tuple(accounts), findings=findings,
    )  # fmt: skip


def _ledger_row(source) -> LedgerRow: ...
def _build(checked: CheckedExport, warehouse: Path, building: Path) -> Path: ...
