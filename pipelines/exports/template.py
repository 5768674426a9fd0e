"""Writes the one-sheet workbook a small service can fill in. Its drop-downs are what the mapping reads."""

from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipelines.errors import UsageError
from pipelines.exports.mapping import load_mapping
from pipelines.exports.one_sheet import (
    CASES_SHEET,
    EXAMPLES_SHEET,
    GUIDANCE_HEAD,
    GUIDANCE_SHEET,
    LISTS_SHEET,
    OPTIONAL,
    REQUIRED,
    TemplateColumn,
    one_sheet,
)
from pipelines.vocabulary import Unknown

LAST_ROW = 5_000
"""Rows with drop-downs: decades of a service of two people."""
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
NUMBER_FORMATS = {"id": "@", "code": "@", "date": "yyyy-mm-dd", "money": "#,##0.00"}
"""`@` is text: a spreadsheet then leaves `00123` and `1E5` as they are typed."""


def write_template(to: Path) -> Path:
    """An empty one-sheet workbook: cases, guidance, invented rows, lists. Raises `UsageError` when it cannot.

    A file that is there is never written over: it may hold somebody's cases.
    """
    if to.suffix.lower() != ".xlsx":
        raise UsageError(f"--to: {to.name} must end in .xlsx: the template is an Excel workbook.")
    if to.exists():
        raise UsageError(f"--to: {to} is there already and may hold cases. Name another file.")
    unfinished = to.with_name(f".{to.name}.unfinished")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        _write(unfinished)
        unfinished.replace(to)
    except (FileCreateError, OSError):
        unfinished.unlink(missing_ok=True)
        raise UsageError(f"--to: {to} cannot be written. Name a folder you may write to.") from None
    return to


def drop_down(column: TemplateColumn) -> tuple[str, ...]:
    """The words to pick from, in reading order; none for a column that has no list."""
    rules = [
        rule
        for feed in load_mapping("one-sheet").feeds
        for rule in (*feed.columns, *(answer for _, answer in feed.answers))
        if rule.source_columns == (column.header,) and rule.codes
    ]
    # "Not asked" and its like are for systems that must write something: in a sheet, blank says it.
    left = {*column.without, *(code.label for code in Unknown if code is not Unknown.UNKNOWN)}
    words = [word for word in (rules[0].codes if rules else ()) if word not in left]
    return (*words, *column.further)


def _write(path: Path) -> None:
    # A text that begins with "=" or looks like a number or an address must stay the text it is.
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with Workbook(path, options) as workbook:
        formats = _formats(workbook)
        cases = workbook.add_worksheet(CASES_SHEET)
        guidance = workbook.add_worksheet(GUIDANCE_SHEET)
        examples = workbook.add_worksheet(EXAMPLES_SHEET)
        lists = workbook.add_worksheet(LISTS_SHEET)
        columns = one_sheet().columns
        _write_head(cases, columns, formats, row=0)
        for position, column in enumerate(columns):
            words = drop_down(column)
            _write_list(lists, position, column.header, words, formats)
            cases.data_validation(1, position, LAST_ROW, position, _validation(column, position, len(words)))
        _write_guidance(guidance, formats)
        _write_examples(examples, formats)
        cases.activate()


def _formats(workbook: Workbook) -> dict[str, Any]:
    head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "num_format": "@"}
    kinds = {kind: workbook.add_format({"num_format": text}) for kind, text in NUMBER_FORMATS.items()}
    return kinds | {
        "head": workbook.add_format(head),
        "required": workbook.add_format(head | {"bg_color": "#D9D9D9"}),
        "wrapped": workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
        "title": workbook.add_format({"bold": True, "font_size": 14, "num_format": "@"}),
    }


def _write_head(
    sheet: Worksheet, columns: tuple[TemplateColumn, ...], formats: dict[str, Any], *, row: int
) -> None:
    for position, column in enumerate(columns):
        sheet.set_column(position, position, 18, formats[column.kind])
        style = formats["required" if column.is_required else "head"]
        sheet.write_string(row, position, column.header, style)
    sheet.set_row(row, 48)
    sheet.freeze_panes(row + 1, 1)


def _write_list(
    sheet: Worksheet, position: int, header: str, words: tuple[str, ...], formats: dict[str, Any]
) -> None:
    if words:
        sheet.set_column(position, position, 24)
        sheet.write_string(0, position, header, formats["head"])
    for row, word in enumerate(words, start=1):
        sheet.write_string(row, position, word)


def _validation(column: TemplateColumn, position: int, n_words: int) -> dict[str, Any]:
    hint = {
        "input_title": column.header[:32],
        "input_message": column.help,
        "error_title": "Please look again",
    }
    if column.kind == "code":
        letter = xl_col_to_name(position, col_abs=True)
        words = f"={LISTS_SHEET}!{letter}$2:{letter}${n_words + 1}"
        return hint | {
            "validate": "list",
            "source": words,
            "error_message": "Pick one of the words of the list.",
        }
    if column.kind == "date":
        days = {"criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
        return hint | {"validate": "date", "error_message": "Write a date, such as 2026-03-20."} | days
    if column.kind == "money":
        amount = {"criteria": ">=", "value": 0}
        return hint | {"validate": "decimal", "error_message": "Write only a number, such as 120."} | amount
    length = {"criteria": "between", "minimum": 1, "maximum": 64}
    return hint | {"validate": "length", "error_message": "At most 64 letters and digits."} | length


def _write_guidance(sheet: Worksheet, formats: dict[str, Any]) -> None:
    template = one_sheet()
    sheet.set_column(0, 0, 34, formats["wrapped"])
    sheet.set_column(1, 1, 70, formats["wrapped"])
    sheet.set_column(2, 2, 18, formats["wrapped"])
    sheet.write_string(0, 0, template.title, formats["title"])
    row = 2
    for sentence in template.guidance:
        sheet.merge_range(row, 0, row, 2, "", formats["wrapped"])
        sheet.write_string(row, 0, sentence, formats["wrapped"])
        sheet.set_row(row, 32 if len(sentence) > 110 else 17)
        row += 1
    for position, word in enumerate(GUIDANCE_HEAD):
        sheet.write_string(row + 1, position, word, formats["head"])
    for column in template.columns:
        cells = (column.header, column.help, REQUIRED if column.is_required else OPTIONAL)
        for position, text in enumerate(cells):
            sheet.write_string(row + 2, position, text, formats["wrapped"])
        row += 1


def _write_examples(sheet: Worksheet, formats: dict[str, Any]) -> None:
    template = one_sheet()
    _write_head(sheet, template.columns, formats, row=1)
    sheet.write_string(0, 0, template.examples, formats["title"])
    for position, column in enumerate(template.columns):
        for row, value in enumerate(column.examples, start=2):
            if column.kind == "date" and value:
                sheet.write_datetime(row, position, date.fromisoformat(str(value)), formats["date"])
            elif isinstance(value, str):
                if value:
                    sheet.write_string(row, position, value, formats[column.kind])
            else:
                sheet.write_number(row, position, value, formats["money"])
