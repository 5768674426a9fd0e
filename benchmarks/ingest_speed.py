"""How long an export takes from files to figures, and how much memory: `python -m benchmarks.ingest_speed`.

1. Two million survey answers with 200 bad rows: the whole way against DuckDB's own `read_csv` of that file.
2. A programme of 30,000 cases with every table, from CSV to the figures of the first page.
3. The same programme as a workbook, its survey a wide sheet.
4. With `--memory ROWS`, and nothing else: the peak of memory while so many answers are loaded.

Each load runs in a process of its own, so that its peak memory is its own.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.invented_answers import N_BAD, write_answers
from benchmarks.recording import record, seconds_of, table_lines, verdict
from benchmarks.workbook_twin import write_twin

N_ANSWERS = 2_000_000
WHOLE_TARGET, CHECKING_TARGET = 6.0, 2.5
N_CASES = 30_000
DASHBOARD_TARGET, WORKBOOK_TARGET = 8.0, 20.0
MEMORY_TARGET = 1000
"""Megabytes, however many rows."""


def load_one(export: Path, warehouse: Path, *, opens_page: bool) -> dict[str, Any]:
    """Load one export in this process: seconds of each stage, rows, and the peak of memory in megabytes."""
    import resource

    from pipelines.ingest import IngestRequest, ingest

    stages: list[tuple[str, float]] = []
    start = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_SELF)
    result = ingest(
        IngestRequest(paths=(export,)),
        warehouse,
        lambda stage, rows=None, /: None if rows else stages.append((stage, time.perf_counter())),
    )
    end = time.perf_counter()
    ends = [at for _, at in stages[1:]] + [end]
    seconds = {"starting": stages[0][1] - start}
    for (name, at), until in zip(stages, ends, strict=True):
        seconds[name] = seconds.get(name, 0.0) + until - at
    used = resource.getrusage(resource.RUSAGE_SELF)
    page = seconds_of(lambda: open_first_page(warehouse)) if opens_page else 0.0
    return {
        "seconds": end - start,
        "stages": seconds,
        "processor_seconds": used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime,
        "page": page,
        "quarantined": result.n_quarantined,
        "rows": sum(account.made for account in result.accounts),
        "peak_megabytes": peak_megabytes(),
    }


def peak_megabytes() -> int:
    """Of this process alone: what `getrusage` tells is handed down by the process that started it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found, "the peak of memory is read on Linux only"
    return round(int(found.group(1)) / 1024)


def open_first_page(warehouse: Path) -> None:
    """Every figure the overview asks for, as it asks: twelve months, and the twelve before."""
    from pipelines.publication import Request
    from pipelines.publish import open_warehouse
    from pipelines.vocabulary import Dimension

    side = (Dimension.PERSPECTIVE,)
    year = "last-12-months"
    source = open_warehouse(warehouse)
    source.load_status()
    compared = (
        "people_taking_part",
        "felt_safe_rate",
        "agreement_completion_rate",
        "restitution_collected_rate",
    )
    source.load_tables(
        [
            *(Request(measure=name, period=year, compare=True) for name in compared),
            Request(
                measure="choose_again_rate", period=year, compare=True, where=((Dimension.ROLE, "harmed"),)
            ),
            Request(measure="people_taking_part", by=(Dimension.ROLE,), period=year),
            *(
                Request(measure=name, period=year)
                for name in ("paid_in_full_rate", "pathway", "completion_by_day", "restitution_flow")
            ),
            Request(measure="response_rate", by=(*side, Dimension.PERIOD)),
            *(Request(measure=f"answers_{item}", by=side, period=year) for item in ("g7", "g10", "g1", "g4")),
        ]
    )


def _in_own_process(export: Path, warehouse: Path, *, opens_page: bool) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.ingest_speed", "--load", str(export), str(warehouse)]
    if opens_page:
        command.append("--page")
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(found.stdout.splitlines()[-1])  # type: ignore[no-any-return] (our own script printed it)


def read_alone(file: Path) -> tuple[float, float]:
    """Seconds, and seconds of processors, that DuckDB itself needs to load the file into a table."""
    import duckdb

    def load() -> None:
        with duckdb.connect() as connection:
            connection.execute(f"CREATE TABLE loaded AS SELECT * FROM read_csv('{file}')")

    times = 5
    before = time.process_time()
    seconds = seconds_of(load, times=times)
    return seconds, (time.process_time() - before) / times


