"""Every number in each of the three files, read by another reader than ours, is in the release's own bytes.

The release is read as plain Parquet and JSON, and what is reckoned from it is reckoned here, in plain loops.
"""

import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import pytest
from pypdf import PdfReader

from dashboard.report.build import build_document
from dashboard.report.document import Document
from dashboard.report.making import FORMS
from dashboard.report.narrative import title_of
from dashboard.report.settings import ReportSettings
from pipelines.publication import Rate, SetTarget, Shown
from pipelines.released.source import open_release
from pipelines.vocabulary import Dimension

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")

SETTINGS = ReportSettings(
    name="Riverside",
    promised=(
        SetTarget(measure="agreement_completion_rate", value=0.55, direction="higher", baseline="2024"),
    ),
)

PRINTED = {
    "95": "the level of every range",
    "25": "an axis",
    "50": "an axis",
    "75": "an axis",
    "3": "months of an axis",
    "6": "months of an axis",
    "9": "months of an axis",
    "12": "months of an axis",
    "55": "the target of the settings above",
}
"""Numbers that are no figures, and what they are."""

NO_FIGURES = (
    r"SHA-256|\b[0-9a-f]{12,64}\b",  # ids, versions and checksums
    r"Page \d+ of \d+",
    r"30 September 2026",
    r"\b20\d\d\b",  # years: periods
    r"(?:--\w+|\w+_\w+|\w+=\w+)",  # commands
    r"on \d of \d",  # statements of a chart, counted
    r"in \d shares?|fewer than 10|[Ff]ewer than half",
)


class Seen(HTMLParser):
    """What is read or read out on a page: texts, and the words that stand for a picture."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag in ("style", "script")
        self.words += [value or "" for name, value in attrs if name in ("alt", "aria-label")]

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def read_pdf(file: bytes) -> Iterator[str]:
    for page in PdfReader(io.BytesIO(file)).pages:
        yield page.extract_text()


def read_page(file: bytes) -> Iterator[str]:
    seen = Seen()
    seen.feed(file.decode())
    yield from seen.words


def read_book(file: bytes) -> Iterator[str]:
    """Every cell as it is written; the settings are the programme's own."""
    for sheet in openpyxl.load_workbook(io.BytesIO(file)):
        for row in sheet.iter_rows(values_only=True):
            if row[0] == "Settings":
                continue
            for value in row[1:] if sheet.title == "Notes" else row:  # its first column counts the notes
                yield "" if value is None else str(value)


READERS = {".pdf": read_pdf, ".html": read_page, ".xlsx": read_book}


def numbers_in(text: str) -> set[str]:
    for pattern in NO_FIGURES:
        text = re.sub(pattern, " ", text)
    return {_plain(number) for number in NUMBER.findall(text)}


def _plain(number: str) -> str:
    value = float(number.replace(",", ""))
    return str(int(value)) if value.is_integer() else repr(value)


# ---------------------------------------------------------------- the release, as its bytes say


@pytest.fixture(scope="module")
def told(sample_release: Path) -> Document:
    return build_document([open_release(sample_release)], SETTINGS)


@pytest.fixture(scope="module")
def held(sample_release: Path, told: Document) -> set[str]:
    """Every number of a cell that the report refers to, and what is reckoned from the numbers of one cell."""
    asked = {(one.measure, "" if one.period == "all" else one.period) for one in told.references}
    rows = pyarrow.parquet.read_table(sample_release / "cells.parquet").to_pylist()
    mine = [row for row in rows if (row["measure"], row["period"]) in asked]
    found = {number for row in mine for number in of_cell(row)}
    return found | set(of_changes(mine)) | set(of_responses(mine))


def of_cell(row: dict[str, Any]) -> Iterator[str]:
    yield from NUMBER.findall(row["words"])
    if row["figure"]:
        figure = json.loads(row["figure"])
        yield from of_figure(figure)
        yield from reckoned(figure)


