"""The page that takes data in, with real files, from an empty warehouse to the first figure."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.widgets.load_form import SUGGEST
from tests.conftest import EXPORT_SETTINGS, ONE_CASE
from tests.support.small_exports import query

APP = Path(__file__).parents[2] / "dashboard" / "app.py"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    st.cache_resource.clear()
    st.cache_data.clear()
    monkeypatch.setenv("OUTCOMES_WAREHOUSE", str(tmp_path / "warehouse"))
    return AppTest.from_file(str(APP), default_timeout=60).run()


def choose(page: AppTest, tables: dict[str, str]) -> AppTest:
    files = [(f"{name}.csv", text.encode(), "text/csv") for name, text in tables.items()]
    files.append(("export.toml", EXPORT_SETTINGS.encode(), "text/plain"))
    page.file_uploader[0].set_value(files)
    return page.button[0].click().run()


def text_of(page: AppTest) -> str:
    return " ".join(str(element.value) for element in [*page.title, *page.header, *page.error, *page.success])


def test_an_empty_warehouse_asks_for_data(page: AppTest) -> None:
    assert [title.value for title in page.title] == ["Add data"]
    assert not page.exception


def test_from_a_file_to_a_loaded_warehouse(page: AppTest, tmp_path: Path) -> None:
    page = choose(page, ONE_CASE)
    assert "4. What would change" in text_of(page)
    assert not (tmp_path / "warehouse").exists()
    page = next(button for button in page.button if button.label == "Load it").click().run()
    assert not page.exception
    assert "Loaded" in text_of(page)
    assert (tmp_path / "warehouse" / "current.json").exists()


def test_a_refused_file_says_why_and_offers_no_way_in(page: AppTest, tmp_path: Path) -> None:
    page = choose(page, {"cases": "case_id,Surname,referral_month,status\nk1,Zebedee,2026-01,open\n"})
    assert "not anonymised" in text_of(page)
    assert "Zebedee" not in text_of(page)
    assert [button.label for button in page.button] == ["Check the file"]
    assert not (tmp_path / "warehouse").exists()


def test_without_a_file_it_asks_for_one(page: AppTest) -> None:
    page = page.button[0].click().run()
    assert [warning.value for warning in page.warning] == ["Choose a file first."]


def test_what_is_missing_is_said_in_the_words_of_the_form(page: AppTest) -> None:
    page.file_uploader[0].set_value([("cases.csv", ONE_CASE["cases"].encode(), "text/csv")])
    page = page.button[0].click().run()
    assert "in the field “Programme code”" in text_of(page)
    for field in page.text_input:
        field.set_value({"Currency": ""}.get(field.label, SAID[field.label]))
    page.file_uploader[0].set_value([("list.csv", b"Number,Kind\n1,a\n", "text/csv")])
    page = page.button[0].click().run()
    assert "choose its layout under “How is it laid out?”" in text_of(page)
    assert "--" not in text_of(page)


def test_a_layout_that_is_recognised_is_said(page: AppTest) -> None:
    page.file_uploader[0].set_value(
        [(path.name, path.read_bytes(), "text/csv") for path in sorted(COURT.glob("*.csv"))]
    )
    for field in page.text_input:
        field.set_value(SAID[field.label])
    page = page.button[0].click().run()
    assert "the headers of “Community restorative court" in page.info[0].value


COURT = Path(__file__).parents[1] / "exports" / "data" / "community-court"
SAID = {"Programme code": "court", "Day the data was extracted": "2026-09-30", "Currency": "USD"}


def test_what_the_columns_of_an_unknown_layout_are_is_confirmed_on_the_page(
    page: AppTest, tmp_path: Path
) -> None:
    files = [(path.name, path.read_bytes(), "text/csv") for path in sorted(COURT.glob("*.csv"))]
    page.file_uploader[0].set_value(files)
    page.selectbox[0].select(SUGGEST)
    for field in page.text_input:
        field.set_value(SAID[field.label])
    page = page.button[0].click().run()
    assert "What your columns seem to be" in text_of(page)
    assert "Community restorative court" in page.info[0].value
    ticked = {box.label.partition(" (")[0] for box in page.checkbox if box.value}
    assert {"“Case Number” is `case_id`", "“Closed Date” is `closed_date`"} <= ticked
    page = next(button for button in page.button if button.label == "Check the file with these").click().run()
    assert not page.exception
    assert "2. What we found" in text_of(page)
    page = next(button for button in page.button if button.label == "Load it").click().run()
    assert "Loaded" in text_of(page)
    assert query(tmp_path / "warehouse", "SELECT COUNT(*) FROM cases") == [(238,)]
