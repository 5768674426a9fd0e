"""The taint test: whatever number a page of a release shows, a cell of that release must be it.

A page is run over a source that writes down what it gave. Every number that then reaches the browser must be
a figure of those tables, as `figure_words` says them, or stand in `DECLARED`. A panel may only say what the
measures under its own About tab hold.
"""

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.formats import format_date, format_quarter
from dashboard.widgets.comparisons import COMPARED, GROUPS
from dashboard.widgets.definitions import name_family
from dashboard.widgets.filters import list_filters
from dashboard.widgets.questions import name_measures
from dashboard.wording import label_of, missing_in_words
from pipelines.publication import ActionList, Audience, DataStatus, Definition, PublishedTable, Request, Shown
from pipelines.released.cells import figure_json
from pipelines.released.files import read_every_row
from pipelines.released.source import ReleaseSource, open_release
from tests.support.figure_words import find_numbers, numbers_of, positions_of, ticks_of, zeros_of
from tests.support.seen import Seen, read_seen

PAGES = ("overview", "participation", "agreements", "restitution", "said", "compare", "explore", "impact")
WITHOUT_FILTERS = ("about_data", "methods")
EVERY_PAGE = (*PAGES, *WITHOUT_FILTERS)
SECONDS = 120

DECLARED: tuple[tuple[str, str], ...] = (
    (r"(\b\d+ )+months since the start", "months under a curve"),
    (r"95% (ci|interval|bands?|range)", "the level of every interval"),
    (r"\(95%\)|\(a 95% interval\)|19 in 20 such ranges", "the level of every interval, in the methods"),
    (r"fewer than (10|3 in 10)\b|from (10|20) to 19|below (50|30)%", "a rule of the house, in its sentence"),
    (r"1× is everybody’s share|clear majority: the whole 95%", "what a scale is set against"),
    (
        r"within (1|3|6|9|12) months?\b|within \d+ months\b",
        "a horizon of a curve: every third month of a year",
    ),
    (r"\b(12|24) months\b", "a period to choose"),
    (r"\bof 5\b(?![.,]\d)|\b0 would mean", "the scale of an answer; a gap of none, explained"),
    (r"\bq[1-4] \d{4}\b|\b(19|20)\d\d(q[1-4])?\b", "a year or a quarter"),
    (r"\b\d+ of \d+ groups (have enough|clearly differ)", "rows of the table on the page, counted"),
    (r"\b(on|any of) \d+( of \d+)?\b(?! of)", "measures of the panel, counted"),
    (r"^\d+ measures\b|\b\d+ of \d+ definitions\b|each of the \d+ measures", "measures, counted"),
    (r"^\d+ programmes\b", "programmes, counted"),
)
"""What is no figure of anybody, each with its reason. Matched without regard to capitals, line by line."""

_MONTHS_IN_A_TABLE = re.compile(r"(months since the start)(\s+\d+)+", re.IGNORECASE)
"""The head of the table under a curve: a column for each month."""


@dataclass(kw_only=True)
class RecordingSource:
    """A release that writes down every table it gave."""

    inner: ReleaseSource
    given: list[PublishedTable] = field(default_factory=list)

    @property
    def audience(self) -> Audience:
        return self.inner.audience

    def load_tables(self, requests: Sequence[Request]) -> list[PublishedTable]:
        tables = self.inner.load_tables(requests)
        self.given += tables
        return tables

    def load_definitions(self) -> tuple[Definition, ...]:
        return self.inner.load_definitions()

    def load_status(self) -> DataStatus:
        return self.inner.load_status()

    def record_export(self, *, page: str, kind: str, filters: Sequence[str]) -> None:
        self.inner.record_export(page=page, kind=kind, filters=filters)

    def load_actions(self) -> ActionList | None:
        return self.inner.load_actions()


SERVED: dict[str, Any] = {}
"""What the page under test is served from: a script of AppTest takes no objects."""


def show_served(page: str) -> None:
    """What `app.py` does for one page, on the source under test."""
    from importlib import import_module

    from tests.support.taint import SERVED

    import_module(f"dashboard.app_pages.{page}").show(SERVED["source"])


@dataclass(frozen=True, kw_only=True)
class View:
    """One page with what was chosen on it, and the file that was asked of it."""

    page: str
    chosen: tuple[tuple[str, str], ...] = ()
    """Key of a filter and label of its value, as a link carries them."""
    file: str = ""

    def __str__(self) -> str:
        return f"{self.page}?{'&'.join(f'{key}={value}' for key, value in self.chosen)} {self.file}".strip()


