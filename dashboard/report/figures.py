"""Tables of figures: what happened, beside a promise, and beside the year before."""

import re
from collections.abc import Sequence

from dashboard.charts.rows import rows_of
from dashboard.report.choosing import is_worth_a_row
from dashboard.report.narrative import NOT_JUDGED, name_of, tell_change, tell_target, tell_when
from dashboard.wording import (
    describe_cell,
    format_count,
    format_interval,
    format_money,
    format_percent,
    format_points,
    is_verdict_withheld,
    marker,
    parts_in_words,
)
from pipelines.publication import (
    Count,
    Money,
    MoneyRate,
    NotAvailable,
    PublishedCell,
    PublishedRow,
    PublishedTable,
    Rate,
    SetTarget,
    Shown,
)

NOTHING = "–"
"""Where a column does not apply to a row."""

FEW = "(few)"
"""Beside a share of 10 to 19: the range is read first."""

Row = dict[str, str]
_SHORT = re.compile(r" pts?$")


def tabulate_figures(tables: Sequence[PublishedTable], *, with_period: bool = False) -> list[Row]:
    """One row for each cell: the figure, its range, and what it is based on."""
    return [
        {
            "What we measure": name_of(table, row),
            "Result": lead_of(row.cell),
            "95% range": range_of(row.cell),
            "Based on": base_of(table, row),
            **({"When": tell_when([table])} if with_period else {}),
        }
        for table in tables
        for row in rows_of(table)
        if is_worth_a_row(table, row)
    ]


def tabulate_promises(
    tables: Sequence[PublishedTable], target: SetTarget, start: PublishedTable | None = None
) -> list[Row]:
    """One row for each cell that a target was about; `start` is the same figure where it is measured from."""
    began = "" if start is None else f" (from {lead_of(start.cell)} in {start.request.period})"
    return [
        {
            "What we promised": f"{name_of(table, row)}: {_at(table)} {_aim(target.value)}{began}",
            **_happened(table, row),
            "When": tell_when([table]),
            "Kept?": tell_target(row, target),
        }
        for table in tables
        for row in rows_of(table)
        if is_worth_a_row(table, row)
    ]


def tabulate_unpublished(target: SetTarget, when: str) -> Row:
    """The row of a promise whose measure no release of the report holds: it is not left out in silence."""
    cell = NotAvailable()
    return {
        "What we promised": f"{target.measure}: {_aim(target.value)}",
        "What happened": _mark_with_words(cell),
        "95% range": NOTHING,
        "Based on": NOTHING,
        "When": when,
        "Kept?": NOT_JUDGED,
    }


def _happened(table: PublishedTable, row: PublishedRow) -> Row:
    """The figure and what it is based on; where there is none, why, each word once."""
    is_shown = isinstance(row.cell, Shown)
    return {
        "What happened": lead_of(row.cell) if is_shown else _mark_with_words(row.cell),
        "95% range": range_of(row.cell),
        "Based on": base_of(table, row) if is_shown else _rest_of(row.cell),
    }


def _mark_with_words(cell: PublishedCell) -> str:
    """ "[soon] Too soon to say": the marker by itself says nothing to somebody who meets it here."""
    return f"{marker(cell)} {describe_cell(cell).partition(': ')[0]}"


def _rest_of(cell: PublishedCell) -> str:
    """What more may be said: "all but fewer than 10 of about 180"."""
    return describe_cell(cell).partition(": ")[2] or NOTHING


def tabulate_changes(now: PublishedTable, before: PublishedTable) -> list[Row]:
    """One row for each cell: the year before, this year, and what may be said of the difference."""
    earlier = {row.by: row for row in before.rows}
    return [
        {
            "What we measure": name_of(now, row),
            "Year before": f"{lead_of(earlier[row.by].cell)} ({before.request.period})",
            "This year": f"{lead_of(row.cell)} ({now.request.period})",
            "Difference": _difference(row),
            "In words": tell_change(now, row),
        }
        for row in now.rows
        if row.by in earlier and is_worth_a_row(now, row)
    ]


def _difference(row: PublishedRow) -> str:
    change = row.change
    if change is None or change.difference is None or change.low is None or change.high is None:
        return NOTHING
    ends = " to ".join(_SHORT.sub("", format_points(end)) for end in (change.low, change.high))
    return f"{format_points(change.difference)} ({ends})"


def _at(table: PublishedTable) -> str:
    return "at least" if table.definition.direction == "higher" else "at most"


def _aim(value: float) -> str:
    """As it was set: 75.5 % is not rounded to a promise that nobody made."""
    return format_percent(value, 0 if round(value * 100, 6).is_integer() else 1)


def lead_of(cell: PublishedCell) -> str:
    """The figure alone; its marker where there is none."""
    match cell:
        case Shown(figure=Count(value=value)):
            return format_count(value)
        case Shown(figure=(Rate() | MoneyRate()) as rate, is_cautious=is_cautious):
            return f"{format_percent(rate.value)} {FEW}" if is_cautious else format_percent(rate.value)
        case Shown(figure=Money(total_minor=total, currency=currency)):
            return format_money(total, currency)
        case Shown():
            return describe_cell(cell)
        case _:
            return marker(cell)


def range_of(cell: PublishedCell) -> str:
    """The 95 % interval of a share; nothing for a count, which is no estimate."""
    match cell:
        case Shown(figure=(Rate() | MoneyRate()) as rate):
            return format_interval(rate.low, rate.high)
    return NOTHING


def base_of(table: PublishedTable, row: PublishedRow) -> str:
    """What a figure was made of; who answered, for what people said."""
    match row.cell:
        case Shown(figure=(Rate() | MoneyRate()) as rate, is_cautious=is_cautious):
            few = "; few, so read the range first" if is_cautious else ""
            replied = f", {format_percent(row.response.share)} replied" if row.response else ""
            withheld = "; too few answered to conclude from" if is_verdict_withheld(row.response) else ""
            return f"{parts_in_words(rate)}{replied}{withheld}{few}"
        case Shown(figure=Money(n=n)):
            return f"{format_count(n)} amounts"
        case Shown():
            return NOTHING
        case _:
            return describe_cell(row.cell)
