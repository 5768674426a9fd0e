"""What somebody should look at, for managers alone: overdue promises, by the programme's own reference."""

from collections.abc import Sequence

import streamlit as st

from dashboard.widgets.page import Page
from dashboard.widgets.table import build_table, show_table
from dashboard.wording import find_programme_label, format_count, format_days
from pipelines.publication import Action, DataStatus

AT_ONCE = 10
"""Lines that stand on the page; the others are folded under them."""

_NOW = (
    "Whatever period and type of harm are chosen, because they are overdue now; the longest overdue first. "
    "In no file and no picture."
)


def show_overdue(page: Page) -> None:
    """The overdue promises inside the programme that was chosen; nothing at all where there is no list."""
    actions = page.source.load_actions()
    if actions is None:
        return
    chosen = page.choice.programme.code if page.choice.programme else None
    overdue = list_overdue(actions.actions, chosen)
    with st.container(border=True, key="panel-overdue"):
        st.header(f"{format_count(len(overdue))} promises are overdue", anchor=False)
        st.html(f'<p class="ro-note">{_NOW}</p>')
        rows = [describe_action(action, page.status) for action in overdue]
        show_table(rows[:AT_ONCE], "Overdue promises", is_caption_seen=False)
        if len(rows) > AT_ONCE:
            others = f"The other {format_count(len(rows) - AT_ONCE)}"
            table = build_table(rows[AT_ONCE:], others, is_caption_seen=False)
            st.html(f'<details class="ro-folded"><summary>{others}</summary>{table}</details>')


def list_overdue(actions: Sequence[Action], programme: str | None) -> list[Action]:
    """Overdue promises of one programme or of every one, the longest overdue first."""
    mine = [
        action
        for action in actions
        if action.days_overdue is not None and programme in (None, action.programme)
    ]
    return sorted(mine, key=lambda action: -(action.days_overdue or 0))


def describe_action(action: Action, status: DataStatus) -> dict[str, str]:
    """One line of the list."""
    return {
        "Reference": action.reference,
        "What": action.what,
        "Overdue": format_days(action.days_overdue or 0),
        "Programme": find_programme_label(action.programme, status),
    }
