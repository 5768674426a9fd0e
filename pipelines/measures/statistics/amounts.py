"""Sums over sums, and counts over an exposure."""

from math import sqrt

from pipelines.measures.statistics.proportions import LEVEL, score_interval


def ratio_interval(  # noqa: PLR0913 (the six sums the engine makes in one scan)
    *,
    n: int,
    sum_numerator: int,
    sum_denominator: int,
    sum_numerator_squared: int,
    sum_denominator_squared: int,
    sum_product: int,
) -> tuple[float, float, float]:
    """One sum over another (paid over due), with low and high, clipped to 0 to 1.

    The ratio estimator with its linearised variance, n/(n-1) · Σ(x - ry)² / (Σy)², and Student's t with
    n - 1: Cochran (1977), Sampling Techniques, section 6.4. The sums are of whole minor units over the `n`
    obligations and the residuals are added in whole numbers, so large amounts cost no precision. Where every
    obligation has the same share there is no spread to estimate from, though few obligations prove little:
    then Wilson's interval at Kish's effective number, (Σy)²/Σy². One obligation alone says nothing: 0 to 1.
    """
    if n < 1 or sum_denominator <= 0:
        raise ValueError("a ratio needs at least one row and a denominator above zero")
    value = sum_numerator / sum_denominator
    if not 0 <= value <= 1:
        raise ValueError("a ratio of a part to its whole must lie between 0 and 1")
    if n == 1:
        return value, 0.0, 1.0
    residuals = (
        sum_numerator_squared * sum_denominator**2
        - 2 * sum_numerator * sum_denominator * sum_product
        + sum_numerator**2 * sum_denominator_squared
    )
    if residuals <= 0:
        low, high = score_interval(value, sum_denominator**2 / sum_denominator_squared)
    else:
        half = student_quantile(n - 1) * sqrt(n / (n - 1) * residuals) / sum_denominator**2
        low, high = value - half, value + half
    return value, max(0.0, min(low, value)), min(1.0, max(high, value))


def poisson_interval(events: int, exposure: float = 1.0, per: float = 1.0) -> tuple[float, float, float]:
    """Events per `per` units of exposure (per 100 conferences), with low and high, exact.

    Garwood (1936), Biometrika 28: 437-442.
    """
    from scipy.special import gammaincinv

    if events < 0 or exposure <= 0:
        raise ValueError("a rate per exposure needs 0 or more events and an exposure above zero")
    tail = (1 - LEVEL) / 2
    low = 0.0 if events == 0 else float(gammaincinv(events, tail))
    high = float(gammaincinv(events + 1, 1 - tail))
    unit = per / exposure
    return events * unit, low * unit, high * unit


def student_quantile(degrees: int) -> float:
    """How many standard errors a 95 % interval reaches to each side. Student (1908), Biometrika 6: 1-25."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, (1 + LEVEL) / 2))
