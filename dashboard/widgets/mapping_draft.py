"""What the columns of an unknown layout may be: each suggestion to be ticked, and the mapping to be kept."""

from collections.abc import Mapping
from itertools import groupby

import streamlit as st

from dashboard.widgets.load_form import say_fields
from dashboard.wording import format_percent
from pipelines.publication import MappingDraft, SuggestedColumn

_NOTE = (
    "These are suggestions, and none is certain. Take the tick away where a column is something else: it is "
    "then not read. What is missing, and words without a code, can be put into the mapping by hand."
)


def show_mapping_draft(draft: MappingDraft, layouts: Mapping[str, str]) -> frozenset[str] | None:
    """The keys of what somebody confirmed, once the button is pressed; None until then.

    `layouts`: code → label of those in the form's list.
    """
    if draft.refusal:
        st.header("This file was refused", anchor=False)
        st.error(say_fields(draft.refusal))
        return None
    for code in draft.known:
        st.info(
            f"These files fit a layout of the list: choose “{layouts[code]}” above, and check them again."
        )
    with st.form("ro_confirm", border=True):
        st.header("What your columns seem to be", anchor=False)
        st.html(f'<p class="ro-note">{_NOTE}</p>')
        taken = [key for sheet, several in _by_sheet(draft) for key in _show_sheet(sheet, several)]
        for sentence in draft.missing:
            st.warning(sentence)
        is_pressed = st.form_submit_button("Check the file with these", type="primary")
    return frozenset(taken) if is_pressed else None


def show_mapping_to_keep(draft: MappingDraft) -> None:
    """The mapping as a file: choose it beside the export the next time."""
    st.download_button("Keep this mapping", draft.mapping, "mapping.toml", "application/toml")


def _by_sheet(draft: MappingDraft) -> list[tuple[str, list[SuggestedColumn]]]:
    grouped = groupby(draft.columns, key=lambda one: f"{one.sheet} → {one.table.replace('_', ' ')}")
    return [(sheet, list(several)) for sheet, several in grouped]


def _show_sheet(sheet: str, several: list[SuggestedColumn]) -> list[str]:
    with st.expander(sheet, expanded=True):
        return [one.key for one in several if st.checkbox(_label(one), value=one.is_taken, key=one.key)]


def _label(one: SuggestedColumn) -> str:
    """`“Ref” is case_id (95 % sure: every value is another)`, and what its words are taken for."""
    sure = f"{format_percent(one.confidence)} sure: {one.because}"
    words = ", ".join(f"“{label}” = {code or 'not known'}" for label, code in one.codes if label != code)
    return f"“{one.header}” is `{one.column}` ({sure})" + (f". {words}" if words else "")
