"""One period against the one before: what a sentence may say of the difference."""

from math import sqrt

from pipelines.disclosure import policy
from pipelines.measures.statistics import newcombe_difference
from pipelines.publication import Change, MoneyRate, PublishedCell, Rate, Response, Shown, Verdict


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
            return _change(*difference_of_intervals(new, old))
        return _change(*newcombe_difference(new.met, new.denominator, old.met, old.denominator))
    if isinstance(now.figure, MoneyRate) and isinstance(before.figure, MoneyRate):
        return _change(*difference_of_intervals(now.figure, before.figure))
    return None


def difference_of_intervals(new: Rate | MoneyRate, old: Rate | MoneyRate) -> tuple[float, float, float]:
    """First share minus second, with low and high, from the interval of each.

    Zou and Donner (2008), Statistics in Medicine 27: 1693-1702: the square-and-add method; Newcombe's is a
    case of it.
    """
    difference = new.value - old.value
    below = sqrt((new.value - new.low) ** 2 + (old.high - old.value) ** 2)
    above = sqrt((new.high - new.value) ** 2 + (old.value - old.low) ** 2)
    return difference, difference - below, difference + above


def may_call(response: Response | None) -> bool:
    """Whether enough answered for a change to be called at all."""
    return response is None or response.share * 100 >= policy.NO_VERDICT_RESPONSE_PERCENT.value


def _change(difference: float, low: float, high: float) -> Change:
    verdict = Verdict.UP if low > 0 else Verdict.DOWN if high < 0 else Verdict.NO_CLEAR_CHANGE
    return Change(verdict=verdict, difference=difference, low=low, high=high)
