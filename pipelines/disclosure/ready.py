"""Whether a rate may be made at all, and how much it may be leaned on."""

from pipelines.disclosure import policy
from pipelines.measures.measure import Measure
from pipelines.publication import Buckets, NoCases, PublishedCell, TooFew, TooSoon


def unready(measure: Measure, buckets: Buckets, minimum: int) -> PublishedCell | None:
    """Why no rate may be made of these buckets; None when one may."""
    possible = buckets.population - buckets.not_applicable
    if possible == 0:
        return NoCases(buckets=buckets)
    if buckets.pending == possible or buckets.pending > (1 - measure.matures_at) * possible:
        return TooSoon(buckets=buckets)
    if buckets.denominator < minimum and buckets.pending > buckets.denominator:
        # Most could still happen: waiting is the reason, not the size.
        return TooSoon(buckets=buckets)
    if buckets.denominator < minimum:
        return TooFew(buckets=buckets, n=buckets.denominator)
    return None


def is_cautious(n: int) -> bool:
    """True where the interval should lead, because there are few."""
    return n < policy.CAUTIOUS.value
