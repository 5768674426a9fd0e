"""What was agreed and where it went: a waterfall that adds up to the last penny."""

import plotly.graph_objects as go

from dashboard.charts.rows import heading_of, rows_of, say_instead
from dashboard.charts.sheet import LABEL, Sheet, quiet
from dashboard.charts.theme import NARROWEST, Theme
from dashboard.wording import (
    FEWEST_FOR_A_RATE,
    format_count,
    format_money,
    format_percent,
    join_words,
    lower_first,
    marker,
    words_in_place,
)
from pipelines.publication import Flow, FlowPart, Hidden, PublishedRow, PublishedTable, Shown

_THICKNESS = 22

_NOT_ALL = "Each amount is adjusted by itself, so the parts do not add up, and the rest is no figure."
"""Under the amounts of a release: a reader would take what is left over for what is hidden."""


def draw_flow(table: PublishedTable, theme: Theme, *, fits: int = NARROWEST) -> go.Figure:
    """The whole as a bar, then each part where the one before ended; one waterfall for each row."""
    sheet = Sheet(theme=theme, fits=fits)
    for row in rows_of(table):
        sheet.write(heading_of(row), LABEL)
        sheet.skip(6 if row.by else 0)
        flow = _find_flow(row)
        if flow is None:
            sheet.write(words_in_place(row.cell), quiet(theme))
        else:
            _draw_parts(sheet, flow)
        sheet.skip(8)
    return sheet.finish()


def _draw_parts(sheet: Sheet, flow: Flow) -> None:
    whole = _whole(flow)
    _draw_label(sheet, flow, whole)
    sheet.put_bar(0, 1 if flow.total_minor else 0, colour=sheet.theme.context, thickness=_THICKNESS)
    start = 0
    for part in flow.parts:
        sheet.skip(_THICKNESS)
        _draw_connector(sheet, start / flow.total_minor if flow.total_minor else 0)
        sheet.skip(10)
        _draw_label(sheet, flow, part)
        shares = [
            amount / flow.total_minor if flow.total_minor else 0 for amount in (start, part.amount_minor)
        ]
        sheet.put_bar(*shares, colour=_colour(sheet.theme, part), thickness=_THICKNESS)
        # Protected parts do not add up, so each stands by itself: a waterfall would say that they do.
        start += 0 if flow.is_protected else part.amount_minor
    sheet.skip(_THICKNESS)
    if flow.hidden:
        sheet.skip(8)
        sheet.write(f"{marker(Hidden())} {_say_hidden(flow)}.", quiet(sheet.theme))
    if flow.is_protected:
        sheet.skip(0 if flow.hidden else 8)
        sheet.write(_NOT_ALL, quiet(sheet.theme))


def _say_hidden(flow: Flow) -> str:
    return f"Hidden to protect people: {join_words([lower_first(name) for name in flow.hidden])}"


def _draw_label(sheet: Sheet, flow: Flow, part: FlowPart) -> None:
    amount = format_money(part.amount_minor, flow.currency)
    tail = f" · {_share(flow, part)}" if part.name != "whole" and _share(flow, part) else ""
    sheet.write_pair(part.label, LABEL, amount, tail)


def _draw_connector(sheet: Sheet, share: float) -> None:
    """A dotted line from where one part ends down to where the next begins."""
    line = {"color": sheet.theme.muted, "width": 1, "dash": "dot"}
    ends = {"x0": share, "x1": share, "y0": sheet.y, "y1": sheet.y + 10}
    sheet.shapes.append({"type": "line", "xref": "x", "yref": "y", "line": line, **ends})


def _colour(theme: Theme, part: FlowPart) -> str:
    """Paid in the accent, to come blue, changed grey, late and ended brown; labels say which."""
    colours = {
        "paid": theme.accent,
        "not_yet_due": theme.answers[3],
        "reduced_or_waived": theme.answers[2],
        "overdue": theme.answers[0],
        "ended_unpaid": theme.answers[1],
    }
    return colours.get(part.name, theme.answers[0])


def describe_flow(table: PublishedTable) -> str:
    """The kind of chart, the whole and every part."""
    return f"{_kind(table)}. {' '.join(_describe_row(table, row) for row in rows_of(table))}"


