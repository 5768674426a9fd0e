"""A page as a file: a tidy CSV for a program, a workbook for people. Exactly what the page says, no more.

Both carry the filters, the dates, the definitions and the sentence about protection.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.widgets.stories import Story, Told
from dashboard.wording import explain_markers, format_date, lower_first
from pipelines.publication import as_plain_text

_COUNT = re.compile(r"−?\d{1,3}(,\d{3})*")
_PERCENT = re.compile(r"\d{1,3}%")
_SHEET_NAME = 31
"""Characters a workbook allows for the name of a sheet."""


def build_csv(told: Told) -> bytes:
    """One row for each row of each table of the page, in one rectangle."""
    columns = list(dict.fromkeys(name for story in told.stories for row in story.rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["Chart", *columns, "About", "Definition", "Data to", "Source", "Please note"])
    for story in told.stories:
        about = [
            story.subtitle,
            _versions(story),
            format_date(told.status.as_of),
            told.source,
            told.protection,
        ]
        for row in story.rows:
            values = [story.title, *(row.get(name, "") for name in columns), *about]
            writer.writerow([as_plain_text(value) for value in values])
    # The mark at the start tells Excel that this is UTF-8; without it, £ and € are garbled.
    return text.getvalue().encode("utf-8-sig")


def _versions(story: Story) -> str:
    return "; ".join(
        dict.fromkeys(f"{table.definition.name} {table.definition.version}" for table in story.tables)
    )


def build_workbook(told: Told) -> bytes:
    """A sheet that says what this is, one for each table, one with the definitions. No formula anywhere."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": f"{told.page}: {told.place}", "comments": told.protection})
        styles = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "number": book.add_format({"num_format": "#,##0"}),
            "percent": book.add_format({"num_format": "0%"}),
        }
        _write_about(book.add_worksheet("About"), told, styles)
        for number, story in enumerate(told.stories, start=1):
            _write_story(book.add_worksheet(_name_sheet(number, story)), told, story, styles)
        _write_definitions(book.add_worksheet("Definitions"), told, styles)
    return target.getvalue()


def _write_about(sheet: Any, told: Told, styles: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, told.page, styles["title"])
    lines = (
        ("About", told.place),
        ("Data to", format_date(told.status.as_of)),
        ("Source", told.source),
        ("Please note", told.protection),
        ("Sheets", "One for each chart of the page, then the definitions."),
    )
    for place, (name, words) in enumerate(lines, start=2):
        sheet.write_string(place, 0, name, styles["head"])
        sheet.write_string(place, 1, words, styles["text"])


def _write_story(sheet: Any, told: Told, story: Story, styles: Mapping[str, Any]) -> None:
    columns = list(story.rows[0]) if story.rows else []
    sheet.write_string(0, 0, story.title, styles["title"])
    sheet.write_string(1, 0, story.subtitle)
    for across, name in enumerate(columns):
        sheet.set_column(across, across, 42 if across == 0 else 18)
        sheet.write_string(3, across, name, styles["head"])
    for down, row in enumerate(story.rows, start=4):
        for across, name in enumerate(columns):
            _write_value(sheet, (down, across), row.get(name, ""), styles)
    notes = [*explain_markers(story.rows), *story.notes, told.protection]
    for down, note in enumerate(notes, start=5 + len(story.rows)):
        sheet.write_string(down, 0, note)
    sheet.freeze_panes(4, 1)


def _write_value(sheet: Any, place: tuple[int, int], value: str, styles: Mapping[str, Any]) -> None:
    """Counts and whole percents as numbers that show as on the page; everything else as its words."""
    if _COUNT.fullmatch(value):
        sheet.write_number(*place, int(value.replace(",", "").replace("−", "-")), styles["number"])
    elif _PERCENT.fullmatch(value):
        sheet.write_number(*place, int(value[:-1]) / 100, styles["percent"])
    else:
        sheet.write_string(*place, value)


def _write_definitions(sheet: Any, told: Told, styles: Mapping[str, Any]) -> None:
    once = {table.definition.name: table for story in told.stories for table in story.tables}
    columns = ("Measure", "Question", "Unit", "Counted in", "What is counted", "Caveats", "Name", "Version")
    for across, name in enumerate(columns):
        sheet.set_column(across, across, 40)
        sheet.write_string(0, across, name, styles["head"])
    for down, table in enumerate(once.values(), start=1):
        meaning = table.definition
        buckets = "; ".join(f"{name.replace('_', ' ')}: {words}" for name, words in meaning.buckets)
        values = (
            meaning.title, meaning.question, meaning.unit, lower_first(table.basis.label), buckets,
            " ".join(meaning.caveats), meaning.name, meaning.version,
        )  # fmt: skip
        for across, value in enumerate(values):
            sheet.write_string(down, across, value, styles["text"])


def _name_sheet(number: int, story: Story) -> str:
    name = re.sub(r"[\[\]:*?/\\']", " ", f"{number} {story.subtitle.partition(' · ')[0]}")
    return name[:_SHEET_NAME].strip()


def name_file(told: Told, kind: str) -> str:
    """ "agreements-2026-09-30-internal.csv": what, to when, and for whom."""
    words = re.sub(r"[^a-z0-9]+", "-", told.page.lower()).strip("-")
    marks: Sequence[str] = ("internal",) if told.status.stamp.kind == "warehouse" else ()
    return "-".join([words, told.status.as_of.isoformat(), *marks]) + f".{kind}"
