"""What its user wants to know:

"I have this month's file: can it be used, what must I mend, and what will change if I load it?"

Choose your file → what we found → what to mend → what would change → load.
Nothing changes before the last step.
"""

import streamlit as st

from dashboard.widgets.load_form import show_load_form
from dashboard.widgets.load_report import show_load_report, show_loaded
from dashboard.widgets.page import show_plain_head
from pipelines.publication import HandedOver, Loader, LoadReport

_INTRODUCTION = (
    "Choose the files your case system wrote. They are checked on this computer and go nowhere else. "
    "If something in them could name a person, they are refused before anything is stored."
)


def show(loader: Loader) -> None:
    show_plain_head("Add data", _INTRODUCTION)
    export = show_load_form(loader.mappings())
    if export is not None:
        st.session_state["ro_checked"] = (export, _check(loader, export))
    if "ro_checked" not in st.session_state:
        return
    checked, report = st.session_state["ro_checked"]
    if report.is_loaded:
        show_loaded(report)
    elif show_load_report(report):
        st.session_state["ro_checked"] = (checked, _load(loader, checked, report))
        st.rerun()


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