def compare_answers(scratch: Path, n_answers: int) -> None:
    """Two million answers the whole way, against reading them."""
    export = write_answers(scratch / "answers", n_answers)
    alone, alone_processor = read_alone(export / "survey_answers.csv")
    found = _in_own_process(export, scratch / "answers-warehouse", opens_page=False)
    assert found["quarantined"] == N_BAD, "every bad row and no other"
    processor = found["processor_seconds"] / alone_processor
    whole, checking = found["seconds"] / alone, found["stages"]["checking"] / alone
    rows = [
        (name, f"{seconds:.2f} s", f"{seconds / alone:.2f} ×", f"{seconds / found['seconds']:.0%}")
        for name, seconds in found["stages"].items()
    ]
    lines = [
        f"{n_answers:,} rows of survey_answers.csv, {N_BAD} of them bad, with their cases and parties.",
        "",
        f"- DuckDB's own read_csv of that file into a table: {alone:.2f} s",
        f"- the whole way: {found['seconds']:.2f} s, **{whole:.2f} ×** (target {WHOLE_TARGET:g} ×: "
        f"{verdict(whole, WHOLE_TARGET)})",
        f"- checking alone: **{checking:.2f} ×** (target {CHECKING_TARGET:g} ×: "
        f"{verdict(checking, CHECKING_TARGET)})",
        f"- the whole way in processor time, which a busy machine does not lengthen: {processor:.1f} ×",
        f"- peak memory: {found['peak_megabytes']:,} MB",
        "",
        *table_lines(("stage", "time", "of read_csv", "share"), rows),
    ]
    data = {"rows": n_answers, "read_csv_seconds": alone, "whole": whole, "checking": checking, **found}
    data["processor"] = processor
    record("ingest_answers", "Two million answers, from a file to a snapshot", data, lines)


def compare_programme(scratch: Path, n_cases: int) -> None:
    """A whole programme from CSV, and then from a workbook, to the figures of the first page."""
    from pipelines.sample.writing import write_sample

    write_sample(scratch / "sample", cases=n_cases)
    (export,) = [path for path in (scratch / "sample").iterdir() if path.is_dir()]
    _load_programme("ingest_programme", "CSV", export, DASHBOARD_TARGET, n_cases)
    twin = write_twin(export, scratch / "twin")
    _load_programme("ingest_workbook", "a workbook (wide survey)", twin, WORKBOOK_TARGET, n_cases)


def _load_programme(name: str, form: str, export: Path, target: float, n_cases: int) -> None:
    found = _in_own_process(export, export.parent / f"{name}-warehouse", opens_page=True)
    total = found["seconds"] + found["page"]
    rows = [(name, f"{seconds:.2f} s", f"{seconds / total:.0%}") for name, seconds in found["stages"].items()]
    rows.append(("figures of the first page", f"{found['page']:.2f} s", f"{found['page'] / total:.0%}"))
    lines = [
        f"{n_cases:,} cases, {found['rows']:,} rows in nine tables.",
        "",
        f"- from {form} to the figures of the first page: **{total:.1f} s** (target {target:g} s: "
        f"{verdict(total, target)})",
        f"- in processor time, which a busy machine lengthens less: {found['processor_seconds']:.1f} s",
        f"- peak memory: {found['peak_megabytes']:,} MB",
        "",
        *table_lines(("stage", "time", "share"), rows),
    ]
    title = f"A programme of {n_cases:,} cases, from {form} to a page"
    record(name, title, {"total": total, **found}, lines)


def measure_memory(scratch: Path, n_answers: int) -> None:
    """The peak of memory while many answers are loaded."""
    export = write_answers(scratch / "many", n_answers)
    found = _in_own_process(export, scratch / "many-warehouse", opens_page=False)
    peak = found["peak_megabytes"]
    lines = [
        f"{n_answers:,} rows of survey_answers.csv, the whole way.",
        "",
        f"- processor time: {found['processor_seconds']:.0f} s",
        f"- peak memory: **{peak:,} MB** (target {MEMORY_TARGET:,} MB: {verdict(peak, MEMORY_TARGET)})",
    ]
    record("ingest_memory", "Memory, from a file to a snapshot", {"answers": n_answers, **found}, lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--load", nargs=2, metavar=("EXPORT", "WAREHOUSE"), help="load one export and say how"
    )
    parser.add_argument("--page", action="store_true", help="ask for the first page's figures too")
    parser.add_argument("--answers", type=int, default=N_ANSWERS)
    parser.add_argument("--cases", type=int, default=N_CASES)
    parser.add_argument("--memory", type=int, help="measure only the peak of memory, with so many answers")
    options = parser.parse_args()
    if options.load:
        export, warehouse = map(Path, options.load)
        print(json.dumps(load_one(export, warehouse, opens_page=options.page)))
        return
    with tempfile.TemporaryDirectory(prefix="outcomes-bench-") as folder:
        if options.memory:
            measure_memory(Path(folder), options.memory)
            return
        if options.answers:
            compare_answers(Path(folder), options.answers)
        if options.cases:
            compare_programme(Path(folder), options.cases)


if __name__ == "__main__":
    main()
