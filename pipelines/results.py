"""What became of each export, for whoever handed it over. No value of a case."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines import settings
from pipelines.building import Step
from pipelines.changes import ProgrammeChanges, reasons_to_ask
from pipelines.exports.accounts import SourceAccount
from pipelines.ledger import Account, LedgerRow
from pipelines.validation.findings import RuleCount

FEWEST_SET_ASIDE = 10
"""Below this a share says little: two of five cases may well be at fault."""


@dataclass(frozen=True, kw_only=True)
class IngestResult:
    """What became of one export."""

    programme: str
    as_of: date
    snapshot: str | None = None
    """The new snapshot; None when nothing was loaded: only checked, or the same bytes as before."""
    files: tuple[LedgerRow, ...] = ()
    sources: tuple[SourceAccount, ...] = ()
    """The same tables, in the same order, as they were read."""
    n_other_files: int = 0
    """Files among those handed over that hold no table."""
    accounts: tuple[Account, ...] = ()
    findings: tuple[RuleCount, ...] = ()
    changes: tuple[ProgrammeChanges, ...] = ()
    """What it changes, or would; empty where it was not compared with a warehouse."""
    is_already_loaded: bool = False
    """The same bytes, read in the same way, are in force already: nothing was done."""
    is_partial: bool = False
    """What it does not hold was kept."""
    recognised_as: str = ""
    """The mapping it was read with, where its headers and nobody named it."""

    @property
    def n_quarantined(self) -> int:
        return sum(account.quarantined for account in self.accounts)


def results_of(steps: Sequence[Step], changes: Sequence[ProgrammeChanges]) -> tuple[IngestResult, ...]:
    """One result an export, each with what changes in its programmes."""
    named = {name for step in steps if step.checked is not None for name in step.checked.programmes}
    # A programme that vanished altogether is in no export: it is told with the first that was checked.
    homeless = tuple(change for change in changes if change.programme not in named)
    first = next((step for step in steps if step.checked is not None), None)
    return tuple(_result(step, changes, homeless if step is first else ()) for step in steps)


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
        sources=checked.staged.accounts,
        n_other_files=len(export.not_read),
        accounts=checked.accounts,
        findings=checked.findings,
        changes=(*(change for change in changes if change.programme in checked.programmes), *further),
        is_partial=checked.earlier is not None,
        recognised_as=step.opened.mapping.name if step.opened.is_recognised else "",
    )


def what_to_confirm(results: Sequence[IngestResult]) -> tuple[str, ...]:
    """What would move further than expected, in sentences: somebody has to say that it is right."""
    moved = reasons_to_ask(change for result in results for change in result.changes)
    return (*moved, *too_many_faults(results))


def too_many_faults(results: Iterable[IngestResult]) -> Iterator[str]:
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
