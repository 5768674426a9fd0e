"""A protected share against the one of the period before, from the two published cells alone."""

from pipelines.publication import Change, PublishedCell, Rate, Shown, Verdict, difference_of_intervals

_QUARTERS = 4


def period_before(period: str) -> str:
    """The year before a year, the quarter before a quarter; empty for all to date and years told together."""
    if not period or "-" in period:
        return ""
    year, _, quarter = period.partition("Q")
    if not quarter:
        return str(int(year) - 1)
    number = int(year) * _QUARTERS + int(quarter) - 2
    return f"{number // _QUARTERS}Q{number % _QUARTERS + 1}"


def compare_rates(now: PublishedCell, before: PublishedCell) -> Change | None:
    """Up or down only when the interval of the difference, which holds the noise of both, excludes zero.

    None for kinds that are not compared.
    """
    match now, before:
        case Shown(figure=Rate() as last), Shown(figure=Rate() as first):
            return Change.between(*difference_of_intervals(last, first))
        case Shown(), _ if not isinstance(now.figure, Rate):
            return None
    return Change(verdict=Verdict.NO_EARLIER)
