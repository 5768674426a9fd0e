"""How often the 95 % intervals hold the truth, on simulated programmes whose truth is known.

`python -m benchmarks.coverage`: 5,000 programmes of each size, from 20 to 2,000 answers. Each has its own
truth between 0.5 and 0.95; conferences give one to six answers, and those of one conference are alike (their
correlation is 0.1; beta-binomial, Skellam 1948). Then 5,000 programmes of each of several numbers of
conferences and truths, near 1 too, where intervals are hardest. The intervals are our own functions.
"""

import argparse
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.recording import record, table_lines
from pipelines.measures.statistics.clusters import FEW_CLUSTERS, clustered_rate
from pipelines.measures.statistics.proportions import wilson_interval

SIZES = (20, 30, 50, 100, 200, 500, 1_000, 2_000)
PROGRAMMES = 5_000
MOST_ANSWERS = 6
CORRELATION = 0.1
CONFERENCES, TRUTHS = (20, 40, 80, 200), (0.5, 0.7, 0.9, 0.95)
SEED = 5
WILSON_RANGE, WILSON_NEVER_BELOW = (0.94, 0.96), 0.92
CLUSTERED_RANGE, FROM_CONFERENCES = (0.93, 0.97), 40

Counts = NDArray[np.int64]


def simulate(generator: np.random.Generator, n: int, truth: float) -> tuple[Counts, Counts]:
    """One programme: for each conference how many of its answers met it, and how many answers it gave."""
    answers = generator.integers(1, MOST_ANSWERS + 1, size=n)
    answers = answers[: np.searchsorted(np.cumsum(answers), n) + 1]
    answers[-1] -= answers.sum() - n
    return answer(generator, answers, truth), answers


def answer(generator: np.random.Generator, answers: Counts, truth: float) -> Counts:
    """How many of the answers of each conference met it."""
    spread = 1 / CORRELATION - 1
    shares = generator.beta(truth * spread, (1 - truth) * spread, size=len(answers))
    return generator.binomial(answers, shares)


def cover_at(generator: np.random.Generator, conferences: int, truth: float, programmes: int) -> float:
    """The share of programmes with so many conferences and this truth whose clustered interval holds it."""
    held = 0
    for _ in range(programmes):
        answers = generator.integers(1, MOST_ANSWERS + 1, size=conferences)
        held += _clustered_holds(answer(generator, answers, truth), answers, truth)
    return held / programmes


def _clustered_holds(met: Counts, answers: Counts, truth: float) -> bool:
    found = clustered_rate((int(m), int(a), 1) for m, a in zip(met, answers, strict=True))
    return _holds((found.low, found.high), truth)


def cover(generator: np.random.Generator, n: int, programmes: int) -> dict[str, Any]:
    """Shares of programmes of this size whose interval holds the truth."""
    held = {"independent": 0, "ignoring": 0, "clustered": 0}
    conferences = []
    for truth in generator.uniform(0.5, 0.95, size=programmes):
        met, answers = simulate(generator, n, truth)
        independent = wilson_interval(int(generator.binomial(n, truth)), n)
        held["independent"] += _holds(independent, truth)
        held["ignoring"] += _holds(wilson_interval(int(met.sum()), n), truth)
        held["clustered"] += _clustered_holds(met, answers, truth)
        conferences.append(len(answers))
    shares = {name: count / programmes for name, count in held.items()}
    return {"n": n, "conferences": float(np.mean(conferences)), "worst_wilson": worst_wilson(n), **shares}


def _holds(interval: tuple[float, float], truth: float) -> bool:
    return interval[0] <= truth <= interval[1]


def worst_wilson(n: int) -> float:
    """The lowest coverage of Wilson's interval for truths of 0.05 to 0.95: worked out, not simulated."""
    from scipy.stats import binom

    intervals = np.array([wilson_interval(met, n) for met in range(n + 1)])
    worst = 1.0
    for truth in np.arange(0.05, 0.9501, 0.01):
        inside = (intervals[:, 0] <= truth) & (truth <= intervals[:, 1])
        worst = min(worst, float(binom.pmf(np.arange(n + 1), n, truth)[inside].sum()))
    return worst


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programmes", type=int, default=PROGRAMMES)
    options = parser.parse_args()
    generator = np.random.default_rng(SEED)
    found = [cover(generator, n, options.programmes) for n in SIZES]
    average = float(np.mean([one["independent"] for one in found]))
    worst = min(one["worst_wilson"] for one in found)
    enough = [one for one in found if one["conferences"] >= FROM_CONFERENCES]
    at = {
        truth: {n: cover_at(generator, n, truth, options.programmes) for n in CONFERENCES} for truth in TRUTHS
    }
    clustered = [
        *(one["clustered"] for one in enough),
        *(share for shares in at.values() for n, share in shares.items() if n >= FROM_CONFERENCES),
    ]
    low, high = min(clustered), max(clustered)
    rows = [
        (
            f"{one['n']:,}",
            f"{one['conferences']:.0f}",
            f"{one['independent']:.1%}",
            f"{one['worst_wilson']:.1%}",
            f"{one['clustered']:.1%}" + (" (approximate)" if one["conferences"] < FEW_CLUSTERS else ""),
            f"{one['ignoring']:.1%}",
        )
        for one in found
    ]
    lines = [
        f"{options.programmes:,} simulated programmes of each size; the truth of each is known.",
        "",
        f"- Wilson, independent answers: **{average:.1%}** on average ({_said(average, WILSON_RANGE)} 94 "
        f"to 96 %), at worst **{worst:.1%}** over all truths from 0.05 to 0.95 "
        f"({'within' if worst >= WILSON_NEVER_BELOW else 'BELOW'} 92 %)",
        f"- clustered, from {FROM_CONFERENCES} conferences: **{low:.1%} to {high:.1%}** "
        f"({'within' if CLUSTERED_RANGE[0] <= low and high <= CLUSTERED_RANGE[1] else 'OUTSIDE'} 93 to 97 %)",
        "",
        *table_lines(
            (
                "answers",
                "conferences",
                "Wilson, independent",
                "Wilson at its worst truth",
                "clustered interval, clustered answers",
                "Wilson, ignoring the clusters",
            ),
            rows,
        ),
        "",
        "The clustered interval where the truth is the same for all programmes:",
        "",
        *table_lines(
            ("truth", *(f"{n} conferences" for n in CONFERENCES)),
            [(f"{truth:.0%}", *(f"{share:.1%}" for share in at[truth].values())) for truth in TRUTHS],
        ),
    ]
    data = {
        "sizes": found,
        "clustered_at": {str(truth): shares for truth, shares in at.items()},
        "seed": SEED,
    }
    record("coverage", "How often a 95 % interval holds the truth", data, lines)


def _said(share: float, wanted: tuple[float, float]) -> str:
    return "within" if wanted[0] <= share <= wanted[1] else "OUTSIDE"


if __name__ == "__main__":
    main()