def find_tainted(view: View, release: Path, show: Any = show_served) -> list[str]:
    """Run one view of a release and name everything in it that the release did not publish."""
    source = RecordingSource(inner=open_once(release))
    script = run_view(view, source, show)
    return [f"{view}: {what}" for what in judge(read_seen(script), source, read_published(release))]


@cache
def open_once(release: Path) -> ReleaseSource:
    """A release never changes, so it is opened once."""
    return open_release(release)


def run_view(view: View, source: RecordingSource, show: Any = show_served) -> AppTest:
    """The page as a reader sees it who follows a link to it."""
    st.cache_data.clear()
    SERVED["source"] = source
    script = AppTest.from_function(show, kwargs={"page": view.page}, default_timeout=SECONDS)
    for key, label in view.chosen:
        script.query_params[key] = label
    if view.file:
        script.session_state["ro_passing_on_wanted"] = view.file
        script.session_state["ro_passing_on_sent"] = 1
    script.run()
    assert not script.exception, f"{view}: {[one.value for one in script.exception]}"
    return script


def list_choices(release: Path, page: str) -> list[tuple[str, str]]:
    """Every value of every filter of a page but the usual one: key and label, as in the address."""
    source = open_once(release)
    if page in WITHOUT_FILTERS:
        return [("search", "safe")] if page == "methods" else []
    found = [
        (one.key, choice.label) for one in list_filters(source.load_status()) for choice in one.choices[1:]
    ]
    if page == "compare":
        found += [("group", group.label) for group in GROUPS[1:]]
        known = {meaning.name: meaning.title for meaning in source.load_definitions()}
        found += [("compared", known[name]) for name in COMPARED if name in known]
    if page == "explore":
        found += [("measure", title) for title in name_measures(source.load_definitions())]
    return found


def list_views(release: Path) -> list[View]:
    """Every page as it opens, with each file that can be made of it, and with each filter value alone."""
    files = {page: ("",) if page in WITHOUT_FILTERS else ("", "csv", "xlsx") for page in EVERY_PAGE}
    whole = [View(page=page, file=file) for page in EVERY_PAGE for file in files[page]]
    return whole + [
        View(page=page, chosen=(one,)) for page in EVERY_PAGE for one in list_choices(release, page)
    ]


def draw_pairs(release: Path, n: int, seed: int) -> list[View]:
    """Pages with two different filters set, and now and then a file: drawn by lot."""
    draw, views = random.Random(seed), list[View]()
    while len(views) < n:
        page = draw.choice(PAGES)
        first, second = draw.sample(list_choices(release, page), 2)
        if first[0] != second[0]:
            views.append(View(page=page, chosen=(first, second), file=draw.choice(("", "", "csv", "xlsx"))))
    return views


Published = Mapping[tuple[str, frozenset[tuple[str, str]]], set[str]]


@cache
def read_published(release: Path) -> Published:
    """Every figure in the file, by its measure and where it is: read apart from the source."""
    found: dict[tuple[str, frozenset[tuple[str, str]]], set[str]] = {}
    for row in read_every_row(release):
        names = ("programme", "site", "offence_category", "harmed_took_part", "period")
        where = {name: row[name] for name in names if row[name]}
        where |= dict(pair.split("=") for pair in row["statistic"].split("&") if pair)
        found.setdefault((row["measure"], frozenset(where.items())), set()).add(row["figure"])
    return found


def judge(seen: Sequence[Seen], source: RecordingSource, published: Published) -> Iterator[str]:
    """What of a page is in no cell of the release for what was asked, and in no declared list."""
    definitions, status = source.load_definitions(), source.load_status()
    yield from _judge_cells(source.given, published)
    texts = _phrases(source.given, definitions, status)
    for panel in dict.fromkeys(one.panel for one in seen):
        mine = [one for one in seen if one.panel == panel]
        tables = _tables_of(mine, source.given)
        numbers, positions = numbers_of(tables), positions_of(tables)
        for one in mine:
            ticks = ticks_of(tables) if one.kind == "figure" else []
            yield from _judge_words(one, numbers, texts, ticks)
            yield from _judge_positions(one, positions, tables)
        if sum(one.empty_bars for one in mine) > zeros_of(tables):
            yield f"{panel}: a bar of no length stands for what is no zero"


def _judge_cells(tables: Iterable[PublishedTable], published: Published) -> Iterator[str]:
    """A shown cell is a row of the file at exactly the place that was asked for."""
    for table in tables:
        if table.variation is not None:
            yield f"{table.request.measure} has limits that no release holds"
        for row in table.rows:
            where = {dimension.value: value for dimension, value in table.request.where} | dict(row.by)
            where.pop("currency", None)
            if table.request.period != "all":
                where.setdefault("period", table.request.period)
            rows = published.get((table.request.measure, frozenset(where.items())), set())
            if isinstance(row.cell, Shown) and figure_json(row.cell.figure) not in rows:
                yield f"{table.request.measure} shows a cell that is not in the file"


