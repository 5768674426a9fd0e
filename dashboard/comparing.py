"""Figures that set one thing against another in words: ratios, scores, changes, gaps, bounds, costs.

No word of cause, and none of praise or blame: what differs is said, and how sure that is.
"""

from dashboard.formats import (
    format_count,
    format_interval,
    format_money,
    format_percent,
    format_points,
    format_signed,
    round_half_up,
)
from dashboard.labels import perspective_words
from pipelines.publication import Balance, Bounds, Gap, PairedChange, Ratio, Score, UnitCost

Comparing = Ratio | Score | PairedChange | Gap | Bounds | UnitCost | Balance


def describe_comparing(figure: Comparing) -> str:  # noqa: PLR0911 (one answer for each kind)
    """The whole of one figure in words, with its interval and its parts."""
    match figure:
        case Ratio():
            return _describe_ratio(figure)
        case Score():
            interval = f"95% interval {_decimal(figure.low)} to {_decimal(figure.high)}"
            return f"{_decimal(figure.mean)} of 5, {interval}, from {format_count(figure.n)} responses"
        case PairedChange():
            return _describe_change(figure)
        case Gap():
            sides = f"{perspective_words(figure.first)} against {perspective_words(figure.second)}"
            interval = f"95% interval {format_points(figure.low)} to {format_points(figure.high)}"
            return f"{format_points(figure.value)}, {sides}, {interval}"
        case Bounds():
            range_ = format_interval(figure.low, figure.high)
            answered = f"{format_count(figure.answered)} of {format_count(figure.asked)} answered"
            return (
                f"{format_percent(figure.value)} of those who answered; {range_} had everybody ({answered})"
            )
        case Balance():
            return _describe_balance(figure)
        case UnitCost():
            each = format_money(figure.value_minor, figure.currency, exact=True)
            total = format_money(figure.total_minor, figure.currency)
            return f"{each} for each of {format_count(figure.n)} ({total} in all)"


def _describe_balance(figure: Balance) -> str:
    answered = f"{format_count(figure.answered)} of {format_count(figure.all_answered)} who answered"
    everybody = f"{format_count(figure.eligible)} of all {format_count(figure.all_eligible)}"
    return f"standardised difference {format_signed(figure.value)}: {answered}, {everybody}"


def _describe_ratio(figure: Ratio) -> str:
    value, low, high = (_decimal(number) for number in (figure.value, figure.low, figure.high))
    parts = f"{_quantity(figure.numerator)} of {_quantity(figure.denominator)}"
    if figure.overall is not None:
        met, n = (format_count(number) for number in figure.overall)
        return f"{value} times everybody's share, 95% interval {low} to {high}, {parts} against {met} of {n}"
    if figure.per > 1:
        return f"{value} per {format_count(figure.per)}, 95% interval {low} to {high}, {parts}"
    share, interval = format_percent(figure.value), format_interval(figure.low, figure.high)
    return f"{share}, 95% interval {interval}, {parts}"


def _describe_change(figure: PairedChange) -> str:
    counts = (("better", figure.better), ("the same", figure.same), ("worse", figure.worse))
    words = ", ".join(f"{format_count(n)} {name}" for name, n in counts)
    interval = (
        ""
        if figure.low is None or figure.high is None
        else f", 95% interval {format_signed(figure.low)} to {format_signed(figure.high)}"
    )
    n = format_count(figure.n)
    return f"{words} of {n} who answered both times; {format_signed(figure.mean)} points on average{interval}"


def _decimal(value: float) -> str:
    return str(round_half_up(value, 2))


def _quantity(value: float) -> str:
    """A count, or an amount of hours that may have a part of one."""
    return format_count(int(value)) if value == int(value) else str(round_half_up(value, 2))
