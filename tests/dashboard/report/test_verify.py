import io
import json
from dataclasses import replace

import openpyxl
import pytest

from dashboard.report.document import Document
from dashboard.report.making import FORMS
from dashboard.report.settings import ReportError
from dashboard.report.verify import verify
from pipelines.publication import Source


@pytest.mark.parametrize("suffix", FORMS)
def test_a_report_as_it_was_made_is_the_same_to_the_byte(
    suffix: str, document: Document, released: Source
) -> None:
    found = verify(FORMS[suffix].write(document), suffix, [released])
    assert found.is_identical
    assert found.describe().startswith("This report is the same, to the byte, as the one its release makes.")
    assert "targets are the programme's" in found.describe()


def test_a_changed_figure_of_a_page_is_named(document: Document, released: Source) -> None:
    page = FORMS[".html"].write(document).decode()
    block = next(block for block in document.blocks if block.key == "kept")
    assert block.grid is not None
    share = block.grid.rows[0][1]
    at = page.index(block.finding)
    changed = page[:at] + page[at:].replace(f"<td>{share}</td>", "<td>99%</td>", 1)
    found = verify(changed.encode(), ".html", [released])
    [difference] = found.differences
    assert difference.in_file == "99%"
    assert difference.in_release == share
    assert "agreement_completion_rate, 2024" in difference.where
    assert 'the file says "99%"' in found.describe()


def test_a_changed_number_of_a_workbook_is_named(document: Document, released: Source) -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMS[".xlsx"].write(document)))
    sheet = next(sheet for sheet in book.worksheets if sheet.title.endswith("kept"))
    value = next(cell.column_letter for cell in sheet[3] if cell.value == "Value")
    sheet[f"{value}4"] = 0.99
    target = io.BytesIO()
    book.save(target)
    [difference] = verify(target.getvalue(), ".xlsx", [released]).differences
    assert difference.in_file == "0.99"
    assert difference.where.startswith(f'"{sheet["A1"].value}"')


def test_a_changed_limit_is_named_as_one(document: Document, released: Source) -> None:
    page = FORMS[".html"].write(document).decode().replace("re-offending", "success")
    [difference] = verify(page.encode(), ".html", [released]).differences
    assert difference.where == '"Limits"'


def test_a_report_of_another_release_is_named(document: Document, released: Source) -> None:
    other = replace(document, provenance=(*document.provenance[:-1], ("Checksum (SHA-256)", "a1b2")))
    found = verify(FORMS[".html"].write(other), ".html", [released])
    (only,) = found.differences
    assert only.in_file == "a1b2"


def test_no_report_is_said(released: Source) -> None:
    with pytest.raises(ReportError, match="no report"):
        verify(b"<p>Hello</p>", ".html", [released])


@pytest.mark.parametrize(
    ("part", "forged"),
    [
        ("</style>", 'td{font-size:0} td::after{content:"99%"}</style>'),
        (
            "</main>",
            "<script>document.querySelectorAll('td').forEach(t => t.textContent = '99%')</script></main>",
        ),
        ("<polyline", "<g"),
        ("</main>", '<input value="99% kept"></main>'),
    ],
    ids=["style", "script", "drawing", "field"],
)
def test_what_is_no_word_cannot_change_unseen(
    part: str, forged: str, document: Document, released: Source
) -> None:
    page = FORMS[".html"].write(document).decode()
    assert part in page
    found = verify(page.replace(part, forged).encode(), ".html", [released])
    assert not found.is_identical
    assert "not as it was made" in found.describe()


@pytest.mark.parametrize(
    "changes",
    [
        {"own_words": "A very good year.", "approved_by": ""},
        {"sections": ["success"]},
        {"logo": "javascript:alert(1)"},
    ],
    ids=["nobody approves", "another section", "no picture"],
)
def test_settings_that_no_report_toml_may_have_are_refused(
    changes: dict[str, object], document: Document, released: Source
) -> None:
    forged = {**json.loads(document.settings.to_json()), **changes}
    page = FORMS[".html"].write(document).decode()
    start = page.index('id="settings">') + len('id="settings">')
    page = page[:start] + json.dumps(forged) + page[page.index("</script>", start) :]
    with pytest.raises(ReportError):
        verify(page.encode(), ".html", [released])


def test_what_a_file_was_made_from_is_said_first(document: Document, released: Source) -> None:
    """Held against another release every word would differ, and none of them would be the reason."""
    id = released.load_status().stamp.id
    other = "0123456789abcdef"
    for suffix in FORMS:
        forged = tuple((name, value.replace(id, other)) for name, value in document.provenance)
        found = verify(FORMS[suffix].write(replace(document, provenance=forged)), suffix, [released])
        assert not found.is_identical
        assert found.differences == ()
        assert f"was made from {other}, and was held against {id}" in found.describe(), suffix
