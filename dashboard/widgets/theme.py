"""Light or dark, as the reader's browser has it.

Streamlit recolours its own elements when the reader switches, but neither reruns nor recolours a figure.
This component asks for a rerun when the page is not in the scheme the charts were drawn in. It is also
the live region that tells a screen reader that the figures changed.
"""

from typing import Literal

import streamlit as st

Scheme = Literal["light", "dark"]

_SCRIPT = """
export default function ({ data, parentElement, setStateValue }) {
  const region = parentElement.querySelector('[role=status]');
  if (region.dataset.said && region.dataset.said !== data.announce) region.textContent = data.announce;
  region.dataset.said = data.announce;
  const app = parentElement.getRootNode().host?.closest('.stApp') ?? document.querySelector('.stApp');
  const scheme = getComputedStyle(app).colorScheme.includes('dark') ? 'dark' : 'light';
  if (scheme !== data.drawn) setStateValue('scheme', scheme);
}
"""
_STYLE = """
[role=status] { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
"""
    "[role=status] { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }"
)


def show_scheme(announce: str) -> Scheme:
    """The scheme to draw charts in. `announce` is read out when it differs from the time before."""
    drawn: Scheme = st.session_state.get("drawn_scheme") or st.context.theme.type or "light"
    component = st.components.v2.component(
        "colour_scheme", html='<div role="status"></div>', js=_SCRIPT, css=_STYLE
    )
    result = component(
        key="colour_scheme", data={"drawn": drawn, "announce": announce}, on_scheme_change=_remember_scheme
    )
    del result
    return drawn


def _remember_scheme() -> None:
    """Before the rerun that the change asked for, so that the charts of that rerun are already right."""
    st.session_state["drawn_scheme"] = st.session_state["colour_scheme"]["scheme"]
