"""What its reader wants answered:

"What exactly is in each denominator, what happened to open and unknown cases, and can I reproduce this "
"number?"

One measure at a time: its chart, its table, its definition, the query that ran, and how far off it could be.
"""

import streamlit as st

from dashboard.charts.drawings import choose_drawing
from dashboard.widgets.denominators import list_denominators
from dashboard.widgets.page import Page, show_foot, show_head
from dashboard.widgets.panel import Panel, show_panel
from dashboard.widgets.questions import show_question
from dashboard.widgets.sentence import show_words
from dashboard.widgets.stories import Story
from dashboard.widgets.table import show_table
from dashboard.wording import describe_cell, lower_first
from pipelines.publication import Kind, PublishedTable, Source

_ADD_UP = "Every row is in one of the columns: they add up to “in all”."


def show(source: Source) -> None:
    page = show_head(source, "Explore")
    request, chosen = show_question(source.load_definitions(), page.choice)
    found = page.load({"asked": request})["asked"]
    show_words(page, _say_answer(found))
    drawing = choose_drawing(found)
    show_panel(
        page,
        Panel(
            key="asked",
            drawing=drawing,
            tables=[found],
            measures=found.definition.title,
            with_table=found.kind is Kind.CURVE,
        ),
    )
    _show_denominators(page, found)
    show_foot(source, page, tuple(chosen.items()))


def _say_answer(table: PublishedTable) -> str:
    """The question as the definition asks it, and the answer where it is one figure."""
    if len(table.rows) != 1:
        return table.definition.question
    return f"{table.definition.question} {table.definition.title}: {lower_first(describe_cell(table.cell))}."


def _show_denominators(page: Page, table: PublishedTable) -> None:
    """What an evaluator asks first; nothing where a figure has no such parts, or they are protected."""
    rows, title = list_denominators(table), "What is in each denominator, and what is not"
    if not rows:
        return
    with st.container(border=True, key="panel-denominators"):
        st.header(title, anchor=False)
        st.html(f'<p class="ro-subtitle">{_ADD_UP}</p>')
        show_table(rows, title, is_caption_seen=False)
    page.told.stories.append(Story(title=title, subtitle=f"Denominators · {_ADD_UP}", rows=rows))
