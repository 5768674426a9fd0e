"""The exact gate for figures that set one thing against another: neither side may be too few."""

from pipelines.disclosure import policy
from pipelines.disclosure.comparing_figures import (
    build_balance,
    build_bounds,
    build_change,
    build_exposure_ratio,
    build_gap,
    build_overall_ratio,
    build_quantity_ratio,
    build_score,
    build_unit_cost,
    gap_counts,
    score_values,
)
from pipelines.disclosure.ready import is_cautious, unready
from pipelines.measures.answers import (
    ClusterAnswer,
    MoneyRateAnswer,
    RatioAnswer,
    ScoreAnswer,
)
from pipelines.measures.cluster_columns import score_unit
from pipelines.measures.measure import Measure
from pipelines.publication import (
    Buckets,
    NoCases,
    NotSupplied,
    PublishedCell,
    Response,
    Shown,
    TooFew,
)

COSTS = "costs"
ONE_CURRENCY = "costs in one currency"
"""How the programme's total is called among what is supplied."""


def protect_exposure(measure: Measure, buckets: Buckets, minimum: int) -> PublishedCell:
    """Events per so many: shown from the smallest exposure on, however rare they are."""
    not_yet = unready(measure, buckets, minimum)
    if not_yet is not None:
        return not_yet
    return Shown(figure=build_exposure_ratio(measure, buckets), is_cautious=is_cautious(buckets.denominator))


def protect_quantity(measure: Measure, answer: MoneyRateAnswer, minimum: int) -> PublishedCell:
    """A sum over a sum, of enough rows."""
    not_yet = unready(measure, answer.buckets, minimum)
    if not_yet is not None:
        return not_yet
    if answer.denominator <= 0:
        return NoCases(buckets=answer.buckets)
    return Shown(
        figure=build_quantity_ratio(measure, answer), is_cautious=is_cautious(answer.buckets.denominator)
    )


def protect_overall(measure: Measure, answer: RatioAnswer, minimum: int) -> PublishedCell:
    """A group against everybody: both must be enough, and somebody must have met it."""
    not_yet = unready(measure, answer.buckets, minimum)
    if not_yet is not None:
        return not_yet
    is_of_shares = measure.ratio is not None and measure.ratio.of == "difference"
    figure = build_balance(answer) if is_of_shares else build_overall_ratio(answer)
    if figure is None:
        return TooFew(buckets=answer.buckets, n=answer.buckets.denominator)
    return Shown(figure=figure, is_cautious=is_cautious(answer.buckets.denominator))


def protect_score(
    measure: Measure, answer: ScoreAnswer, clusters: ClusterAnswer | None, minimum: int
) -> PublishedCell:
    """An index, of enough responses that have a score."""
    n = sum(times for _, times in score_values(answer))
    if not answer.rows:
        return NoCases()
    if n < minimum:
        return TooFew(n=n)
    return Shown(figure=build_score(answer, clusters, score_unit(measure)), is_cautious=is_cautious(n))


def protect_change(answer: ClusterAnswer, minimum: int) -> PublishedCell:
    """A change, of enough people who answered both times."""
    if not answer.rows:
        return NoCases()
    figure = build_change(answer)
    if figure is None or figure.n < minimum:
        return TooFew(n=figure.n if figure else 0)
    return Shown(figure=figure, is_cautious=is_cautious(figure.n))


def protect_gap(measure: Measure, answer: ClusterAnswer, minimum: int) -> PublishedCell:
    """A difference between perspectives: enough answers of both, from more than one conference."""
    if not answer.rows:
        return NoCases()
    first, second, conferences = gap_counts(answer)
    figure = build_gap(measure, answer) if min(first, second) >= minimum else None
    if figure is None:
        return TooFew(n=min(first, second))
    return Shown(figure=figure, is_cautious=conferences < policy.CAUTIOUS.value)


def protect_bounds(buckets: Buckets, response: Response | None, minimum: int) -> PublishedCell:
    """How different it could be: needs somebody asked, and one answer at least."""
    if response is None or not response.asked:
        return NoCases(buckets=buckets)
    if response.asked < minimum or buckets.denominator == 0:
        return TooFew(buckets=buckets, n=buckets.denominator)
    return Shown(figure=build_bounds(buckets, response), is_cautious=is_cautious(buckets.denominator))


def protect_unit_cost(n: int, costs: tuple[tuple[str, int], ...], minimum: int) -> PublishedCell:
    """A cost for each: of enough of them, where the programme says what it spent."""
    if len(costs) != 1:
        return NotSupplied(missing=(ONE_CURRENCY if costs else COSTS,))
    if n == 0:
        return NoCases()
    if n < minimum:
        return TooFew(n=n)
    ((currency, minor),) = costs
    return Shown(figure=build_unit_cost(minor, n, currency), is_cautious=is_cautious(n))
