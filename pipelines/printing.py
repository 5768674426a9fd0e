"""What the commands print: tables for people, JSON for programs. Never a value of a case."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from pipelines.errors import UsageError
from pipelines.progress import silent
from pipelines.publication import DataStatus, PublishedTable

if TYPE_CHECKING:
    from pipelines.measures.catalogue import Catalogue
    from pipelines.progress import Report, RowsUnderWay
    from pipelines.warehouse.holdings import HeldSnapshot

_WIDTH_OF_A_FILE = 160
"""Characters, where nobody sees a window: a table in a file or a pipe is not squeezed into eighty."""

console = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE)
errors = Console(highlight=False, stderr=True)

SHOWN_ACTIONS = 10
"""How many of the last actions people see; a program gets them all."""


@contextmanager
def stages(*, quiet: bool, total: int | None = None, in_lines: bool = False) -> "Iterator[Report]":
    """Show which stage and table is under way and how many stages and rows there are, on standard error.

    Standard output stays clean. `in_lines`: in a file or a pipe each stage is a plain line, else nothing.
    """
    if quiet or not (errors.is_terminal or in_lines):
        yield silent
        return
    if not errors.is_terminal:
        yield _say_stages()
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=errors, transient=True) as progress:
        task = progress.add_task("starting …", total=total, completed=-1)

        rows = progress.add_task("", visible=False)

        def report(stage: str, under_way: "RowsUnderWay | None" = None, /) -> None:
            # A stage, and a table in it, counts once it is over, so no bar is ever ahead of the work.
            if under_way is None:
                progress.update(task, description=f"{stage} …", advance=1)
                progress.update(rows, visible=False)
            else:
                progress.update(
                    rows,
                    description=f"  {under_way.table}, {under_way.rows:,} rows",
                    completed=under_way.done,
                    total=under_way.total,
                    visible=True,
                )

        yield report


def _say_stages() -> "Report":
    """One line for each stage, without its tables and parts: "attacking" stands for every measure."""
    said = ""

    def report(stage: str, under_way: "RowsUnderWay | None" = None, /) -> None:
        nonlocal said
        if under_way is None and not (said and stage.startswith(f"{said} ")):
            errors.print(f"{stage} …", markup=False)
            said = stage

    return report


def print_status(
    status: DataStatus,
    holdings: "Sequence[HeldSnapshot]",
    actions: Sequence[dict[str, Any]],
    *,
    today: date,
    as_json: bool,
) -> None:
    """Snapshots, how fresh each programme is, what came in, and what was done."""
    in_force = next(held for held in holdings if held.is_in_force)
    if as_json:
        print_json(
            {
                "snapshot": status.stamp.id,
                "as_of": status.as_of.isoformat(),
                "programmes": [choice.code for choice in status.programmes],
                "snapshots": [vars(held) for held in holdings],
                "age_in_days": {name: (today - as_of).days for name, as_of in in_force.as_of.items()},
                "ledger": [vars(entry) for entry in status.ledger],
                "accounts": [vars(account) for account in status.accounts],
                "quarantine": [vars(count) for count in status.quarantine],
                "actions": list(actions),
            }
        )
        return
    console.print(f"Snapshot {status.stamp.id} is in force, data to {status.as_of.isoformat()}")
    print_table(
        ("snapshot", "in force", "built (UTC)", "megabytes", "programmes, data to"),
        [
            (h.id, "yes" if h.is_in_force else "", h.built_at, f"{h.size / 1e6:.1f}", _as_of(h))
            for h in holdings
        ],
    )
    print_table(
        ("programme", "data to", "days old"),
        [(name, as_of, (today - as_of).days) for name, as_of in sorted(in_force.as_of.items())],
    )
    print_table(
        ("programme", "file", "data to", "loaded", "mapping", "rows read"),
        [(e.programme, e.file, e.as_of, e.loaded_at, e.mapping, e.rows_read) for e in status.ledger],
    )
    print_table(
        ("programme", "table", "made", "accepted", "quarantined", "superseded"),
        [(a.programme, a.table, a.made, a.accepted, a.quarantined, a.superseded) for a in status.accounts],
    )
    print_table(
        ("done (UTC)", "by", "action", "state", "snapshot before", "after", "page", "file"),
        [
            tuple(
                a.get(key, "") for key in ("at", "by", "action", "state", "before", "after", "page", "kind")
            )
            for a in actions[-SHOWN_ACTIONS:]
        ],
    )


def _as_of(held: "HeldSnapshot") -> str:
    return ", ".join(f"{name} {as_of}" for name, as_of in sorted(held.as_of.items())) or "cannot be opened"


def print_measures(catalogue: "Catalogue", name: str | None, *, as_json: bool) -> None:
    """The catalogue, or one definition in words with its SQL and its worked example."""
    from pipelines.describing import catalogue_json, describe_catalogue, describe_measure, measure_json

    if as_json:
        for entry in catalogue_json(catalogue) if name is None else [measure_json(catalogue.find(name))]:
            print_json(entry)
        return
    text = describe_catalogue(catalogue) if name is None else describe_measure(catalogue.find(name))
    # Square brackets in it are SQL, not colours.
    console.print(text, markup=False)


def print_refused(refused: Iterable[str]) -> None:
    """What is wrong with definitions of a programme's own, beside whatever was asked for."""
    for words in refused:
        errors.print(f"Not in force: {words}", markup=False, soft_wrap=True)


def print_figures(tables: Sequence[PublishedTable], *, as_json: bool) -> None:
    """One JSON object a line and measure, or one small table each."""
    from pipelines.figures import figures_json
    from pipelines.printing_figures import chart_table

    for table in tables:
        content = figures_json(table)
        if as_json:
            print_json(content)
            continue
        chosen = "".join(f", only {dimension}={code}" for dimension, code in table.request.where)
        heading = f"{table.definition.title} – {table.period_label}, {table.basis.label.lower()}{chosen}"
        console.print(heading, markup=False)
        rows = content["rows"]
        if not isinstance(rows, list):
            raise UsageError("a published table holds a list of rows")
        _print_rows(rows)
        if "variation" in content:
            chart = chart_table(content["variation"])
            if isinstance(chart, str):
                console.print(chart)
            else:
                print_table(*chart)
        for note in table.notes:
            console.print(note)


def _print_rows(rows: Sequence[dict[str, Any]]) -> None:
    """A line for each row, and under it the tables that one of them holds."""
    from pipelines.printing_figures import split_row

    names = list(dict.fromkeys(key for row in rows for key in row["by"]))
    split = [(row["by"], *split_row({k: v for k, v in row.items() if k != "by"})) for row in rows]
    columns = list(dict.fromkeys(key for _, line, _ in split for key in line))
    print_table(
        (*names, *columns),
        [(*(by.get(n, "") for n in names), *(line.get(c, "") for c in columns)) for by, line, _ in split],
    )
    for by, _, tables in split:
        for header, lines in tables:
            if by:
                console.print(", ".join(by.values()))
            print_table(header, lines)


def print_json(content: object) -> None:
    """One line of JSON on standard output."""
    print(json.dumps(content, ensure_ascii=False, default=str))  # noqa: T201 – this is what the command is for


def print_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table for people to read; nothing where it has no rows."""
    if not rows:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in header:
        # Folded, not cut off: what is said is said whole.
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    console.print(table)
