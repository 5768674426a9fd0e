"""Every page on a real warehouse: full, empty, with one case; with a wrong link; and without any source."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.conftest import ONE_CASE, write_export

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
PAGES = {
    "overview": "Programme outcomes",
    "participation": "Participation",
    "agreements": "Agreements",
    "restitution": "Restitution",
    "said": "What people said",
    "compare": "Compare",
    "explore": "Explore",
    "impact": "Impact summary",
    "about_data": "About the data",
    "methods": "Methods",
}
WITH_CHARTS = [page for page in PAGES if page not in ("about_data", "methods")]
ANSWERING = [page for page in WITH_CHARTS if page not in ("compare", "explore")]
"""Pages whose sentence is about one fixed question; the others answer whatever is asked of them."""
SECONDS = 60
ONLY_THE_HARMED_PARTY = "conference_id,party_id,attended\nf1,h1,in_person\nf1,r1,absent\n"


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    """A cached source belongs to the process that opened it; each test opens its own."""
    st.cache_resource.clear()
    st.cache_data.clear()


def show_page(page: str) -> None:
    """What `app.py` does for one page, as a script of its own."""
    import os
    from importlib import import_module

    from pipelines.serving import open_source

    import_module(f"dashboard.app_pages.{page}").show(open_source(os.environ))


def open_page(page: str, warehouse: Path, monkeypatch: pytest.MonkeyPatch, **link: str) -> AppTest:
    monkeypatch.setenv("OUTCOMES_WAREHOUSE", str(warehouse))
    script = AppTest.from_function(show_page, kwargs={"page": page}, default_timeout=SECONDS)
    for key, value in link.items():
        script.query_params[key] = value
    return script.run()


def ingest_elsewhere(export: Path, warehouse: Path) -> None:
    """As it happens: another process builds the next snapshot while this one serves."""
    command = "from dashboard.command import main; main()"
    arguments = ["ingest", str(export), "--warehouse", str(warehouse), "--quiet"]
    subprocess.run([sys.executable, "-c", command, *arguments], check=True, timeout=SECONDS)


def read_text(script: AppTest) -> str:
    """Everything the page says in its own HTML."""
    bodies = [element.proto.body for element in script.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def read_sentence(script: AppTest) -> str:
    found = re.search(r'<p class="ro-sentence">(.*?)</p>', read_text(script))
    assert found is not None
    return found[1]


def read_alt_texts(script: AppTest) -> list[str]:
    return [chart.proto.alt for chart in script.get("plotly_chart")]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_answers_from_a_full_warehouse(
    page: str, sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = open_page(page, sample_warehouse, monkeypatch)

    assert not script.exception
    assert [title.value for title in script.title] == [PAGES[page]]
    assert "There is not enough in this selection" not in read_text(script)


@pytest.mark.parametrize("page", WITH_CHARTS)
def test_every_chart_has_its_words_and_its_table(
    page: str, sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = open_page(page, sample_warehouse, monkeypatch)

    text, alts = read_text(script), read_alt_texts(script)
    assert 0 < len(alts) <= len(script.header)
    assert all(alts)
    assert text.count("<summary>In words</summary>") == len(alts)
    assert text.count("<caption>") >= len(alts)
    assert text.count('<div class="ro-about">') >= len(alts)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("warehouse", ["empty_warehouse", "one_case_warehouse"])
def test_a_page_stands_with_next_to_nothing(
    page: str, warehouse: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = open_page(page, request.getfixturevalue(warehouse), monkeypatch)

    assert not script.exception
    assert [title.value for title in script.title] == [PAGES[page]]
    assert all(read_alt_texts(script))


@pytest.mark.parametrize("page", ANSWERING)
def test_an_empty_selection_says_how_to_widen_it(
    page: str, empty_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = open_page(page, empty_warehouse, monkeypatch)

    assert "choose a longer period" in script.info[0].value


def test_one_case_makes_no_percentage(one_case_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = open_page("overview", one_case_warehouse, monkeypatch, period="All")

    text = read_text(script)
    cards = text[text.index("ro-cards") : text.index("</ul>")]
    assert "%" not in cards
    assert "Too few to rely on" in cards


@pytest.mark.parametrize("key", ["period", "programme", "harm"])
def test_a_wrong_link_shows_everything_and_says_so(
    key: str, sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = open_page("overview", sample_warehouse, monkeypatch, **{key: "nowhere"})

    assert not script.exception
    assert "is not in this data" in script.info[0].value


def test_a_filter_narrows_every_subtitle(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = open_page("agreements", sample_warehouse, monkeypatch)
    programme = script.selectbox(key="programme")
    chosen = programme.options[1]
    programme.set_value(chosen).run()

    subtitles = re.findall(r'<p class="ro-subtitle">(.*?)</p>', read_text(script))
    assert subtitles
    assert all(chosen in subtitle for subtitle in subtitles)


def test_the_app_opens_on_the_overview(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTCOMES_WAREHOUSE", str(sample_warehouse))
    script = AppTest.from_file(str(APP), default_timeout=SECONDS).run()

    assert not script.exception
    assert [title.value for title in script.title] == ["Programme outcomes"]


def test_a_snapshot_switched_while_the_page_is_open_is_followed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    warehouse = tmp_path / "warehouse"
    one_person = {**ONE_CASE, "attendance": ONLY_THE_HARMED_PARTY}
    ingest_elsewhere(write_export(tmp_path / "first", one_person), warehouse)
    monkeypatch.setenv("OUTCOMES_WAREHOUSE", str(warehouse))
    script = AppTest.from_file(str(APP), default_timeout=SECONDS)
    script.query_params["period"] = "All"
    script.run()
    before = read_sentence(script)
    ingest_elsewhere(write_export(tmp_path / "second", ONE_CASE), warehouse)
    script.run()

    assert "<strong>1</strong> person took part" in before
    assert "<strong>2</strong> people took part" in read_sentence(script)


def test_without_a_source_there_is_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OUTCOMES_WAREHOUSE", raising=False)
    script = AppTest.from_file(str(APP), default_timeout=SECONDS).run()

    assert not script.exception
    assert [title.value for title in script.title] == ["There is nothing to show yet"]
    assert not script.get("plotly_chart")
    assert "outcomes demo" in read_text(script)


def test_a_damaged_warehouse_shows_no_figure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "current.json").write_text("{", encoding="utf-8")
    monkeypatch.setenv("OUTCOMES_WAREHOUSE", str(tmp_path))
    script = AppTest.from_file(str(APP), default_timeout=SECONDS).run()

    assert not script.exception
    assert not script.get("plotly_chart")
    assert "cannot be read" in read_text(script)


def test_a_measure_of_several_roles_is_compared_for_one(
    sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = open_page("compare", sample_warehouse, monkeypatch)
    assert "whose" not in [box.key for box in script.selectbox]
    script.selectbox(key="compared").set_value("Would choose it again").run()
    assert script.selectbox(key="whose").value == "Harmed party"
    assert "It is told apart by role" not in read_text(script)
    assert "(harmed party)" in read_text(script)
