"""Rows of published tables, each with its words: who or what it is about, its cell and who answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.theme import PERSPECTIVES
from dashboard.wording import (
    describe_cell,
    format_interval,
    format_percent,
    label_of,
    lower_first,
    marker,
    parts_in_words,
    perspective_label,
    perspective_words,
    plural_unit,
    response_in_words,
    upper_first,
    words_in_place,
)
from pipelines.publication import (
    Hidden,
    MoneyRate,
    PublishedCell,
    PublishedRow,
    PublishedTable,
    Rate,
    Response,
    Shown,
    TooFew,
)
from pipelines.vocabulary import Dimension


@dataclass(frozen=True, kw_only=True)
class Line:
    """One cell to draw: the heading it stands under, its own label, and whose view it is."""

    heading: str
    label: str
    perspective: str
    cell: PublishedCell
    response: Response | None = None

    @property
    def is_cautious(self) -> bool:
        """Few: the range leads and the mark is hollow or grey."""
        return isinstance(self.cell, Shown) and self.cell.is_cautious


def read_lines(tables: Sequence[PublishedTable], *, is_headed: bool | None = None) -> list[Line]:
    """Every row of every table in reading order; rows of one heading stand together.

    The measure stands as a heading where `is_headed`; by default where there are several measures.
    """
    is_many = len(tables) > 1 if is_headed is None else is_headed
    lines = [_read_line(table, row, is_many=is_many) for table in tables for row in rows_of(table)]
    ordered = sorted(lines, key=lambda line: place_of(line.perspective))
    headings = list(dict.fromkeys(line.heading for line in (lines if is_many else ordered)))
    return sorted(ordered, key=lambda line: headings.index(line.heading))


def _read_line(table: PublishedTable, row: PublishedRow, *, is_many: bool) -> Line:
    perspective = perspective_of(table, row)
    others = [label_of(dimension, code) for dimension, code in row.by if dimension != Dimension.ROLE]
    has_role = len(others) < len(row.by)
    name = statement_of(table)
    if has_role and others:
        heading, label = f"{perspective_label(perspective)}", ", ".join(others)
    elif has_role:
        heading, label = name if is_many else "", perspective_label(perspective)
    else:
        heading, label = name if is_many and others else "", ", ".join(others) or name
    return Line(heading=heading, label=label, perspective=perspective, cell=row.cell, response=row.response)


def rows_of(table: PublishedTable) -> tuple[PublishedRow, ...]:
    """The rows of a table; one that says there are no cases where it holds none."""
    return table.rows or (PublishedRow(by=(), cell=table.cell),)


def heading_of(row: PublishedRow) -> str:
    """What a row is broken down by, in words; empty for a total."""
    return ", ".join(label_of(dimension, code) for dimension, code in row.by)


def place_of(perspective: str) -> int:
    """Where a perspective stands: harmed, responsible, community, then the others."""
    return PERSPECTIVES.index(perspective) if perspective in PERSPECTIVES else len(PERSPECTIVES)


def perspective_of(table: PublishedTable, row: PublishedRow) -> str:
    """Whose view a row gives: its own role, else the role asked for, else the definition's perspective."""
    for pairs in (row.by, table.request.where):
        role = next((code for dimension, code in pairs if dimension == Dimension.ROLE), "")
        if role:
            return str(role)
    return table.definition.perspective


def statement_of(table: PublishedTable) -> str:
    """The survey statement people answered, else the measure's title."""
    return table.definition.statement or table.definition.title


def units_of(table: PublishedTable) -> str:
    """What is counted, in a sentence: referrals, harmed parties, agreements."""
    role = next((code for dimension, code in table.request.where if dimension == Dimension.ROLE), "")
    if role:
        return perspective_words(role)
    return "referrals" if table.definition.unit == "case" else plural_unit(table.definition.unit)


def responses_in_words(lines: Sequence[Line]) -> list[str]:
    """Who answered, once for each perspective, in their order; each line's own where they differ."""
    told: dict[str, dict[Response, str]] = {}
    for line in sorted(lines, key=lambda line: place_of(line.perspective)):
        if line.response:
            told.setdefault(line.perspective, {}).setdefault(line.response, line.heading or line.label)
    return [
        f"{upper_first(perspective_words(perspective))}{f' ({label})' if len(labels) > 1 else ''}: "
        f"{response_in_words(response)}."
        for perspective, labels in told.items()
        for response, label in labels.items()
    ]


def say_instead(title: str, cell: PublishedCell) -> str:
    """A heading or alt text where nothing may be drawn: "Agreements kept: too soon to say"."""
    return f"{title}: {lower_first(words_in_place(cell))}"


def tabulate_rate(cell: PublishedCell) -> dict[str, str]:
    """A rate's share, interval and parts for a table; without a share, its marker and what may be said."""
    match cell:
        case Shown(figure=Rate() | MoneyRate() as rate):
            shares = (format_percent(rate.value), format_interval(rate.low, rate.high), parts_in_words(rate))
        case Hidden(words=words):
            shares = (marker(cell), "", words)
        case TooFew():
            shares = (marker(cell), "", describe_cell(cell).partition(": ")[2])
        case _:
            shares = (marker(cell), "", "")
    return dict(zip(("Share", "95% interval", "Parts"), shares, strict=True))
