"""READ FIRST: exports go in, a snapshot comes out. The stages, called in order.

    opening.py    read, and refuse what could name a person
    checking.py   stage → contract → rules → fates → accounts
    building.py   a new snapshot beside the one in force
    changes.py    what would change: cases, cohorts, headlines; ask, if much would
    here          switch: one small file is replaced, and every reader sees the new snapshot

Nothing is written before the anonymity gate has passed, and nothing a reader sees changes before the last
line. Several exports are built one on the other, and switched to together or not at all.
"""

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.building import Step, build_steps, check_steps
from pipelines.changes import ProgrammeChanges, compare_snapshots
from pipelines.checking import Before
from pipelines.errors import RefusedError
from pipelines.opening import IngestRequest, OpenExport, open_request, refuse_twice
from pipelines.progress import Report, silent
from pipelines.results import IngestResult, results_of, what_to_confirm
from pipelines.warehouse.actions import recorded
from pipelines.warehouse.connection import said_plainly
from pipelines.warehouse.provenance import read_as_of
from pipelines.warehouse.pseudonyms import make_key, read_key
from pipelines.warehouse.references import references_path, take_in_references
from pipelines.warehouse.snapshots import current_snapshot, drop_old_snapshots, lock_for_building, switch_to

__all__ = [
    "IngestRequest",
    "IngestResult",
    "NotConfirmedError",
    "Report",
    "check_all",
    "check_only",
    "ingest",
    "ingest_all",
]

STAGES_OF_EACH = ("reading", "mapping", "checking", "building the snapshot")
STAGES_OF_ALL = ("comparing", "switching")


class NotConfirmedError(RefusedError):
    """Much would move, and nobody has said that it may. Nothing was switched."""

    def __init__(self, reasons: Sequence[str], results: tuple[IngestResult, ...]) -> None:
        self.results = results
        super().__init__(
            f"nothing was changed, because more would move than expected. {'; '.join(reasons)}. "
            "Look at what would change; if it is right, run this again with --yes."
        )


def ingest(
    request: IngestRequest,
    warehouse: Path,
    report: Report = silent,
    *,
    is_confirmed: bool = False,
) -> IngestResult:
    """Load one export into the warehouse. Raises `RefusedError` (nothing was changed) or `UsageError`."""
    return ingest_all((request,), warehouse, report, is_confirmed=is_confirmed)[0]


def ingest_all(
    requests: Sequence[IngestRequest],
    warehouse: Path,
    report: Report = silent,
    *,
    is_confirmed: bool = False,
    errors_to: Path | None = None,
) -> tuple[IngestResult, ...]:
    """Load exports, the oldest first, as one new snapshot. `errors_to`: workbook of what is to be mended."""
    with ExitStack() as stack:
        exports = _open_all(requests, stack, report)
        with said_plainly(warehouse), lock_for_building(warehouse) as building:
            before = _in_force(warehouse, read_key(warehouse))
            steps = build_steps(exports, before, building, report)
            after = steps[-1].after
            if after.snapshot is None or after == before:
                return results_of(steps, ())
            report("comparing")
            results = results_of(steps, _compare(before, steps))
            _write_errors(errors_to, steps)
            _ask(results, is_confirmed=is_confirmed)
            report("switching")
            return _switch(warehouse, after.snapshot, after.references, results)


def check_only(request: IngestRequest, report: Report = silent) -> IngestResult:
    """Check one export as `ingest` would, in a scratch folder, and load nothing."""
    return check_all((request,), None, report)[0]


def check_all(
    requests: Sequence[IngestRequest],
    warehouse: Path | None,
    report: Report = silent,
    *,
    errors_to: Path | None = None,
) -> tuple[IngestResult, ...]:
    """Check exports in a scratch folder, and say what loading them into the warehouse would change."""
    with ExitStack() as stack:
        exports = _open_all(requests, stack, report)
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="outcomes-check-")))
        stack.enter_context(said_plainly(folder))
        if warehouse is None:
            steps = check_steps(exports, _in_force(folder, make_key()), folder, report)
            results = results_of(steps, ())
        else:
            has_data = current_snapshot(warehouse) is not None
            before = _in_force(warehouse, read_key(warehouse) if has_data else make_key())
            steps = build_steps(exports, before, folder, report)
            report("comparing")
            results = results_of(steps, _compare(before, steps))
        _write_errors(errors_to, steps)
        return results


def _open_all(requests: Sequence[IngestRequest], stack: ExitStack, report: Report) -> list[OpenExport]:
    """Read every export before anything is done with one of them; the oldest first."""
    exports = []
    for request in requests:
        report("reading")
        opened = open_request(request)
        stack.enter_context(opened.export)
        exports.append(opened)
    refuse_twice(exports)
    return sorted(exports, key=lambda opened: opened.export.as_of)


def _in_force(warehouse: Path, key: bytes) -> Before:
    current = current_snapshot(warehouse)
    return Before(snapshot=current.path if current else None, key=key, references=references_path(warehouse))


def _compare(before: Before, steps: Sequence[Step]) -> tuple[ProgrammeChanges, ...]:
    after = steps[-1].after.snapshot
    if after is None or after == before.snapshot:
        return ()
    named = {name for step in steps if step.checked is not None for name in step.checked.programmes}
    vanished = read_as_of(before.snapshot).keys() - read_as_of(after).keys() if before.snapshot else set()
    return compare_snapshots(before.snapshot, after, named | vanished)


def _write_errors(to: Path | None, steps: Sequence[Step]) -> None:
    if to is not None:
        from pipelines.error_workbook import write_error_workbook

        checked = [(step.checked, step.after.references) for step in steps if step.checked is not None]
        write_error_workbook(to, checked)


def _ask(results: tuple[IngestResult, ...], *, is_confirmed: bool) -> None:
    reasons = what_to_confirm(results)
    if reasons and not is_confirmed:
        raise NotConfirmedError(reasons, results)


def _switch(
    warehouse: Path, built: Path, references: Path, results: tuple[IngestResult, ...]
) -> tuple[IngestResult, ...]:
    in_force = current_snapshot(warehouse)
    loaded = ", ".join(result.programme for result in results if not result.is_already_loaded)
    with recorded(warehouse, "ingest", programmes=loaded, before=in_force.id if in_force else None) as done:
        take_in_references(warehouse, references)
        snapshot = switch_to(warehouse, built)
        done["after"] = snapshot.id
    # The new snapshot is in force: what cannot be cleared away now is cleared away the next time.
    with suppress(OSError):
        drop_old_snapshots(warehouse)
    return tuple(
        result if result.is_already_loaded else replace(result, snapshot=snapshot.id) for result in results
    )
