"""The same people twice: before and after, after and follow-up."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from pipelines.measures.statistics.proportions import LEVEL


@dataclass(frozen=True, kw_only=True)
class PairedChange:
    """What changed in `n` people who answered both times. Mean change has a 95 % interval."""

    n: int
    up: int
    same: int
    down: int
    mean: float
    low: float | None
    high: float | None
    effect_size: float | None
    """Mean change over its standard deviation, d_z (Lakens 2013, Frontiers in Psychology 4: 863)."""
    t: float | None
    p_t: float | None
    p_wilcoxon: float | None


def paired_change(rows: Iterable[tuple[int, int, int]]) -> PairedChange:
    """The change from first to second answer, from rows (first, second, how many people).

    Signed ranks with ties at zero kept in the ranking: Pratt (1959), Journal of the American Statistical
    Association 54: 655-667. None for what cannot be computed: one pair has no spread, no change has no test.
    """
    changes = [second - first for first, second, n in rows for _ in range(n)]
    n = len(changes)
    if n == 0:
        raise ValueError("a change needs at least one person who answered both times")
    mean = sum(changes) / n
    spread = sqrt(sum((change - mean) ** 2 for change in changes) / (n - 1)) if n > 1 else 0.0
    low, high, t, p_t = _student_interval(mean, spread, n) if spread else (None, None, None, None)
    return PairedChange(
        n=n,
        up=sum(change > 0 for change in changes),
        same=sum(change == 0 for change in changes),
        down=sum(change < 0 for change in changes),
        mean=mean,
        low=low,
        high=high,
        effect_size=mean / spread if spread else None,
        t=t,
        p_t=p_t,
        p_wilcoxon=_signed_rank_p(changes) if any(changes) else None,
    )


def mcnemar_p(first_only: int, second_only: int) -> float:
    """Exact two-sided p that as many changed one way as the other, from the two counts of those who changed.

    McNemar (1947), Psychometrika 12: 153-157, in its binomial form.
    """
    from scipy.stats import binomtest

    changed = first_only + second_only
    return float(binomtest(first_only, changed, 0.5).pvalue) if changed else 1.0


def _student_interval(mean: float, spread: float, n: int) -> tuple[float, float, float, float]:
    from scipy.special import stdtr, stdtrit

    error = spread / sqrt(n)
    half = float(stdtrit(n - 1, (1 + LEVEL) / 2)) * error
    t = mean / error
    return mean - half, mean + half, t, 2 * float(stdtr(n - 1, -abs(t)))


def _signed_rank_p(changes: list[int]) -> float:
    from scipy.stats import wilcoxon

    return float(wilcoxon(changes, zero_method="pratt", method="auto").pvalue)
