"""The exact gate: counts become the cells a programme's own managers may see.

Nothing is hidden from them; what cannot be relied on is not made into a figure. Every kind has one function,
and none can pass a count on without deciding its state.
"""

from dataclasses import dataclass

from pipelines.disclosure import policy
from pipelines.disclosure.figures import (
    build_curve,
    build_days,
    build_flow,
    build_money,
    build_money_rate,
    build_pathway,
    build_rate,
)
from pipelines.disclosure.protect_comparing import (
    protect_bounds,
    protect_change,
    protect_exposure,
    protect_gap,
    protect_overall,
    protect_quantity,
    protect_score,
    protect_unit_cost,
)
from pipelines.disclosure.ready import is_cautious, is_young, unready
from pipelines.measures.answers import (
    Answer,
    ClusterAnswer,
    CountAnswer,
    CurveAnswer,
    DistributionAnswer,
    MoneyRateAnswer,
    PathwayAnswer,
    RateAnswer,
    RatioAnswer,
    ScoreAnswer,
    TallyAnswer,
)
from pipelines.measures.measure import Measure
from pipelines.publication import (
    Buckets,
    Count,
    Kind,
    NoCases,
    PublishedCell,
    Response,
    Shown,
    TooFew,
    TooSoon,
)


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What some figures need beside their own counts."""

    clusters: ClusterAnswer | None = None
    """What the conferences behind the same answers add up to."""
    response: Response | None = None
    costs: tuple[tuple[str, int], ...] = ()
    """What the programmes spent, in minor units of each currency; empty where one does not say."""


NOTHING = Beside()


def protect_exact(  # noqa: PLR0911, PLR0912, PLR0913 (one answer for each kind)
    measure: Measure,
    answer: Answer,
    *,
    currency: str = "",
    count_note: str = "",
    minimum: int = policy.TOO_FEW.value,
    beside: Beside = NOTHING,
) -> PublishedCell:
    """The cell of one answer. `minimum` is the smallest denominator a rate may be made of."""
    match answer:
        case RateAnswer():
            return _protect_buckets(measure, answer.buckets, beside, minimum)
        case MoneyRateAnswer() if measure.kind is Kind.RATIO:
            return protect_quantity(measure, answer, minimum)
        case MoneyRateAnswer():
            return _protect_money_rate(measure, answer, currency, minimum)
        case RatioAnswer():
            return protect_overall(measure, answer, minimum)
        case ScoreAnswer():
            return protect_score(measure, answer, beside.clusters, minimum)
        case ClusterAnswer() if measure.kind is Kind.GAP:
            return protect_gap(measure, answer, minimum)
        case ClusterAnswer():
            return protect_change(answer, minimum)
        case CountAnswer() if measure.kind is Kind.UNIT_COST:
            return protect_unit_cost(answer.value, beside.costs, minimum)
        case CountAnswer():
            return Shown(figure=Count(value=answer.value, note=count_note))
        case TallyAnswer():
            return _protect_tally(measure, answer, currency, minimum)
        case DistributionAnswer():
            return _protect_distribution(answer, minimum)
        case CurveAnswer():
            return _protect_curve(answer)
        case PathwayAnswer():
            return Shown(figure=build_pathway(measure, answer)) if answer.rows else NoCases()
        case _:
            return Shown(figure=build_flow(measure, answer, currency)) if answer.n else NoCases()


def _protect_buckets(measure: Measure, buckets: Buckets, beside: Beside, minimum: int) -> PublishedCell:
    """What is made of five buckets: a share, events per so many, or bounds."""
    if measure.kind is Kind.RATIO:
        return protect_exposure(measure, buckets, minimum)
    if measure.kind is Kind.BOUNDS:
        return protect_bounds(buckets, beside.response, minimum)
    return unready(measure, buckets, minimum) or Shown(
        figure=build_rate(buckets, beside.clusters), is_cautious=is_cautious(buckets.denominator)
    )


def _protect_money_rate(
    measure: Measure, answer: MoneyRateAnswer, currency: str, minimum: int
) -> PublishedCell:
    not_yet = unready(measure, answer.buckets, minimum)
    if not_yet is not None:
        return not_yet
    if answer.denominator <= 0:
        return NoCases(buckets=answer.buckets)
    return Shown(
        figure=build_money_rate(answer, currency), is_cautious=is_cautious(answer.buckets.denominator)
    )


def _protect_tally(measure: Measure, answer: TallyAnswer, currency: str, minimum: int) -> PublishedCell:
    if answer.n == 0:
        return TooSoon() if answer.pending else NoCases()
    if measure.kind is Kind.MONEY:
        # A sum needs no minimum: it is what was agreed. The middle beside it carries the caution.
        return Shown(figure=build_money(answer, currency), is_cautious=is_cautious(answer.n))
    if is_young(measure, answer.n, answer.pending) or answer.pending > answer.n < minimum:
        return TooSoon()
    if answer.n < minimum:
        return TooFew(n=answer.n)
    return Shown(figure=build_days(answer), is_cautious=is_cautious(answer.n))


def _protect_distribution(answer: DistributionAnswer, minimum: int) -> PublishedCell:
    found = answer.distribution
    if found.n == 0:
        return NoCases()
    if found.n < minimum:
        return TooFew(n=found.n)
    return Shown(figure=found, is_cautious=is_cautious(found.n))


def _protect_curve(answer: CurveAnswer) -> PublishedCell:
    n = sum(n for _, _, n in answer.rows)
    if n == 0:
        return NoCases()
    curve = build_curve(answer, policy.CURVE_AT_RISK.value)
    if curve is None:
        return TooFew(n=n)
    return Shown(figure=curve, is_cautious=is_cautious(n))
