"""The three files a report can be, and how the words of each are read back."""

import io
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from dashboard.report.document import Document
from dashboard.report.html import write_html
from dashboard.report.pdf import write_pdf
from dashboard.report.settings import ReportError, ReportSettings
from dashboard.report.tagging import elements_in
from dashboard.report.workbook import CARRIED, write_workbook


@dataclass(frozen=True, kw_only=True)
class Form:
    """One kind of file."""

    write: Callable[[Document], bytes]
    read_words: Callable[[bytes], list[str]]
    """Every word a reader sees, in order."""
    read_unseen: Callable[[bytes], list[str]]
    """Every word that is heard by those who do not see the page: of its pictures and tables."""
    read_carried: Callable[[bytes], str]
    """What the file carries for a program, as JSON: see `printed.carried_by`. Raises `ReportError`."""

    def read_settings(self, file: bytes) -> ReportSettings:
        """What the programme said of the report, from the file itself. Raises `ReportError`."""
        return _settings(self.read_carried(file))

    def read_provenance(self, file: bytes) -> list[tuple[str, str]]:
        """What the file says it was made from: name and value. Nobody's own words are among them."""
        return _provenance(self.read_carried(file))


def form_of(suffix: str) -> Form:
    """The kind of file. Raises `ReportError` for any other."""
    form = FORMS.get(suffix.lower())
    if form is None:
        raise ReportError(f"a report is {', '.join(FORMS)}: name a file that ends so.")
    return form


_NOT_OURS = ReportError(
    "this file is no report of this project, or was saved by another program. Ask for it again."
)


_HEARD = ("aria-label", "alt", "title")


class _Page(HTMLParser):
    """The visible words of a page, and its settings."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.unseen: list[str] = []
        self.settings = ""
        self._hidden = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in _HEARD:
                self.unseen += (value or "").split()
        if tag in ("style", "script"):
            self._hidden = dict(attrs).get("id") or tag

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._hidden = ""

    def handle_data(self, data: str) -> None:
        if self._hidden == "settings":
            self.settings += data
        elif not self._hidden:
            self.words += data.split()


def _read_page(file: bytes) -> _Page:
    page = _Page()
    page.feed(file.decode("utf-8", errors="replace"))
    return page


def _read_pdf_words(file: bytes) -> list[str]:
    reader = _open_pdf(file)
    return [word for page in reader.pages for word in page.extract_text().split()]


def _read_pdf_unseen(file: bytes) -> list[str]:
    tree = _open_pdf(file).root_object.get("/StructTreeRoot", {})
    return [word for one in elements_in(tree) for word in str(one.get("/Alt", "")).split()]


def _open_pdf(file: bytes) -> Any:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise ReportError(
            "checking a PDF needs pypdf, which is not installed: `pip install restorative-outcomes[report]`."
        ) from None
    # What it has to say of a file that is none of ours, this project says in its own words.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return PdfReader(io.BytesIO(file))
    except PyPdfError:
        raise _NOT_OURS from None


def _read_pdf_carried(file: bytes) -> str:
    attached = _open_pdf(file).attachments.get("report.json")
    return attached[0].decode("utf-8", errors="replace") if attached else ""


def _read_sheets(file: bytes) -> list[list[list[Any]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file))
        return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    except CalamineError:
        raise _NOT_OURS from None


def _read_sheet_words(file: bytes) -> list[str]:
    cells = [cell for sheet in _read_sheets(file) for row in sheet for cell in row if cell != ""]
    return [word for cell in cells for word in (cell.split() if isinstance(cell, str) else [repr(cell)])]


def _read_sheet_carried(file: bytes) -> str:
    rows = {str(row[0]): str(row[1]) for sheet in _read_sheets(file) for row in sheet if len(row) > 1}
    return rows.get(CARRIED, "")


def _settings(text: str) -> ReportSettings:
    try:
        return ReportSettings.from_json(text)
    except ReportError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError):
        raise _NOT_OURS from None


def _provenance(text: str) -> list[tuple[str, str]]:
    try:
        return [(str(name), str(value)) for name, value in json.loads(text)["provenance"]]
    except (ValueError, TypeError, KeyError):
        raise _NOT_OURS from None


FORMS = {
    ".pdf": Form(
        write=write_pdf,
        read_words=_read_pdf_words,
        read_unseen=_read_pdf_unseen,
        read_carried=_read_pdf_carried,
    ),
    ".html": Form(
        write=write_html,
        read_words=lambda file: _read_page(file).words,
        read_unseen=lambda file: _read_page(file).unseen,
        read_carried=lambda file: _read_page(file).settings,
    ),
    ".xlsx": Form(
        write=write_workbook,
        read_words=_read_sheet_words,
        read_unseen=lambda file: [],
        read_carried=_read_sheet_carried,
    ),
}
"""What the name of a file ends in → how it is made and read."""
