"""What checking or loading an export prints: accounts, rules with how to mend them, and what would change."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipelines.figures import cell_json
from pipelines.measures.statistics import round_half_up
from pipelines.printing import console, print_json, print_table
from pipelines.publication import Count, MoneyRate, PublishedCell, Rate, Shown
from pipelines.vocabulary import minor_units

if TYPE_CHECKING:
    from pipelines.changes import HeadlineChange, ProgrammeChanges
    from pipelines.ingest import IngestResult
    from pipelines.warehouse.upkeep import Forgotten

STATE_WORDS = {
    "hidden": "hidden",
    "too_few": "too few to rely on",
    "too_soon": "too soon",
    "no_cases": "no cases",
    "not_supplied": "not supplied",
    "not_available": "not available",
}


def print_results(results: "Sequence[IngestResult]", *, as_json: bool) -> None:
    """What became of each export: one JSON object a line, or tables."""
    for result in results:
        if as_json:
            print_json(result_json(result))
        else:
            _print_result(result)


def _print_result(result: "IngestResult") -> None:
    if result.is_already_loaded:
        console.print(f"{result.programme}: the same files were loaded before. Nothing was changed.")
        return
    done = "checked" if result.snapshot is None else f"loaded as snapshot {result.snapshot}"
    part = ", a partial export" if result.is_partial else ""
    console.print(f"{result.programme}, data to {result.as_of.isoformat()}{part}: {done}")
    if result.recognised_as:
        console.print(f"Recognised by its headers: it was read with the mapping {result.recognised_as}.")
    _print_sources(result)
    kept = ("kept from before",) if result.is_partial else ()
    print_table(
        ("table", "rows made", "accepted", "quarantined", "superseded", *kept),
        [
            (a.table, a.made, a.accepted, a.quarantined, a.superseded, *((a.kept,) if kept else ()))
            for a in result.accounts
        ],
    )
    print_table(
        ("rows", "table", "what is wrong", "how to mend it"),
        [(f.rows, f.table, f.described.sentence, f.described.mend) for f in result.findings],
    )
    for changes in result.changes:
        _print_changes(changes, is_done=result.snapshot is not None)


def _print_sources(result: "IngestResult") -> None:
    """How each table was read, and what of it was not: columns by letter, other files by their number."""
    print_table(
        ("file", "written as", "rows", "used", "left out", "columns not used"),
        [
            (s.title, s.written_as, s.rows_read, s.rows_used, s.left_out_in_words, ", ".join(s.columns_left))
            for s in result.sources
        ],
    )
    if result.n_other_files:
        console.print(f"Files that hold no table, and were not read: {result.n_other_files}.")


def _print_changes(changes: "ProgrammeChanges", *, is_done: bool) -> None:
    if changes.is_first_load:
        console.print(f"{changes.programme} was not in the warehouse before: every case is new.")
    else:
        console.print(f"What {'changed' if is_done else 'would change'} in {changes.programme}")
    cases = changes.cases
    if cases is not None:
        print_table(
            (
                "cases added",
                "changed",
                "of them closed before",
                "unchanged",
                "not in the export any more",
                "set aside now",
            ),
            [(cases.added, cases.changed, cases.restated, cases.unchanged, cases.vanished, cases.set_aside)],
        )
    print_table(
        ("quarter of referral, over before", "cases added", "closed cases changed", "cases gone"),
        [(cohort.quarter, cohort.added, cohort.restated, cohort.gone) for cohort in changes.cohorts],
    )
    print_table(
        ("headline", "of", "before", "after", "moves"),
        [(h.title, h.of, _words(h.before), _words(h.after), _moves(h)) for h in changes.headlines],
    )


def _words(cell: PublishedCell | None) -> str:
    if not isinstance(cell, Shown):
        return "" if cell is None else STATE_WORDS[cell.state]
    match cell.figure:
        case Rate() as rate:
            return f"{_percent(rate.value)} ({rate.met:,} of {rate.denominator:,})"
        case MoneyRate() as rate:
            units = minor_units(rate.currency)
            amounts = f"{rate.met_minor / units:,.2f} of {rate.denominator_minor / units:,.2f}"
            return f"{_percent(rate.value)} ({amounts})"
        case Count() as count:
            return f"{count.value:,}"
        case _:
            return cell.state


def _moves(headline: "HeadlineChange") -> str:
    if headline.points is not None:
        points = round_half_up(headline.points, 1)
        return f"{points:+} points" if points else "no"
    return "" if headline.before is None else "no" if headline.before == headline.after else "yes"


def _percent(share: float) -> str:
    return f"{round_half_up(share * 100, 1)} %"


def result_json(result: "IngestResult") -> dict[str, Any]:
    """One export as JSON. What did not apply is null or empty."""
    return {
        "programme": result.programme,
        "as_of": result.as_of.isoformat(),
        "partial": result.is_partial,
        "recognised_as": result.recognised_as or None,
        "snapshot": result.snapshot,
        "already_loaded": result.is_already_loaded,
        "files": [
            {
                "file": f.file,
                "sha256": f.sha256,
                "read": f.rows_read,
                "used": f.rows_used,
                "left_out": dict(f.left_out),
                "written_as": source.written_as,
                "columns_not_used": source.columns_left,
            }
            for f, source in zip(result.files, result.sources, strict=True)
        ],
        "files_without_a_table": result.n_other_files,
        "accounts": [vars(account) for account in result.accounts],
        "findings": [
            {
                "rule": f.rule,
                "table": f.table,
                "severity": f.severity,
                "rows": f.rows,
                "sentence": f.described.sentence,
                "mend": f.described.mend,
            }
            for f in result.findings
        ],
        "changes": [_changes_json(changes) for changes in result.changes],
    }


def _changes_json(changes: "ProgrammeChanges") -> dict[str, Any]:
    return {
        "programme": changes.programme,
        "first_load": changes.is_first_load,
        "cases": vars(changes.cases) if changes.cases else None,
        "cohorts": [vars(cohort) for cohort in changes.cohorts],
        "headlines": [
            {
                "measure": h.measure,
                "of": h.of,
                "before": cell_json(h.before) if h.before else None,
                "after": cell_json(h.after) if h.after else None,
                "points": None if h.points is None else float(round_half_up(h.points, 2)),
            }
            for h in changes.headlines
        ],
    }


def print_forgotten(forgotten: "Forgotten", *, as_json: bool) -> None:
    """What is gone, in counts."""
    if as_json:
        print_json(vars(forgotten))
        return
    if forgotten.rows:
        rows = ", ".join(f"{n} of {table}" for table, n in forgotten.rows.items() if n) or "none"
        snapshots = _counted(forgotten.n_snapshots, "snapshot", "snapshots")
        console.print(f"Forgotten in {snapshots}. Rows that went from the one in force: {rows}.")
        console.print(
            "Remove the case from your own system too: an export that still holds it brings it back. "
            "Restart a dashboard that is open."
        )
    else:
        console.print(f"{_counted(forgotten.n_snapshots, 'old snapshot was', 'old snapshots were')} deleted.")
    if forgotten.n_left:
        files = _counted(forgotten.n_left, "old file is", "old files are")
        console.print(
            f"{files} still open in another program, with what is forgotten in them. Close the dashboard, "
            "then run `outcomes forget --keep` with the snapshots you want to keep."
        )
    console.print(f"Snapshot {forgotten.snapshot} is in force.")


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
