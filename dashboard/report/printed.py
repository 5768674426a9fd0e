"""The report as a plain dictionary of words, as the PDF and the page print it: one text for both."""

from base64 import b64decode
from collections.abc import Sequence
from typing import Any

from dashboard.report.document import PACK, RELEASE, Block, Document, Grid, Section
from dashboard.report.settings import ReportSettings
from dashboard.wording import join_words

REFERENCE_WORDS = (
    "After the words “outcomes figures --release DIR”, where DIR is the folder of the release, each line "
    "asks for figures of this report. The version is of the measure's definition. “outcomes verify” checks "
    "the file."
)
TABLE_WORDS = "The same as a table"
"""Over the table of a chart."""

_WORDS_FROM = 24
"""A column with a longer text is set as words, from the left; numbers stand at the right."""

_EMPTY = ("", "[x]", "–")


def print_document(document: Document) -> dict[str, Any]:
    """Everything that is printed, in order."""
    settings = document.settings
    return {
        "title": document.title,
        "name": document.name,
        "description": f"Impact report of {document.name}",
        "eyebrow": " · ".join(_eyebrow(document)),
        "footer": " · ".join([document.name, *document.tags, _sources(document)]),
        "lead": list(document.lead),
        "headlines": None if document.headlines is None else print_block(document.headlines),
        "own_words": {
            "label": settings.own_words_label,
            "text": settings.own_words,
        }
        if settings.own_words
        else None,
        "logo": _logo(settings),
        "sections": list(map(print_section, document.sections)),
        "limits": list(document.limits),
        "protection": list(document.protection),
        "reading": list(document.reading),
        "provenance": [list(pair) for pair in document.provenance],
        "references": _references(document),
        "settings": document.to_carried(),
    }


def print_section(section: Section) -> dict[str, Any]:
    """A section; what is to be noted of all its findings is said once, under its title."""
    first, *others = [block.notes for block in section.blocks] or [()]
    shared = [note for note in first if others and all(note in notes for notes in others)]
    return {
        "code": section.code,
        "title": section.title,
        "notes": shared,
        "sentences": list(section.sentences),
        "blocks": [print_block(block, without=shared) for block in section.blocks],
    }


def _logo(settings: ReportSettings) -> dict[str, Any] | None:
    """The picture as a data address for a page, and as what a printer takes: its kind and its bytes."""
    if not settings.logo:
        return None
    head, _, data = settings.logo.partition(";base64,")
    kind = head.removeprefix("data:image/").removesuffix("+xml")
    alt = f"Logo of {settings.name}" if settings.name else "Logo of the programme"
    return {"address": settings.logo, "kind": kind, "bytes": list(b64decode(data, validate=True)), "alt": alt}


def _eyebrow(document: Document) -> list[str]:
    audience = f"Impact report for {document.audience}" if document.audience else "Impact report"
    return [document.subject, audience, f"Data to {document.provenance[0][1]}", *document.tags]


def _sources(document: Document) -> str:
    """Which release or pack it was made from, as the foot of every page says it."""
    return join_words([f"{name} {value}" for name, value in document.provenance if name in (RELEASE, PACK)])


def print_block(block: Block, without: Sequence[str] = ()) -> dict[str, Any]:
    """One finding with its chart and its table, `without` the notes that stand elsewhere."""
    chart = (
        None
        if block.chart is None
        else {
            "svg": block.chart.svg,
            "narrow": block.chart.narrow,
            "half": block.chart.half,
            "alt": block.chart.alt,
        }
    )
    return {
        "key": block.key,
        "finding": block.finding,
        "about": block.about,
        "chart": chart,
        "is_table_printed": block.is_table_printed,
        "column": block.column,
        "table_words": TABLE_WORDS,
        "grid": None if block.grid is None else print_grid(block.grid),
        "notes": [note for note in block.notes if note not in without],
    }


def print_grid(grid: Grid) -> dict[str, Any]:
    """Without the columns in which nothing stands: a release counts answers in three groups, not five."""
    columns = [
        number
        for number in range(len(grid.head))
        if number == 0 or any(row[number] not in _EMPTY for row in grid.rows)
    ]
    rows = [[row[number] for number in columns] for row in grid.rows]
    return {
        "caption": grid.caption,
        "head": [grid.head[number] for number in columns],
        "rows": rows,
        "wide": [n for n in range(len(columns)) if any(len(row[n]) > _WORDS_FROM for row in rows)],
    }


def _references(document: Document) -> dict[str, Any]:
    sources = tuple(dict.fromkeys(reference.release for reference in document.references))
    lines = [
        (reference.question, reference.version, str(sources.index(reference.release) + 1))
        for reference in document.references
    ]
    is_of_one = len(sources) < 2
    head = ("Ask for it again", "Version", "Of")
    grid = Grid(
        caption="How to ask for a figure again",
        head=head[:2] if is_of_one else head,
        rows=tuple(line[:2] if is_of_one else line for line in lines),
    )
    words = "" if is_of_one else " " + " ".join(f"{n} is {name}." for n, name in enumerate(sources, start=1))
    return {**print_grid(grid), "wide": [0, 1, 2], "words": REFERENCE_WORDS + words}
