"""A checked export becomes a snapshot file beside the one it meets. Nobody sees it yet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines import settings
from pipelines.checking import (
    Before,
    CheckedExport,
    check_opened,
    is_already_loaded,
    refuse_older,
)
from pipelines.errors import UsageError
from pipelines.opening import OpenExport
from pipelines.progress import Report, table_by_table
from pipelines.warehouse.actions import operator
from pipelines.warehouse.build import build_tables
from pipelines.warehouse.connection import building_beside
from pipelines.warehouse.provenance import Submission, check_snapshot
from pipelines.warehouse.pseudonyms import create_pseudonym_macro
from pipelines.warehouse.references import REFERENCES, references_sql, write_references
from pipelines.warehouse.totals import read_totals

BUILDING = "building the snapshot"


@dataclass(frozen=True, kw_only=True)
class Step:
    """What became of one export on the way to the new snapshot."""

    opened: OpenExport
    checked: CheckedExport | None
    """None where the same bytes are in force already."""
    after: Before
    """What the next export meets."""


def check_steps(exports: list[OpenExport], before: Before, folder: Path, report: Report) -> list[Step]:
    """Only check each export, against no warehouse. Raises `UsageError` for a partial one."""
    if any(opened.is_partial for opened in exports):
        raise UsageError("a partial export is checked beside what is in force: name it with --warehouse DIR.")
    steps = []
    for number, opened in enumerate(exports):
        with check_opened(opened, folder / str(number), report) as checked:
            steps.append(Step(opened=opened, checked=checked, after=before))
    return steps


def build_steps(exports: list[OpenExport], before: Before, folder: Path, report: Report) -> list[Step]:
    """Build one snapshot on the other, in order; the last one's `after` holds all of them."""
    steps: list[Step] = []
    for number, opened in enumerate(exports):
        steps.append(_build_step(opened, before, folder / str(number), report))
        before = steps[-1].after
    return steps


def _build_step(opened: OpenExport, before: Before, folder: Path, report: Report) -> Step:
    if is_already_loaded(opened, before):
        return Step(opened=opened, checked=None, after=before)
    refuse_older(opened.export, [opened.export.programme], before)
    with check_opened(opened, folder, report, before) as checked:
        refuse_older(opened.export, checked.programmes, before)
        report(BUILDING)
        begin = table_by_table(report, BUILDING, checked.staged.rows)
        return Step(opened=opened, checked=checked, after=_build(checked, before, folder, begin))


def _build(checked: CheckedExport, before: Before, folder: Path, begin: Callable[[str], None]) -> Before:
    built, references = folder / "snapshot.duckdb", folder / REFERENCES
    with building_beside(checked.staging, built, previous=before.snapshot) as connection:
        create_pseudonym_macro(connection, before.key)
        build_tables(connection, _submission(checked), has_previous=before.snapshot is not None, begin=begin)
        # Of a partial export only what came in has the programme's own references.
        rows = references_sql(checked.staged.tables, is_partial=checked.earlier is not None)
        write_references(connection, rows, known=before.references, to=references)
    check_snapshot(built)
    return Before(snapshot=built, key=before.key, references=references)


def _submission(checked: CheckedExport) -> Submission:
    export, earlier, read_as = checked.export, checked.earlier, checked.opened.read_as
    due_days = export.totals.get("default", {}).get("due_days")
    if due_days is None:
        due_days = earlier.default_due_days if earlier else settings.DEFAULT_DUE_DAYS.read()
    return Submission(
        programme=export.programme,
        programmes=checked.programmes,
        as_of=export.as_of,
        currency=export.currency or (earlier.currency if earlier else None),
        default_due_days=int(due_days),
        is_sample=export.is_invented and (earlier is None or earlier.is_sample),
        handed_over=checked.columns,
        not_recorded=(*checked.staged.not_recorded, *(earlier.not_recorded if earlier else ())),
        mapping=read_as.mapping,
        contract=read_as.contract,
        settings=read_as.settings,
        loaded_at=datetime.now(UTC).replace(tzinfo=None),
        loaded_by=operator(),
        files=checked.files,
        totals=read_totals(export.totals, export.currency or (earlier.currency if earlier else None)),
        is_partial=earlier is not None,
    )
