import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from dashboard.report.build import build_document
from dashboard.report.choosing import MOST_HIDDEN
from dashboard.report.document import Document
from dashboard.report.making import FORMS
from dashboard.report.settings import SECTIONS, ReportError, ReportSettings
from pipelines.publication import (
    Count,
    Hidden,
    PublishedTable,
    Request,
    Shown,
    Source,
)
from tests.dashboard.report.conftest import SETTINGS


def test_the_sections_stand_in_one_order(document: Document) -> None:
    codes = [section.code for section in document.sections]
    assert codes == [code for code in SECTIONS if code in codes]
    assert {"people", "promised", "agreements"} <= set(codes)


def test_sections_are_left_out_as_asked_and_limits_never(released: Source) -> None:
    found = build_document([released], replace(SETTINGS, sections=("people",)))
    assert [section.code for section in found.sections] == ["people"]
    assert "This report does not measure re-offending." in found.limits


def test_no_table_is_more_than_a_third_hidden(document: Document) -> None:
    for block in document.blocks:
        if block.key in ("headlines", "promised", "changed"):
            continue  # gathered from many tables, each chosen by itself
        cells = [row.cell for table in block.tables for row in table.rows if not _is_of_currency(row.by)]
        assert sum(not isinstance(cell, Shown) for cell in cells) <= MOST_HIDDEN * len(cells)


def _is_of_currency(by: tuple[tuple[str, str], ...]) -> bool:
    return any(name == "currency" for name, _ in by)


def test_another_period_than_asked_for_is_said(document: Document) -> None:
    kept = next(block for block in document.blocks if block.key == "kept")
    assert kept.tables[0].request.period == "2024"
    assert "For 2025 it is too soon to say: not everybody has had the time yet." in kept.notes


def test_invented_data_is_said_at_once(document: Document) -> None:
    assert document.tags == ("Invented data",)


def test_the_sentence_about_protection_stands(document: Document, released: Source) -> None:
    assert released.load_status().sentence in document.protection


def test_a_warehouse_is_refused(sample_source: Source) -> None:
    with pytest.raises(ReportError, match="never from a warehouse"):
        build_document([sample_source], SETTINGS)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"programme": "nowhere"}, "Name one programme that every source holds"),
        ({"period": "1999"}, "period: 1999 is not published. Allowed: all"),
    ],
)
def test_what_the_release_has_not_is_refused(changes: dict[str, object], said: str, released: Source) -> None:
    with pytest.raises(ReportError, match=said):
        build_document([released], replace(SETTINGS, **changes))  # type: ignore[arg-type]


class Tiny:
    """A release in which nothing but one count may be shown."""

    def __init__(self, released: Source) -> None:
        self._released = released
        self.audience = released.audience
        self.load_definitions = released.load_definitions
        self.load_status = released.load_status
        self.load_actions = released.load_actions

    def load_tables(self, requests: list[Request]) -> list[PublishedTable]:
        return [self._hide(table) for table in self._released.load_tables(requests)]

    def _hide(self, table: PublishedTable) -> PublishedTable:
        if table.definition.name == "pathway":
            return table  # counts, of which a handful are published too
        is_count = table.definition.name == "cases_referred"
        cell = Shown(figure=Count(value=12)) if is_count else Hidden(words="fewer than 10")
        return replace(table, rows=tuple(replace(row, cell=cell, change=None) for row in table.rows))


def test_a_release_too_small_to_say_anything_gives_one_honest_page(released: Source) -> None:
    found = build_document([Tiny(released)], ReportSettings())
    assert found.sections == ()
    assert found.lead[0].startswith("This release is too small to say what was achieved.")
    assert found.limits
    assert not any(block.chart for block in found.blocks)
    assert len(PdfReader(io.BytesIO(FORMS[".pdf"].write(found))).pages) == 1
