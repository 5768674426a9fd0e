"""The report as PDF, set by Typst: tagged, for everybody (PDF/UA-1), the same bytes for the same report.

No browser, no network, no font of the machine: the fonts are beside this file.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

from dashboard.report.document import Document
from dashboard.report.printed import print_document
from dashboard.report.settings import ReportError
from dashboard.report.tagging import tag_row_heads

FONTS = Path(__file__).with_name("fonts")
_TEMPLATE = Path(__file__).with_name("report.typ")
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in every file: when it was made would be the only difference between two copies."""


def write_pdf(document: Document) -> bytes:
    """The bytes of the file. Raises `ReportError` where Typst is not installed."""
    try:
        import typst
    except ImportError:
        raise ReportError(
            "a PDF needs Typst, which is not installed: `pip install restorative-outcomes[report]`. "
            "A page (.html) or a workbook (.xlsx) needs nothing more."
        ) from None
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    printed = json.dumps(print_document(document), ensure_ascii=False)
    try:
        made = typst.compile(
            str(_TEMPLATE),
            font_paths=fonts,
            format="pdf",
            sys_inputs={"report": printed},
            pdf_standards="ua-1",
            timestamp=_MADE,
        )
    except typst.TypstError:
        # Everything else that goes in is ours; its message may quote what is in the report.
        raise ReportError(
            "the PDF cannot be set. The logo may be damaged: save it again, or leave it out."
        ) from None
    assert isinstance(made, bytes)
    return tag_row_heads(made)
