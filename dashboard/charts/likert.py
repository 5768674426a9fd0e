"""What people answered: diverging bars about one zero line, a statement above its perspectives."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import plotly.graph_objects as go

from dashboard.charts.fitting import measure_text, wrap_text
from dashboard.charts.likert_rows import (
    FIVE,
    find_answers,
    read_statements,
    shares_of,
    short_percent,
    words_for,
)
from dashboard.charts.rows import Line, responses_in_words, say_instead
from dashboard.charts.sheet import LABEL, LINE, MARKUP, STRONG, Sheet, Style, quiet
from dashboard.charts.theme import NARROWEST, Theme
from dashboard.wording import (
    describe_cell,
    format_count,
    format_interval,
    format_percent,
    is_verdict_withheld,
    join_words,
    lower_first,
    marker,
    perspective_words,
)
from pipelines.publication import Distribution, NotAvailable, PublishedTable, TooFew
from pipelines.vocabulary import Answer

ANSWERS = tuple(Answer)[:5]
"""Strongly disagree to strongly agree; the other answers are counted apart."""

_NAMES, _NUMBER, _POSITIVE = 84, 24, 46
"""Pixels for the perspectives at the left, the neutral number and the percent who agreed at the right."""

_BAR = 25
"""Pixels a bar needs for a number of the smallest size to stand inside it."""

_SUNK = 3
"""Pixels down to a text that stands in the middle of a bar."""

_NUMBERED_FROM = 0.08
"""Segments from this share on carry their number; smaller ones would not hold it."""

_GAP = 0.04


@dataclass(frozen=True, kw_only=True)
class _Scale:
    """Where things stand on the x axis, in shares of the answers: bars and neutral column on one scale."""

    low: float
    neutral: float
    high: float


def draw_likert(tables: Sequence[PublishedTable], theme: Theme, *, fits: int = NARROWEST) -> go.Figure:
    """Disagreement to the left, agreement to the right, neutral apart, percent who agreed at the end."""
    sheet = Sheet(theme=theme, fits=fits, left=_NAMES, right=_NUMBER + _POSITIVE)
    lines = read_statements(tables)
    scale = _fit_scale(lines)
    if any(map(find_answers, lines)):
        _draw_key(sheet, _list_answers(tables))
        _draw_heads(sheet)
    for statement, group in groupby(lines, key=lambda line: line.heading):
        sheet.write(statement, LABEL)
        sheet.skip(3)
        for line in group:
            _draw_line(sheet, line, scale)
        sheet.skip(10)
    for words in (*responses_in_words(lines), *_caution(lines)):
        sheet.write(words, quiet(theme))
    return sheet.finish(scale.low, scale.high)


def _fit_scale(lines: Sequence[Line]) -> _Scale:
    """The widest disagreement, agreement and neutral share shown."""
    shown = [shares_of(answers) for answers in map(find_answers, lines) if answers]
    low = max((sum(shares[:2]) for shares in shown), default=0) + 0.02
    high = max((sum(shares[3:]) for shares in shown), default=1) + _GAP
    widest = max((shares[2] for shares in shown), default=0)
    return _Scale(low=-low, neutral=high, high=high + widest)


def _list_answers(tables: Sequence[PublishedTable]) -> Sequence[Answer]:
    """The answers that are told apart: a release gives agreement and disagreement whole."""
    return ANSWERS if any(table.stamp.kind == "warehouse" for table in tables) else ANSWERS[1:4]


def _draw_key(sheet: Sheet, used: Sequence[Answer]) -> None:
    """The five answers with their colours, in as many lines as they need. The one key in all the charts."""
    width, parts = 0.0, list[str]()
    for answer, colour in zip(ANSWERS, sheet.theme.answers, strict=True):
        if answer not in used:
            continue
        needed = measure_text(f"■ {answer.label}") + 14
        if parts and width + needed > sheet.fits:
            sheet.put_text("   ".join(parts), MARKUP)
            sheet.skip(LINE)
            width, parts = 0.0, []
        parts.append(f'<span style="color:{colour}">■</span> {answer.label}')
        width += needed
    sheet.put_text("   ".join(parts), MARKUP)
    sheet.skip(LINE + 8)


def _draw_heads(sheet: Sheet) -> None:
    for words, anchor, shift in (("← Disagree", "right", -5), ("Agree →", "left", 5)):
        sheet.put_text(words, quiet(sheet.theme))
        sheet.notes[-1].update(x=0, xref="x", xanchor=anchor, xshift=shift)
    sheet.put_text("Agreed", quiet(sheet.theme), right=True)
    sheet.skip(LINE + 4)


def _draw_line(sheet: Sheet, line: Line, scale: _Scale) -> None:
    answers = find_answers(line)
    names = wrap_text(line.label, _NAMES - 6)
    style = Style(colour=sheet.theme.look(line.perspective).colour)
    sheet.skip(_SUNK if answers else 0)
    for number, name in enumerate(names):
        sheet.put_text(name, style, lift=-number * LINE)
    end = sheet.y + len(names) * LINE
    if answers is None:
        sheet.write(words_for(line), quiet(sheet.theme), inside=True)
    else:
        _write_numbers(sheet, line, answers)
        sheet.skip(-_SUNK)
        _draw_segments(sheet, answers, scale)
        sheet.skip(_BAR)
    sheet.y = max(sheet.y, end) + 3


def _write_numbers(sheet: Sheet, line: Line, answers: Distribution) -> None:
    """At the right: percent who agreed, quiet where few answered, and the neutral number beside it."""
    style = quiet(sheet.theme) if line.is_cautious else STRONG
    sheet.put_text(f"{short_percent(answers.agree / answers.n)}%", style, right=True)
    sheet.put_text(short_percent(answers.neutral / answers.n), quiet(sheet.theme), right=True)
    sheet.notes[-1]["xshift"] = _NUMBER - 4


def _draw_segments(sheet: Sheet, answers: Distribution, scale: _Scale) -> None:
    """A bar for each answer that is told apart: what is not published has none, not one of no length."""
    shares = shares_of(answers)
    told = range(FIVE) if len(answers.counts) == FIVE else range(1, FIVE - 1)
    starts = (-shares[0] - shares[1], -shares[1], scale.neutral, 0.0, shares[3])
    for place in told:
        start, share = starts[place], shares[place]
        is_numbered = place != 2 and share >= _NUMBERED_FROM
        sheet.put_bar(
            start,
            share,
            colour=sheet.theme.answers[place],
            thickness=_BAR,
            text=[short_percent(share) if is_numbered else ""],
            textposition="inside",
            insidetextanchor="middle",
            insidetextfont={"color": sheet.theme.inks[place]},
        )
        sheet.traces[-1]["marker"] = {
            "color": sheet.theme.answers[place],
            "line": {"width": 1, "color": sheet.theme.card},
        }
    zero = {"x0": 0, "x1": 0, "y0": sheet.y - 2, "y1": sheet.y + _BAR + 2}
    line = {"color": sheet.theme.text, "width": 1.5}
    sheet.shapes.append({"type": "line", "xref": "x", "yref": "y", "line": line, **zero})


def _caution(lines: Sequence[Line]) -> list[str]:
    few = list(dict.fromkeys(perspective_words(line.perspective) for line in lines if line.is_cautious))
    return [f"Few answers, so read with care: {', '.join(few)}."] if few else []


def describe_likert(tables: Sequence[PublishedTable]) -> str:
    """The kind of chart, and for every statement and perspective how many agreed."""
    lines = read_statements(tables)
    told = [
        f"“{statement}” {'; '.join(f'{lower_first(line.label)} {_describe(line)}' for line in group)}."
        for statement, group in groupby(lines, key=lambda line: line.heading)
    ]
    return " ".join(["Diverging bar chart of the share who agreed.", *told])


def _describe(line: Line) -> str:
    answers = find_answers(line)
    if answers is None:
        return lower_first(words_for(line))
    return f"{format_percent(sum(shares_of(answers)[3:]))} of {format_count(answers.n)}"


def title_likert(tables: Sequence[PublishedTable]) -> str:
    """What share of each perspective agreed: with the statement, or from least to most."""
    lines = read_statements(tables)
    shown = dict.fromkeys(line.perspective for line in lines if find_answers(line))
    if not shown:
        return say_instead("What people said", lines[0].cell) if lines else "What people said"
    mine = {who: [line for line in lines if line.perspective == who] for who in shown}
    heard = [who for who in shown if not any(is_verdict_withheld(line.response) for line in mine[who])]
    if not heard:
        names = join_words([perspective_words(who) for who in shown])
        return f"What {names} said: too few answered to draw a conclusion"
    headings = dict.fromkeys(line.heading for line in lines)
    which = f": “{next(iter(headings))}”" if len(headings) == 1 else ", depending on the statement"
    said = join_words([_say_agreed(perspective_words(who), mine[who]) for who in heard])
    return f"Of those who answered, {said} agreed{which}"


def _say_agreed(who: str, lines: Sequence[Line]) -> str:
    """The share of one perspective that agreed, least to most; of few, in numbers."""
    found = [(line, answers) for line in lines if (answers := find_answers(line))]
    if len(found) == 1 and found[0][0].is_cautious:
        answers = found[0][1]
        return f"{format_count(answers.agree)} of {format_count(answers.n)} {who}"
    agreed = [sum(shares_of(answers)[3:]) for _, answers in found]
    low, high = min(agreed), max(agreed)
    span = format_interval(low, high) if format_percent(low) != format_percent(high) else format_percent(low)
    return f"{span} of {who}"


def tabulate_likert(tables: Sequence[PublishedTable]) -> list[dict[str, str]]:
    """One row for each statement and perspective: each answer's share, and all that was counted apart."""
    return [
        {"Statement": line.heading, "Group": line.label, **_tabulate_answers(line)}
        for line in read_statements(tables)
    ]


def _tabulate_answers(line: Line) -> dict[str, str]:
    names = [
        "Agreed in all",
        *(answer.label for answer in ANSWERS),
        "Answers",
        "Does not apply",
        "Not said",
        "Blank",
    ]
    answers = find_answers(line)
    if answers is None:
        few = describe_cell(line.cell).partition(": ")[2] if isinstance(line.cell, TooFew) else ""
        values = [marker(line.cell) or "[low]", *[""] * 5, few, "", "", ""]
    else:
        apart = (answers.not_applicable, answers.prefer_not, answers.blank)
        values = [format_percent(answers.agree / answers.n), *_tabulate_shares(answers)]
        values += [
            format_count(answers.n),
            *(marker(NotAvailable()) if n is None else format_count(n) for n in apart),
        ]
    return dict(zip(names, values, strict=True))


def _tabulate_shares(answers: Distribution) -> list[str]:
    """The share of each of the five answers; the strong ones are not told apart in a release."""
    shares = [format_percent(share) for share in shares_of(answers)]
    return (
        shares
        if len(answers.counts) == FIVE
        else [marker(NotAvailable()), *shares[1:-1], marker(NotAvailable())]
    )
