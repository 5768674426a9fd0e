"""The report as a workbook for an analyst: numbers as numbers, one table a sheet, nothing merged, no formula.

In the style of public-sector accessible spreadsheets: a cover, notes with every marker explained, one table a
sheet that starts in column A with a frozen head, no colour that means anything, no empty row inside a table.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dashboard.charts.rows import rows_of
from dashboard.report.document import Block, Document
from dashboard.report.figures import base_of, lead_of
from dashboard.report.narrative import title_of
from dashboard.report.references import refer_to
from dashboard.wording import label_of, lower_first, marker, upper_first
from pipelines.publication import (
    Count,
    Curve,
    CurvePoint,
    Distribution,
    Figure,
    Flow,
    Money,
    MoneyRate,
    Pathway,
    PublishedRow,
    PublishedTable,
    Rate,
    Shown,
)
from pipelines.vocabulary import minor_units

MARKERS = (
    ("[c]", "Hidden to protect people. Never zero."),
    ("[z]", "Does not apply, or there were no cases."),
    ("[x]", "Not in this release."),
    ("[soon]", "Too soon to say: not everybody has had the time yet."),
    ("[ns]", "Not supplied: the programme does not record it."),
)
"""What stands in a cell where no number may, and what it means."""

HEAD = (
    "Measure", "Group", "Part", "Value", "Low (95%)", "High (95%)", "Met", "Out of", "Unit", "In words",
    "Period", "Definition version", "Ask for it again",
)  # fmt: skip
_WIDTHS = (44, 26, 34, 12, 12, 12, 12, 12, 12, 44, 18, 18, 60)
_NUMBERS = {"share": "0%", "count": "#,##0", "score": "0.0", "money": "#,##0", "points": "0.0"}
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 a workbook's dates have no zone
_SHEET = 31

Cell = str | float
Line = tuple[str, Cell, Cell, Cell, Cell, Cell, str]
"""Part, value, low, high, met, out of, and the kind of number: one line of a figure."""


def write_workbook(document: Document) -> bytes:
    """The bytes of the file: the same report, the same bytes."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties(
            {"title": f"{document.title}: {document.name}", "author": document.name, "created": _MADE}
        )
        formats = {kind: book.add_format({"num_format": code}) for kind, code in _NUMBERS.items()}
        sheets = _Sheets(book, formats)
        sheets.lines("Cover", _cover(document))
        sheets.lines("Notes", _notes(document))
        for number, block in enumerate(document.blocks, start=1):
            sheets.block(f"{number} {block.key}", block)
        sheets.lines("Definitions", _definitions(document))
        sheets.lines("Manifest", _manifest(document))
    return target.getvalue()


def _cover(document: Document) -> list[tuple[str, ...]]:
    return [
        (f"{document.title}: {document.name}",),
        *((words,) for words in (*document.tags, *document.lead)),
        *((f"{name}: {value}",) for name, value in document.provenance),
        *((words,) for words in document.limits),
        ("Sheets: Notes, then one table a sheet, then Definitions and Manifest.",),
    ]


def _notes(document: Document) -> list[tuple[str, ...]]:
    return [("Note", "Meaning"), *MARKERS, *(("Reading", words) for words in document.reading)]


def _definitions(document: Document) -> list[tuple[str, ...]]:
    found = {table.definition.name: table.definition for block in document.blocks for table in block.tables}
    head = ("Measure", "Name", "Question", "Unit", "Please note", "Version")
    return [
        head,
        *((d.title, d.name, d.question, d.unit, " ".join(d.caveats), d.version) for d in found.values()),
    ]


def _manifest(document: Document) -> list[tuple[str, ...]]:
    return [("Name", "Value"), *document.provenance, ("Settings", document.settings.to_json())]


