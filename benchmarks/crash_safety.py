"""Is a warehouse whole whatever happens to an ingest? `python -m benchmarks.crash_safety` kills two hundred.

A fifth die as a stage begins, two fifths just before something lasting is done to the disk, two fifths at a
random moment. After each kill the warehouse must be as it was or as it was to become, and a second run must
complete.
"""

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path

from benchmarks.recording import record, seconds_of, table_lines
from pipelines.ingest import STAGES_OF_ALL, STAGES_OF_EACH, IngestRequest, ingest
from tests.support.killing import assert_tidy, fingerprint, load, run
from tests.support.small_exports import small_rows, write_rows

N_KILLS = 200
STAGES = (*STAGES_OF_EACH, *STAGES_OF_ALL)
WAYS = AS_A_STAGE_BEGINS, BEFORE_A_LASTING_STEP, AT_A_MOMENT = (
    "as a stage begins",
    "before a lasting step",
    "at a random moment",
)
WHOLE = ("before", "after")
Prints = dict[str, dict[str, tuple[int, int]]]


def crash(n_kills: int, seed: int, folder: Path) -> dict[str, Counter[str]]:
    """Way of dying → what the warehouse was like afterwards: before, after or (never) damaged."""
    warehouse = folder / "warehouse"
    for name, n in (("first", 12), ("second", 14)):
        ingest(IngestRequest(paths=(write_rows(folder / name, small_rows(n)),)), warehouse)
    request = IngestRequest(paths=(write_rows(folder / "third", small_rows(16)),))
    untroubled = shutil.copytree(warehouse, folder / "untroubled")
    n_steps = run(partial(load, request, untroubled)).steps
    prints = {"before": fingerprint(warehouse), "after": fingerprint(untroubled)}
    takes = seconds_of(lambda: run(partial(load, request, shutil.copytree(warehouse, folder / "timed"))))
    draw = random.Random(seed)
    found: dict[str, Counter[str]] = {way: Counter() for way in WAYS}
    for number in range(n_kills):
        tried = shutil.copytree(warehouse, folder / "tried")
        work = partial(load, request, tried)
        way = WAYS[(number % 5 + 1) // 2]
        stage = STAGES[number // 5 % len(STAGES)] if way == AS_A_STAGE_BEGINS else ""
        step = 1 + number % n_steps if way == BEFORE_A_LASTING_STEP else 0
        run(
            work,
            stage=stage,
            step=step,
            seconds=draw.uniform(0, takes * 1.05) if way == AT_A_MOMENT else None,
        )
        found[way][_is_whole(tried, prints) + _completes(work, tried, prints)] += 1
        shutil.rmtree(tried)
    return found


def _is_whole(warehouse: Path, prints: Prints) -> str:
    now = fingerprint(warehouse)
    return next((name for name, wanted in prints.items() if now == wanted), "damaged")


def _completes(work: object, warehouse: Path, prints: Prints) -> str:
    """Empty where a second run does what the first was to do and leaves nothing behind."""
    ended = run(work)  # type: ignore[arg-type] (a work is any of the three kinds run takes)
    if ended.error or ended.was_killed or fingerprint(warehouse) != prints["after"]:
        return ", second run failed"
    assert_tidy(warehouse)
    return ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=N_KILLS)
    parser.add_argument("--seed", type=int, default=20261122)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="outcomes-crash-") as folder:
        found = crash(said.kills, said.seed, Path(folder))
    outcomes = [*WHOLE, *sorted({what for counted in found.values() for what in counted} - set(WHOLE))]
    rows = [(way, n.total(), *(n[what] for what in outcomes)) for way, n in found.items()]
    n_bad = sum(n[what] for n in found.values() for what in n if what not in WHOLE)
    lines = [
        f"{said.kills} ingests were killed (seed {said.seed}). In {n_bad} of them the warehouse was not "
        "as it was before or as it was to be, or a second run did not complete.",
        "",
        *table_lines(("killed", "times", *(f"then as {what}" for what in outcomes)), rows),
    ]
    data = {
        "kills": said.kills,
        "seed": said.seed,
        "bad": n_bad,
        "found": {w: dict(c) for w, c in found.items()},
    }
    record("crash_safety", "Ingests that were killed", data, lines)
    sys.exit(1 if n_bad else 0)


if __name__ == "__main__":
    main()
