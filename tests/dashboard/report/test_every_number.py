"""Every number of each of the three files is that of its own cell, read by another reader than ours.

The release is read as plain Parquet and JSON (`held`). Which numbers stand where is worked out from it in
plain loops (`expected`, `expected_charts`). The files are taken apart place by place (`reading`) and held
against that (`checking`, `checking_pdf`, `checking_book`). A number of another cell is as wrong as any.
"""

import io
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from dashboard.report.build import build_document
from dashboard.report.document import Block, Document
from dashboard.report.making import FORMS
from dashboard.report.settings import ReportSettings
from pipelines.publication import SetTarget
from pipelines.released.source import open_release
from tests.dashboard.report.checking import wrong_on_page
from tests.dashboard.report.checking_book import wrong_in_book
from tests.dashboard.report.checking_pdf import wrong_in_pdf
from tests.dashboard.report.held import Held
from tests.dashboard.report.reading import Page

SETTINGS = ReportSettings(
    name="Riverside",
    promised=(
        SetTarget(measure="agreement_completion_rate", value=0.55, direction="higher", baseline="2024"),
        SetTarget(measure="paid_in_full_rate", value=0.755, direction="higher"),
    ),
)


@pytest.fixture(scope="module")
def told(sample_release: Path) -> Document:
    return build_document([open_release(sample_release)], SETTINGS)


@pytest.fixture(scope="module")
def held(sample_release: Path) -> Held:
    return Held(sample_release)


@pytest.fixture(scope="module")
def page(told: Document) -> str:
    return FORMS[".html"].write(told).decode()


def test_every_number_of_the_page_is_that_of_its_own_cell(page: str, told: Document, held: Held) -> None:
    assert wrong_on_page(page.encode(), told, held) == []


def test_the_pdf_has_the_numbers_of_the_page_in_their_order(page: str, told: Document) -> None:
    assert wrong_in_pdf(FORMS[".pdf"].write(told), Page(page.encode()), told) == []


def test_every_number_of_the_workbook_is_that_of_its_own_cell(page: str, told: Document, held: Held) -> None:
    assert wrong_in_book(FORMS[".xlsx"].write(told), Page(page.encode()), told, held) == []


# ---------------------------------------------------------------- one number altered, in each kind of place


def altered(page: str, place: str) -> str:
    """The page with the last digit of the first number after `place` made another."""
    start = re.search(place, page)
    assert start, place
    found = re.compile(r"\d[\d,]*(?:\.\d+)?").search(page, start.end())
    assert found
    return alter(page, found.end() - len(found[0]) + len(found[0].rstrip(",")) - 1)


def alter(page: str, at: int) -> str:
    return f"{page[:at]}{(int(page[at]) + 1) % 10}{page[at + 1 :]}"


PLACES = {
    "sentence": r'<p class="lead">[^<]*?: ',
    "card": r'The figures in short</caption>.*?<td>(?=\d)',
    "range": r"The figures in short</caption>.*?<td>(?=\d+ to )",
    "parts": r"The figures in short</caption>.*?(?=\d+ of \d)",
    "finding": r"<h3>(?=\d)",
    "period": r"taking part is voluntary at every step, ",
    "caption": r"<caption>(?=\d)",
    "label of a table": r'role="region" aria-label="(?=\d)',
    "alt text": r'role="img" aria-label="Dot chart\. [^"]*?: ',
    "title of a picture": r"<title>Dot chart\. [^<]*?: ",
    "picture": r"<text[^>]*>(?:<tspan[^>]*>)?(?=\d+%)",
    "picture on a phone": r'class="on-narrow"><svg.*?<text[^>]*>(?:<tspan[^>]*>)?(?=\d+%)',
    "table": r"<details>.*?<td>(?=\d)",
    "promise": r"at least ",
    "where it is measured from": r"at least 55% \(from ",
    "year before": r"Year on year</caption>.*?<td[^>]*>(?=\d)",
    "difference": r"Year on year</caption>.*?(?=\d+ pts? \()",
    "note": r'<p class="quiet">For (?=\d)',
    "count of changes": r"No clear change in ",
    "checksum": r"<dt>Checksum \(SHA-256\)</dt><dd><code>[a-f]*",
    "day of the data": r"<dt>Data to</dt><dd><code>",
    "version": r'<span>2025</span></th><td class="words">[a-f]*',
    "command": r"<span>--period</span> <span>",
    "foot": r"<footer>[^<]*Release [a-f]*",
}  # fmt: skip
"""Each kind of place on a page → what stands right before a number there."""


@pytest.mark.parametrize("place", PLACES)
def test_one_number_altered_on_the_page_is_found(place: str, page: str, told: Document, held: Held) -> None:
    forged = altered(page, "(?s)" + PLACES[place])
    assert wrong_on_page(forged.encode(), told, held) != []


