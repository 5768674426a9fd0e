"""What the commands print: tables for people, JSON for programs. Counts and words only, never a value of a case."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from pipelines.errors import UsageError
from pipelines.publication import DataStatus, PublishedTable

if TYPE_CHECKING:
    from pipelines.ingest import IngestResult, Report
    from pipelines.measures.catalogue import Catalogue

console = Console(highlight=False, soft_wrap=True)
errors = Console(highlight=False, stderr=True)


@contextmanager
def stages(*, quiet: bool) -> "Iterator[Report]":
    """Show which stage is under way, on standard error, so that output stays clean for programs."""
    if quiet:
        yield lambda stage: None
        return
    with errors.status("starting …") as spinner:
        yield lambda stage: spinner.update(f"{stage} …")


def print_result(result: "IngestResult", *, as_json: bool) -> None:
    """What became of an export: files, accounts, and each broken rule with how to mend it."""
    if as_json:
        print_json(result_json(result))
        return
    if result.is_already_loaded:
        console.print(f"{result.programme}: the same files were loaded before. Nothing was changed.")
        return
    done = "checked" if result.snapshot is None else f"loaded as snapshot {result.snapshot}"
    console.print(f"{result.programme}, data to {result.as_of.isoformat()}: {done}")
    _print_table(
        ("table", "rows made", "accepted", "quarantined", "superseded"),
        [(a.table, a.made, a.accepted, a.quarantined, a.superseded) for a in result.accounts],
    )
    if result.findings:
        _print_table(
            ("rows", "table", "what is wrong", "how to mend it"),
            [(f.rows, f.table, f.described.sentence, f.described.mend) for f in result.findings],
        )


def result_json(result: "IngestResult") -> dict[str, object]:
    return {
        "programme": result.programme,
        "as_of": result.as_of.isoformat(),
        "snapshot": result.snapshot,
        "already_loaded": result.is_already_loaded,
        "files": [
            {"file": f.file, "sha256": f.sha256, "read": f.rows_read, "used": f.rows_used, "left_out": dict(f.left_out)}
            for f in result.files
        ],
        "accounts": [vars(account) for account in result.accounts],
        "findings": [
            {**vars(f), "sentence": f.described.sentence, "mend": f.described.mend} for f in result.findings
        ],
    }


def print_status(status: DataStatus, *, as_json: bool) -> None:
    """Snapshot, programmes, and what came in."""
    if as_json:
        print_json(
            {
                "snapshot": status.stamp.id,
                "as_of": status.as_of.isoformat(),
                "programmes": [choice.code for choice in status.programmes],
                "ledger": [vars(entry) for entry in status.ledger],
                "accounts": [vars(account) for account in status.accounts],
                "quarantine": [vars(count) for count in status.quarantine],
            }
        )
        return
    console.print(f"Snapshot {status.stamp.id}, data to {status.as_of.isoformat()}")
    _print_table(
        ("programme", "file", "data to", "loaded", "mapping", "rows read"),
        [(e.programme, e.file, e.as_of, e.loaded_at, e.mapping, e.rows_read) for e in status.ledger],
    )
    _print_table(
        ("programme", "table", "made", "accepted", "quarantined", "superseded"),
        [(a.programme, a.table, a.made, a.accepted, a.quarantined, a.superseded) for a in status.accounts],
    )


def print_measures(catalogue: "Catalogue", name: str | None) -> None:
    """The catalogue, or one definition in words."""
    if name is None:
        _print_table(
            ("measure", "what it asks", "unit"),
            [(m.name, m.question, m.unit) for m in catalogue.definitions()],
        )
        return
    definition = catalogue.definition(name)
    console.print(f"{definition.title}  ({definition.name}, version {definition.version})\n{definition.question}\n{definition.why}")
    console.print(f"Unit: {definition.unit}. Basis: {definition.basis.label}. Better: {definition.direction}.")
    for bucket, words in definition.buckets:
        console.print(f"  {bucket}: {words}")
    for caveat in definition.caveats:
        console.print(f"  Note: {caveat}")
    console.print(f"Needs: {', '.join(definition.needs) or 'cases'}\nSource: {definition.source}")


def print_figures(tables: Sequence[PublishedTable], *, as_json: bool) -> None:
    """One JSON object a line and measure, or one small table each."""
    from pipelines.figures import figures_json

    for table in tables:
        content = figures_json(table)
        if as_json:
            print_json(content)
            continue
        console.print(f"{table.definition.title} – {table.period_label}, {table.basis.label.lower()}")
        rows = content["rows"]
        if not isinstance(rows, list):
            raise UsageError("a published table holds a list of rows")
        columns = list(dict.fromkeys(key for row in rows for key in row if key != "by"))
        names = list(dict.fromkeys(key for row in rows for key in row["by"]))
        _print_table(
            (*names, *columns),
            [(*(row["by"].get(n, "") for n in names), *(_text(row.get(c)) for c in columns)) for row in rows],
        )
        for note in table.notes:
            console.print(note)


def print_json(content: object) -> None:
    """One line of JSON on standard output."""
    print(json.dumps(content, ensure_ascii=False, default=str))  # noqa: T201 – this is what the command is for


def _text(value: object) -> object:
    return "" if value is None else value


def _print_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    table = Table(*header, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(str(value) for value in row))
    console.print(table)


