import io
import json
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from dashboard.report.build import build_document
from dashboard.report.choosing import Sources
from dashboard.report.document import Document
from dashboard.report.making import FORMS
from dashboard.report.promises import as_defined
from dashboard.report.settings import ReportError, ReportSettings
from dashboard.report.verify import Difference, Verified, verify
from pipelines.publication import Definition, SetTarget, Source


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


def test_one_altered_figure_is_one_line_for_each_place() -> None:
    """It stands in the words, the chart and the table, with and without a comma."""
    found = Verified(
        is_identical=False,
        differences=(
            Difference(where="A", in_file="84%,", in_release="48%,"),
            Difference(where="B", in_file="84%", in_release="48%"),
            Difference(where="A", in_file="84%", in_release="48%"),
            Difference(where="A", in_file="(84%", in_release="(48%"),
            Difference(where="A", in_file="", in_release="no."),
            Difference(where="C", in_file="84%,", in_release="84%"),
        ),
    )
    assert found.describe().splitlines() == [
        'Under A: the file says "84%", the release says "48%"; the file says nothing, the release says "no".',
        'Under B: the file says "84%", the release says "48%".',
        'Under C: the file says "84%,", the release says "84%".',
    ]


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


def forge(document: Document, **changes: object) -> bytes:
    """The page with other settings in its data block, as anyone with a text editor can make it."""
    page = FORMS[".html"].write(document).decode()
    start = page.index('id="settings">') + len('id="settings">')
    end = page.index("</script>", start)
    forged = {**json.loads(page[start:end]), **changes}
    return (page[:start] + json.dumps(forged).replace("<", "\\u003c") + page[end:]).encode()


def promise(**changes: object) -> dict[str, object]:
    kept = {"measure": "agreement_completion_rate", "value": 0.5, "direction": "higher", "baseline": "2024"}
    return {**kept, "where": [], **changes}


SCRIPT = 'data:image/png;base64,"><script>alert(1)</script>'


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"own_words": "A very good year.", "approved_by": ""}, "both text and approved_by"),
        ({"sections": ["success"]}, "sections"),
        ({"logo": "javascript:alert(1)"}, "no picture"),
        ({"logo": SCRIPT}, "no picture"),
        ({"logo": "data:image/png;base64,AAAA"}, "no picture"),
        ({"logo": "data:image/svg+xml;base64,PHN2Zy8+!"}, "no picture"),
        ({"logo": "data:image/png;base64,A"}, "no picture"),
        ({"logo": 3}, "no picture"),
        ({"name": "A" * 81}, "80 characters"),
        ({"audience": "one\ntwo"}, "one line of 120"),
        ({"promised": [promise(value=5)]}, "between 0 and 1"),
        ({"promised": [promise(value="50%")]}, "between 0 and 1"),
        ({"promised": [promise(value=True)]}, "between 0 and 1"),
        ({"promised": [promise(baseline="last year")]}, "year or quarter"),
        ({"promised": [promise(measure="cases_referred")]}, "takes no target"),
        ({"promised": [promise(), promise(value=0.4)]}, "two targets"),
        ({"promised": ["kept"]}, "no report"),
    ],
)
def test_settings_that_no_report_toml_may_have_are_refused(
    changes: dict[str, object], said: str, document: Document, released: Source
) -> None:
    with pytest.raises(ReportError, match=said):
        verify(forge(document, **changes), ".html", [released])


def test_a_measure_that_nobody_should_be_pressed_for_takes_no_target(released: Source) -> None:
    """A release that holds it, of which more is no better."""
    held = {one.name: one for one in released.load_definitions()}
    neither = replace(held["agreement_completion_rate"], direction="neither")
    found = Sources.of([released], "", "")
    asked = replace(found, sources=(_Defined(released, neither),))
    target = SetTarget(measure=neither.name, value=0.5, direction="higher")
    with pytest.raises(ReportError, match="takes no target"):
        as_defined(asked, (target,))


class _Defined:
    """A source with one definition of its own."""

    def __init__(self, source: Source, definition: Definition) -> None:
        self.audience, self.load_tables = source.audience, source.load_tables
        self.load_status, self.load_actions = source.load_status, source.load_actions
        self._definition = definition

    def load_definitions(self) -> list[Definition]:
        return [self._definition]


