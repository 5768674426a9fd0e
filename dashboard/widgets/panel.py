"""A panel: the finding as its title, where and when it is about, and tabs Chart, Table and About."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboard.charts.theme import CONFIG
from dashboard.widgets.about import build_about
from dashboard.widgets.drawings import Drawing
from dashboard.widgets.page import Page
from dashboard.widgets.table import show_table
from dashboard.wording import filters_in_words, label_of, response_in_words
from pipelines.publication import PublishedRow, PublishedTable
from pipelines.vocabulary import Dimension


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One story: how it is drawn, from which tables, and what is said beside it."""

    key: str
    drawing: Drawing
    tables: Sequence[PublishedTable]
    measures: str
    """What is drawn, for the subtitle and the table's caption."""
    with_table: bool = False
    """The table stands under the chart too, where the chart cannot be read without it."""
    notes: Sequence[str] = ()


def show_panel(page: Page, panel: Panel) -> None:
    """The panel in the column or page it is called in."""
    drawing, tables = panel.drawing, panel.tables
    words, rows = drawing.describe(tables), drawing.tabulate(tables)
    where = filters_in_words(tables[0].request, page.status)
    with st.container(border=True, key=f"panel-{panel.key}"):
        st.subheader(drawing.title(tables), anchor=False)
        st.html(f'<p class="ro-subtitle">{escape(panel.measures)} · {escape(where)}</p>')
        chart, table, about = st.tabs(["Chart", "Table", "About"])
        with chart:
            figure = drawing.draw(tables, page.theme)
            st.plotly_chart(figure, theme=None, config=CONFIG, key=f"chart-{panel.key}", alt=words)
            if panel.with_table:
                show_table(rows, panel.measures)
            st.html(_build_notes([words], "ro-words") + _build_notes(_collect_notes(panel), "ro-note"))
        with table:
            show_table(rows, f"{panel.measures}. {where}.")
        with about:
            st.html(build_about(tables))


def _collect_notes(panel: Panel) -> list[str]:
    """What belongs under the chart: who answered, then what the tables say of themselves; each once."""
    tables = panel.tables
    found = [*panel.notes, _who_answered(tables[0]), *(note for table in tables for note in table.notes)]
    return [note for note in dict.fromkeys(found) if note]


def _who_answered(table: PublishedTable) -> str:
    """Response under every survey figure, by perspective."""
    if any(dimension == Dimension.PERIOD for row in table.rows for dimension, _ in row.by):
        return ""
    answered = [(row, row.response) for row in table.rows if row.response is not None]
    said = [f"{_name(row)}: {response_in_words(response)}" for row, response in answered]
    return "; ".join(said) + "." if said else ""


def _name(row: PublishedRow) -> str:
    return ", ".join(label_of(dimension, code) for dimension, code in row.by) or "Everyone"


def _build_notes(notes: Sequence[str], kind: str) -> str:
    return "".join(f'<p class="{kind}">{escape(note)}</p>' for note in notes)
