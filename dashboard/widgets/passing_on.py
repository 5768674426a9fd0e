"""Passing a page on: as a workbook, as CSV, as a picture of a chart, as a link, on paper.

A file is built when it is asked for and goes over the reader's own connection. Streamlit's download button
puts it at an address where anybody who has the address may fetch it.
"""

import base64
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard.widgets.page_files import build_csv, build_workbook, name_file
from dashboard.widgets.stories import Told
from dashboard.wording import format_date
from pipelines.publication import Source

_SCRIPT = Path(__file__).with_name("passing_on.js")
_BUILDERS = {
    "xlsx": (build_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (build_csv, "text/csv;charset=utf-8"),
}
_REFUSED = (
    "No file was made. Every file of exact figures is written down in the warehouse, in actions.jsonl, and "
    "that could not be done. Make sure that the folder can be written to and that its disk is not full."
)
_BUTTONS = """
<section class="ro-passing" aria-label="Pass this page on">
  <h2>Pass this page on</h2>
  <div class="ro-buttons">
    <button type="button" data-wanted="xlsx">Excel</button>
    <button type="button" data-wanted="csv">CSV</button>
    <button type="button" data-link>Copy a link</button>
    <button type="button" data-print>Print</button>
  </div>
  <p role="status" class="ro-note"></p>
</section>
"""
_COMPONENT = st.components.v2.component(
    "passing_on", html=_BUTTONS, js=_SCRIPT.read_text("utf-8"), isolate_styles=False
)


def show_passing_on(source: Source, told: Told, query: str, filters: Sequence[str]) -> None:
    """The buttons at the foot. `query` is what stands behind the question mark of a link to this view.

    `filters` are the names of what was chosen, for the log of what left a warehouse.
    """
    wanted = st.session_state.pop("ro_wanted", None)
    refused = _record(source, told, wanted, filters) if wanted else ""
    file = _build(told, wanted) if wanted and not refused else None
    data = {"query": query, "mark": _mark(told), "about": told.place, "file": file, "refused": refused}
    _COMPONENT(key="passing_on", data=data, on_wanted_change=_remember_wanted)


def _remember_wanted() -> None:
    """Before the rerun that asked for it, so that this very rerun can build it."""
    wanted = st.session_state["passing_on"]["wanted"]
    if wanted in _BUILDERS:
        st.session_state["ro_wanted"] = wanted
        st.session_state["ro_sent"] = st.session_state.get("ro_sent", 0) + 1


def _record(source: Source, told: Told, wanted: str, filters: Sequence[str]) -> str:
    """Write the file down before it is made; in words why it may not be made, empty where it may."""
    try:
        source.record_export(page=told.page, kind=wanted, filters=filters)
    except OSError:
        return _REFUSED
    return ""


def _build(told: Told, wanted: str) -> dict[str, str | int]:
    build, kind = _BUILDERS[wanted]
    return {
        "name": name_file(told, wanted),
        "type": kind,
        "number": st.session_state["ro_sent"],
        "content": base64.b64encode(build(told)).decode("ascii"),
    }


def _mark(told: Told) -> str:
    """What stands under a picture of a chart."""
    return f"Data to {format_date(told.status.as_of)} · {told.source}. {told.protection}"
