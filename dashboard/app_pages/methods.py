"""What its reader wants answered:

"What exactly is in each figure, who says so, and can I check it?"

Every definition as the catalogue holds it; the search looks through title, question, statement and name.
"""

from html import escape

import streamlit as st

from dashboard.widgets.definitions import build_families, find_definitions
from dashboard.widgets.page import show_foot, show_head_without_filters
from dashboard.wording import format_count
from pipelines.publication import FEWEST_FOR_A_RATE, LOW_RESPONSE_PERCENT, NO_VERDICT_RESPONSE_PERCENT, Source

_RULES = (
    "A rate sorts everything it is about into five parts: yes, no, could still happen, cannot happen, and "
    "ended "
    "without a record. The rate is yes out of yes and no. The rest is counted beside it.",
    "A range stands beside every rate (a 95% interval). If we could count again and again under the same "
    "conditions, about 19 in 20 such ranges would hold the true share.",
    f"Fewer than {FEWEST_FOR_A_RATE} make no percentage. From {FEWEST_FOR_A_RATE} to 19 the range comes "
    "first.",
    f"Under every survey figure stands how many were asked and how many answered. Below "
    f"{LOW_RESPONSE_PERCENT}% "
    f"there is a caution; below {NO_VERDICT_RESPONSE_PERCENT}% no conclusion is drawn.",
    "Up or down, above or below: only where the whole range says so. Everything else is “no clear change” or "
    "“too close to call”.",
    "What needs time says so. A group that has not been followed long enough is “too soon”, never a fall.",
    "What is not recorded is “not supplied”, never zero.",
    "Nothing here says what caused what. These are people who took part or were asked to, and what they "
    "told us. "
    "Nobody was chosen by chance to take part, so others may differ.",
)


def show(source: Source) -> None:
    show_head_without_filters(source, "Methods")
    definitions = source.load_definitions()
    count = format_count(len(definitions))
    st.html(
        f'<p class="ro-sentence">Each of the <strong>{count}</strong> measures has one definition. '
        "It is a file that anybody may read, and every figure carries its version.</p>"
    )
    status = source.load_status()
    for words in status.refused:
        st.warning(f"Not in force, a definition of your own. {words}", icon=None)
    with st.container(border=True, key="panel-rules"):
        st.header("Rules that hold for every figure", anchor=False)
        rules = (*_RULES, status.sentence) if status.sentence else _RULES
        st.html(
            f'<div class="ro-about"><ul>{"".join(f"<li>{escape(rule)}</li>" for rule in rules)}</ul></div>'
        )
    with st.container(border=True, key="panel-definitions"):
        st.header("Every definition", anchor=False)
        words = st.text_input("Search the definitions", key="search", bind="query-params", max_chars=80)
        found = find_definitions(definitions, words or "")
        st.html(f'<p class="ro-note" role="status">{format_count(len(found))} of {count} definitions</p>')
        st.html(build_families(found, is_open=len(found) == 1))
    show_foot(source)
