"""What changed in people who answered twice: worse, the same, better, as parts of one bar."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.rows import Line, read_lines, responses_in_words, say_instead
from dashboard.charts.sheet import LABEL, Sheet, quiet
from dashboard.charts.theme import NARROWEST, Theme
from dashboard.formats import format_signed
from dashboard.wording import (
    FEWEST_FOR_A_RATE,
    describe_cell,
    format_count,
    format_percent,
    is_verdict_withheld,
    lower_first,
    marker,
    words_in_place,
)
from pipelines.publication import PairedChange, PublishedTable, Shown

_NAMES = ("Worse", "The same", "Better")
_NUMBERED_FROM = 0.08
"""A narrower part has no room for its number; the table has all of them."""

_HEIGHT = 25


def draw_changes(tables: Sequence[PublishedTable], theme: Theme, *, fits: int = NARROWEST) -> go.Figure:
    """One bar for each change, its three parts in one order; the mean change in words under it."""
    sheet = Sheet(theme=theme, fits=fits)
    for line in read_lines(tables):
        sheet.write(" – ".join(filter(None, (line.heading, line.label))), LABEL)
        change = find_change(line)
        if change is None:
            sheet.write(words_in_place(line.cell) or "Too few to rely on", quiet(theme))
        else:
            _draw_parts(sheet, change)
            sheet.write(_say_mean(change), quiet(theme))
        sheet.skip(14)
    for words in responses_in_words(read_lines(tables)):
        sheet.write(words, quiet(theme))
    return sheet.finish()


def _draw_parts(sheet: Sheet, change: PairedChange) -> None:
    """Named over the bar's ends and middle: labels instead of a legend."""
    sheet.put_text(f"← {_NAMES[0]} {format_count(change.worse)}", quiet(sheet.theme))
    sheet.put_text(f"{_NAMES[2]} {format_count(change.better)} →", quiet(sheet.theme), right=True)
    sheet.put_text(f"{_NAMES[1]} {format_count(change.same)}", quiet(sheet.theme))
    sheet.notes[-1].update(x=0.5, xanchor="center")
    sheet.skip(20)
    start = 0.0
    for n, place in zip((change.worse, change.same, change.better), (1, 2, 3), strict=True):
        share = n / change.n
        number = format_percent(share) if share >= _NUMBERED_FROM and change.n >= FEWEST_FOR_A_RATE else ""
        sheet.put_bar(
            start,
            share,
            colour=sheet.theme.answers[place],
            thickness=_HEIGHT,
            text=[number],
            textposition="inside",
            insidetextanchor="middle",
            insidetextfont={"color": sheet.theme.inks[place]},
        )
        start += share
    sheet.skip(_HEIGHT + 6)


def _say_mean(change: PairedChange) -> str:
    interval = (
        f" (95% interval {format_signed(change.low)} to {format_signed(change.high)})"
        if change.low is not None and change.high is not None
        else ""
    )
    both, first, second = map(format_count, (change.n, change.n_first, change.n_second))
    answered = f"{both} answered both times; {first} the first time, {second} the second"
    return f"{format_signed(change.mean)} points of 5 on average{interval}. {answered}."


def describe_changes(tables: Sequence[PublishedTable]) -> str:
    """The kind of chart and every change."""
    told = [
        f"{' – '.join(filter(None, (line.heading, line.label)))}: {lower_first(describe_cell(line.cell))}."
        for line in read_lines(tables)
    ]
    return " ".join(["Bars of who reported worse, the same or better.", *told])


def title_changes(tables: Sequence[PublishedTable], subject: str = "Before and after") -> str:
    """A change is said only where its interval excludes none; never what brought it about.

    `subject` is what several changes are about.
    """
    lines = read_lines(tables)
    title = tables[0].definition.title if len(tables) == 1 else f"{subject}, in the same people"
    found = [(line, change) for line in lines if (change := find_change(line)) is not None]
    heard = [(line, change) for line, change in found if not is_verdict_withheld(line.response)]
    if not found:
        return say_instead(title, lines[0].cell) if lines else title
    if not heard:
        return f"{title}: too few answered to draw a conclusion"
    if len(heard) == 1:
        return f"{title.replace(':', ',')}: {_say_direction(heard[0][1])}"
    up = sum(is_clear(change, better=True) for _, change in heard)
    down = sum(is_clear(change, better=False) for _, change in heard)
    said = [f"better on {up} of {len(heard)}"] if up else []
    said += [f"worse on {down} of {len(heard)}"] if down else []
    return f"{title}: {', '.join(said) or f'no clear change on any of {len(heard)}'}"


def _say_direction(change: PairedChange) -> str:
    if not is_clear(change, better=True) and not is_clear(change, better=False):
        return f"no clear change ({format_count(change.n)} answered both times)"
    n, words = (change.better, "better") if change.mean > 0 else (change.worse, "worse")
    return f"{format_count(n)} of {format_count(change.n)} reported {words}"


def is_clear(change: PairedChange, *, better: bool) -> bool:
    """Whether the whole interval lies on one side of no change."""
    if change.low is None or change.high is None:
        return False
    return change.low > 0 if better else change.high < 0


def tabulate_changes(tables: Sequence[PublishedTable]) -> list[dict[str, str]]:
    """One row for each change."""
    return [
        {"Measure": " – ".join(filter(None, (line.heading, line.label))), **_tabulate(line)}
        for line in read_lines(tables)
    ]


def _tabulate(line: Line) -> dict[str, str]:
    change = find_change(line)
    if change is None:
        return {"Answered both times": marker(line.cell) or "[low]", **dict.fromkeys(_COLUMNS, "")}
    interval = (
        f"{format_signed(change.low)} to {format_signed(change.high)}"
        if change.low is not None and change.high is not None
        else ""
    )
    values = (
        *map(format_count, (change.worse, change.same, change.better)),
        format_signed(change.mean),
        interval,
    )
    return {"Answered both times": format_count(change.n), **dict(zip(_COLUMNS, values, strict=True))}


_COLUMNS = (*_NAMES, "Mean change", "95% interval")


def find_change(line: Line) -> PairedChange | None:
    """The change of a row, where there are enough for shares."""
    match line.cell:
        case Shown(figure=PairedChange() as change) if change.n >= FEWEST_FOR_A_RATE:
            return change
    return None
