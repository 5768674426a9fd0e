"""The app: page configuration, the source of every figure, navigation. Nothing else.

Run by `outcomes dashboard`. The source is opened once for the process and decides the audience.
"""

import os
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from dashboard.app_pages import about_data, agreements, overview, participation, restitution, said
from dashboard.widgets.page import show_no_source
from pipelines.errors import OutcomesError
from pipelines.publication import Source
from pipelines.publish import WAREHOUSE_VARIABLE, open_source
from pipelines.warehouse.snapshots import current_snapshot

PAGES: tuple[tuple[str, str, Callable[[Source], None]], ...] = (
    ("Overview", "overview", overview.show),
    ("Participation", "participation", participation.show),
    ("Agreements", "agreements", agreements.show),
    ("Restitution", "restitution", restitution.show),
    ("What people said", "what-people-said", said.show),
    ("About the data", "about-the-data", about_data.show),
)
ICON = Path(__file__).parent / "static" / "icon.png"
ABOUT = "Outcomes of restorative conferencing programmes. Nothing leaves this computer."


def load_source() -> Source:
    """The warehouse named in the environment, in its newest snapshot. Raises `OutcomesError` without one."""
    warehouse = os.environ.get(WAREHOUSE_VARIABLE)
    snapshot = current_snapshot(Path(warehouse)) if warehouse else None
    return _open_source(warehouse, snapshot.id if snapshot else None)


@st.cache_resource(show_spinner=False, max_entries=1)
def _open_source(warehouse: str | None, snapshot: str | None) -> Source:
    """Opened once for every session, and again only when another snapshot is in force."""
    return open_source(os.environ)


def main() -> None:
    # An entry of our own keeps the menu, and in it the choice between light and dark and a way to print.
    st.set_page_config(
        page_title="Restorative Outcomes", page_icon=str(ICON), layout="wide", menu_items={"About": ABOUT}
    )
    try:
        source = load_source()
    except OutcomesError as error:
        show_no_source(str(error))
        return
    pages = [_build_page(source, *page) for page in PAGES]
    st.navigation(pages, position="top").run()


def _build_page(source: Source, title: str, path: str, show: Callable[[Source], None]) -> st.Page:
    def run() -> None:
        show(source)

    return st.Page(run, title=title, url_path=path, default=path == PAGES[0][1])


main()
