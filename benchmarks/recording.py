"""What the benchmarks share: the clock, the machine, and writing down what was measured."""

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results")


def seconds_of(work: Callable[[], object], *, times: int = 1) -> float:
    """The median of this many runs, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def fastest_of(*works: Callable[[], object], times: int = 5) -> list[float]:
    """The fastest run of each, in seconds; taken in turns, so that a busy machine is busy for all of them."""
    taken = [[seconds_of(work) for work in works] for _ in range(times)]
    return [min(one) for one in zip(*taken, strict=True)]


def machine() -> dict[str, Any]:
    """What it ran on, as far as a reader needs it. `load` above the number of cores makes times too long."""
    import duckdb

    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
        "on": datetime.now(UTC).date().isoformat(),
    }


def record(name: str, title: str, data: Mapping[str, Any], lines: Sequence[str]) -> None:
    """Write `results/<name>.json` and `.md`, and print the words."""
    RESULTS.mkdir(exist_ok=True)
    facts = machine()
    content = {"benchmark": name, "machine": facts, **data}
    (RESULTS / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    about = (
        f"{facts['on']}: {facts['cores']} cores, load {facts['load']} at the end, "
        f"Python {facts['python']}, DuckDB {facts['duckdb']}."
    )
    text = "\n".join([f"# {title}", "", *lines, "", about, ""])
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    print(text)


def table_lines(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """A Markdown table."""
    return [
        "| " + " | ".join(header) + " |",
        "|" + "---|" * len(header),
        *("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows),
    ]


def verdict(measured: float, target: float) -> str:
    """Whether a measured figure is within its target."""
    return "within" if measured <= target else f"OVER by {measured / target - 1:.0%}"
