"""The commands that fill a warehouse and keep it: check, ingest, status, rollback, forget."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines import printing
from pipelines.command_options import (
    AsJson,
    AsOf,
    Compared,
    Currency,
    ErrorsTo,
    Exports,
    MappingName,
    Partial,
    Programme,
    Quiet,
    Strict,
    Warehouse,
    Yes,
)
from pipelines.errors import QuarantinedError, UsageError

if TYPE_CHECKING:
    from pipelines.ingest import IngestRequest, IngestResult

warehouse_app = typer.Typer()


@warehouse_app.command()
def ingest(
    exports: Exports,
    warehouse: Warehouse,
    programme: Programme = None,
    as_of: AsOf = None,
    currency: Currency = None,
    mapping: MappingName = None,
    partial: Partial = False,
    errors_to: ErrorsTo = None,
    yes: Yes = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    strict: Strict = False,
) -> None:
    """Check exports, quarantine what breaks a rule, say what changes, and load the rest as a new snapshot."""
    from pipelines.ingest import STAGES_OF_ALL, STAGES_OF_EACH, IngestRequest, NotConfirmedError, ingest_all
    from pipelines.printing_results import print_results

    said = IngestRequest(
        programme=programme, as_of=_date(as_of), currency=currency, mapping=mapping, is_partial=partial
    )
    requests = _requests(exports, said)
    total = len(requests) * len(STAGES_OF_EACH) + len(STAGES_OF_ALL)
    try:
        with printing.stages(quiet=quiet or as_json, total=total) as report:
            results = ingest_all(requests, warehouse, report, is_confirmed=yes, errors_to=errors_to)
    except NotConfirmedError as refused:
        if not quiet:
            print_results(refused.results, as_json=as_json)
        raise
    if not quiet:
        print_results(results, as_json=as_json)
    _stop_if_strict(results, strict=strict)


@warehouse_app.command()
def check(
    exports: Exports,
    warehouse: Compared = None,
    programme: Programme = None,
    as_of: AsOf = None,
    currency: Currency = None,
    mapping: MappingName = None,
    partial: Partial = False,
    errors_to: ErrorsTo = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    strict: Strict = False,
) -> None:
    """Check exports and say what would be loaded, quarantined and changed. Loads nothing."""
    from pipelines.ingest import STAGES_OF_EACH, IngestRequest, check_all
    from pipelines.printing_results import print_results

    said = IngestRequest(
        programme=programme, as_of=_date(as_of), currency=currency, mapping=mapping, is_partial=partial
    )
    requests = _requests(exports, said)
    n_stages = len(STAGES_OF_EACH) if warehouse else len(STAGES_OF_EACH) - 1
    total = len(requests) * n_stages + (1 if warehouse else 0)
    with printing.stages(quiet=quiet or as_json, total=total) as report:
        results = check_all(requests, warehouse, report, errors_to=errors_to)
    if not quiet:
        print_results(results, as_json=as_json)
    _stop_if_strict(results, strict=strict)


@warehouse_app.command()
def status(warehouse: Warehouse, as_json: AsJson = False) -> None:
    """Say what the warehouse holds: snapshots, programmes, freshness, the ledger, what was done."""
    from pipelines.publish import open_warehouse
    from pipelines.warehouse.actions import read_actions
    from pipelines.warehouse.holdings import read_holdings

    printing.print_status(
        open_warehouse(warehouse).load_status(),
        read_holdings(warehouse),
        read_actions(warehouse),
        today=datetime.now(UTC).date(),
        as_json=as_json,
    )


@warehouse_app.command()
def rollback(
    warehouse: Warehouse,
    to: Annotated[
        str | None, typer.Option(help="The snapshot to go back to; without it, the one before.")
    ] = None,
) -> None:
    """Put an earlier snapshot in force again. Nothing is deleted."""
    from pipelines.warehouse.upkeep import roll_back

    typer.echo(f"Snapshot {roll_back(warehouse, to)} is in force.")


@warehouse_app.command()
def forget(
    warehouse: Warehouse,
    case: Annotated[str | None, typer.Option(help="The programme's own reference of a case.")] = None,
    programme: Annotated[str | None, typer.Option(help="The programme whose case it is.")] = None,
    keep: Annotated[int | None, typer.Option(help="Delete all but the newest so many snapshots.")] = None,
    as_json: AsJson = False,
) -> None:
    """Remove a case from every snapshot and from the key file, or delete old snapshots."""
    from pipelines.printing_results import print_forgotten
    from pipelines.warehouse.upkeep import forget_case, forget_snapshots

    if (case is None) == (keep is None):
        raise UsageError("forget takes either --programme CODE --case ID, or --keep N.")
    if keep is not None:
        forgotten = forget_snapshots(warehouse, keep)
    elif programme is None or case is None:
        raise UsageError("--case needs --programme CODE: two programmes may use the same reference.")
    else:
        forgotten = forget_case(warehouse, programme=programme, reference=case)
    print_forgotten(forgotten, as_json=as_json)


def _requests(exports: Sequence[Path], said: "IngestRequest") -> "list[IngestRequest]":
    """One request for each export, with what was said of all of them."""
    from pipelines.opening import group_paths

    return [replace(said, paths=paths) for paths in group_paths(exports)]


def _date(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise UsageError("--as-of must be a date written YYYY-MM-DD, such as 2026-09-30.") from None


def _stop_if_strict(results: "Sequence[IngestResult]", *, strict: bool) -> None:
    n_quarantined = sum(result.n_quarantined for result in results)
    if strict and n_quarantined:
        raise QuarantinedError(f"{n_quarantined} rows were quarantined.")
