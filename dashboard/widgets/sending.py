"""A file sent from a page: built in the rerun that asked for it, over the reader's own connection.

Streamlit's download button puts a file at an address where anybody who has the address may fetch it.
"""

import base64
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import streamlit as st

KINDS = {
    "pdf": "application/pdf",
    "html": "text/html;charset=utf-8",
    "csv": "text/csv;charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The ending of a file → its media type."""

_SCRIPT = Path(__file__).with_name("passing_on.js")


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Buttons that ask for a file. A button's `data-wanted` is the ending of the file it asks for."""

    key: str
    buttons: str
    """HTML, with a `role="status"` in which is said what became of it."""
    endings: tuple[str, ...]
    """Of the files that may be asked for."""

    @cached_property
    def _component(self) -> Any:
        return st.components.v2.component(
            self.key, html=self.buttons, js=_SCRIPT.read_text("utf-8"), isolate_styles=False
        )

    def take_wanted(self) -> str:
        """The ending of the file that was asked for, once; empty where none was."""
        return str(st.session_state.pop(self._wanted, ""))

    def pack(self, name: str, content: bytes) -> dict[str, str | int]:
        """The file as it goes to the reader's browser."""
        return {
            "name": name,
            "type": KINDS[name.rpartition(".")[2]],
            "number": st.session_state[self._sent],
            "content": base64.b64encode(content).decode("ascii"),
        }

    def show(self, **data: Any) -> None:
        """The buttons; with `file` it is saved, with `refused` the words why there is none."""
        self._component(key=self.key, data=data, on_wanted_change=self._remember)

    def _remember(self) -> None:
        """Before the rerun that asked for it, so that this very rerun can build it."""
        wanted = st.session_state[self.key]["wanted"]
        if wanted in self.endings:
            st.session_state[self._wanted] = wanted
            st.session_state[self._sent] = st.session_state.get(self._sent, 0) + 1

    @property
    def _wanted(self) -> str:
        return f"ro_{self.key}_wanted"

    @property
    def _sent(self) -> str:
        return f"ro_{self.key}_sent"
