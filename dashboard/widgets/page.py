"""What every page has: the head, the filters, one call to the source, and the foot."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts.rows import sort_rows
from dashboard.charts.strip import STRIP_CSS
from dashboard.role_words import say
from dashboard.widgets.absent import make_absent
from dashboard.widgets.filters import FilterChoice, show_filters
from dashboard.widgets.links import build_query
from dashboard.widgets.passing_on import show_passing_on
from dashboard.widgets.screen import Screen, show_screen
from dashboard.widgets.stories import Told
from dashboard.wording import format_date, join_words, lower_first, period_in_words
from pipelines.publication import Audience, DataStatus, PublishedTable, Request, Source

_STYLE = Path(__file__).with_name("page.css")
_INTERNAL = (
    "Exact figures, for the programme’s own managers. A small group can give a person away: "
    "please do not pass these pages on."
)


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page under way: where its figures come from, what was chosen, and the screen to draw for."""

    source: Source
    status: DataStatus
    choice: FilterChoice
    screen: Screen
    sentence: DeltaGenerator
    """The place of the sentence that answers, under the title: it is written once the figures are there."""
    told: Told
    """What the page has said so far, for the files made of it."""

    def load(self, asked: Mapping[str, Request]) -> dict[str, PublishedTable]:
        """Every table of the page under the page's own names, in one call, so in as few scans as can be."""
        known = {meaning.name for meaning in self.source.load_definitions()}
        there = {name: request for name, request in asked.items() if request.measure in known}
        tables = load_tables(self.source, self.status, tuple(there.values()))
        found = dict(zip(there, tables, strict=True))
        return {name: found.get(name) or make_absent(asked[name], self.status) for name in asked}


def show_head(source: Source, title: str) -> Page:
    """Eyebrow, title, a place for the sentence, and the filters."""
    status = source.load_status()
    _show_title(source, status, title)
    sentence = st.empty()
    choice = show_filters(status)
    place = f"{choice.place}, {period_in_words(choice.period, status.as_of)}"
    screen = show_screen(f"{title}: {place}")
    told = Told(page=title, place=place, status=status, protection=_protection(source))
    return Page(source=source, status=status, choice=choice, screen=screen, sentence=sentence, told=told)


def show_head_without_filters(source: Source, title: str) -> DataStatus:
    """The head of a page that is about all of the data."""
    status = source.load_status()
    _show_title(source, status, title)
    return status


def show_foot(source: Source, page: Page | None = None, address: tuple[tuple[str, str], ...] = ()) -> None:
    """How to pass the page on, and the sentence that belongs under every one.

    `address` is what a link to this view carries beside the filters.
    """
    if page is not None:
        if page.told.absent:
            missing = escape(say(join_words([lower_first(words) for words in page.told.absent])))
            st.html(f'<p class="ro-note">Not in this release: {missing}.</p>')
        chosen = (*page.choice.address, *address)
        filters = [key for key, _ in chosen]
        show_passing_on(source, page.told, build_query(chosen, page.status), filters)
    st.html(f'<p class="ro-foot">{escape(_protection(source))}</p>')


def _protection(source: Source) -> str:
    """For whom these figures are, and how they were protected."""
    return _INTERNAL if source.audience is Audience.MANAGER else source.load_status().sentence


def show_no_source(reason: str) -> None:
    """No source, no figure: what is wrong and what to do, and nothing else."""
    _show_style()
    st.title("There is nothing to show yet", anchor=False)
    said = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(reason))
    st.html(
        f'<p class="ro-sentence">{said}</p>'
        '<p class="ro-words">Start the dashboard with <code>outcomes dashboard --warehouse DIR</code>, '
        "or look around with invented data: <code>outcomes demo</code>.</p>"
    )


def show_plain_head(title: str, sentence: str) -> None:
    """The head of a page that shows no figure of a source yet."""
    _show_style()
    st.title(title, anchor=False)
    st.html(f'<p class="ro-sentence">{escape(sentence)}</p>')


def _show_title(source: Source, status: DataStatus, title: str) -> None:
    _show_style()
    named = [choice.label for choice in status.programmes]
    who = named[0] if len(named) == 1 else f"{len(named)} programmes"
    tags = ["invented data"] if status.stamp.is_sample else []
    tags += ["internal"] if source.audience is Audience.MANAGER else []
    eyebrow = " · ".join([escape(who), f"data to {format_date(status.as_of)}"])
    marks = "".join(f'<span class="ro-tag">{tag}</span>' for tag in tags)
    st.html(f'<p class="ro-eyebrow">{eyebrow} {marks}</p>')
    st.title(title, anchor=False)
    if status.stamp.kind == "release":
        st.html(f'<p class="ro-protected">{escape(status.sentence)}</p>')


def _show_style() -> None:
    st.html(f"<style>{STRIP_CSS}\n{_STYLE.read_text('utf-8')}</style>")


def load_tables(source: Source, status: DataStatus, requests: tuple[Request, ...]) -> list[PublishedTable]:
    """The tables of a source, in order, kept while its snapshot is in force."""
    return _load_tables(source, source.audience.value, status.stamp.id, requests)


@st.cache_data(show_spinner=False, max_entries=512)
def _load_tables(
    _source: Source, audience: str, stamp_id: str, requests: tuple[Request, ...]
) -> list[PublishedTable]:
    """Kept under (audience, snapshot, requests): a switched snapshot has another id, so it is never stale."""
    return [sort_rows(table) for table in _source.load_tables(requests)]
