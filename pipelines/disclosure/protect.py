"""The exact gate: counts become the cells a programme's own managers may see.

Nothing is hidden from them; what cannot be relied on is not made into a figure. Every kind has one function,
and none can pass a count on without deciding its state.
"""

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
from pipelines.measures.answers import (
    Answer,
    CountAnswer,
    CurveAnswer,
    DistributionAnswer,
    FlowAnswer,
    MoneyRateAnswer,
    PathwayAnswer,
    RateAnswer,
    TallyAnswer,
)
from pipelines.measures.measure import Measure
from pipelines.publication import (
    Buckets,
    Count,
    Kind,
    NoCases,
    PublishedCell,
    Shown,
    TooFew,
    TooSoon,
)


def protect_exact(  # noqa: PLR0911 (one answer for each kind)
    measure: Measure,
    answer: Answer,
    *,
    currency: str = "",
    count_note: str = "",
    minimum: int = policy.TOO_FEW.value,
) -> PublishedCell:
    """The cell of one answer. `minimum` is the smallest denominator a rate may be made of."""
    match answer:
        case RateAnswer():
            return _unready(measure, answer.buckets, minimum) or _shown_rate(answer.buckets)
        case MoneyRateAnswer():
            return _protect_money_rate(measure, answer, currency, minimum)
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
        case FlowAnswer():
            return Shown(figure=build_flow(measure, answer, currency)) if answer.n else NoCases()


def _unready(measure: Measure, buckets: Buckets, minimum: int) -> PublishedCell | None:
    """Why no rate may be made of these buckets; None when one may."""
    possible = buckets.population - buckets.not_applicable
    if possible == 0:
        return NoCases(buckets=buckets)
    if buckets.pending == possible or buckets.pending > (1 - measure.matures_at) * possible:
        return TooSoon(buckets=buckets)
    if buckets.denominator == 0 and buckets.pending:
        return TooSoon(buckets=buckets)
    if buckets.denominator < minimum:
        return TooFew(buckets=buckets, n=buckets.denominator)
    return None


def _is_cautious(n: int) -> bool:
    return n < policy.CAUTIOUS.value


def _shown_rate(buckets: Buckets) -> PublishedCell:
    return Shown(figure=build_rate(buckets), is_cautious=_is_cautious(buckets.denominator))


def _protect_money_rate(
    measure: Measure, answer: MoneyRateAnswer, currency: str, minimum: int
) -> PublishedCell:
    unready = _unready(measure, answer.buckets, minimum)
    if unready is not None:
        return unready
    if answer.denominator <= 0:
        return NoCases(buckets=answer.buckets)
    return Shown(
        figure=build_money_rate(answer, currency), is_cautious=_is_cautious(answer.buckets.denominator)
    )


def _protect_tally(measure: Measure, answer: TallyAnswer, currency: str, minimum: int) -> PublishedCell:
    if answer.n == 0:
        return TooSoon() if answer.pending else NoCases()
    if measure.kind is Kind.MONEY:
        # A sum needs no minimum: it is what was agreed. The middle beside it carries the caution.
        return Shown(figure=build_money(answer, currency), is_cautious=_is_cautious(answer.n))
    if answer.n < minimum:
        return TooFew(n=answer.n)
    return Shown(figure=build_days(answer), is_cautious=_is_cautious(answer.n))


def _protect_distribution(answer: DistributionAnswer, minimum: int) -> PublishedCell:
    found = answer.distribution
    if found.n == 0:
        return NoCases()
    if found.n < minimum:
        return TooFew(n=found.n)
    return Shown(figure=found, is_cautious=_is_cautious(found.n))


def _protect_curve(answer: CurveAnswer) -> PublishedCell:
    n = sum(n for _, _, n in answer.rows)
    if n == 0:
        return NoCases()
    curve = build_curve(answer, policy.CURVE_AT_RISK.value)
    if curve is None:
        return TooFew(n=n)
    return Shown(figure=curve, is_cautious=_is_cautious(n))
