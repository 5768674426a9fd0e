"""Rows of published tables, each with its words: who or what it is about, its cell and who answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

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
from pipelines.vocabulary import CLOSED_LISTS, Dimension

VIEWS = (Dimension.ROLE.value, Dimension.PERSPECTIVE.value)
"""Dimensions that say whose view a row gives: a role, or the perspective that roles are gathered in."""

PARTS = " · "
"""Between the statements of a measure that is met when all of them are."""


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
    lines = [
        _read_line(table, row, name, is_many=is_many)
        for table, name in zip(tables, _name_tables(tables), strict=True)
        for row in rows_of(table)
    ]
    ordered = sorted(lines, key=lambda line: place_of(line.perspective))
    headings = list(dict.fromkeys(line.heading for line in (lines if is_many else ordered)))
    return sorted(ordered, key=lambda line: headings.index(line.heading))


def _name_tables(tables: Sequence[PublishedTable]) -> list[str]:
    """Each measure's statement, else its title; the title too where the same people answered it twice.

    One statement answered by different people as different measures stands under one heading.
    """
    asked = [
        {(statement_of(table), perspective_of(table, row)) for row in rows_of(table)} for table in tables
    ]
    every = [pair for pairs in asked for pair in pairs]
    return [
        table.definition.title if any(every.count(pair) > 1 for pair in pairs) else statement_of(table)
        for table, pairs in zip(tables, asked, strict=True)
    ]


def _read_line(table: PublishedTable, row: PublishedRow, name: str, *, is_many: bool) -> Line:
    perspective = perspective_of(table, row)
    others = [label_of(dimension, code) for dimension, code in row.by if dimension not in VIEWS]
    has_role = len(others) < len(row.by)
    if has_role and others:
        heading, label = perspective_label(perspective), ", ".join(others)
    elif has_role:
        heading, label = name if is_many else "", perspective_label(perspective)
    else:
        heading, label = name if is_many and others else "", ", ".join(others) or name
    return Line(heading=heading, label=label, perspective=perspective, cell=row.cell, response=row.response)


def rows_of(table: PublishedTable) -> tuple[PublishedRow, ...]:
    """The rows of a table; one that says there are no cases where it holds none."""
    return table.rows or (PublishedRow(by=(), cell=table.cell),)


def sort_rows(table: PublishedTable) -> PublishedTable:
    """The table with its rows in the vocabulary's order, whatever order the source gave them in."""
    return replace(table, rows=tuple(sorted(table.rows, key=lambda row: [_rank(*pair) for pair in row.by])))


def _rank(dimension: str, code: str) -> tuple[int, str]:
    """A value's place in its closed list; what is in none keeps the order of its code."""
    listed = CLOSED_LISTS.get(dimension)
    codes = listed.codes() if listed else ()
    return (codes.index(code), "") if code in codes else (len(codes), code)


def heading_of(row: PublishedRow) -> str:
    """What a row is broken down by, in words; empty for a total."""
    return ", ".join(label_of(dimension, code) for dimension, code in row.by)


def place_of(perspective: str) -> int:
    """Where a perspective stands: harmed, responsible, community, then the others."""
    return PERSPECTIVES.index(perspective) if perspective in PERSPECTIVES else len(PERSPECTIVES)


def perspective_of(table: PublishedTable, row: PublishedRow) -> str:
    """Whose view a row gives: its own role, else the role asked for, else the definition's perspective."""
    for pairs in (row.by, table.request.where):
        view = next((code for dimension, code in pairs if dimension in VIEWS), "")
        if view:
            return str(view)
    return table.definition.perspective


def statement_of(table: PublishedTable) -> str:
    """The survey statement people answered; the title of a measure of none or several."""
    statement = table.definition.statement
    return statement if statement and PARTS not in statement else table.definition.title


def units_of(table: PublishedTable) -> str:
    """What is counted, in a sentence: referrals, harmed parties, agreements."""
    view = next((code for dimension, code in table.request.where if dimension in VIEWS), "")
    if view:
        return perspective_words(view)
    return "referrals" if table.definition.unit == "case" else plural_unit(table.definition.unit)


def responses_in_words(lines: Sequence[Line]) -> list[str]:
    """Who answered, once for each perspective, in their order."""
    told: dict[str, list[Response]] = {}
    for line in sorted(lines, key=lambda line: place_of(line.perspective)):
        if line.response:
            told.setdefault(line.perspective, []).append(line.response)
    return [
        f"{upper_first(perspective_words(perspective))}: {_say_responses(responses)}."
        for perspective, responses in told.items()
    ]


def _say_responses(responses: Collection[Response]) -> str:
    """From the lowest to the highest of the same people asked; else the lowest speaks for all."""
    fewest = min(responses, key=lambda response: response.share)
    most = max(responses, key=lambda response: response.share)
    if most.answered == fewest.answered or not fewest.asked:
        return response_in_words(fewest)
    is_of_same = len({(one.asked, one.is_of_attended) for one in responses}) == 1
    return response_in_words(fewest, most) if is_of_same else f"at least {response_in_words(fewest)}"


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
