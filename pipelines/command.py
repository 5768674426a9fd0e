"""The pipelines' commands. `dashboard/command.py` adds the ones that serve, and is what `outcomes` runs.

Errors are one plain sentence on standard error with the exit code of `errors.py`; no traceback, no value of a case.
"""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pipelines import printing
from pipelines.errors import QuarantinedError, UsageError
from pipelines.vocabulary import Basis, Dimension

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

Warehouse = Annotated[Path, typer.Option("--warehouse", help="Folder of the warehouse.")]
Exports = Annotated[list[Path], typer.Argument(help="A folder, a zip, or single files of one export.")]
Programme = Annotated[str | None, typer.Option(help="Opaque code of the programme that hands it over.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="The day the data was extracted, YYYY-MM-DD.")]
Currency = Annotated[str | None, typer.Option(help="ISO 4217 code for amounts that name none.")]
MappingName = Annotated[str | None, typer.Option("--mapping", help="A mapping file, or the name of a built-in one.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print for a program to read.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 5 when rows were quarantined.")]


@app.command()
def ingest(
    exports: Exports,
    warehouse: Warehouse,
    programme: Programme = None,
    as_of: AsOf = None,
    currency: Currency = None,
    mapping: MappingName = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    strict: Strict = False,
) -> None:
    """Check an export, quarantine what breaks a rule, and load the rest as a new snapshot."""
    from pipelines.ingest import ingest as load

    request = _request(exports, programme, as_of, currency, mapping)
    with printing.stages(quiet=quiet or as_json) as report:
        result = load(request, warehouse, report)
    if not quiet:
        printing.print_result(result, as_json=as_json)
    _stop_if_strict(result.n_quarantined, strict=strict)


@app.command()
def check(
    exports: Exports,
    programme: Programme = None,
    as_of: AsOf = None,
    currency: Currency = None,
    mapping: MappingName = None,
    as_json: AsJson = False,
    strict: Strict = False,
) -> None:
    """Check an export and say what would be loaded and what quarantined. Writes nothing."""
    from pipelines.ingest import check_only

    request = _request(exports, programme, as_of, currency, mapping)
    with printing.stages(quiet=as_json) as report:
        result = check_only(request, report)
    printing.print_result(result, as_json=as_json)
    _stop_if_strict(result.n_quarantined, strict=strict)


@app.command()
def status(warehouse: Warehouse, as_json: AsJson = False) -> None:
    """Say what the warehouse holds: snapshots, programmes, freshness, the ledger."""
    from pipelines.publish import open_warehouse

    printing.print_status(open_warehouse(warehouse).load_status(), as_json=as_json)


@app.command()
def rollback(
    warehouse: Warehouse,
    to: Annotated[str | None, typer.Option(help="The snapshot to go back to; without it, the one before.")] = None,
) -> None:
    """Put an earlier snapshot in force again. Nothing is deleted."""
    from pipelines.warehouse.snapshots import current_snapshot, finished_snapshots, go_back_to

    current = current_snapshot(warehouse)
    earlier = [snapshot.id for snapshot in finished_snapshots(warehouse) if current and snapshot.id < current.id]
    if to is None and not earlier:
        raise UsageError("there is no earlier snapshot to go back to.")
    go_back_to(warehouse, to or earlier[-1])
    typer.echo(f"Snapshot {to or earlier[-1]} is in force.")


@app.command()
def measures(name: Annotated[str | None, typer.Argument(help="One measure; without it, the catalogue.")] = None) -> None:
    """Print the catalogue of measures, or one definition in words."""
    from pipelines.measures.catalogue import load_catalogue

    printing.print_measures(load_catalogue(), name)


@app.command()
def figures(
    names: Annotated[list[str], typer.Argument(help="Measures, as `outcomes measures` lists them.")],
    warehouse: Warehouse,
    by: Annotated[list[Dimension] | None, typer.Option(help="Break down by; may be given twice.")] = None,
    where: Annotated[list[str] | None, typer.Option(help="Only where DIMENSION=CODE; may be repeated.")] = None,
    period: Annotated[str, typer.Option(help="all, last-12-months, last-24-months, 2025 or 2025Q3.")] = "all",
    basis: Annotated[Basis | None, typer.Option(help="Which month places a row in a period.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print the same published figures that a page would draw."""
    from pipelines.publication import Request
    from pipelines.publish import open_warehouse

    conditions = tuple(_condition(text) for text in where or [])
    requests = [
        Request(measure=name, by=tuple(by or ()), where=conditions, period=period, basis=basis) for name in names
    ]
    printing.print_figures(open_warehouse(warehouse).load_tables(requests), as_json=as_json)


@app.command()
def sample(
    to: Annotated[Path, typer.Option("--to", help="Folder to write the invented export into.")],
    cases: Annotated[int | None, typer.Option(help="One programme of this many cases, instead of the three.")] = None,
    seed: Annotated[int | None, typer.Option(help="Another seed gives another sample.")] = None,
) -> None:
    """Write an invented export with a known truth."""
    from pipelines.sample.writing import SEED, write_sample

    write_sample(to, cases=cases, seed=SEED if seed is None else seed)
    typer.echo(f"Wrote an invented export to {to}.")


def _request(exports: list[Path], programme: str | None, as_of: str | None, currency: str | None, mapping: str | None):
    from pipelines.ingest import IngestRequest

    return IngestRequest(
        paths=tuple(exports), programme=programme, as_of=_date(as_of), currency=currency, mapping=mapping
    )


def _date(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise UsageError("--as-of must be a date written YYYY-MM-DD, such as 2026-09-30.") from None


def _condition(text: str) -> tuple[Dimension, str]:
    name, separator, code = text.partition("=")
    if not separator or name not in Dimension.codes():
        raise UsageError(f"--where takes DIMENSION=CODE, where DIMENSION is one of {', '.join(Dimension.codes())}.")
    return Dimension(name), code


def _stop_if_strict(n_quarantined: int, *, strict: bool) -> None:
    if strict and n_quarantined:
        raise QuarantinedError(f"{n_quarantined} rows were quarantined.")


