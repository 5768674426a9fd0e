"""The app: page configuration, the source of every figure, navigation. Nothing else.

Run by `outcomes dashboard`. The source is opened once for the process and decides the audience.
"""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from dashboard.app_pages import (
    about_data,
    add_data,
    agreements,
    compare,
    explore,
    impact,
    methods,
    overview,
    participation,
    restitution,
    said,
)
from dashboard.command_report import read_report_settings
from dashboard.formats import set_locale
from dashboard.report.settings import REPORT_VARIABLE
from dashboard.role_words import set_role_words, speak
from dashboard.widgets.page import show_no_source
from pipelines.errors import OutcomesError
from pipelines.publication import Source
from pipelines.serving import EMPTY, open_loader, open_source, source_version


def show_impact(source: Source) -> None:
    """The page that also makes the impact report, as the programme's own `report.toml` says it."""
    named = os.environ.get(REPORT_VARIABLE)
    impact.show(source, partial(read_report_settings, Path(named) if named else None))


PAGES: tuple[tuple[str, str, Callable[[Source], None]], ...] = (
    ("Overview", "overview", overview.show),
    ("Participation", "participation", participation.show),
    ("Agreements", "agreements", agreements.show),
    ("Restitution", "restitution", restitution.show),
    ("What people said", "what-people-said", said.show),
    ("Compare", "compare", compare.show),
    ("Explore", "explore", explore.show),
    ("Impact summary", "impact-summary", show_impact),
    ("About the data", "about-the-data", about_data.show),
    ("Methods", "methods", methods.show),
)
ICON = Path(__file__).parent / "static" / "icon.png"
ABOUT = "Outcomes of restorative conferencing programmes. Nothing leaves this computer."


def load_source() -> Source | None:
    """The source named in the environment, in its newest snapshot; None while its warehouse is empty.

    What is in force is asked once: it may be another by the next question. Raises `OutcomesError` without a
    source.
    """
    version = source_version(os.environ)
    return None if version == EMPTY else _open_source(version)


@st.cache_resource(show_spinner=False, max_entries=1)
def _open_source(version: str) -> Source:
    """Opened once for every session, and again only when another snapshot is in force."""
    return speak(open_source(os.environ))


def main() -> None:
    # An entry of our own keeps the menu, and in it the choice between light and dark and a way to print.
    st.set_page_config(
        page_title="Restorative Outcomes",
        page_icon=str(ICON),
        layout="wide",
        initial_sidebar_state="collapsed",
        menu_items={"About": ABOUT},
    )
    set_locale(st.context.locale)
    try:
        pages = _build_pages()
    except OutcomesError as error:
        show_no_source(str(error))
        return
    st.navigation(pages, position="top").run()


def _build_pages() -> list[st.Page]:
    """A page for each question, and the one that takes data in where a warehouse is served.

    While the warehouse is still empty every address leads to that page: a link to a question is no dead end.
    """
    source, loader = load_source(), open_loader(os.environ)
    set_role_words(source.load_status().role_words if source else ())
    loading = [_build_page(partial(add_data.show, loader), "Add data", "add-data")] if loader else []
    if source is None:
        lead = partial(st.switch_page, loading[0])
        return [*(_build_page(lead, title, path, is_hidden=True) for title, path, _ in PAGES), *loading]
    return [*(_build_page(partial(show, source), title, path) for title, path, show in PAGES), *loading]


def _build_page(run: Callable[[], None], title: str, path: str, *, is_hidden: bool = False) -> st.Page:
    # Streamlit takes a page's identity from its function's name, which a partial has not.
    def show_page() -> None:
        run()

    return st.Page(
        show_page,
        title=title,
        url_path=path,
        default=path == PAGES[0][1],
        visibility="hidden" if is_hidden else "visible",
    )


main()
