"""What its user wants to know:

"I have this month's file: can it be used, what must I mend, and what will change if I load it?"

Choose your file → what we found → what to mend → what would change → load.
Nothing changes before the last step.
"""

from dataclasses import replace

import streamlit as st

from dashboard.widgets.load_form import SUGGEST, show_load_form
from dashboard.widgets.load_report import show_load_report, show_loaded
from dashboard.widgets.mapping_draft import show_mapping_draft, show_mapping_to_keep
from dashboard.widgets.page import show_plain_head
from pipelines.publication import HandedOver, Loader, LoadReport

MAPPING_NAME = "mapping.toml"
_INTRODUCTION = (
    "Choose the files your case system wrote. They are checked on this computer and go nowhere else. "
    "If something in them could name a person, they are refused before anything is stored."
)


def show(loader: Loader) -> None:
    show_plain_head("Add data", _INTRODUCTION)
    export = show_load_form(loader.mappings())
    if export is not None:
        for name in ("ro_draft", "ro_checked"):
            st.session_state.pop(name, None)
    if export is not None and export.mapping == SUGGEST:
        chosen = replace(export, mapping="")
        st.session_state["ro_draft"] = (chosen, loader.suggest(chosen))
    elif export is not None:
        st.session_state["ro_checked"] = (export, _check(loader, export))
    if "ro_draft" in st.session_state:
        _confirm(loader)
    if "ro_checked" not in st.session_state:
        return
    checked, report = st.session_state["ro_checked"]
    if report.is_loaded:
        show_loaded(report)
    elif show_load_report(report):
        st.session_state["ro_checked"] = (checked, _load(loader, checked, report))
        st.rerun()


def _confirm(loader: Loader) -> None:
    """Suggestions to be confirmed; then the file is checked with the mapping that they make."""
    export, draft = st.session_state["ro_draft"]
    layouts = {choice.code: choice.label for choice in loader.mappings()}
    taken = show_mapping_draft(draft, layouts)
    if taken is not None:
        confirmed = loader.suggest(export, taken)
        files = (*export.files, (MAPPING_NAME, confirmed.mapping))
        st.session_state["ro_draft"] = (export, confirmed)
        mapped = replace(export, files=files, mapping=MAPPING_NAME)
        st.session_state["ro_checked"] = (mapped, _check(loader, mapped))
    if "ro_checked" in st.session_state:
        show_mapping_to_keep(st.session_state["ro_draft"][1])


def _check(loader: Loader, export: HandedOver) -> LoadReport:
    with st.status("Checking …") as stage:
        report = loader.check(export, lambda name: stage.update(label=f"Checking: {name} …"))
        stage.update(label="Checked. Nothing was changed.")
    return report


def _load(loader: Loader, export: HandedOver, report: LoadReport) -> LoadReport:
    with st.status("Loading …") as stage:
        # What had to be confirmed was confirmed by the button: it cannot be pressed before.
        return loader.load(
            export,
            lambda name: stage.update(label=f"Loading: {name} …"),
            is_confirmed=bool(report.must_confirm),
        )