def test_no_file_chooses_which_side_of_a_promise_is_better(document: Document, released: Source) -> None:
    """95 % was not reached; "at most 95 %" would be."""
    forged = ReportSettings(
        promised=(SetTarget(measure="agreement_completion_rate", value=0.95, direction="lower"),)
    )
    made = build_document([released], replace(forged, period="2024"))
    block = next(block for block in made.blocks if block.key == "promised")
    assert block.grid is not None
    assert block.grid.rows[0][-1] == "Not kept"
    assert made.settings.promised[0].direction == "higher"
    assert not verify(
        forge(document, promised=[promise(direction="lower")]), ".html", [released]
    ).is_identical


def test_no_value_that_a_file_carries_is_written_as_markup(released: Source) -> None:
    """Neither in a page nor in a workbook; Typst takes its words as data."""
    sharp = "<script>alert(1)</script>\" onload='x' #panic() =1+1"
    found = ReportSettings(name=sharp, audience=sharp, own_words=sharp, approved_by=sharp)
    made = build_document([released], found)
    page = FORMS[".html"].write(made).decode()
    assert "<script>alert" not in page
    assert page.count("<script") == 1
    assert "onload='x'" not in page.partition("<main>")[2]
    assert "#panic()" in " ".join(FORMS[".pdf"].read_words(FORMS[".pdf"].write(made)))
    book = openpyxl.load_workbook(io.BytesIO(FORMS[".xlsx"].write(replace(made, lead=("=1+1",)))))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_own_words_that_name_a_release_are_no_source(released: Source) -> None:
    found = ReportSettings(own_words="As Release 0123456789abcdef said.", approved_by="The manager")
    for suffix, form in FORMS.items():
        assert verify(form.write(build_document([released], found)), suffix, [released]).is_identical


def test_a_release_before_that_is_not_named_is_asked_for(released: Source) -> None:
    id = released.load_status().stamp.id
    page = FORMS[".html"].write(build_document([released], ReportSettings(), released))
    found = verify(page, ".html", [released])
    assert found.differences == ()
    assert f"made from {id} and {id} as the release before, and was held against {id}." in found.describe()
    assert "--previous" in found.describe()
    assert verify(page, ".html", [released], released).is_identical


def test_a_workbook_without_one_of_its_sheets_is_said(document: Document, released: Source) -> None:
    """A sheet that is listed and not there."""
    source, target = io.BytesIO(FORMS[".xlsx"].write(document)), io.BytesIO()
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w") as cut:
        for name in book.namelist():
            if not name.endswith("sheet3.xml"):
                cut.writestr(name, book.read(name))
    with pytest.raises(ReportError, match="no report of this project"):
        verify(target.getvalue(), ".xlsx", [released])


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


WORDS_OF_PICTURES = "the words for those who do not see it"


def test_an_altered_number_in_the_words_of_a_picture_is_named(document: Document, released: Source) -> None:
    """Only those who do not see the picture would have been told another number."""
    page = FORMS[".html"].write(document).decode()
    label = re.search(r'role="img" aria-label="[^"]*?(\d+%)', page)
    assert label
    forged = page[: label.start(1)] + "101%" + page[label.end(1) :]
    [difference] = verify(forged.encode(), ".html", [released]).differences
    assert difference.where == WORDS_OF_PICTURES
    assert "101%" in difference.in_file
    assert label[1] in difference.in_release


def test_an_altered_number_in_the_words_of_a_picture_of_a_pdf_is_named(
    document: Document, released: Source
) -> None:
    section = next(one for one in document.sections if any(block.chart for block in one.blocks))
    block = next(one for one in section.blocks if one.chart)
    assert block.chart
    forged = replace(block, chart=replace(block.chart, alt=block.chart.alt.replace("%", "1%", 1)))
    blocks = tuple(forged if one is block else one for one in section.blocks)
    sections = tuple(replace(one, blocks=blocks) if one is section else one for one in document.sections)
    file = FORMS[".pdf"].write(replace(document, sections=sections))
    [difference] = verify(file, ".pdf", [released]).differences
    assert difference.where == WORDS_OF_PICTURES
