"""A published cell in words. Every state reads differently: hidden, too few, too soon, no cases, …"""

from collections.abc import Mapping, Sequence

from dashboard.comparing import describe_comparing
from dashboard.formats import (
    format_count,
    format_days,
    format_interval,
    format_money,
    format_percent,
    join_words,
)
from dashboard.labels import missing_in_words
from pipelines.publication import (
    FEWEST_FOR_A_RATE,
    Buckets,
    Count,
    Curve,
    Days,
    Distribution,
    Figure,
    Flow,
    Hidden,
    Money,
    MoneyRate,
    NotSupplied,
    Pathway,
    PublishedCell,
    Rate,
    Shown,
    TooFew,
    TooSoon,
)

_MARKERS = {
    "shown": "",
    "hidden": "[c]",
    "too_few": "[low]",
    "too_soon": "[soon]",
    "no_cases": "[z]",
    "not_supplied": "[ns]",
    "not_available": "[x]",
}

_IN_PLACE = {
    "shown": "",
    "hidden": "Hidden to protect people",
    "too_few": "Too few to rely on",
    "too_soon": "Too soon to say",
    "no_cases": "No cases in this selection",
    "not_supplied": "Not supplied by the programme",
    "not_available": "Not published here",
}


def marker(cell: PublishedCell) -> str:
    """What stands in a table cell where no figure may; empty for a shown one."""
    return _MARKERS[cell.state]


_MEANINGS = {
    "hidden": "hidden to protect people; it is never zero",
    "too_few": "too few to rely on",
    "too_soon": "too soon to say: not everybody has had the time yet",
    "no_cases": "does not apply, or there are no cases",
    "not_supplied": "not supplied: the programme does not record it",
    "not_available": "not published here",
}
"""What each marker says to somebody who sees it for the first time."""


def list_markers(*, of_release: bool = False) -> list[tuple[str, str]]:
    """Each marker with its meaning. A release has no cell of too few: it hides them."""
    states = [state for state in _MEANINGS if not (of_release and state == "too_few")]
    return [(_MARKERS[state], _MEANINGS[state]) for state in states]


def explain_markers(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """One sentence for each marker that occurs in the rows of a table, in a fixed order."""
    text = " ".join(value for row in rows for value in row.values())
    return [f"{mark} means {meaning}." for mark, meaning in list_markers() if mark in text]


def words_in_place(cell: PublishedCell) -> str:
    """What a chart or card says where it may draw nothing: no part of a rate that was not made.

    Empty for a shown cell.
    """
    words = cell.words if isinstance(cell, Hidden) else ""
    return f"{_IN_PLACE[cell.state]}{': ' if words else ''}{words}"


def describe_cell(cell: PublishedCell) -> str:
    """The whole of a cell in words, with its parts where they may be read."""
    match cell:
        case Shown(figure=figure, is_cautious=is_cautious):
            words = _describe_figure(figure, is_cautious=is_cautious)
            return f"{words}. Few, so read the range before the figure" if is_cautious else words
        case TooFew(buckets=buckets, n=n):
            return words_in_place(cell) + _few_parts(buckets, n)
        case TooSoon(buckets=buckets):
            still = buckets.pending if buckets else 0
            # A release does not say how many are: only that this needs more time than the period has had.
            told = f"{format_count(still)} still under way" if still else "not everybody has had the time yet"
            return f"{words_in_place(cell)}: {told}"
        case NotSupplied(missing=missing):
            what = missing_in_words(missing) if missing else "what this needs"
            return f"Not supplied: this programme does not record {what}"
        case _:
            return words_in_place(cell)


def _few_parts(buckets: Buckets | None, n: int | None) -> str:
    if buckets:
        return f": {format_count(buckets.met)} of {format_count(buckets.denominator)}"
    return "" if n is None else f": {format_count(n)}"


def _describe_figure(figure: Figure, *, is_cautious: bool) -> str:
    match figure:
        case Rate() | MoneyRate():
            return _describe_rate(figure, is_cautious=is_cautious)
        case Count(value=value, note=note):
            return format_count(value) + (f" ({note})" if note else "")
        case Money():
            return _describe_money(figure)
        case Days():
            return _describe_days(figure)
        case Distribution() | Curve() | Pathway() | Flow():
            return _describe_whole(figure)
        case _:
            return describe_comparing(figure)


def _describe_whole(figure: Distribution | Curve | Pathway | Flow) -> str:
    """Figures that a chart tells better: their key numbers."""
    match figure:
        case Distribution(n=n):
            agreed = figure.agree
            share = f"{format_percent(agreed / n)}, " if n >= FEWEST_FOR_A_RATE else ""
            return f"agreed or strongly agreed: {share}{format_count(agreed)} of {format_count(n)} answers"
        case Curve():
            return f"{format_count(figure.n)} followed, up to day {format_count(figure.stops_at_day)}"
        case Pathway():
            return join_words([f"{step.label} {format_count(step.reached)}" for step in figure.steps])
        case Flow(currency=currency):
            parts = [f"{part.label} {format_money(part.amount_minor, currency)}" for part in figure.parts]
            return f"{format_money(figure.total_minor, currency)}: {join_words(parts)}"


def _describe_rate(figure: Rate | MoneyRate, *, is_cautious: bool) -> str:
    share, interval = format_percent(figure.value), format_interval(figure.low, figure.high)
    led = f"{interval} (95% interval), {share}" if is_cautious else f"{share}, 95% interval {interval}"
    return f"{led}, {parts_in_words(figure)}"


def parts_in_words(figure: Rate | MoneyRate) -> str:
    """The parts a rate was made of: "550 of 748", or both amounts."""
    if isinstance(figure, Rate):
        return f"{format_count(figure.met)} of {format_count(figure.denominator)}"
    met, whole = (
        format_money(minor, figure.currency) for minor in (figure.met_minor, figure.denominator_minor)
    )
    return f"{met} of {whole}"


def _describe_money(figure: Money) -> str:
    quartiles = (figure.lower_quartile_minor, figure.upper_quartile_minor)
    half = " to ".join(format_money(minor, figure.currency) for minor in quartiles)
    return (
        f"{format_money(figure.total_minor, figure.currency)} in {format_count(figure.n)} amounts, "
        f"middle amount {format_money(figure.median_minor, figure.currency)}, half of them {half}"
    )


def _describe_days(figure: Days) -> str:
    waiting = f", {format_count(figure.pending)} still waiting" if figure.pending else ""
    return (
        f"half within {format_days(figure.median)}, nine in ten within {format_days(figure.p90)}, "
        f"from {format_count(figure.n)}{waiting}"
    )
