"""Proportions: one with its interval, and two compared. Shares are fractions of 0 to 1, intervals 95 %."""

from math import exp, log, sqrt
from statistics import NormalDist

LEVEL = 0.95
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
# 1.96 to all its digits, from the standard library: the overview needs no scipy to start.


def wilson_interval(met: int, denominator: int) -> tuple[float, float]:
    """The score interval of `met` out of `denominator`, low and high.

    Wilson (1927), Journal of the American Statistical Association 22: 209-212. The same numbers as
    `scipy.stats.binomtest(k, n).proportion_ci(method="wilson")`.
    """
    _check_share(met, denominator)
    return score_interval(met / denominator, denominator)


def score_interval(share: float, n: float, quantile: float = Z) -> tuple[float, float]:
    """Wilson's interval about a share that `n` rows carry; `n` may be an effective number.

    `quantile` is the normal one, or a larger one where the spread itself had to be estimated.
    """
    weight = quantile * quantile / n
    centre = (share + weight / 2) / (1 + weight)
    half = quantile * sqrt(share * (1 - share) / n + weight / (4 * n)) / (1 + weight)
    low = 0.0 if share == 0 else min(centre - half, share)
    high = 1.0 if share == 1 else max(centre + half, share)
    return low, high


def exact_interval(met: int, denominator: int) -> tuple[float, float]:
    """The exact interval, never narrower than promised: for safety, where rare must not look impossible.

    Clopper and Pearson (1934), Biometrika 26: 404-413.
    """
    from scipy.special import betaincinv

    _check_share(met, denominator)
    tail = (1 - LEVEL) / 2
    low = 0.0 if met == 0 else float(betaincinv(met, denominator - met + 1, tail))
    high = 1.0 if met == denominator else float(betaincinv(met + 1, denominator - met, 1 - tail))
    return low, high


def newcombe_difference(met_1: int, n_1: int, met_2: int, n_2: int) -> tuple[float, float, float]:
    """First share minus second, with low and high, for two groups that share nobody.

    Newcombe (1998), Statistics in Medicine 17: 873-890, method 10 (from the two Wilson intervals).
    """
    low_1, high_1 = wilson_interval(met_1, n_1)
    low_2, high_2 = wilson_interval(met_2, n_2)
    share_1, share_2 = met_1 / n_1, met_2 / n_2
    difference = share_1 - share_2
    below = sqrt((share_1 - low_1) ** 2 + (high_2 - share_2) ** 2)
    above = sqrt((high_1 - share_1) ** 2 + (share_2 - low_2) ** 2)
    return difference, difference - below, difference + above


def standardised_difference(share_1: float, share_2: float) -> float | None:
    """Two shares' difference over the spread of both, (p1 - p2) / sqrt((p1 (1 - p1) + p2 (1 - p2)) / 2).

    Austin (2009), Statistics in Medicine 28: 3083-3107. None where neither share varies: both none or all.
    """
    spread = (share_1 * (1 - share_1) + share_2 * (1 - share_2)) / 2
    return (share_1 - share_2) / sqrt(spread) if spread > 0 else None


def fisher_p(met_1: int, n_1: int, met_2: int, n_2: int) -> float:
    """Two-sided p that two groups of these sizes differ so much by chance alone. Fisher (1935)."""
    import numpy as np
    from scipy.stats import fisher_exact

    _check_share(met_1, n_1)
    _check_share(met_2, n_2)
    table = np.array([[met_1, n_1 - met_1], [met_2, n_2 - met_2]])
    return float(fisher_exact(table).pvalue)


FEWEST_EXPECTED = 5
"""Below it in any cell of the two by two an exact p is asked. Cochran (1954), Biometrics 10: 417-451."""


def is_small(met_1: int, n_1: int, met_2: int, n_2: int) -> bool:
    """Whether some cell of two groups' counts would be expected to hold fewer than five, were they alike."""
    met, n = met_1 + met_2, n_1 + n_2
    return any(part * group < FEWEST_EXPECTED * n for part in (met, n - met) for group in (n_1, n_2))


def ratio_of_rates(met_1: int, n_1: int, met_2: int, n_2: int) -> tuple[float, float, float] | None:
    """First share over second, with low and high, for two groups that share nobody; None over a share of 0.

    The log method of Katz et al. (1978), Biometrics 34: 469-474. Where nobody of the first group met it, half
    a person is added to both for the interval (Walter 1975, Biometrika 62: 371-374), and low is 0.
    """
    _check_share(met_1, n_1)
    _check_share(met_2, n_2)
    if met_2 == 0:
        return None
    ratio = (met_1 / n_1) / (met_2 / n_2)
    added = 0.5 if met_1 == 0 else 0.0
    met_a, all_a, met_b, all_b = met_1 + added, n_1 + added, met_2 + added, n_2 + added
    spread = sqrt(max(0.0, 1 / met_a - 1 / all_a + 1 / met_b - 1 / all_b))
    middle = log(met_a / all_a) - log(met_b / all_b)
    low = 0.0 if met_1 == 0 else exp(middle - Z * spread)
    return ratio, low, exp(middle + Z * spread)


def ratio_to_overall(
    met_group: int, n_group: int, met_all: int, n_all: int
) -> tuple[float, float, float] | None:
    """A group's share over the share of everybody, the group included, with low and high.

    The log method with the covariance of a part and its whole (delta method): treating the two as strangers
    would make the interval too wide. None where nobody met it, in the group or at all.
    """
    met_rest, n_rest = met_all - met_group, n_all - n_group
    _check_share(met_group, n_group)
    if not 0 <= met_rest <= n_rest:
        raise ValueError("the group must be part of everybody")
    if met_group == 0:
        return None
    share = met_group / n_group
    own = met_group * (1 - share)
    rest = met_rest * (1 - met_rest / n_rest) if n_rest else 0.0
    variance = own / met_group**2 + (own + rest) / met_all**2 - 2 * own / (met_group * met_all)
    ratio = share / (met_all / n_all)
    half = Z * sqrt(max(0.0, variance))
    return ratio, ratio * exp(-half), ratio * exp(half)


def _check_share(met: int, denominator: int) -> None:
    if denominator < 1 or not 0 <= met <= denominator:
        raise ValueError("a share needs a denominator of at least 1 and a numerator of 0 to that")
