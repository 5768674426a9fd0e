"""Counts that may be shown to the figures that set one thing against another, each with its interval."""

from collections.abc import Sequence
from math import sqrt

from pipelines.measures.answers import ClusterAnswer, MoneyRateAnswer, RatioAnswer, ScoreAnswer
from pipelines.measures.measure import Measure
from pipelines.measures.statistics import (
    bootstrap_clusters,
    clustered_gap,
    cronbach_alpha,
    paired_change,
    poisson_interval,
    ratio_interval,
    ratio_of_rates,
    ratio_to_overall,
    round_half_up,
    standardised_difference,
    student_quantile,
)
from pipelines.measures.statistics.clusters import FEW_CLUSTERS, MAX_ANSWERS_FOR_WILSON
from pipelines.publication import (
    Balance,
    Bounds,
    Buckets,
    Gap,
    PairedChange,
    Ratio,
    Response,
    Score,
    UnitCost,
)

LOWEST, HIGHEST = 1.0, 5.0
BOOTSTRAP = "cluster bootstrap over conferences"
APPROXIMATE = f", approximate: fewer than {FEW_CLUSTERS} conferences"


def build_exposure_ratio(measure: Measure, buckets: Buckets) -> Ratio:
    """Met per so many rows with a record, with the exact Poisson interval."""
    assert measure.ratio is not None
    per = measure.ratio.per
    value, low, high = poisson_interval(buckets.met, buckets.denominator, per)
    return Ratio(
        value=value,
        low=low,
        high=high,
        numerator=buckets.met,
        denominator=buckets.denominator,
        per=per,
        method="exact Poisson",
        buckets=buckets,
    )


def build_quantity_ratio(measure: Measure, answer: MoneyRateAnswer) -> Ratio:
    """One sum over another, in the unit they are named in, with the interval of a ratio of sums."""
    assert measure.ratio is not None
    value, low, high = ratio_interval(
        n=answer.buckets.denominator,
        sum_numerator=answer.numerator,
        sum_denominator=answer.denominator,
        sum_numerator_squared=answer.numerator_squared,
        sum_denominator_squared=answer.denominator_squared,
        sum_product=answer.product,
    )
    return Ratio(
        value=value,
        low=low,
        high=high,
        numerator=answer.numerator / measure.ratio.parts,
        denominator=answer.denominator / measure.ratio.parts,
        method="ratio estimator",
        buckets=answer.buckets,
    )


def build_overall_ratio(answer: RatioAnswer) -> Ratio | None:
    """A group's share over everybody's; None where nobody at all met it."""
    group, overall = answer.buckets, answer.overall
    parts = group.met, group.denominator, overall.met, overall.denominator
    found = ratio_to_overall(*parts) or ratio_of_rates(*parts)
    if found is None:
        return None
    return Ratio(
        value=found[0],
        low=found[1],
        high=found[2],
        numerator=group.met,
        denominator=group.denominator,
        overall=(overall.met, overall.denominator),
        method="log method, the group being part of all",
        buckets=group,
    )


def build_balance(answer: RatioAnswer) -> Balance | None:
    """A group's share of those who answered against that of everybody; None with one group, or no answer."""
    group, everybody = answer.buckets, answer.overall
    if not everybody.met:
        return None
    difference = standardised_difference(group.met / everybody.met, group.denominator / everybody.denominator)
    if difference is None:
        return None
    return Balance(
        value=difference,
        answered=group.met,
        eligible=group.denominator,
        all_answered=everybody.met,
        all_eligible=everybody.denominator,
    )


def score_values(answer: ScoreAnswer) -> list[tuple[float, int]]:
    """The score of every response that answered enough, and how many have it."""
    values = []
    for points, n in answer.rows:
        valid = [point for point in points if point is not None]
        if len(valid) >= answer.fewest:
            values.append((sum(valid) / len(valid), n))
    return values


