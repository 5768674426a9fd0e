"""Work on a warehouse that is really killed, and how to tell that the warehouse is whole afterwards.

Each piece of work runs in a process of its own, forked from one that has imported everything: so a kill costs
a second or two, and two hundred of them are affordable.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from pipelines.errors import OutcomesError
from pipelines.ingest import IngestRequest, ingest
from pipelines.progress import Report, RowsUnderWay
from pipelines.warehouse.connection import open_for_reading
from pipelines.warehouse.snapshots import current_snapshot, finished_snapshots

Work = Callable[[Callable[[str], None]], object]
"""Something done to a warehouse, told where to report its stages: a function, or a partial of one."""

LASTING_STEPS = ("fsync", "replace", "unlink", "mkdir")
"""Calls of `os` after which something is different on the disk."""

_IMPORTED_ONCE = [
    "pipelines.ingest",
    "pipelines.error_workbook",
    "pipelines.validation.staged",
    "pipelines.warehouse.upkeep",
]


_MAIN = sys.modules["__main__"]
"""What runs the tests. A page run by Streamlit's AppTest leaves itself in its place, and a new process begins
by running whatever stands there."""


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a process ended."""

    was_killed: bool
    stages: tuple[str, ...]
    """Those that had begun."""
    steps: int
    """Lasting steps taken; counted only where the process came to its end."""
    error: str
    exit_code: int
    """Of the error; 0 without one."""


def load(request: IngestRequest, warehouse: Path, report: Report) -> None:
    """The usual work: load one export, whatever it moves."""
    ingest(request, warehouse, report, is_confirmed=True)


def run(
    work: Work, *, stage: str = "", step: int = 0, seconds: float | None = None, limits: Any = None
) -> Ended:
    """Do it; killed when `stage` begins, before lasting step number `step`, or after `seconds`, if said."""
    process, told = start(work, stage=stage, step=step, limits=limits)
    process.join(seconds)
    process.kill()
    return wait(process, told)


def start(
    work: Work, *, stage: str = "", step: int = 0, limits: Any = None
) -> tuple[BaseProcess, Connection]:
    """Begin, and do not wait."""
    methods = multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(_IMPORTED_ONCE)
    sys.modules["__main__"] = _MAIN
    told, telling = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(work, stage, step, limits, telling))
    process.start()
    telling.close()
    return process, told


def wait(process: BaseProcess, told: Connection) -> Ended:
    """Until it has ended."""
    said: list[tuple[str, Any]] = []
    try:
        while True:
            said.append(told.recv())
    except EOFError:
        process.join()
    facts = dict(said)
    error, exit_code = facts.get("error", ("", 0))
    return Ended(
        was_killed=process.exitcode != 0,
        stages=tuple(value for what, value in said if what == "stage"),
        steps=facts.get("steps", 0),
        error=error,
        exit_code=exit_code,
    )


def _work(work: Work, stage: str, step: int, limits: Any, telling: Connection) -> None:
    if limits is not None:
        limits()
    steps = _count_lasting_steps(step)

    def report(begun: str, under_way: RowsUnderWay | None = None, /) -> None:
        if under_way is not None:
            return
        telling.send(("stage", begun))
        if begun == stage:
            die()

    try:
        work(report)
    except OutcomesError as error:
        telling.send(("error", (str(error), error.exit_code)))
    telling.send(("steps", steps[0]))


def _count_lasting_steps(deadly: int) -> list[int]:
    """Count them, and die before number `deadly`."""
    taken = [0]

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **named: Any) -> Any:
            taken[0] += 1
            if taken[0] == deadly:
                die()
            return call(*arguments, **named)

        return step

    for name in LASTING_STEPS:
        setattr(os, name, counted(getattr(os, name)))
    return taken


def die() -> None:
    """At once, with nothing cleaned up."""
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def fingerprint(warehouse: Path) -> dict[str, tuple[int, int]]:
    """Table → rows, and a sum that two tables share only if they hold the same rows."""
    snapshot = current_snapshot(warehouse)
    if snapshot is None:
        return {}
    with open_for_reading(snapshot.path) as connection:
        tables = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {name: _fingerprint(connection, name) for name in sorted(tables)}


def _fingerprint(connection: Any, table: str) -> tuple[int, int]:
    columns = "* EXCLUDE (loaded_at)" if table == "ledger" else "*"
    sql = f"SELECT COUNT(*), COALESCE(SUM(HASH(t)), 0) FROM (SELECT {columns} FROM {table}) AS t"
    rows, total = connection.execute(sql).fetchall()[0]
    return rows, total


def assert_tidy(warehouse: Path) -> None:
    """After a run that came to its end nothing of an earlier one is left."""
    assert not (warehouse / "building").exists()
    named = {snapshot.path.name for snapshot in finished_snapshots(warehouse)}
    assert {path.name for path in (warehouse / "snapshots").iterdir()} == named
    assert {path.name for path in (warehouse / "keys").iterdir()} == {"pseudonym.key", "ids.parquet"}
    assert not list(warehouse.glob("*.new"))
