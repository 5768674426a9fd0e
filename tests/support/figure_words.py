"""Every way in which a published figure may be said or drawn. What is none of these was not published.

Written apart from the pages: from the figure's own numbers, with the formats every page shares.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from dashboard.charts.scales import choose_scale, find_mark
from dashboard.formats import (
    format_count,
    format_days,
    format_interval,
    format_money,
    format_percent,
    format_points,
    round_half_up,
)
from pipelines.publication import (
    Change,
    Count,
    Curve,
    CurvePoint,
    Days,
    Distribution,
    Figure,
    Flow,
    Hidden,
    Money,
    MoneyRate,
    Pathway,
    PublishedCell,
    PublishedTable,
    Rate,
    Ratio,
    Response,
    Score,
    Shown,
)

NAMED_REASONS = 4
"""On a pathway, of those who left at a stage, the reasons after these are added up: published parts only."""

_NUMBER = re.compile(
    r"(?P<money>[£€$]|\b[A-Z]{3} )?(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    r"(?P<unit>%| ?pts?\b| days?\b|×)?"
)
_RANGE = re.compile(r"(\d+(?:\.\d+)?) to (−?\d+(?:\.\d+)?)%")


def find_numbers(words: str) -> list[str]:
    """Every number with its unit: "75%", "£1,200", "45 days", "7 pts", "748". A sign is no part of it."""
    apart = _RANGE.sub(r"\1% to \2%", words)
    return [_name(found) for found in _NUMBER.finditer(apart)]


def _name(found: re.Match[str]) -> str:
    unit = (found["unit"] or "").strip().rstrip("s")
    # "EUR 88%": a share of that currency, no amount of it.
    money = "" if unit else found["money"] or ""
    return f"{money}{found['number']}{unit}"


def numbers_of(tables: Iterable[PublishedTable]) -> set[str]:
    """Every number that the cells of these tables may be said with."""
    said = [words for table in tables for row in table.rows for words in _say_row(row.cell, row.response)]
    said += [
        words for table in tables for row in table.rows if row.change for words in _say_change(row.change)
    ]
    return {number for words in said for number in find_numbers(words)}


def _say_row(cell: PublishedCell, response: Response | None) -> Iterator[str]:
    if isinstance(cell, Shown):
        yield from _say(cell.figure)
    if isinstance(cell, Hidden):
        yield cell.words
    if response is not None:
        yield from (format_count(response.answered), format_count(response.asked))
        yield format_percent(response.share)


def _say_change(change: Change) -> Iterator[str]:
    if change.difference is not None:
        yield format_points(change.difference)


def _say(figure: Figure) -> Iterator[str]:
    match figure:
        case Rate() | MoneyRate():
            yield from _say_share(figure.value, figure.low, figure.high)
            yield from _say_parts(figure)
        case Count(value=value, note=note):
            yield from (format_count(value), note)
        case Money():
            minors = (figure.total_minor, figure.median_minor)
            minors += (figure.lower_quartile_minor, figure.upper_quartile_minor)
            yield from (format_money(minor, figure.currency) for minor in minors)
            yield format_count(figure.n)
        case Days():
            yield from (format_days(figure.median), format_days(figure.p90))
            yield from (format_count(figure.n), format_count(figure.pending))
        case Ratio():
            yield from _say_share(figure.value, figure.low, figure.high)
            numbers = (figure.value, figure.low, figure.high, figure.numerator, figure.denominator)
            yield from (_times(n) for n in numbers)
            yield from (f"{format_count(int(n))}" for n in (figure.numerator, figure.denominator, figure.per))
        case Score():
            for number in (figure.mean, figure.low, figure.high):
                yield from (str(round_half_up(number, 1)), str(round_half_up(number, 2)))
            yield from (format_count(figure.n), "of 5")
        case _:
            yield from _say_whole(figure)


def _say_whole(figure: Figure) -> Iterator[str]:
    match figure:
        case Distribution(n=n):
            yield from map(format_count, (n, figure.agree, figure.neutral))
            for part in (*figure.counts, figure.agree):
                yield from (format_percent(part / n), format_percent(part / n).removesuffix("%"))
        case Curve():
            yield from (format_count(figure.n), format_days(figure.stops_at_day))
            for point in points_of(figure):
                yield from _say_share(point.share, point.low, point.high)
                yield from map(format_count, (point.day, point.at_risk, point.n_met, point.n_ended))
        case Pathway(steps=steps):
            for before, step in zip((steps[0], *steps), steps, strict=False):
                yield from map(format_count, (step.reached, step.waiting or 0, *(n for _, n in step.left)))
                yield format_count(sum(n for _, n in step.left[NAMED_REASONS:]))
                whole = (before.reached, steps[0].reached)
                yield from (format_percent(step.reached / of) for of in whole if of)
        case Flow():
            for minor in (figure.total_minor, *(part.amount_minor for part in figure.parts)):
                yield format_money(minor, figure.currency)
                yield format_money(minor, figure.currency, exact=True)
                yield format_percent(minor / figure.total_minor) if figure.total_minor else ""
            yield format_count(figure.n)
        case _:
            raise AssertionError(f"no release holds a {type(figure).__name__}")


def points_of(figure: Curve) -> list[CurvePoint]:
    """The steps of a curve that may be read, with its start: everybody is followed, nobody has met it."""
    start = CurvePoint(day=0, share=0.0, low=0.0, high=0.0, at_risk=figure.n, n_met=0, n_ended=0)
    return [start, *(point for point in figure.points if point.day <= figure.stops_at_day)]


def _say_share(value: float, low: float, high: float) -> Iterator[str]:
    yield from (format_percent(value), format_interval(low, high), format_interval(value, value))


def _say_parts(figure: Rate | MoneyRate) -> Iterator[str]:
    if isinstance(figure, Rate):
        yield from (format_count(figure.met), format_count(figure.denominator))
    else:
        minors = (figure.met_minor, figure.denominator_minor)
        yield from (format_money(minor, figure.currency) for minor in minors)
        yield format_count(figure.n)


def _times(number: float) -> str:
    return f"{round_half_up(number, 2)} {round_half_up(number, 1)} {round_half_up(number, 2)}×"


def ticks_of(tables: Iterable[PublishedTable]) -> list[str]:
    """The words of a scale, left to right: 0 to 100 %, or up to the largest range drawn, with its half."""
    scale = choose_scale([row.cell for table in tables for row in table.rows])
    own = [" ".join(words for _, words in scale.ticks)] if scale else []
    return ["0% 50% 100%", "0 25 50 75 100%", "0 50 100%", *own]


def zeros_of(tables: Iterable[PublishedTable]) -> int:
    """How many parts of the figures are truly none."""
    figures = [row.cell.figure for table in tables for row in table.rows if isinstance(row.cell, Shown)]
    return sum(part == 0 for figure in figures for part in _parts(figure))


def _parts(figure: Figure) -> Iterator[float]:
    """What a bar or a band may be drawn for, each as long as it is."""
    match figure:
        case Distribution(counts=counts):
            yield from counts
        case Pathway(steps=steps):
            yield from (step.reached for step in steps)
        case Flow(parts=parts):
            yield from (part.amount_minor for part in parts)
        case Count(value=value):
            yield value
        case _:
            mark = find_mark(Shown(figure=figure))
            yield from (() if mark is None else (mark.high - mark.low,))
            yield from ((figure.high - figure.low,) if isinstance(figure, Rate | MoneyRate) else ())


def positions_of(tables: Sequence[PublishedTable]) -> set[float]:
    """Every place and length these tables may be drawn with: shares, days, counts beside the largest one."""
    cells = [row.cell for table in tables for row in table.rows]
    figures = [cell.figure for cell in cells if isinstance(cell, Shown)]
    places = {place for figure in figures for place in _places(figure)}
    counts = [figure.value for figure in figures if isinstance(figure, Count)]
    places |= {count / max(counts) for count in counts if max(counts)}
    answers = [figure for figure in figures if isinstance(figure, Distribution)]
    places |= set(_likert_places(answers)) if answers else {-0.02, 1.04}
    scale = choose_scale(cells)
    for mark in filter(None, map(find_mark, cells)) if scale else ():
        low, value, high = (scale.place(number) for number in (mark.low, mark.value, mark.high))
        places |= {low, value, high, high - low}
    places |= {scale.place(scale.middle)} if scale and scale.middle is not None else set()
    return {round(place, 9) for place in places}


def _places(figure: Figure) -> Iterator[float]:
    match figure:
        case Rate() | MoneyRate():
            yield from (figure.value, figure.low, figure.high, figure.high - figure.low)
        case Curve():
            for point in points_of(figure):
                yield from (point.day, point.share, point.low, point.high)
        case Pathway(steps=steps):
            yield from (step.reached / steps[0].reached for step in steps if steps[0].reached)
        case Flow(total_minor=total) if total:
            minors = [part.amount_minor for part in figure.parts]
            yield from (minor / total for minor in (*minors, *accumulate(minors)))
        case Distribution():
            yield from _answer_places([count / figure.n for count in figure.counts])


def _answer_places(shares: Sequence[float]) -> Iterator[float]:
    """Agreement to the right of nothing, disagreement to the left of it."""
    half = len(shares) // 2
    yield from shares
    yield from (-end for end in accumulate(reversed(shares[:half])))
    yield from accumulate(shares[half + 1 :])


def _likert_places(answers: Sequence[Distribution]) -> Iterator[float]:
    """Where the neutral column stands, and the ends of the axis: beside the longest bars."""
    disagreed = max((one.n - one.neutral - one.agree) / one.n for one in answers)
    agreed, neutral = (max(n / one.n for one, n in pairs) for pairs in _agreed_and_neutral(answers))
    yield from (-(disagreed + 0.02), agreed + 0.04, agreed + 0.04 + neutral)


def _agreed_and_neutral(answers: Sequence[Distribution]) -> tuple[list[tuple[Distribution, int]], ...]:
    return [(one, one.agree) for one in answers], [(one, one.neutral) for one in answers]
