"""READ FIRST: exports go in, a snapshot comes out. The stages, called in order.

    opening.py    read, and refuse what could name a person
    checking.py   stage → contract → rules → fates → accounts
    building.py   a new snapshot beside the one in force
    changes.py    what would change: cases, cohorts, headlines; ask, if much would
    here          switch: one small file is replaced, and every reader sees the new snapshot

Nothing is written before the anonymity gate has passed, and nothing a reader sees changes before the last
line. Several exports are built one on the other, and switched to together or not at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines import settings
from pipelines.building import Step, build_steps, check_steps
from pipelines.changes import ProgrammeChanges, compare_snapshots, reasons_to_ask
from pipelines.checking import Before, Report
from pipelines.errors import RefusedError
from pipelines.ledger import Account, LedgerRow
from pipelines.opening import IngestRequest, OpenExport, open_request, refuse_twice
from pipelines.validation.findings import RuleCount
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

FEWEST_SET_ASIDE = 10
"""Below this a share says little: two of five cases may well be at fault."""

STAGES_OF_EACH = ("reading", "mapping", "checking", "building the snapshot")
STAGES_OF_ALL = ("comparing", "switching")


@dataclass(frozen=True, kw_only=True)
class IngestResult:
    """What became of one export."""

    programme: str
    as_of: date
    snapshot: str | None = None
    """The new snapshot; None when nothing was loaded: only checked, or the same bytes as before."""
    files: tuple[LedgerRow, ...] = ()
    accounts: tuple[Account, ...] = ()
    findings: tuple[RuleCount, ...] = ()
    changes: tuple[ProgrammeChanges, ...] = ()
    """What it changes, or would; empty where it was not compared with a warehouse."""
    is_already_loaded: bool = False
    """The same bytes, read in the same way, are in force already: nothing was done."""
    is_partial: bool = False
    """What it does not hold was kept."""

    @property
    def n_quarantined(self) -> int:
        return sum(account.quarantined for account in self.accounts)


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
    report: Report = lambda stage: None,
    *,
    is_confirmed: bool = False,
) -> IngestResult:
    """Load one export into the warehouse. Raises `RefusedError` (nothing was changed) or `UsageError`."""
    return ingest_all((request,), warehouse, report, is_confirmed=is_confirmed)[0]


def ingest_all(
    requests: Sequence[IngestRequest],
    warehouse: Path,
    report: Report = lambda stage: None,
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
                return _results(steps, ())
            report("comparing")
            results = _results(steps, _compare(before, steps))
            _write_errors(errors_to, steps)
            _ask(results, is_confirmed=is_confirmed)
            report("switching")
            return _switch(warehouse, after.snapshot, after.references, results)


def check_only(request: IngestRequest, report: Report = lambda stage: None) -> IngestResult:
    """Check one export as `ingest` would, in a scratch folder, and load nothing."""
    return check_all((request,), None, report)[0]


def check_all(
    requests: Sequence[IngestRequest],
    warehouse: Path | None,
    report: Report = lambda stage: None,
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
            results = _results(steps, ())
        else:
            has_data = current_snapshot(warehouse) is not None
            before = _in_force(warehouse, read_key(warehouse) if has_data else make_key())
            steps = build_steps(exports, before, folder, report)
            report("comparing")
            results = _results(steps, _compare(before, steps))
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


def _results(steps: Sequence[Step], changes: Sequence[ProgrammeChanges]) -> tuple[IngestResult, ...]:
    named = {name for step in steps if step.checked is not None for name in step.checked.programmes}
    # A programme that vanished altogether is in no export: it is told with the first.
    homeless = tuple(change for change in changes if change.programme not in named)
    return tuple(_result(step, changes, homeless if step is steps[0] else ()) for step in steps)


def _result(
    step: Step, changes: Sequence[ProgrammeChanges], further: tuple[ProgrammeChanges, ...]
) -> IngestResult:
    checked, export = step.checked, step.opened.export
    if checked is None:
        return IngestResult(programme=export.programme, as_of=export.as_of, is_already_loaded=True)
    return IngestResult(
        programme=export.programme,
        as_of=export.as_of,
        files=checked.files,
        accounts=checked.accounts,
        findings=checked.findings,
        changes=(*(change for change in changes if change.programme in checked.programmes), *further),
        is_partial=checked.earlier is not None,
    )


def _write_errors(to: Path | None, steps: Sequence[Step]) -> None:
    if to is not None:
        from pipelines.error_workbook import write_error_workbook

        checked = [(step.checked, step.after.references) for step in steps if step.checked is not None]
        write_error_workbook(to, checked)


def _about_faults(results: Iterable[IngestResult]) -> Iterator[str]:
    """Where so much is set aside that the day of extraction is likelier wrong than the rows."""
    percent = settings.ASK_WHEN_SET_ASIDE_PERCENT.read()
    for result in results:
        for cases in (account for account in result.accounts if account.table == "cases"):
            n = cases.quarantined
            if n >= FEWEST_SET_ASIDE and n * 100 > percent * cases.made:
                yield (
                    f"{result.programme}: {n} of {cases.made} cases would be set aside; "
                    "look at --as-of and the mapping"
                )


def _ask(results: tuple[IngestResult, ...], *, is_confirmed: bool) -> None:
    moved = reasons_to_ask(change for result in results for change in result.changes)
    reasons = (*moved, *_about_faults(results))
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
