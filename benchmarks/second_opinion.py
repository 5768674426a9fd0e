"""Every figure twice on random exports nobody has looked at before: the pipeline beside plain loops.

`python -m benchmarks.second_opinion`: 500 programmes' exports, five to a hand-over, each loaded whole
and asked every second question over bases and breakdowns. New ones in every run; a seed repeats one.
"""

import argparse
import secrets
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from benchmarks.recording import record
from tests.support.opinion_comparison import find_differences_of
from tests.support.random_exports import RandomExport, random_exports
from tests.support.second_opinion import LOOPS
from tests.support.steady_draws import STEADY

EXPORTS = 500
TOGETHER = ("river", "harbour", "hill", "meadow", "moor")
PARTS = 2


def search(n_exports: int, number: int) -> tuple[int, list[str]]:
    """How many exports were compared, and a line for each figure that differs, all of one export at most."""
    seen: list[list[str]] = []

    @seed(number)
    @settings(
        max_examples=n_exports // len(TOGETHER),
        backend=STEADY,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(export=random_exports(programmes=TOGETHER), start=st.integers(0, PARTS - 1))
    def compare(export: RandomExport, start: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            found = list(find_differences_of(export, Path(folder), start=start, step=PARTS))
        seen.append(found)
        if found:
            print(export, *found, sep="\n", flush=True)

    compare()
    return len(seen) * len(TOGETHER), [line for found in seen for line in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exports", type=int, default=EXPORTS)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    options = parser.parse_args()
    n, differences = search(options.exports, options.seed)
    lines = [
        f"{n} random exports, {len(TOGETHER)} to a hand-over, each loaded whole; {len(LOOPS)} measures over "
        f"bases and breakdowns, every second question of each hand-over; seed {options.seed}.",
        "",
        f"- figures that differ between the pipeline and the plain loops: **{len(differences)}**",
        *(f"  - {line}" for line in differences[:20]),
    ]
    data = {"exports": n, "measures": len(LOOPS), "seed": options.seed, "differences": differences}
    record("second_opinion", "Every figure twice", data, lines)


if __name__ == "__main__":
    main()
