"""The reader's screen: light or dark, and how wide, so that charts are drawn in its colours and its width.

Streamlit recolours its own elements when the reader switches, but neither reruns nor recolours a figure, and
a server does not know how wide a page is. This component asks for a rerun when the screen is not the one
that the charts were drawn for. It is also the live region that tells a screen reader of the change.
"""

from dataclasses import dataclass

import streamlit as st

WIDTHS = (320, 375, 480, 640, 800, 1000, 1280)
"""Steps of width in px; a screen counts as the widest step it holds, so text never runs out of a chart."""

STACKED_BELOW = {1: 0, 2: 800, 3: 1000}
"""Panels a row, and the width below which they stand under one another (as in `page.css`)."""

_SCRIPT = """
export default function ({ data, parentElement, setStateValue }) {
  const region = parentElement.querySelector('[role=status]');
  if (region.dataset.said && region.dataset.said !== data.announce) region.textContent = data.announce;
  region.dataset.said = data.announce;
  region.dataset.drawn = data.drawn;
  let reported = data.drawn;
  const report = () => {
    const scheme = getComputedStyle(document.querySelector('.stApp')).colorScheme;
    const width = data.widths.findLast((step) => step <= window.innerWidth) ?? data.widths[0];
    const screen = `${scheme.includes('dark') ? 'dark' : 'light'} ${width}`;
    if (screen !== reported) setStateValue('screen', (reported = screen));
  };
  report();
  window.addEventListener('resize', report);
  return () => window.removeEventListener('resize', report);
}
"""
_COMPONENT = st.components.v2.component(
    "screen", html='<div role="status" class="ro-screen ro-unseen"></div>', js=_SCRIPT, isolate_styles=False
)


@dataclass(frozen=True, kw_only=True)
class Screen:
    """What charts are drawn for. `width` is a step of `WIDTHS`."""

    scheme: str
    width: int

    def measure_panel(self, columns: int) -> int:
        """The px inside a panel that stands with others in a row of `columns`."""
        beside = 1 if self.width < STACKED_BELOW[columns] else columns
        margins = 2 * min(32, max(12, self.width * 3 // 100)) + 16
        row = min(self.width, 1240) - margins
        frame = 26 if self.width < 640 else 34
        return (row - 16 * (beside - 1)) // beside - frame


def show_screen(announce: str) -> Screen:
    """The screen to draw for. `announce` is read out when it differs from the time before."""
    drawn = st.session_state.get("drawn_screen") or f"{st.context.theme.type or 'light'} {WIDTHS[-1]}"
    data = {"drawn": drawn, "announce": announce, "widths": WIDTHS}
    _COMPONENT(key="screen", data=data, on_screen_change=_remember_screen)
    scheme, width = drawn.split()
    return Screen(scheme=scheme, width=int(width))


def _remember_screen() -> None:
    """Before the rerun that the change asked for, so that the charts of that rerun are already right."""
    st.session_state["drawn_screen"] = st.session_state["screen"]["screen"]
