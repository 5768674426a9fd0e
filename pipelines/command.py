"""The pipelines' commands. `dashboard/command.py` adds the ones that serve, and is what `outcomes` runs.

Errors are one plain sentence on standard error with the exit code of `errors.py`; no traceback, no value of
a case.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines import printing
from pipelines.command_options import AsJson, MaybeRelease, MaybeWarehouse, OwnMeasures, Warehouse
from pipelines.command_release import release_app
from pipelines.command_warehouse import warehouse_app
from pipelines.errors import UsageError
from pipelines.vocabulary import Basis, Dimension

if TYPE_CHECKING:
    from pipelines.publication import Source

__all__ = ["Warehouse", "app"]

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)
app.add_typer(warehouse_app)
app.add_typer(release_app)


@app.command()
def measures(
    name: Annotated[str | None, typer.Argument(help="One measure; without it, the catalogue.")] = None,
    warehouse: OwnMeasures = None,
    as_json: AsJson = False,
) -> None:
    """Print the catalogue of measures, or one definition in words with its SQL and its worked example."""
    from pipelines.publish import load_measures

    catalogue = load_measures(warehouse)
    printing.print_refused(catalogue.refused.values())
    printing.print_measures(catalogue, name, as_json=as_json)


@app.command()
def figures(
    names: Annotated[list[str], typer.Argument(help="Measures, as `outcomes measures` lists them.")],
    warehouse: MaybeWarehouse = None,
    release: MaybeRelease = None,
    by: Annotated[list[Dimension] | None, typer.Option(help="Break down by; may be given twice.")] = None,
    where: Annotated[
        list[str] | None, typer.Option(help="Only where DIMENSION=CODE; may be repeated.")
    ] = None,
    period: Annotated[str, typer.Option(help="all, last-12-months, last-24-months, 2025 or 2025Q3.")] = "all",
    basis: Annotated[Basis | None, typer.Option(help="Which month places a row in a period.")] = None,
    variation: Annotated[
        bool, typer.Option("--variation", help="Also a control chart (by period) or funnel (by site).")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print the same published figures that a page would draw, of a warehouse or of a release."""
    from pipelines.publication import Request

    conditions = tuple(_condition(text) for text in where or [])
    requests = [
        Request(
            measure=name,
            by=tuple(by or ()),
            where=conditions,
            period=period,
            basis=basis,
            variation=variation,
        )
        for name in names
    ]
    source = _source(warehouse, release)
    printing.print_refused(source.load_status().refused)
    printing.print_figures(source.load_tables(requests), as_json=as_json)


@app.command()
def sample(
    to: Annotated[Path, typer.Option("--to", help="Folder to write the invented export into.")],
    cases: Annotated[
        int | None, typer.Option(help="One programme of this many cases, instead of the three.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Another seed gives another sample.")] = None,
) -> None:
    """Write an invented export with a known truth."""
    from pipelines.sample.writing import SEED, write_sample

    write_sample(to, cases=cases, seed=SEED if seed is None else seed)
    typer.echo(f"Wrote an invented export to {to}.")


def _source(warehouse: Path | None, release: Path | None) -> "Source":
    """The one source that was named. Raises `UsageError` for none, or both."""
    from pipelines.serving import RELEASE_VARIABLE, WAREHOUSE_VARIABLE, open_source

    if (warehouse is None) == (release is None):
        raise UsageError("name one source: --warehouse DIR for exact figures, or --release DIR.")
    if warehouse is not None:
        return open_source({WAREHOUSE_VARIABLE: str(warehouse)})
    return open_source({RELEASE_VARIABLE: str(release)})


def _condition(text: str) -> tuple[Dimension, str]:
    name, separator, code = text.partition("=")
    if not separator or name not in Dimension.codes():
        raise UsageError(
            f"--where takes DIMENSION=CODE, where DIMENSION is one of {', '.join(Dimension.codes())}."
        )
    return Dimension(name), code
