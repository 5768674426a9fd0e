"""The impact report as a file, from its page: made when it is asked for, over the reader's own connection."""

import base64
from collections.abc import Callable
from pathlib import Path

import streamlit as st

_SCRIPT = Path(__file__).with_name("passing_on.js")
_KINDS = {
    "pdf": "application/pdf",
    "html": "text/html;charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BUTTONS = """
<section class="ro-passing" aria-label="The impact report">
  <h2>The impact report</h2>
  <p class="ro-words">A few pages for a board: of the programme chosen above and of the year chosen, or of the
  latest whole year. Anyone can check it with <code>outcomes verify</code>.</p>
  <div class="ro-buttons">
    <button type="button" data-wanted="pdf">PDF</button>
    <button type="button" data-wanted="html">Web page</button>
    <button type="button" data-wanted="xlsx">Workbook</button>
  </div>
  <p role="status" class="ro-note"></p>
</section>
"""
_KEY = "report_files"
_WANTED, _SENT = "ro_report_wanted", "ro_report_sent"
_COMPONENT = st.components.v2.component(
    _KEY, html=_BUTTONS, js=_SCRIPT.read_text("utf-8"), isolate_styles=False
)


def show_report_files(make: Callable[[str], bytes]) -> None:
    """Three buttons. `make` takes the ending of a file; its `ValueError` says in words why there is none."""
    wanted = st.session_state.pop(_WANTED, None)
    file, refused = None, ""
    if wanted:
        try:
            content = make(f".{wanted}")
        except ValueError as error:
            refused = str(error)
        else:
            file = {
                "name": f"impact-report.{wanted}",
                "type": _KINDS[wanted],
                "number": st.session_state[_SENT],
                "content": base64.b64encode(content).decode("ascii"),
            }
    _COMPONENT(key=_KEY, data={"file": file, "refused": refused}, on_wanted_change=_remember)


def _remember() -> None:
    """Before the rerun that asked for it, so that this very rerun can make it."""
    wanted = st.session_state[_KEY]["wanted"]
    if wanted in _KINDS:
        st.session_state[_WANTED] = wanted
        st.session_state[_SENT] = st.session_state.get(_SENT, 0) + 1
