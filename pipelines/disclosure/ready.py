"""Whether a rate may be made at all, and how much it may be leaned on."""

from pipelines.disclosure import policy
from pipelines.measures.measure import Measure
from pipelines.publication import Buckets, NoCases, PublishedCell, TooFew, TooSoon


def unready(measure: Measure, buckets: Buckets, minimum: int) -> PublishedCell | None:
    """Why no rate may be made of these buckets; None when one may."""
    possible = buckets.population - buckets.not_applicable
    if possible == 0:
        return NoCases(buckets=buckets)
    if is_young(measure, possible - buckets.pending, buckets.pending):
        return TooSoon(buckets=buckets)
    if buckets.denominator < minimum and buckets.pending > buckets.denominator:
        # Most could still happen: waiting is the reason, not the size.
        return TooSoon(buckets=buckets)
    if buckets.denominator < minimum:
        return TooFew(buckets=buckets, n=buckets.denominator)
    return None


def is_young(measure: Measure, ended: int, pending: int) -> bool:
    """True where too many of those it can apply to have not ended: who ended first is not like the others.

    Those who were reached, consented or completed early would make a young period look perfect. Each
    definition says what share must have ended (`matures_at`); without one, a period in which nothing has.
    """
    return pending > 0 and (ended == 0 or ended < measure.matures_at * (ended + pending))


def is_cautious(n: int) -> bool:
    """True where the interval should lead, because there are few."""
    return n < policy.CAUTIOUS.value
