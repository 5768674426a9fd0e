"""A panel: the finding as its title, where and when it is about, and tabs Chart, Table and About."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

import streamlit as st

from dashboard.charts.drawings import Drawing
from dashboard.charts.theme import CONFIG, theme_of
from dashboard.role_words import say
from dashboard.widgets.about import build_about
from dashboard.widgets.absent import drop_absent
from dashboard.widgets.page import Page
from dashboard.widgets.stories import Story
from dashboard.widgets.table import show_table
from dashboard.wording import filters_in_words, label_of, lower_first, response_in_words
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
    title: str = ""
    """The finding, where the chart's own rule makes none (several measures in one chart)."""
    with_table: bool = False
    """The table stands under the chart too, where the chart cannot be read without it."""
    notes: Sequence[str] = ()


def show_panels(page: Page, panels: Sequence[Panel]) -> None:
    """Panels side by side in one row, of one height; under one another where the screen is too narrow."""
    there = [panel for panel in map(_without_absent, panels) if panel.tables]
    page.told.absent += [panel.measures for panel in panels if not drop_absent(panel.tables)]
    if not there:
        return
    with st.container(key=f"row{len(there)}-{panels[0].key}"):
        for column, panel in zip(st.columns(len(there)), there, strict=True):
            with column:
                _show_panel(page, panel, page.screen.measure_panel(len(there)))


def show_panel(page: Page, panel: Panel) -> None:
    """One panel over the whole width."""
    there = _without_absent(panel)
    if there.tables:
        _show_panel(page, there, page.screen.measure_panel(1))
    else:
        page.told.absent.append(panel.measures)


def _in_own_words(panel: Panel) -> Panel:
    return replace(
        panel,
        measures=say(panel.measures),
        title=say(panel.title or panel.drawing.title(panel.tables)),
        notes=[say(note) for note in panel.notes],
    )


def _without_absent(panel: Panel) -> Panel:
    """The panel with the tables the source has; a title over several of them is made anew by the chart."""
    tables = drop_absent(panel.tables)
    return panel if len(tables) == len(panel.tables) else replace(panel, tables=tables, title="")


def _show_panel(page: Page, ours: Panel, width: int) -> None:
    panel = _in_own_words(ours)
    drawing, tables = panel.drawing, panel.tables
    where = filters_in_words(tables[0].request, page.status)
    # Which month places a row in a period is never left to guess: pages show figures on several bases.
    basis = "; ".join(dict.fromkeys(lower_first(table.basis.label) for table in tables))
    with st.container(border=True, key=f"panel-{panel.key}", height="stretch"):
        title, rows = panel.title, drawing.tabulate(tables)
        subtitle = f"{panel.measures} · {where} · {basis}"
        st.header(title, anchor=False)
        st.html(f'<p class="ro-subtitle">{escape(subtitle)}</p>')
        page.told.stories.append(
            Story(title=title, subtitle=subtitle, rows=rows, tables=tables, notes=_list_notes(panel))
        )
        chart, table, about = st.tabs(["Chart", "Table", "About"])
        with chart:
            _show_chart(page, panel, width)
        with table:
            show_table(rows, f"{panel.measures}. {where}.")
        with about:
            st.html(build_about(tables))


def _show_chart(page: Page, panel: Panel, width: int) -> None:
    """The figure with its words: as its alternative text, and beside it for everybody."""
    drawing, tables = panel.drawing, panel.tables
    words = say(" ".join(filter(None, [drawing.describe(tables), _who_answered(tables[0])])))
    figure = drawing.draw(tables, theme_of(page.screen.scheme), fits=width)
    st.plotly_chart(figure, theme=None, config=CONFIG, key=f"chart-{panel.key}", alt=words)
    if panel.with_table:
        show_table(drawing.tabulate(tables), panel.measures, is_caption_seen=False)
    # The title says the finding and labels say the numbers: the whole of it in words stands folded below.
    folded = f'<details class="ro-folded"><summary>In words</summary><p>{escape(words)}</p></details>'
    notes = "".join(f'<p class="ro-note">{escape(note)}</p>' for note in _list_notes(panel))
    st.html(f'{folded}{notes}<button type="button" class="ro-picture">Save as a picture</button>')


def _list_notes(panel: Panel) -> list[str]:
    """What belongs under the chart, each sentence once."""
    return list(dict.fromkeys([*panel.notes, *(note for table in panel.tables for note in table.notes)]))


def _who_answered(table: PublishedTable) -> str:
    """Response under every survey figure, by perspective. The chart draws it; its words must say it too."""
    if any(dimension == Dimension.PERIOD for row in table.rows for dimension, _ in row.by):
        return ""
    answered = [(row, row.response) for row in table.rows if row.response is not None]
    said = [f"{_name(row)}: {response_in_words(response)}" for row, response in answered]
    return "; ".join(said) + "." if said else ""


def _name(row: PublishedRow) -> str:
    return ", ".join(label_of(dimension, code) for dimension, code in row.by) or "Everyone"
