"""How long a release takes, stage by stage, and a look-up in it: `python -m benchmarks.release_speed`.

100,000 invented cases of one programme, five dimensions, every measure: built and attacked.
"""

import argparse
import os
import resource
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.recording import record, table_lines, verdict

N_CASES = 100_000
WHOLE_TARGET_SECONDS = 600.0
LOOK_UP_TARGET_SECONDS = 0.1


def build_warehouse(folder: Path, n_cases: int) -> Path:
    """A warehouse with one invented programme."""
    from pipelines.ingest import IngestRequest, ingest
    from pipelines.sample.writing import write_sample

    write_sample(folder / "sample", cases=n_cases)
    (export,) = [path for path in (folder / "sample").iterdir() if path.is_dir()]
    ingest(IngestRequest(paths=(export,)), folder / "warehouse", is_confirmed=True)
    return folder / "warehouse"


def time_release(warehouse: Path, to: Path) -> dict[str, float]:
    """Seconds of processor time of each stage, in order: waiting for other work is no part of it."""
    from pipelines.disclosure.release_policy import STRICT
    from pipelines.releasing.build import ReleaseRequest, build_release
    from pipelines.releasing.data import open_release_data

    started: list[tuple[str, float]] = [("reading", time.process_time())]
    data = open_release_data(warehouse)
    request = ReleaseRequest(warehouse=warehouse, to=to, profile=STRICT)
    build_release(request, data, lambda stage: started.append((stage, time.process_time())))
    ends = [at for _, at in started[1:]] + [time.process_time()]
    seconds: dict[str, float] = {}
    for (words, at), end in zip(started, ends, strict=True):
        # "attacking cases_referred" and "protecting, no breakdown by site" are parts of their stages.
        stage = words.replace(",", " ").split(" ")[0]
        seconds[stage] = seconds.get(stage, 0.0) + end - at
    return seconds


def time_look_ups(folder: Path) -> tuple[float, float]:
    """Median and slowest of the first look-up of each measure, in processor time; the reader is there."""
    from pipelines.publication import Request
    from pipelines.released.source import open_release

    source = open_release(folder)
    times = []
    definitions = source.load_definitions()
    source.load_tables([Request(measure=definitions[-1].name)])
    for definition in definitions[:-1]:
        start = time.process_time()
        source.load_tables([Request(measure=definition.name)])
        times.append(time.process_time() - start)
    return statistics.median(times), max(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=N_CASES)
    parser.add_argument("--warehouse", type=Path, help="Use this warehouse instead of making one.")
    options = parser.parse_args()
    os.environ.setdefault("OUTCOMES_RELEASE_SECRET", "5a" * 32)
    with tempfile.TemporaryDirectory(prefix="outcomes-bench-") as name:
        scratch = Path(name)
        warehouse = options.warehouse or build_warehouse(scratch, options.cases)
        begun = time.perf_counter()
        stages = time_release(warehouse, scratch / "release")
        on_the_clock = time.perf_counter() - begun
        middle, slowest = time_look_ups(scratch / "release")
        size = sum(path.stat().st_size for path in (scratch / "release").rglob("*") if path.is_file())
    whole = sum(stages.values())
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    rows = [(name, f"{taken:.1f} s", f"{taken / whole:.0%}") for name, taken in stages.items()]
    lines = [
        f"{options.cases:,} cases, five dimensions, every measure a release holds.",
        "",
        f"- built and attacked in **{whole:.0f} s** of one processor, {on_the_clock:.0f} s on the clock "
        f"(target {WHOLE_TARGET_SECONDS:g} s: "
        f"{verdict(whole, WHOLE_TARGET_SECONDS)})",
        f"- a look-up: {middle * 1000:.1f} ms in the middle, **{slowest * 1000:.0f} ms** at most, each the "
        f"first of its measure (target 100 ms: {verdict(slowest, LOOK_UP_TARGET_SECONDS)})",
        f"- {size / 1e6:.1f} MB on the disk, {peak:,} MB of memory at most",
        "",
        *table_lines(("stage", "time", "share"), rows),
    ]
    data = {
        "cases": options.cases,
        "on_the_clock": on_the_clock,
        "stages": stages,
        "look_up": {"median": middle, "slowest": slowest},
        "peak_megabytes": peak,
    }
    record("release_speed", f"A release of {options.cases:,} cases", data, lines)


if __name__ == "__main__":
    main()
