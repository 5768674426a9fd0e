"""The three files: the same bytes each time, the same words, and no number that the release has not."""

import io
import re
import shlex
from dataclasses import replace
from html.parser import HTMLParser

import openpyxl
import pytest
from pypdf import PdfReader

from dashboard.report.build import build_document
from dashboard.report.document import Document
from dashboard.report.making import FORMS, form_of
from dashboard.report.printed import print_document
from dashboard.report.settings import ReportError
from pipelines.publication import (
    PublishedTable,
    Request,
    Shown,
    Source,
)
from pipelines.vocabulary import Dimension
from tests.dashboard.report.conftest import SETTINGS


@pytest.mark.parametrize("suffix", FORMS)
def test_the_same_report_gives_the_same_bytes(suffix: str, document: Document) -> None:
    assert FORMS[suffix].write(document) == FORMS[suffix].write(document)


@pytest.mark.parametrize("suffix", FORMS)
def test_the_settings_can_be_read_back(suffix: str, document: Document) -> None:
    assert FORMS[suffix].read_settings(FORMS[suffix].write(document)) == SETTINGS


@pytest.mark.parametrize("suffix", FORMS)
def test_another_file_is_no_report(suffix: str) -> None:
    with pytest.raises(ReportError, match="no report of this project"):
        FORMS[suffix].read_settings(b"nothing of the kind")


def test_another_ending_is_refused() -> None:
    with pytest.raises(ReportError, match="name a file that ends so"):
        form_of(".docx")


def words_of(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(words_of(part) for name, part in value.items() if name != "wide")
    if isinstance(value, list):
        return " ".join(map(words_of, value))
    return value if isinstance(value, str) else ""


class Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words = ""

    def handle_data(self, data: str) -> None:
        self.words += f" {data}"


def text_of(markup: str) -> str:
    parser = Texts()
    parser.feed(markup)
    return parser.words


def test_pdf_and_page_say_the_same_words(document: Document) -> None:
    printed = words_of({k: v for k, v in print_document(document).items() if k not in ("settings", "logo")})
    words = set(text_of(printed).split())
    for suffix in (".pdf", ".html"):
        found = set(FORMS[suffix].read_words(FORMS[suffix].write(document)))
        numbers = {word for word in found if re.fullmatch(r"[£€$−+]?[\d,.]+%?", word)}
        assert {n for n in numbers if n not in words} <= {str(n) for n in range(20)}, suffix  # page numbers


def test_the_pdf_is_tagged_and_says_its_title_language_and_bookmarks(document: Document) -> None:
    reader = PdfReader(io.BytesIO(FORMS[".pdf"].write(document)))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("en")
    assert reader.metadata is not None
    assert reader.metadata.title == "Riverside & friends: our year in figures, 2025"
    assert "pdfuaid" in reader.xmp_metadata.rdf_root.toxml() if reader.xmp_metadata else False
    assert len(reader.outline) > 0
    fonts = {str(font["/BaseFont"]) for page in reader.pages for font in _fonts(page)}
    assert fonts
    assert all("Report" in name for name in fonts), fonts  # no font of the machine


def _fonts(page: object) -> list[dict[str, object]]:
    resources = page["/Resources"]  # type: ignore[index]
    return [font.get_object() for font in resources.get("/Font", {}).values()]


def test_the_workbook_holds_numbers_that_its_release_gives_again(
    document: Document, released: Source
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMS[".xlsx"].write(document)))
    assert book.sheetnames[:2] == ["Cover", "Notes"]
    assert book.sheetnames[-2:] == ["Definitions", "Manifest"]
    seen = 0
    for sheet in book.worksheets[2:-2]:
        if sheet.title.endswith(("promised", "changed", "restated")):
            continue  # in words; its figures stand on the sheet after it
        assert sheet.freeze_panes == "B4"
        head = [cell.value for cell in sheet[3]]
        for line in sheet.iter_rows(min_row=4, values_only=True):
            row = dict(zip(head, line, strict=True))
            table = ask_again(str(row["Ask for it again"]), released)
            assert table.definition.version == row["Definition version"]
            value = row["Value"]
            if isinstance(value, int | float):
                numbers = {n for r in table.rows if isinstance(r.cell, Shown) for n in flat(r.cell.figure)}
                assert any(value == pytest.approx(n) for n in numbers), row
                seen += 1
            else:
                assert value in ("[c]", "[x]", "[z]", "[soon]", "[ns]", None), row
    assert seen > 30


def ask_again(command: str, released: Source) -> PublishedTable:
    words = shlex.split(command)
    assert words[:2] == ["outcomes", "figures"]
    options = list(zip(words[3::2], words[4::2], strict=True))
    where = tuple((Dimension(v.split("=")[0]), v.split("=")[1]) for k, v in options if k == "--where")
    by = tuple(Dimension(v) for k, v in options if k == "--by")
    period = dict(options)["--period"]
    return released.load_tables([Request(measure=words[2], by=by, where=where, period=period)])[0]


def flat(figure: object) -> set[float]:
    from dataclasses import fields, is_dataclass

    if isinstance(figure, bool | str) or figure is None:
        return set()
    if isinstance(figure, int | float):
        return {float(figure), figure / 100}
    if isinstance(figure, tuple):
        return set().union(*map(flat, figure))
    assert is_dataclass(figure)
    return set().union(*(flat(getattr(figure, field.name)) for field in fields(figure)))


def test_what_another_program_makes_of_a_file_is_said_in_our_words(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ReportError):
        FORMS[".pdf"].read_settings(b"%PDF-1.7 cut off")
    assert caplog.records == []
    assert capfd.readouterr().err == ""


def test_who_answered_can_be_asked_for_again(document: Document) -> None:
    """Under what people said stands how many answered: that figure has its own reference."""
    asked = [one for one in document.references if one.measure == "response_rate"]
    assert asked
    assert all(("wave", "after") in one.selection for one in asked)


def test_of_a_programme_without_invitations_who_answered_is_asked_of_those_who_took_part(
    released: Source,
) -> None:
    """Its share of answers is of those: the other rate would answer that it is not supplied."""
    told = build_document([released], replace(SETTINGS, programme="elm_park", promised=()))
    asked = [one for block in told.blocks for one in block.responses]
    assert asked
    assert {one.definition.name for one in asked} == {"response_of_attended_rate"}
    shown = [row for table in asked for row in table.rows if isinstance(row.cell, Shown)]
    assert shown