def _kind(table: PublishedTable) -> str:
    flows = [flow for flow in map(_find_flow, rows_of(table)) if flow]
    return "Bar chart" if any(flow.is_protected for flow in flows) else "Waterfall chart"


def _describe_row(table: PublishedTable, row: PublishedRow) -> str:
    flow, name = _find_flow(row), heading_of(row) or table.definition.title
    if flow is None:
        return f"{say_instead(name, row.cell)}."
    parts = [_describe_part(flow, part) for part in flow.parts]
    whole = f"{_whole(flow).label} {format_money(flow.total_minor, flow.currency)}"
    kept_back = f" {_say_hidden(flow)}." if flow.hidden else ""
    return f"{name}. {whole} in {format_count(flow.n)} obligations: {join_words(parts)}.{kept_back}"


def _describe_part(flow: Flow, part: FlowPart) -> str:
    amount = format_money(part.amount_minor, flow.currency)
    share = f" ({_share(flow, part)})" if _share(flow, part) else ""
    return f"{lower_first(part.label)} {amount}{share}"


def title_flow(table: PublishedTable) -> str:
    """How much of what was agreed has been paid, for up to three waterfalls; else the measure's title.

    One that is hidden has no part in the sentence.
    """
    rows = rows_of(table)
    flow = _find_flow(rows[0])
    paid = [_say_paid(flow) for flow in map(_find_flow, rows) if flow]
    if len(rows) > 1 and 0 < len(paid) <= 3 and all(paid):
        return f"{join_words(paid)} agreed has been paid"
    if len(rows) > 1:
        return _title_wholes(table)
    if flow is None:
        return say_instead(table.definition.title, rows[0].cell)
    if not paid[0]:
        return f"{table.definition.title}: {format_money(flow.total_minor, flow.currency)}"
    return f"{paid[0]} agreed has been paid"


def _title_wholes(table: PublishedTable) -> str:
    """The whole of each waterfall, where all of up to three are shown; else the measure's title."""
    flows = [_find_flow(row) for row in rows_of(table)]
    told = [format_money(flow.total_minor, flow.currency) for flow in flows if flow]
    title = table.definition.title
    return f"{title}: {join_words(told)}" if len(told) == len(flows) <= 3 else title


def _say_paid(flow: Flow) -> str:
    """The amount paid of the whole, with its share where that may be said; empty where no part is paid."""
    paid = next((part for part in flow.parts if part.name == "paid"), None)
    if paid is None:
        return ""
    amounts = [format_money(minor, flow.currency) for minor in (paid.amount_minor, flow.total_minor)]
    share = f" ({_share(flow, paid)})" if _share(flow, paid) else ""
    return f"{' of '.join(amounts)}{share}"


def tabulate_flow(table: PublishedTable) -> list[dict[str, str]]:
    """The whole and every part to the minor unit, so that anybody can add them up."""
    lines = []
    for row in rows_of(table):
        flow = _find_flow(row)
        group = {"Group": heading_of(row)} if row.by else {}
        if flow is None:
            lines.append({**group, "Part": "All", "Amount": marker(row.cell), "Share": ""})
        else:
            lines += [{**group, **line} for line in _tabulate_parts(flow)]
    return lines


def _tabulate_parts(flow: Flow) -> list[dict[str, str]]:
    return [
        {
            "Part": part.label,
            "Amount": format_money(part.amount_minor, flow.currency, exact=True),
            "Share": _share(flow, part) or "[low]",
        }
        for part in (_whole(flow), *flow.parts)
    ] + [{"Part": label, "Amount": marker(Hidden()), "Share": ""} for label in flow.hidden]


def _whole(flow: Flow) -> FlowPart:
    """The total as a part of its own, named for what it is: what was agreed where part of it was paid."""
    is_agreed = any(part.name == "paid" for part in flow.parts)
    return FlowPart(name="whole", label="Agreed" if is_agreed else "In all", amount_minor=flow.total_minor)


def _share(flow: Flow, part: FlowPart) -> str:
    if flow.n < FEWEST_FOR_A_RATE or not flow.total_minor:
        return ""
    return format_percent(part.amount_minor / flow.total_minor)


def _find_flow(row: PublishedRow) -> Flow | None:
    match row.cell:
        case Shown(figure=Flow() as flow):
            return flow
    return None