def _tables_of(seen: Sequence[Seen], given: Sequence[PublishedTable]) -> list[PublishedTable]:
    """The tables of the measures that a panel's About tab names; of the whole page where there is none."""
    named = {name for one in seen for name in re.findall(r"Definition (\w+) version", one.words)}
    is_panel = bool(named and seen[0].panel)
    return [table for table in given if not is_panel or table.request.measure in named]


def _is_curve(tables: Sequence[PublishedTable]) -> bool:
    return any(table.kind == "curve" for table in tables)


def _judge_words(
    one: Seen, numbers: set[str], phrases: re.Pattern[str], ticks: Sequence[str]
) -> Iterator[str]:
    said = _MONTHS_IN_A_TABLE.sub(r"\1", one.words)
    for line in said.split("\n"):
        words = re.sub(r"\s+", " ", line).strip()
        rest = _without(words.casefold(), phrases, ticks)
        for number in find_numbers(_as_written(rest)):
            if number not in numbers:
                yield f"{one.panel or 'page'}, {one.kind}: {number} in “{words[:160]}”"


def _without(words: str, phrases: re.Pattern[str], ticks: Sequence[str]) -> str:
    """What is left of a line without all that was published as words and all that is declared."""
    for tick in ticks:
        words = re.sub(rf"(?<![\d.,]){re.escape(tick.casefold())}(?![\d.,%])", " ", words)
    words = phrases.sub(" ", words)
    for pattern, _ in DECLARED:
        words = re.sub(pattern, " ", words.strip())
    return words


def _as_written(words: str) -> str:
    """Codes of currencies in capitals again."""
    return re.sub(
        r"\b([a-z]{3}) (?=\d)", lambda found: found[0].upper() if found[1] in _CODES else found[0], words
    )


_CODES = ("gbp", "eur", "usd", "nzd", "cad", "aud", "chf")


def _judge_positions(one: Seen, places: set[float], tables: Sequence[PublishedTable]) -> Iterator[str]:
    n_quarters = max((len(table.rows) for table in tables if _is_by_quarter(table)), default=0)
    edges = {0.0, 1.0, 0.5, *((365.0 * years for years in range(1, 11)) if _is_curve(tables) else ())}
    for position in one.positions:
        is_quarter = n_quarters and position <= n_quarters and (position * 2).is_integer()
        is_edge = n_quarters and any((position + by).is_integer() for by in (0.6, -0.6))
        near = round(position, 3) in {round(place, 3) for place in places} if one.kind == "html" else False
        if not (round(position, 9) in places or position in edges or is_quarter or is_edge or near):
            yield f"{one.panel or 'page'}, {one.kind}: something is drawn at {position}"


def _is_by_quarter(table: PublishedTable) -> bool:
    return any(dimension == "period" for dimension in table.request.by)


def _phrases(
    tables: Sequence[PublishedTable], definitions: Sequence[Definition], status: DataStatus
) -> re.Pattern[str]:
    """Words that were published as they are: definitions, notes, labels of filters and groups, dates, ids."""
    said = {status.stamp.id, format_date(status.as_of), status.as_of.isoformat(), status.sentence}
    said |= {choice.label for one in list_filters(status) for choice in one.choices}
    said |= {text for gap in status.not_supplied for text in (gap.item, missing_in_words((gap.item,)))}
    for meaning in (*definitions, *(table.definition for table in tables)):
        said |= {
            meaning.title,
            meaning.question,
            meaning.why,
            meaning.statement,
            meaning.source,
            meaning.owner,
        }
        said |= {meaning.name, meaning.version, meaning.unit, format_date(meaning.reviewed)}
        said |= {*meaning.caveats, *(words for _, words in meaning.buckets), name_family(meaning.family)}
    for table in tables:
        said |= {
            table.period_label,
            *table.notes,
            *(label_of(*pair) for row in table.rows for pair in row.by),
        }
        said |= {label_of(dimension, code) for dimension, code in table.request.where}
        said |= {format_quarter(code) for code in (table.request.period,)}
    wanted = sorted(
        {
            re.sub(r"\s+", " ", text).strip().casefold()
            for text in said
            if re.search(r"\d", text) and not re.fullmatch(r"\d{4}", text)
        },
        key=len,
    )
    return re.compile("|".join(re.escape(text) for text in reversed(wanted)) or r"(?!)")
