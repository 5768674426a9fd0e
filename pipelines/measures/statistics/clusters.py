"""Several answers from one conference are not independent people: whole conferences are drawn again."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from pipelines.measures.statistics.proportions import LEVEL, score_interval, wilson_interval

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Statistic = Callable[[NDArray[float64]], NDArray[float64]]

DRAWS = 2_000
SEED = 20_260_930
# Any fixed number would do: the same data must give the same interval on every page and in every report.
MAX_ANSWERS_FOR_WILSON = 1.2
FEW_CLUSTERS = 20
MIN_CLUSTERS = 2
CHUNK = 500
# Draws made at once, so that memory stays flat however many different conferences there are.


@dataclass(frozen=True, kw_only=True)
class ClusteredRate:
    """A share of answers with its interval, and how that was found."""

    value: float
    low: float
    high: float
    clusters: int
    method: str
    is_approximate: bool
    """True where the conferences are too few for the resampling to be relied on."""


def clustered_rate(rows: Iterable[tuple[int, int, int]]) -> ClusteredRate:
    """The share met of all answers, from rows (met, answers, how many conferences with these two numbers).

    Wilson where a conference gave at most 1.2 answers on average. Otherwise conferences are resampled for the
    spread; where all or none of the answers met it there is nothing to resample, and each conference counts
    as one answer.
    """
    counted = [(met, answers, n) for met, answers, n in rows if answers > 0 and n > 0]
    met = sum(met * n for met, _, n in counted)
    answers = sum(answers * n for _, answers, n in counted)
    clusters = sum(n for _, _, n in counted)
    if not clusters:
        raise ValueError("a share of answers needs at least one answer")
    low, high, method = _clustered_interval(counted, met, answers, clusters)
    value = met / answers
    return ClusteredRate(
        value=value,
        low=min(low, value),
        high=max(high, value),
        clusters=clusters,
        method=method,
        is_approximate=clusters < FEW_CLUSTERS and method != "Wilson",
    )


def _clustered_interval(
    rows: list[tuple[int, int, int]], met: int, answers: int, clusters: int
) -> tuple[float, float, str]:
    if answers <= MAX_ANSWERS_FOR_WILSON * clusters:
        return *wilson_interval(met, answers), "Wilson"
    if met in {0, answers}:
        return *wilson_interval(clusters if met else 0, clusters), "Wilson over conferences"
    if clusters < MIN_CLUSTERS:
        return 0.0, 1.0, "none: one conference"
    return *_interval_of_conferences(rows, met, answers, clusters), "cluster bootstrap over conferences"


def _interval_of_conferences(
    rows: list[tuple[int, int, int]], met: int, answers: int, clusters: int
) -> tuple[float, float]:
    """Wilson's interval about the share, at the number of independent answers that these are worth.

    The resampled conferences say how far the share spreads, and so how many independent answers would spread
    as far: at most as many as there are. Their percentiles would cut short the longer side of a share near 0
    or 1. Korn and Graubard (1998), Survey Methodology 24: 193-201; Wilson's form of it: Franco, Little, Louis
    and Slud (2019), Journal of Survey Statistics and Methodology 7: 334-364.
    """
    import numpy as np
    from scipy.special import stdtrit

    counts: Counter[tuple[float, ...]] = Counter()
    for met_here, answers_here, n in rows:
        counts[met_here, answers_here] += n
    shares = _draw(counts, _first_over_second, draws=DRAWS, seed=SEED)
    # Drawing again spreads a little less than drawing anew does.
    variance = float(np.var(shares)) * clusters / (clusters - 1)
    share = met / answers
    worth = min(float(answers), share * (1 - share) / variance) if variance else float(answers)
    return score_interval(share, worth, float(stdtrit(clusters - 1, (1 + LEVEL) / 2)))


def clustered_gap(
    rows: Iterable[tuple[tuple[float, int, float, int], int]],
) -> tuple[float, float, float] | None:
    """Mean of one perspective minus mean of another, with low and high, both drawn from the same conferences.

    Rows are ((sum of the first, answers of the first, sum of the second, answers of the second), how many
    conferences). None where either perspective gave no answer, or only one conference answered.
    """
    counted = list(rows)
    total = [sum(values[part] * n for values, n in counted) for part in range(4)]
    if not total[1] or not total[3] or sum(n for _, n in counted) < MIN_CLUSTERS:
        return None

    def gap(sums: "NDArray[float64]") -> "NDArray[float64]":
        return sums[:, 0] / sums[:, 1] - sums[:, 2] / sums[:, 3]

    low, high = bootstrap_clusters(counted, gap)
    return total[0] / total[1] - total[2] / total[3], low, high


def design_effect(*, answers_per_cluster: float, correlation: float) -> float:
    """How many times larger the variance is than with independent answers: 1 + (m - 1)ρ. Kish (1965)."""
    return 1 + (answers_per_cluster - 1) * correlation


def bootstrap_clusters(
    rows: Iterable[tuple[tuple[float, ...], int]],
    statistic: "Statistic | None" = None,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> tuple[float, float]:
    """Low and high of a statistic of sums when whole clusters are drawn again, seeded.

    Rows are (the cluster's sums, how many clusters have the same ones): drawing from those counts is the same
    as drawing clusters, and stays small. `statistic` takes one row of sums a draw (first over second without
    one); draws where it is undefined, an empty group, are left out. The percentiles are widened for few
    clusters: Hesterberg (2015), The American Statistician 69: 371-386, section 5.3.
    """
    import numpy as np
    from scipy.special import ndtr, stdtrit

    counts: Counter[tuple[float, ...]] = Counter()
    for sums, n in rows:
        counts[sums] += n
    clusters = counts.total()
    if clusters < MIN_CLUSTERS:
        raise ValueError("at least two clusters are needed to draw them again")
    found = _draw(counts, statistic or _first_over_second, draws=draws, seed=seed)
    tail = float(ndtr(sqrt(clusters / (clusters - 1)) * stdtrit(clusters - 1, (1 - LEVEL) / 2)))
    low, high = np.quantile(found[np.isfinite(found)], [tail, 1 - tail])
    return float(low), float(high)


def _draw(
    counts: "Counter[tuple[float, ...]]", statistic: "Statistic", *, draws: int, seed: int
) -> "NDArray[float64]":
    import numpy as np

    distinct = sorted(counts)
    table = np.array(distinct, dtype=np.float64)
    times = np.array([counts[sums] for sums in distinct], dtype=np.float64)
    clusters = counts.total()
    generator = np.random.default_rng(seed)
    found = []
    for start in range(0, draws, CHUNK):
        weights = generator.multinomial(clusters, times / clusters, size=min(CHUNK, draws - start))
        with np.errstate(divide="ignore", invalid="ignore"):
            found.append(statistic(weights @ table))
    return np.concatenate(found)


def _first_over_second(sums: "NDArray[float64]") -> "NDArray[float64]":
    return sums[:, 0] / sums[:, 1]
