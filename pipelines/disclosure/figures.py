"""Counts that may be shown to the figures of the seam, each with its interval, its middle or its steps."""

from collections.abc import Mapping

from pipelines.disclosure.comparing_figures import APPROXIMATE
from pipelines.measures.answers import (
    ClusterAnswer,
    CurveAnswer,
    FlowAnswer,
    MoneyRateAnswer,
    PathwayAnswer,
    TallyAnswer,
)
from pipelines.measures.measure import Measure, PathwayPart
from pipelines.measures.statistics import (
    clustered_rate,
    cumulative_incidence,
    ratio_interval,
    round_half_up,
    stop_below,
    wilson_interval,
)
from pipelines.publication import (
    Buckets,
    Curve,
    CurvePoint,
    Days,
    Flow,
    FlowPart,
    Money,
    MoneyRate,
    Pathway,
    PathwayStep,
    Rate,
)
from pipelines.vocabulary import ClosureReason, ConferenceResult, Screening

WAITING = "waiting"
"""The reason of a row that is still at its stage and could go on."""

REASONS = {code.value: code.label for codes in (ConferenceResult, Screening, ClosureReason) for code in codes}


def build_rate(buckets: Buckets, clusters: ClusterAnswer | None = None) -> Rate:
    """A share with its interval; the denominator must be above zero.

    Wilson's, unless the conferences behind the answers gave several each: then those are drawn again.
    """
    rows = clusters.rows if clusters is not None else ()
    conferences = [(met or 0, answers, n) for (met, answers), n in rows if answers]
    if conferences:
        found = clustered_rate(conferences)
        low, high, method = found.low, found.high, found.method
        method += APPROXIMATE if found.is_approximate else ""
    else:
        low, high = wilson_interval(buckets.met, buckets.denominator)
        method = "Wilson"
    return Rate(
        method=method,
        value=buckets.met / buckets.denominator,
        low=low,
        high=high,
        met=buckets.met,
        denominator=buckets.denominator,
        buckets=buckets,
    )


def build_money_rate(answer: MoneyRateAnswer, currency: str) -> MoneyRate:
    """A share of money with the interval of a ratio of sums. The denominator must be above zero."""
    value, low, high = ratio_interval(
        n=answer.buckets.denominator,
        sum_numerator=answer.numerator,
        sum_denominator=answer.denominator,
        sum_numerator_squared=answer.numerator_squared,
        sum_denominator_squared=answer.denominator_squared,
        sum_product=answer.product,
    )
    return MoneyRate(
        value=value,
        low=low,
        high=high,
        met_minor=answer.numerator,
        denominator_minor=answer.denominator,
        currency=currency,
        n=answer.buckets.denominator,
        buckets=answer.buckets,
    )


def build_money(answer: TallyAnswer, currency: str) -> Money:
    """The sum and the middle half, in minor units, halves up."""
    lower, median, upper = (int(round_half_up(quantile(answer, share))) for share in (0.25, 0.5, 0.75))
    return Money(
        total_minor=sum(value * n for value, n in answer.values),
        median_minor=median,
        lower_quartile_minor=lower,
        upper_quartile_minor=upper,
        currency=currency,
        n=answer.n,
    )


def build_days(answer: TallyAnswer) -> Days:
    """Median and 90th percentile of those that ended."""
    return Days(median=quantile(answer, 0.5), p90=quantile(answer, 0.9), n=answer.n, pending=answer.pending)


def quantile(answer: TallyAnswer, share: float) -> float:
    """The value below which this share lies, between neighbours where it falls between them.

    Hyndman and Fan (1996), The American Statistician 50: 361-365, definition 7: what a spreadsheet gives.
    """
    place = (answer.n - 1) * share
    below = int(place)
    low = _value_at(answer, below)
    return low + (place - below) * (_value_at(answer, min(below + 1, answer.n - 1)) - low)


def _value_at(answer: TallyAnswer, place: int) -> int:
    for value, n in answer.values:
        if place < n:
            return value
        place -= n
    raise ValueError("there are fewer values than that")


def build_curve(answer: CurveAnswer, minimum: int) -> Curve | None:
    """The share that met it by each day, while `minimum` or more are followed; None where they never were."""
    points, stops_at = stop_below(cumulative_incidence(answer.rows), minimum)
    if not points:
        return None
    return Curve(
        points=tuple(CurvePoint(**vars(point)) for point in points),
        n=sum(n for _, _, n in answer.rows),
        stops_at_day=stops_at,
    )


def build_pathway(measure: Measure, answer: PathwayAnswer) -> Pathway:
    """Every stage that can be seen, with how many reached it, how many wait there, and why others left."""
    assert measure.pathway is not None
    seen = [stage for stage in measure.pathway.stages if stage.is_seen]
    places = _places(measure.pathway)
    if any(stage not in places for stage, _, _ in answer.rows):
        raise RuntimeError(f"{measure.name}: the warehouse holds a stage that the definition does not name")
    rows = [(places[stage], reason, n) for stage, reason, n in answer.rows]
    steps = []
    for place, stage in enumerate(seen):
        here = [(reason, n) for found, reason, n in rows if found == place]
        is_last = place == len(seen) - 1
        steps.append(
            PathwayStep(
                stage=stage.name,
                label=stage.words,
                reached=sum(n for found, _, n in rows if found >= place),
                left=() if is_last else _left(here, dict(measure.pathway.reasons)),
                waiting=0 if is_last else sum(n for reason, n in here if reason == WAITING),
            )
        )
    return Pathway(steps=tuple(steps))


def _places(pathway: PathwayPart) -> dict[str, int]:
    """Where each stage stands among those seen; one that is not seen belongs to the one before it."""
    places: dict[str, int] = {}
    last = -1
    for stage in pathway.stages:
        last += stage.is_seen
        places[stage.name] = last
    return places


def _left(here: list[tuple[str | None, int]], own: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    labels = {**REASONS, **own}
    counts: dict[str, int] = {}
    for reason, n in here:
        if reason != WAITING:
            words = labels.get(reason or ClosureReason.UNKNOWN.value, ClosureReason.UNKNOWN.label)
            counts[words] = counts.get(words, 0) + n
    return tuple(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))


def build_flow(measure: Measure, answer: FlowAnswer, currency: str) -> Flow:
    """An amount and its parts; the type refuses parts that do not add up."""
    assert measure.flow is not None
    parts = tuple(
        FlowPart(name=part.name, label=part.label, amount_minor=amount)
        for part, amount in zip(measure.flow.parts, answer.parts, strict=True)
    )
    return Flow(total_minor=answer.total, parts=parts, currency=currency, n=answer.n)