def of_figure(value: object, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from of_figure(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from of_figure(inner, name)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from written(value / 100 if name.endswith("minor") else value)


def written(value: float) -> Iterator[str]:
    """As it stands, as a percent, and as an amount without its pence."""
    yield _plain(repr(value))
    if 0 <= value <= 1:
        yield percent(value)
    elif value > 100:
        yield str(int(value + 0.5))


def percent(share: float) -> str:
    return str(int(round(share * 100, 6) + 0.5))


def reckoned(figure: dict[str, Any]) -> Iterator[str]:
    """Shares within one cell: of a pathway, of answers, of money."""
    steps = figure.get("steps", ())
    for step in steps:
        yield percent(step["reached"] / steps[0]["reached"])
    for before, step in pairwise(steps):
        yield percent(step["reached"] / before["reached"])
    counts = figure.get("counts", ())
    if counts:
        yield str(sum(counts))
        yield from (percent(n / sum(counts)) for n in counts)
    for part in figure.get("parts", ()):
        yield percent(part["amount_minor"] / figure["total_minor"])


def of_changes(rows: list[dict[str, Any]]) -> Iterator[str]:
    """The difference of two years' shares, and both ends of its range, in points."""
    shares: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        if row["figure"] and json.loads(row["figure"])["is"] in ("Rate", "MoneyRate"):
            whose = (row["measure"], row["statistic"], row["currency"], row["programme"], row["site"])
            shares[(*whose, row["offence_category"], row["harmed_took_part"], row["period"])] = row
    for key, row in shares.items():
        before = shares.get((*key[:-1], str(int(key[-1]) - 1))) if key[-1].isdecimal() else None
        if before is not None:
            one, other = row["value"], before["value"]
            below = ((one - row["low"]) ** 2 + (before["high"] - other) ** 2) ** 0.5
            above = ((row["high"] - one) ** 2 + (other - before["low"]) ** 2) ** 0.5
            for points in (one - other, one - other - below, one - other + above):
                yield percent(abs(points))


def of_responses(rows: list[dict[str, Any]]) -> Iterator[str]:
    """The share of those asked whose answers a figure stands on, where answers name no party."""
    asked = [json.loads(row["figure"]) for row in rows if row["measure"] == "response_rate" and row["figure"]]
    answers = [json.loads(row["figure"]) for row in rows if row["figure"]]
    for one in asked:
        for figure in answers:
            n = sum(figure["counts"]) if figure["is"] == "Distribution" else figure.get("denominator", 0)
            if one["met"] <= n <= one["denominator"]:
                yield percent(n / one["denominator"])


def of_definitions(release: Path) -> set[str]:
    """Numbers in the definitions that lie in the release, and in what it says of itself."""
    texts = [path.read_text(encoding="utf-8") for path in (release / "definitions").glob("*.json")]
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    said = [manifest["sentence"], *manifest["breaks"], *map(str, manifest["notes"].values())]
    return {number for text in (*texts, *said) for number in numbers_in(text)}


@pytest.mark.parametrize("suffix", FORMS)
def test_every_number_of_the_file_is_in_the_release(
    suffix: str, told: Document, held: set[str], sample_release: Path
) -> None:
    file = FORMS[suffix].write(told)
    found = {number for text in READERS[suffix](file) for number in numbers_in(text)}
    assert len(found) > 40
    extra = found - held - set(PRINTED) - of_definitions(sample_release)
    assert extra == set()


@pytest.mark.parametrize("suffix", FORMS)
def test_a_number_that_the_release_has_not_is_found(suffix: str, held: set[str]) -> None:
    """The test itself would notice: 7,919 stands in no cell."""
    assert numbers_in("7,919 people took part (2025).") == {"7919"}
    assert not held & {"7919"}


# ---------------------------------------------------------------- each cell beside its own


class Rows(HTMLParser):
    """Every table of a page: its caption, and each row as its cells under its head."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[str, list[str]]] = []
        self._caption, self._open = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag
        if tag == "caption":
            self._caption = ""
        if tag == "tr":
            self.rows.append((self._caption, []))
        if tag in ("td", "th"):
            self.rows[-1][1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "caption":
            self._caption += data
        if self._open in ("td", "th"):
            self.rows[-1][1][-1] += data


def wrong_cells(page: bytes, told: Document, release: Path) -> list[str]:
    """Of the figures in short: each share, range and parts that are not those of its own cell."""
    assert told.headlines is not None
    held = pyarrow.parquet.read_table(release / "cells.parquet").to_pylist()
    seen = Rows()
    seen.feed(page.decode())
    found = {cells[0]: cells[1:] for name, cells in seen.rows if name == "The figures in short"}
    wrong, n = [], 0
    for table in told.headlines.tables:
        if len(table.rows) > 1 or table.kind.value != "rate":
            continue
        role = dict(table.request.where).get(Dimension.PERSPECTIVE)
        statistic = f"role={role}" if role else ""
        [row] = [one for one in held if is_of(one, table.definition.name, table.request.period, statistic)]
        figure, label = json.loads(row["figure"]), title_of(table)
        parts = f"{figure['met']:,} of {figure['denominator']:,}"
        share, ends, base = found[label][:3]
        right = (f"{percent(row['value'])}%", f"{percent(row['low'])} to {percent(row['high'])}%", parts)
        is_right = share == right[0] and ends == right[1] and base.startswith(parts)
        wrong += [] if is_right else [f"{label}: {share}, {ends}, {base}; held: {right}"]
        n += 1
    assert n >= 2
    return wrong


def is_of(row: dict[str, Any], measure: str, period: str, statistic: str) -> bool:
    """The cell of everybody in that period."""
    narrowed = any(row[name] for name in ("programme", "site", "offence_category", "harmed_took_part"))
    asked = (measure, "" if period == "all" else period, statistic)
    return (row["measure"], row["period"], row["statistic"]) == asked and not narrowed


def test_each_figure_in_short_is_that_of_its_own_cell(told: Document, sample_release: Path) -> None:
    page = FORMS[".html"].write(told)
    assert wrong_cells(page, told, sample_release) == []
    assert told.headlines is not None
    table = next(one for one in told.headlines.tables if one.kind.value == "rate")
    assert isinstance(table.cell, Shown)
    assert isinstance(table.cell.figure, Rate)
    share = int(percent(table.cell.figure.value))
    start = page.index(title_of(table).encode(), page.index(b"The figures in short"))
    moved = page[:start] + page[start:].replace(f"<td>{share}%".encode(), f"<td>{share - 1}%".encode(), 1)
    (named,) = wrong_cells(moved, told, sample_release)
    assert named.startswith(f"{title_of(table)}: {share - 1}%")
