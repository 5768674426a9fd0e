"""The report as a workbook for an analyst: numbers as numbers, one table a sheet, nothing merged, no formula.

By the checklist for accessible spreadsheets of the UK's Government Analysis Function: a cover with a link to
every sheet, notes with every marker explained, one marked-up table a sheet under its title, no empty cell in
it, a frozen head, no colour that means anything.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from dashboard.formats import in_locale
from dashboard.report.document import Block, Document, Grid
from dashboard.report.workbook_lines import HEAD, Cell, lines_of
from dashboard.role_words import in_role_words
from dashboard.wording import list_markers, upper_first

_WIDTHS = (44, 26, 34, 14, 14, 14, 14, 14, 18, 44, 18, 22, 22, 60)
_WORD_WIDTHS = (40, 44, 44, 44, 44, 44)
_NUMBERS = {"share": "0%", "count": "#,##0", "score": "0.0", "money": "#,##0", "points": "0.0"}
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 a workbook's dates have no zone
_SHEET = 31
_FIRST = 3
"""Rows above the body of a table: its title, what is on the sheet, and its head."""

_TOLD = ("promised", "changed", "restated")
"""Blocks whose table holds two figures beside each other in words: they have a sheet of each kind."""

_NOTES = "What the marks mean, and how to read the figures"
_DEFINITIONS = "What each measure counts"
_MANIFEST = "Where the figures come from"
CARRIED = "Settings"
"""The line of the manifest that a program reads."""
_ONE_TABLE = "This sheet holds one table"


def write_workbook(document: Document) -> bytes:
    """The bytes of the file: the same report, the same bytes."""
    import xlsxwriter

    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": "Arial", "font_size": 12},
    }
    spoken = (in_locale(document.settings.locale), in_role_words(document.role_words))
    with spoken[0], spoken[1], xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": document.title, "author": document.name, "created": _MADE})
        _write_sheets(_Sheets(book), document)
    return target.getvalue()


def _write_sheets(sheets: "_Sheets", document: Document) -> None:
    named = list(_name_sheets(document.blocks))
    sheets.cover(
        _cover(document),
        [
            ("Notes", _NOTES),
            *((name, block.finding if grid else _title(block)) for name, block, grid in named),
            ("Definitions", _DEFINITIONS),
            ("Manifest", _MANIFEST),
        ],
    )
    sheets.words("Notes", _NOTES, ("Note", "Meaning"), _notes(document))
    for name, block, grid in named:
        if grid is None:
            sheets.figures(name, _title(block), block)
        else:
            sheets.words(name, block.finding, grid.head, grid.rows)
    sheets.words("Definitions", _DEFINITIONS, _DEFINED, _definitions(document))
    sheets.words("Manifest", _MANIFEST, ("Name", "Value"), _manifest(document))


def _title(block: Block) -> str:
    """Of the sheet of figures; where there is one in words too, that has the finding."""
    return f"{block.finding}: the figures" if block.key in _TOLD else block.finding


def _name_sheets(blocks: Sequence[Block]) -> Iterator[tuple[str, Block, Grid | None]]:
    """Each sheet's name and block; with a grid where the sheet is in words."""
    for number, block in enumerate(blocks, start=1):
        name = f"{number} {block.key}"
        if block.key in _TOLD:
            yield name, block, block.grid
            name += " figures"
        yield name[:_SHEET], block, None


def _cover(document: Document) -> list[str]:
    settings = document.settings
    own = settings.own_words
    return [
        document.title,
        document.subject,
        *([f"For {settings.audience}"] if settings.audience else []),
        *document.tags,
        *document.lead,
        *([settings.own_words_label] if own else []),
        *([own] if own else []),
        *(f"{name}: {value}" for name, value in document.provenance),
        *document.limits,
        "Sheets of this workbook:",
    ]


def _notes(document: Document) -> list[tuple[str, ...]]:
    marks = [(mark, f"{upper_first(meaning)}.") for mark, meaning in list_markers(of_release=True)]
    return [
        *marks,
        *(
            (f"Reading {n}", words)
            for n, words in enumerate((*document.protection, *document.reading), start=1)
        ),
    ]


_DEFINED = ("Measure", "Name", "Question", "Unit", "Please note", "Version")


def _definitions(document: Document) -> list[tuple[str, ...]]:
    found = {
        table.definition.name: table.definition for block in document.blocks for table in block.every_table
    }
    return [
        (d.title, d.name, d.question, d.unit, " ".join(d.caveats) or "Nothing more.", d.version)
        for d in found.values()
    ]


def _manifest(document: Document) -> list[tuple[str, ...]]:
    # No sheet shows the logo, and no cell is long enough for it.
    bare = replace(document, settings=replace(document.settings, logo=""))
    return [*document.provenance, (CARRIED, bare.to_carried())]


class _Sheets:
    def __init__(self, book: Any) -> None:
        self._book = book
        self._title = book.add_format({"bold": True, "font_size": 14, "valign": "top"})
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._numbers = {
            kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in _NUMBERS.items()
        }

    def cover(self, lines: Sequence[str], listed: Sequence[tuple[str, str]]) -> None:
        """What this is, then every other sheet with a link to it."""
        sheet = self._book.add_worksheet("Cover")
        sheet.set_column(0, 0, 100)
        for row, words in enumerate(lines):
            sheet.write_string(row, 0, words, self._wrapped if row else self._title)
        for row, (name, title) in enumerate(listed, start=len(lines)):
            words = f"{name}: {title}"
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self._wrapped, string=words)

    def words(self, name: str, title: str, head: Sequence[str], lines: Sequence[tuple[str, ...]]) -> None:
        """A sheet with a table of words."""
        sheet = self._begin(name, title, _ONE_TABLE + ".", head, len(lines))
        for column, _ in enumerate(head):
            sheet.set_column(column, column, _WORD_WIDTHS[column])
        for row, line in enumerate(lines, start=_FIRST):
            for column, words in enumerate(line):
                sheet.write_string(row, column, words, self._wrapped)

    def figures(self, name: str, title: str, block: Block) -> None:
        """A sheet with the table of one finding."""
        lines = [line for table in block.every_table for line in lines_of(table)]
        about = ". ".join([_ONE_TABLE, block.about, *(note.rstrip(".") for note in block.notes)]) + "."
        sheet = self._begin(name, title, about, HEAD, len(lines))
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        for row, (line, kind) in enumerate(lines, start=_FIRST):
            for column, value in enumerate(line):
                self._write(sheet, row, column, value, kind)

    def _begin(self, name: str, title: str, about: str, head: Sequence[str], n_lines: int) -> Any:
        """Title, what is on the sheet, and the head of a real table, which a screen reader can find."""
        sheet = self._book.add_worksheet(name)
        sheet.write_string(0, 0, title, self._title)
        sheet.write_string(1, 0, about)
        sheet.add_table(
            _FIRST - 1, 0, _FIRST - 1 + max(1, n_lines), len(head) - 1,
            {
                "name": "table_" + "".join(letter if letter.isalnum() else "_" for letter in name.lower()),
                "columns": [{"header": words, "header_format": self._head} for words in head],
                "style": None,
                "autofilter": False,
            },
        )  # fmt: skip
        sheet.freeze_panes(_FIRST, 1)
        return sheet

    def _write(self, sheet: Any, row: int, column: int, value: Cell, kind: str) -> None:
        if isinstance(value, str):
            sheet.write_string(row, column, value, self._wrapped)
        else:
            is_part = HEAD[column] in ("Met", "Out of") and kind == "share"
            sheet.write_number(row, column, value, self._numbers["count" if is_part else kind])