class _Sheets:
    def __init__(self, book: Any, formats: dict[str, Any]) -> None:
        self._book, self._formats = book, formats
        self._bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def lines(self, name: str, lines: Sequence[tuple[str, ...]]) -> None:
        """A sheet of words: its first line is its head."""
        sheet = self._book.add_worksheet(name)
        for row, line in enumerate(lines):
            for column, words in enumerate(line):
                sheet.write_string(row, column, words, self._wrapped if row else self._bold)
        sheet.set_column(0, 0, 40 if len(lines[0]) > 1 else 100)
        sheet.set_column(1, 5, 44)
        sheet.freeze_panes(1, 0)

    def block(self, name: str, block: Block) -> None:
        """A sheet of one table: what it is in the first two rows, its head in the third, frozen."""
        sheet = self._book.add_worksheet(name[:_SHEET])
        sheet.write_string(0, 0, block.finding, self._bold)
        sheet.write_string(1, 0, ". ".join([block.about, *block.notes]))
        for column, words in enumerate(HEAD):
            sheet.write_string(2, column, words, self._bold)
            sheet.set_column(column, column, _WIDTHS[column])
        row = 3
        for table in block.tables:
            for line, kind in _lines_of(table):
                for column, value in enumerate(line):
                    self._write(sheet, row, column, value, kind)
                row += 1
        sheet.freeze_panes(3, 1)

    def _write(self, sheet: Any, row: int, column: int, value: Cell, kind: str) -> None:
        if isinstance(value, str):
            sheet.write_string(row, column, value)
        else:
            is_part = HEAD[column] in ("Met", "Out of") and kind == "share"
            sheet.write_number(row, column, value, self._formats["count" if is_part else kind])


def _lines_of(table: PublishedTable) -> list[tuple[tuple[Cell, ...], str]]:
    reference = refer_to(table)
    found: list[tuple[tuple[Cell, ...], str]] = []
    for row in rows_of(table):
        group = ", ".join(label_of(dimension, code) for dimension, code in row.by)
        for part, value, low, high, met, of, kind in _parts(row):
            words = part or f"{lead_of(row.cell)}; {base_of(table, row)}"
            line = (
                title_of(table), group, part, value, low, high, met, of, _unit(row, kind), words,
                reference.period, reference.version, reference.command,
            )  # fmt: skip
            found.append((line, kind))
    return found


def _unit(row: PublishedRow, kind: str) -> str:
    currency = getattr(row.cell.figure, "currency", "") if isinstance(row.cell, Shown) else ""
    return currency if kind == "money" else kind


def _parts(row: PublishedRow) -> list[Line]:
    """The lines of one cell; the marker as its value where there is no number."""
    if not isinstance(row.cell, Shown):
        return [("", marker(row.cell), "", "", "", "", "")]
    return _figure_lines(row.cell.figure)


def _figure_lines(figure: Figure) -> list[Line]:
    match figure:
        case Rate():
            return [("", figure.value, figure.low, figure.high, figure.met, figure.denominator, "share")]
        case MoneyRate():
            units = minor_units(figure.currency)
            met, of = figure.met_minor / units, figure.denominator_minor / units
            return [("", figure.value, figure.low, figure.high, met, of, "share")]
        case Count(value=value):
            return [("", value, "", "", "", "", "count")]
        case Money():
            units = minor_units(figure.currency)
            return [("", figure.total_minor / units, "", "", "", figure.n, "money")]
        case _:
            return _shape_lines(figure)


_FIVE = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")


def _shape_lines(figure: Figure) -> list[Line]:
    match figure:
        case Distribution(counts=counts):
            names = ("Disagree", "Neither", "Agree") if len(counts) == 3 else _FIVE
            return [
                (f"Answers: {lower_first(name)}", n, "", "", "", figure.n, "count")
                for name, n in zip(names, counts, strict=True)
            ]
        case Pathway(steps=steps):
            lines: list[Line] = []
            for step in steps:
                lines.append((step.label, step.reached, "", "", "", "", "count"))
                lines += [(f"Left: {reason}", n, "", "", "", "", "count") for reason, n in step.left]
            return lines
        case Curve(points=points):
            return [_point_line(point) for point in points]
        case Flow():
            units = minor_units(figure.currency)
            whole: Line = ("Agreed", figure.total_minor / units, "", "", "", figure.n, "money")
            parts: list[Line] = [
                (part.label, part.amount_minor / units, "", "", "", "", "money") for part in figure.parts
            ]
            hidden: list[Line] = [(upper_first(name), "[c]", "", "", "", "", "") for name in figure.hidden]
            return [whole, *parts, *hidden]
        case _:
            return [("", "", "", "", "", "", "")]


def _point_line(point: CurvePoint) -> Line:
    """One day of a curve: its share, how many had met it by then, and how many were still followed."""
    met: Cell = "[c]" if point.n_met is None else point.n_met
    return (f"Day {point.day}", point.share, point.low, point.high, met, point.at_risk, "share")
