"""What is heard of the PDF: its structure, as PDF/UA-1 asks for it (ISO 14289-1, 7.2 and 7.5)."""

import io
from collections import Counter
from typing import Any

import pytest
from pypdf import PdfReader

from dashboard.report.document import Document
from dashboard.report.making import FORMS
from dashboard.report.tagging import tag_row_heads
from tests.dashboard.report.reading import read_tags


@pytest.fixture(scope="module")
def file(document: Document) -> bytes:
    return FORMS[".pdf"].write(document)


@pytest.fixture(scope="module")
def tags(file: bytes) -> list[dict[str, Any]]:
    return list(read_tags(file))


def inside(element: dict[str, Any]) -> list[str]:
    """The elements of one, by what they are."""
    children = element["/K"].get_object()
    listed = children if isinstance(children, list) else [children]
    found = [one.get_object() for one in listed]
    return [str(one["/S"]) for one in found if isinstance(one, dict) and "/S" in one]


def scopes(element: dict[str, Any]) -> list[str]:
    attributes = [one.get_object() for one in element.get("/A", [])]
    return [str(one["/Scope"]) for one in attributes if "/Scope" in one]


def test_every_sentence_is_a_paragraph(tags: list[dict[str, Any]], document: Document) -> None:
    """None stands as bare text between the headings."""
    top = next(tag for tag in tags if tag["/S"] == "/Document")
    assert set(inside(top)) <= {"/H1", "/H2", "/H3", "/P", "/Table", "/L", "/Div"}
    kinds = Counter(str(tag["/S"]) for tag in tags)
    noted = [block for block in document.blocks if block.notes]
    assert kinds["/P"] >= len(document.lead) + len(noted)
    assert kinds["/LI"] == len(document.limits) + len(document.protection) + len(document.reading)


def test_every_picture_has_its_words_and_its_caption(tags: list[dict[str, Any]], document: Document) -> None:
    drawn = [block for block in document.blocks if block.chart]
    pictures = [tag for tag in tags if tag["/S"] == "/Figure"]
    assert [str(one["/Alt"]) for one in pictures] == [one.chart.alt for one in drawn if one.chart]
    captioned = [tag for tag in tags if tag["/S"] == "/Div" and inside(tag) == ["/Caption", "/Figure"]]
    assert len(captioned) == len(drawn)


def test_every_table_of_figures_has_a_caption_and_heads_of_columns_and_rows(
    tags: list[dict[str, Any]], document: Document
) -> None:
    tables = [tag for tag in tags if tag["/S"] == "/Table"]
    printed = [block for block in document.blocks if block.grid and block.is_table_printed]
    assert sum("/Caption" in inside(table) for table in tables) == len(printed)
    rows = [tag for tag in tags if tag["/S"] == "/TR"]
    heads = [row for row in rows if set(inside(row)) == {"/TH"}]
    assert len(heads) == len(tables)
    assert all(inside(row) == ["/TH", *["/TD"] * (len(inside(row)) - 1)] for row in rows if row not in heads)
    found = Counter(scope for tag in tags if tag["/S"] == "/TH" for scope in scopes(tag))
    assert found["/Row"] == len(rows) - len(heads)
    assert found["/Row"] + found["/Column"] == sum(tag["/S"] == "/TH" for tag in tags)


def test_no_cell_names_heads_of_columns_alone(tags: list[dict[str, Any]]) -> None:
    """A reader that finds them named would not look for the head of the row."""
    attributes = [one.get_object() for tag in tags if tag["/S"] == "/TD" for one in tag.get("/A", [])]
    assert attributes
    assert not any("/Headers" in one for one in attributes)


def test_what_is_tagged_is_written_after_the_file_and_nothing_else_changes(file: bytes) -> None:
    again = tag_row_heads(file)
    before, after = (PdfReader(io.BytesIO(one)) for one in (file, again))
    assert again.startswith(file)
    assert [page.extract_text() for page in before.pages] == [page.extract_text() for page in after.pages]
    assert list(after.attachments) == ["report.json"]
