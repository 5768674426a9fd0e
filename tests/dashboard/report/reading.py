"""The three files as another reader than ours takes them apart: each text with the place it stands in."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import openpyxl
from pypdf import PdfReader

from tests.dashboard.report.held import numbers_in


@dataclass(kw_only=True)
class Part:
    """A heading of a page with everything under it, up to the next."""

    heading: str = ""
    level: str = ""
    words: list[str] = field(default_factory=list)
    """Paragraphs, and the items of lists."""
    pictures: list["Picture"] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    """Of its table, the head first."""
    caption: str = ""
    label: str = ""
    """What is read out of the place of a table."""


@dataclass(kw_only=True)
class Picture:
    alt: str
    title: str = ""
    texts: list[str] = field(default_factory=list)

    @property
    def numbers(self) -> list[str]:
        """Of everything written in it, in order."""
        return [number for text in self.texts for number in numbers_in(text)]


class Page(HTMLParser):
    """A page, heading by heading. What stands before the first is under a heading without words."""

    def __init__(self, file: bytes) -> None:
        super().__init__()
        self.parts = [Part()]
        self.foot = ""
        self._open = ""
        self.feed(file.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in ("h1", "h2", "h3"):
            self.parts.append(Part(level=tag))
        part = self.parts[-1]
        if tag == "svg":
            part.pictures.append(Picture(alt=said["aria-label"] or ""))
        elif "aria-label" in said:
            part.label = said["aria-label"] or ""
        if tag == "text":
            part.pictures[-1].texts.append("")
        if tag == "tr":
            part.rows.append([])
        if tag in ("td", "th"):
            part.rows[-1].append("")
        if tag in ("p", "li", "dt", "dd"):
            part.words.append("")
        if tag not in ("tspan", "span", "code"):
            self._open = "picture title" if tag == "title" and part.pictures else tag

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("tspan", "span", "code"):
            self._open = ""

    def handle_data(self, data: str) -> None:
        part = self.parts[-1]
        match self._open:
            case "h1" | "h2" | "h3":
                part.heading += data
            case "p" | "li" | "dt" | "dd":
                part.words[-1] += data
            case "text":
                part.pictures[-1].texts[-1] += data
            case "picture title":
                part.pictures[-1].title += data
            case "td" | "th":
                part.rows[-1][-1] += data
            case "caption":
                part.caption += data
            case "footer":
                self.foot += data


def read_pdf(file: bytes) -> str:
    """Everything written on its pages, without their feet."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(file)).pages]
    return "\n".join(line for page in pages for line in page.splitlines() if not _is_foot(line))


def _is_foot(line: str) -> bool:
    return "Page " in line and " of " in line and line.strip()[-1:].isdecimal()


def read_tags(file: bytes) -> Iterator[dict[str, Any]]:
    """Every element of the structure tree of a PDF, in reading order."""
    yield from _walk(PdfReader(io.BytesIO(file)).root_object["/StructTreeRoot"])


def _walk(element: Any) -> Iterator[dict[str, Any]]:
    element = element.get_object()
    if isinstance(element, list):
        for one in element:
            yield from _walk(one)
    elif isinstance(element, dict):
        if "/S" in element:
            yield element
        if "/K" in element:
            yield from _walk(element["/K"])


def read_book(file: bytes) -> dict[str, list[list[Any]]]:
    """Each sheet by its name, as rows of values."""
    book = openpyxl.load_workbook(io.BytesIO(file))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}
