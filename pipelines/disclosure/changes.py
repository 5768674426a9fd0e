"""One period against the one before: what a sentence may say of the difference."""

from pipelines.measures.statistics import fisher_p, is_small, newcombe_difference
from pipelines.publication import (
    Change,
    MoneyRate,
    PublishedCell,
    Rate,
    Shown,
    Verdict,
    difference_of_intervals,
)


def compare_cells(now: PublishedCell, before: PublishedCell | None) -> Change | None:
    """The change of a rate, with its interval; None for kinds that have none.

    Up or down only where the interval excludes zero. Where either period may not be shown, there is no
    earlier one to speak of.
    """
    if not (isinstance(now, Shown) and isinstance(before, Shown)):
        return Change(verdict=Verdict.NO_EARLIER)
    if isinstance(now.figure, Rate) and isinstance(before.figure, Rate):
        new, old = now.figure, before.figure
        if {new.method, old.method} != {"Wilson"}:
            return Change.between(*difference_of_intervals(new, old))
        counts = (new.met, new.denominator, old.met, old.denominator)
        p = fisher_p(*counts) if is_small(*counts) else None
        return Change.between(*newcombe_difference(*counts), p)
    if isinstance(now.figure, MoneyRate) and isinstance(before.figure, MoneyRate):
        return Change.between(*difference_of_intervals(now.figure, before.figure))
    return None