def test_any_number_altered_on_the_page_is_found(page: str, told: Document, held: Held) -> None:
    """A hundred of them, drawn with a seed from all that is written and all that is read out."""
    body = page.index("<body>")
    texts = [
        (found.start(group), found[group])
        for found in re.finditer(r'>([^<>]+)<|aria-label="([^"]*)"', page[body:])
        for group in (1, 2)
        if found[group]
    ]
    # "&#x27;" is an apostrophe.
    ends = [
        body + start + number.end() - 1
        for start, text in texts
        for number in re.finditer(r"(?<![#\w])\d(?:[\d,.]*\d)?", text)
    ]
    assert len(ends) > 1_000
    for at in random.Random(7).sample(ends, 100):
        forged = alter(page, at)
        assert wrong_on_page(forged.encode(), told, held) != [], page[at - 60 : at + 20]


def test_two_rows_that_stand_in_each_others_place_are_found(page: str, told: Document, held: Held) -> None:
    """Every number is held by the release: it is only not that of the measure beside it."""
    rows = re.findall(r"<tr><th scope=\"row\">Harmed parties: .*?</tr>", page)[:2]
    names = [re.findall(r'"row">(.*?)</th>', row)[0] for row in rows]
    swapped = page.replace(rows[0] + rows[1], "".join(
        row.replace(mine, other) for row, mine, other in zip(rows, names, reversed(names), strict=True)
    ))  # fmt: skip
    assert swapped != page
    assert wrong_on_page(swapped.encode(), told, held) != []


def change(told: Document, key: str, change_block: Callable[[Block], Block]) -> Document:
    """The report with one finding changed, as if it had been made so."""
    sections = tuple(
        replace(one, blocks=tuple(change_block(block) if block.key == key else block for block in one.blocks))
        for one in told.sections
    )
    return replace(told, sections=sections)


def redraw(block: Block) -> Block:
    assert block.chart is not None
    drawn = {name: re.sub(r">(\d)(?=\d%)", r">1\1", getattr(block.chart, name), count=1)
             for name in ("svg", "half")}  # fmt: skip
    return replace(block, chart=replace(block.chart, **drawn))


def reword(block: Block) -> Block:
    assert block.chart is not None
    return replace(block, chart=replace(block.chart, alt=block.chart.alt.replace("%", "1%", 1)))


def retable(block: Block) -> Block:
    assert block.grid is not None
    (first, *others) = block.grid.rows
    row = (first[0], *(f"{words}1" if words[:1].isdecimal() else words for words in first[1:]))
    return replace(block, grid=replace(block.grid, rows=(row, *others)))


IN_A_PDF: dict[str, Callable[[Document], Document]] = {
    "sentence": lambda told: replace(told, lead=(told.lead[0].replace(",", ",1", 1), *told.lead[1:])),
    "finding": lambda told: change(
        told, "kept", lambda b: replace(b, finding=b.finding.replace("%", "1%", 1))
    ),
    "caption": lambda told: change(told, "kept", lambda b: replace(b, about=b.about.replace("2024", "2023"))),
    "table": lambda told: change(told, "volume", retable),
    "picture": lambda told: change(told, "said-harmed", redraw),
    "alt text": lambda told: change(told, "said-harmed", reword),
    "note": lambda told: change(told, "changed", lambda b: replace(b, notes=(*b.notes, "Of 3 years."))),
    "checksum": lambda told: replace(told, provenance=(*told.provenance[:-1], ("Checksum (SHA-256)", "7"))),
}


@pytest.mark.parametrize("place", IN_A_PDF)
def test_one_number_altered_in_a_pdf_is_found(place: str, page: str, told: Document) -> None:
    forged = IN_A_PDF[place](told)
    assert forged != told
    assert wrong_in_pdf(FORMS[".pdf"].write(forged), Page(page.encode()), told) != []


@pytest.mark.parametrize(
    ("sheet", "name"),
    [
        *(("kept", name) for name in ("Value", "Low (95%)", "High (95%)", "Met", "Out of", "In words")),
        *(("kept", name) for name in ("Definition version", "Release", "Period", "Measure")),
        *(("pathway", "Value"), ("curve", "Part"), ("answers", "Value"), ("flow", "Value")),
        *(("promised", "What we promised"), ("changed", "Difference")),
    ],
)
def test_one_number_altered_in_a_workbook_is_found(
    sheet: str, name: str, page: str, told: Document, held: Held
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMS[".xlsx"].write(told)))
    found = next(one for one in book.worksheets if one.title.endswith(sheet))
    column = next(cell.column_letter for cell in found[3] if cell.value == name)
    cell = found[f"{column}8" if sheet == "changed" else f"{column}5" if name != "What we promised" else "A4"]
    cell.value = cell.value + 1 if isinstance(cell.value, int | float) else f"{cell.value}1"
    target = io.BytesIO()
    book.save(target)
    assert wrong_in_book(target.getvalue(), Page(page.encode()), told, held) != []
