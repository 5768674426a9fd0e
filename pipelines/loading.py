"""Taking an export into the warehouse from a page instead of a terminal: the same stages, as published types.

The files somebody chose are put into a temporary folder for as long as one check or load takes. They are on
the same computer already: a warehouse is served to nobody else.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipelines.errors import RefusedError, UsageError
from pipelines.exports.files import SETTINGS_NAME
from pipelines.progress import Report, RowsUnderWay
from pipelines.publication import (
    CaseMoves,
    Choice,
    FoundTable,
    HandedOver,
    HeadlineMove,
    LoadReport,
    MappingDraft,
    QuarantineCount,
    TableAccount,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.exports.accounts import SourceAccount
    from pipelines.ingest import IngestResult
    from pipelines.ledger import Account
    from pipelines.opening import IngestRequest

CANONICAL = Choice(code="", label="Find out: the contract’s own tables, or one of these")

LABELS = {
    "community-court": "Community restorative court: two downloads",
    "county-diversion": "County diversion: one table",
    "agency-workbook": "Agency workbook: eight sheets",
    "one-sheet": "One sheet: one row a case",
    "forms-survey": "Survey form: one row a respondent",
}
"""What a person calls the layouts that ship with the project; another one goes by its name."""


@dataclass(frozen=True, kw_only=True)
class WarehouseLoader:
    """Loads into one warehouse, which need not be there yet."""

    warehouse: Path

    def mappings(self) -> tuple[Choice, ...]:
        """Layouts that can be read, the contract's own first."""
        from pipelines.exports.mapping import builtin_mappings

        names = [name for name in builtin_mappings() if name != "canonical"]
        return (CANONICAL, *(Choice(code=name, label=LABELS.get(name, name)) for name in names))

    def suggest(self, export: HandedOver, taken: Collection[str] | None = None) -> MappingDraft:
        """A mapping for a layout nobody knows yet. Writes nothing that lasts."""
        from pipelines.mapping_drafts import draft_export

        try:
            with _on_disk(export) as (request, _):
                return draft_export(request.paths, taken)
        except (RefusedError, UsageError) as refusal:
            return MappingDraft(refusal=str(refusal))

    def check(self, export: HandedOver, report: Callable[[str], None]) -> LoadReport:
        """What loading it would do. Changes nothing."""
        from pipelines.ingest import check_all
        from pipelines.results import what_to_confirm

        try:
            with _on_disk(export) as (request, errors_to):
                results = check_all((request,), self.warehouse, _in_words(report), errors_to=errors_to)
                return _report(results, must_confirm=what_to_confirm(results), workbook=_bytes(errors_to))
        except (RefusedError, UsageError) as refusal:
            return LoadReport(refusal=str(refusal))

    def load(self, export: HandedOver, report: Callable[[str], None], *, is_confirmed: bool) -> LoadReport:
        """Load it. What must be confirmed and is not comes back unloaded."""
        from pipelines.ingest import ingest_all

        try:
            with _on_disk(export) as (request, errors_to):
                results = ingest_all(
                    (request,),
                    self.warehouse,
                    _in_words(report),
                    is_confirmed=is_confirmed,
                    errors_to=errors_to,
                )
                return _report(results, is_loaded=True, workbook=_bytes(errors_to))
        except (RefusedError, UsageError) as refusal:
            return LoadReport(refusal=str(refusal))


@contextmanager
def _on_disk(export: HandedOver) -> "Iterator[tuple[IngestRequest, Path]]":
    """The chosen files in a folder of their own, as a request; and where the error workbook goes."""
    from pipelines.opening import IngestRequest, group_paths

    with TemporaryDirectory(prefix="outcomes-chosen-") as name:
        folder = Path(name) / "export"
        folder.mkdir()
        for file, content in export.files:
            # Only the last part of a name: a path in it leads nowhere.
            (folder / Path(file).name).write_bytes(content)
        # What stands in an export.toml or a mapping beside the tables is found from there.
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() != ".toml")
        if len(group_paths(paths)) > 1:
            raise UsageError(
                "Choose one export at a time: one zip, one workbook, or the table files of one export."
            )
        yield (
            IngestRequest(
                paths=tuple(paths),
                programme=export.programme or None,
                as_of=_date(export.as_of),
                currency=export.currency or None,
                mapping=_mapping(export, folder),
            ),
            Path(name) / "errors.xlsx",
        )


def _mapping(export: HandedOver, folder: Path) -> str | None:
    """The layout chosen, or the one mapping file among what was chosen."""
    if export.mapping:
        beside = folder / export.mapping
        return str(beside) if beside.is_file() else export.mapping
    mappings = [path for path in folder.glob("*.toml") if path.name.lower() != SETTINGS_NAME]
    return str(mappings[0]) if len(mappings) == 1 else None


def _in_words(report: Callable[[str], None]) -> Report:
    def hear(stage: str, under_way: RowsUnderWay | None = None, /) -> None:
        table = f": {under_way.table}, {under_way.rows:,} rows" if under_way else ""
        report(f"{stage}{table}")

    return hear


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(
            "The day the data was extracted must be written YYYY-MM-DD, such as 2026-09-30."
        ) from None


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _report(
    results: "Sequence[IngestResult]",
    *,
    is_loaded: bool = False,
    must_confirm: tuple[str, ...] = (),
    workbook: bytes = b"",
) -> LoadReport:
    changes = [change for result in results for change in result.changes]
    recognised = [result.recognised_as for result in results]
    return LoadReport(
        is_loaded=is_loaded,
        is_already_loaded=all(result.is_already_loaded for result in results),
        programmes=tuple(result.programme for result in results),
        recognised_as=tuple(LABELS.get(name, name) for name in recognised if name),
        found=tuple(_found(source) for result in results for source in result.sources),
        n_other_files=sum(result.n_other_files for result in results),
        accounts=tuple(_account(result, account) for result in results for account in result.accounts),
        problems=tuple(problem for result in results for problem in _problems(result)),
        cases=tuple(
            CaseMoves(
                programme=change.programme,
                added=change.cases.added,
                changed=change.cases.changed,
                unchanged=change.cases.unchanged,
                gone=change.cases.gone,
            )
            for change in changes
            if change.cases is not None
        ),
        headlines=tuple(
            HeadlineMove(
                programme=change.programme,
                title=f"{headline.title} ({headline.of})" if headline.of else headline.title,
                before=headline.before,
                after=headline.after,
            )
            for change in changes
            for headline in change.headlines
        ),
        must_confirm=must_confirm,
        workbook=workbook,
    )


def _found(source: "SourceAccount") -> FoundTable:
    return FoundTable(
        title=source.title,
        written_as=source.written_as,
        rows=source.rows_read,
        used=source.rows_used,
        left_out=source.left_out_in_words,
        columns_not_used=source.columns_left,
    )


def _account(result: "IngestResult", account: "Account") -> TableAccount:
    return TableAccount(
        programme=result.programme,
        table=account.table,
        made=account.made,
        accepted=account.accepted,
        quarantined=account.quarantined,
        superseded=account.superseded,
    )


def _problems(result: "IngestResult") -> "Iterator[QuarantineCount]":
    for found in result.findings:
        rule = found.described
        yield QuarantineCount(
            programme=result.programme,
            table=found.table,
            rule=found.rule,
            sentence=rule.sentence,
            mend=rule.mend,
            rows=found.rows,
        )
