"""Figures that are no share of one whole, as a mark with its range, and the scale that marks stand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from dashboard.formats import round_half_up
from dashboard.wording import (
    format_count,
    format_days,
    format_interval,
    format_money,
    format_percent,
    format_points,
)
from pipelines.publication import Bounds, Days, Figure, Gap, Money, PublishedCell, Ratio, Score, Shown

FEWEST_TIMES = 0.5
"""A scale of ratios reaches from half to double at least: a small difference must look small."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One figure on a scale: where it stands, how far its range goes, and the words at its right."""

    value: float
    low: float
    high: float
    lead: str
    ends: str
    """The range in words."""
    parts: str
    """What it was made of."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """From `low` to `high`, even or by times; `middle` is what figures are set against, if anything."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    middle: float | None = None
    is_by_times: bool = False

    def place(self, value: float) -> float:
        """0 at the left end, 1 at the right one; what lies outside stands at the end."""
        if self.is_by_times:
            value = max(value, self.low)
            share = log(value / self.low) / log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return min(1.0, max(0.0, share))


def find_mark(cell: PublishedCell) -> Mark | None:
    """The mark of a shown figure that has a place on a scale; None for every other cell."""
    if not isinstance(cell, Shown):
        return None
    match cell.figure:
        case Ratio() as ratio:
            return _mark_ratio(ratio)
        case Days() as days:
            return _mark_days(days)
        case Money() as money:
            return _mark_money(money)
        case Score() | Gap() | Bounds() as answers:
            return _mark_answers(answers)
        case _:
            return None


def _mark_ratio(figure: Ratio) -> Mark:
    parts = f"{_amount(figure.numerator)} of {_amount(figure.denominator)}"
    if figure.overall is None and figure.per == 1:
        lead, ends = format_percent(figure.value), format_interval(figure.low, figure.high)
    else:
        each = f" per {format_count(figure.per)}" if figure.per > 1 else "×"
        lead = f"{round_half_up(figure.value, 2)}{each}"
        ends = f"{round_half_up(figure.low, 2)} to {round_half_up(figure.high, 2)}"
    return Mark(value=figure.value, low=figure.low, high=figure.high, lead=lead, ends=ends, parts=parts)


def _mark_days(figure: Days) -> Mark:
    high = max(figure.median, figure.p90)
    ends = f"nine in ten within {format_days(high)}"
    parts = f"half of {format_count(figure.n)}; {ends}"
    lead = format_days(figure.median)
    return Mark(value=figure.median, low=figure.median, high=high, lead=lead, ends=ends, parts=parts)


def _mark_money(figure: Money) -> Mark:
    low, high = figure.lower_quartile_minor, figure.upper_quartile_minor
    ends = " to ".join(format_money(end, figure.currency) for end in (low, high))
    lead = format_money(figure.median_minor, figure.currency)
    parts = f"middle of {format_count(figure.n)} amounts; half of them {ends}"
    return Mark(value=figure.median_minor, low=low, high=high, lead=lead, ends=ends, parts=parts)


def _mark_answers(figure: Score | Gap | Bounds) -> Mark:
    match figure:
        case Score(mean=value):
            lead, parts = f"{round_half_up(value, 1)} of 5", f"{format_count(figure.n)} responses"
            ends = f"{round_half_up(figure.low, 1)} to {round_half_up(figure.high, 1)}"
        case Gap(value=value):
            lead, parts = format_points(value), f"{format_count(figure.conferences)} conferences"
            ends = f"{format_points(figure.low)} to {format_points(figure.high)}"
        case Bounds(value=value):
            lead = ends = format_interval(figure.low, figure.high)
            parts = f"{format_count(figure.answered)} of {format_count(figure.asked)} answered"
    return Mark(value=value, low=figure.low, high=figure.high, lead=lead, ends=ends, parts=parts)


def _amount(value: float) -> str:
    return format_count(int(value)) if value == int(value) else str(round_half_up(value, 1))


def choose_scale(cells: Sequence[PublishedCell]) -> Scale | None:
    """One scale for all of them; None where nothing has a place on one."""
    figures = [cell.figure for cell in cells if isinstance(cell, Shown) and find_mark(cell)]
    marks = [mark for mark in map(find_mark, cells) if mark]
    if not figures:
        return None
    match figures[0]:
        case Ratio(overall=tuple()):
            return _scale_of_times(marks)
        case Ratio(per=1) | Bounds():
            return Scale(low=0, high=1, ticks=((0, "0%"), (0.5, "50%"), (1, "100%")))
        case Score():
            return Scale(low=1, high=5, ticks=((1, "1"), (3, "3"), (5, "5")), middle=3)
        case Gap():
            return _scale_of_points(marks)
        case _:
            return _scale_from_zero(marks, figures)


def _scale_of_times(marks: Sequence[Mark]) -> Scale:
    reach = max(
        [1 / FEWEST_TIMES, *(mark.high for mark in marks), *(1 / mark.low for mark in marks if mark.low)]
    )
    end = next((times for times in (2, 4) if reach <= times), 8)
    ticks = ((1 / end, f"{round_half_up(1 / end, 2).normalize()}×"), (1, "1×"), (end, f"{end}×"))
    return Scale(low=1 / end, high=end, ticks=ticks, middle=1, is_by_times=True)


def _scale_of_points(marks: Sequence[Mark]) -> Scale:
    reach = max(abs(end) for mark in marks for end in (mark.low, mark.high))
    end = next((points for points in (0.1, 0.25, 0.5) if reach <= points), 1.0)
    ticks = ((-end, format_points(-end)), (0, "0"), (end, format_points(end)))
    return Scale(low=-end, high=end, ticks=ticks, middle=0)


def _scale_from_zero(marks: Sequence[Mark], figures: Sequence[Figure]) -> Scale:
    high = max(mark.high for mark in marks) or 1
    currencies = {figure.currency for figure in figures if isinstance(figure, Money)}
    if len(currencies) > 1:
        # An end in one currency would be wrong for the others: only that it starts at nothing is said.
        return Scale(low=0, high=high, ticks=((0, "0"),))
    match figures[0]:
        case Days():
            words = ("0", format_days(high / 2), format_days(high))
        case Money(currency=currency):
            words = ("0", format_money(round(high / 2), currency), format_money(round(high), currency))
        case _:
            words = ("0", str(round_half_up(high / 2, 1)), str(round_half_up(high, 1)))
    return Scale(low=0, high=high, ticks=((0, words[0]), (high / 2, words[1]), (high, words[2])))