def build_score(answer: ScoreAnswer, clusters: ClusterAnswer | None, unit: int) -> Score:
    """The mean of the scores; conferences are drawn again where one gave several of them.

    `unit` is how many parts of a point the conferences' sums are counted in. At least two responses.
    """
    values = score_values(answer)
    n = sum(times for _, times in values)
    mean = sum(value * times for value, times in values) / n
    low, high, method = _score_interval(values, mean, n, clusters, unit)
    complete = [
        tuple(float(point) for point in points if point is not None)
        for points, times in answer.rows
        for _ in range(times)
        if None not in points
    ]
    return Score(
        mean=mean,
        low=max(LOWEST, min(low, mean)),
        high=min(HIGHEST, max(high, mean)),
        n=n,
        alpha=cronbach_alpha(complete),
        method=method,
    )


def _score_interval(
    values: Sequence[tuple[float, int]], mean: float, n: int, clusters: ClusterAnswer | None, unit: int
) -> tuple[float, float, str]:
    conferences = [
        ((total / unit, answers), times)
        for (total, answers), times in (clusters.rows if clusters else ())
        if total is not None and answers
    ]
    n_conferences = sum(times for _, times in conferences)
    if n_conferences > 1 and n > MAX_ANSWERS_FOR_WILSON * n_conferences:
        low, high = bootstrap_clusters(conferences)
        return low, high, BOOTSTRAP + (APPROXIMATE if n_conferences < FEW_CLUSTERS else "")
    spread = sqrt(sum(times * (value - mean) ** 2 for value, times in values) / (n - 1))
    half = student_quantile(n - 1) * spread / sqrt(n)
    return mean - half, mean + half, "Student's t"


def build_change(answer: ClusterAnswer) -> PairedChange | None:
    """What changed in the people who answered both times; None where nobody did."""
    both = [
        (first, second, n) for (first, second), n in answer.rows if first is not None and second is not None
    ]
    if not both:
        return None
    found = paired_change(both)
    return PairedChange(
        mean=found.mean,
        low=found.low,
        high=found.high,
        better=found.up,
        same=found.same,
        worse=found.down,
        n_first=sum(n for (first, _), n in answer.rows if first is not None),
        n_second=sum(n for (_, second), n in answer.rows if second is not None),
        effect_size=found.effect_size,
        p=found.p_wilcoxon,
    )


def gap_counts(answer: ClusterAnswer) -> tuple[int, int, int]:
    """Valid answers of the first and of the second perspective, and how many conferences they come from."""
    first = sum((sums[1] or 0) * n for sums, n in answer.rows)
    second = sum((sums[3] or 0) * n for sums, n in answer.rows)
    return first, second, sum(n for _, n in answer.rows)


def build_gap(measure: Measure, answer: ClusterAnswer) -> Gap | None:
    """One perspective's share minus the other's; None where either is silent, or one conference answered."""
    assert measure.gap is not None
    rows = [((s[0] or 0, s[1] or 0, s[2] or 0, s[3] or 0), n) for s, n in answer.rows]
    found = clustered_gap(rows)
    if found is None:
        return None
    n_first, n_second, conferences = gap_counts(answer)
    value, low, high = found
    return Gap(
        value=value,
        low=max(-1.0, min(low, value)),
        high=min(1.0, max(high, value)),
        first=measure.gap.first.value,
        second=measure.gap.second.value,
        n_first=n_first,
        n_second=n_second,
        conferences=conferences,
        method=BOOTSTRAP + (APPROXIMATE if conferences < FEW_CLUSTERS else ""),
    )


def build_bounds(buckets: Buckets, response: Response) -> Bounds:
    """Where the share would lie had everybody asked answered. At least one valid answer."""
    asked = max(buckets.denominator, response.asked - buckets.not_applicable)
    return Bounds(
        value=buckets.met / buckets.denominator,
        low=buckets.met / asked,
        high=(buckets.met + asked - buckets.denominator) / asked,
        met=buckets.met,
        answered=buckets.denominator,
        asked=asked,
    )


def build_unit_cost(total_minor: int, n: int, currency: str) -> UnitCost:
    """What was spent over how many it reached, halves up."""
    return UnitCost(
        value_minor=int(round_half_up(total_minor / n)), total_minor=total_minor, n=n, currency=currency
    )
