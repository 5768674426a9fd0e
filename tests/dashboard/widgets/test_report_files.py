"""The impact report on its page: from a release only, of the programme and the year chosen there."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.report.making import form_of
from dashboard.report.verify import verify
from pipelines.released.source import open_release

SECONDS = 60


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    st.cache_resource.clear()
    st.cache_data.clear()


def show_impact() -> None:
    import os
    from functools import partial
    from pathlib import Path

    from dashboard.app_pages import impact
    from dashboard.command_report import read_report_settings
    from pipelines.serving import open_source

    source, named = open_source(os.environ), os.environ.get("OUTCOMES_REPORT")
    impact.show(source, partial(read_report_settings, Path(named) if named else None))


def press(monkeypatch: pytest.MonkeyPatch, release: Path, wanted: str, **link: str) -> dict[str, Any]:
    """What the buttons hand over once one has been pressed."""
    monkeypatch.delenv("OUTCOMES_WAREHOUSE", raising=False)
    monkeypatch.setenv("OUTCOMES_RELEASE", str(release))
    script = AppTest.from_function(show_impact, default_timeout=SECONDS)
    for key, value in link.items():
        script.query_params[key] = value
    script.session_state["ro_report_files_wanted"] = wanted
    script.session_state["ro_report_files_sent"] = 1
    script.run()
    assert not script.exception
    found = [one.proto for one in script.get("bidi_component")]
    said: dict[str, Any] = json.loads(next(one.json for one in found if one.component_name == "report_files"))
    return said


@pytest.mark.parametrize("wanted", ["pdf", "html", "xlsx"])
def test_the_file_is_the_report_of_this_release(
    wanted: str, sample_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = press(monkeypatch, sample_release, wanted)
    assert said["file"]["name"] == f"impact-report.{wanted}"
    content = base64.b64decode(said["file"]["content"])
    assert verify(content, f".{wanted}", [open_release(sample_release)]).is_identical


def test_it_is_of_the_programme_and_year_on_the_page_and_in_the_words_of_report_toml(
    sample_release: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "report.toml"
    path.write_text('audience = "the county fund"\nperiod = "2025"\n', encoding="utf-8")
    (tmp_path / "targets.toml").write_text(
        '[[target]]\nmeasure = "agreement_completion_rate"\nvalue = 0.5\n'
        'where = { programme = "riverside" }\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("OUTCOMES_REPORT", str(path))
    programme = next(
        choice.label for choice in open_release(sample_release).load_status().programmes
        if choice.code == "riverside"
    )  # fmt: skip
    said = press(monkeypatch, sample_release, "html", programme=programme, period="2024")
    settings = form_of(".html").read_settings(base64.b64decode(said["file"]["content"]))
    assert (settings.programme, settings.period, settings.audience) == (
        "riverside",
        "2024",
        "the county fund",
    )
    assert [target.value for target in settings.promised] == [0.5]


def test_what_is_wrong_in_report_toml_is_said_and_no_file_is_made(
    sample_release: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "report.toml"
    path.write_text("nmae = 'x'\n", encoding="utf-8")
    monkeypatch.setenv("OUTCOMES_REPORT", str(path))
    said = press(monkeypatch, sample_release, "html")
    assert said["file"] is None
    assert said["refused"].startswith("report.toml, nmae: no such key.")


def test_exact_figures_make_no_report(one_case_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OUTCOMES_RELEASE", raising=False)
    monkeypatch.setenv("OUTCOMES_WAREHOUSE", str(one_case_warehouse))
    script = AppTest.from_function(show_impact, default_timeout=SECONDS).run()
    names = [one.proto.component_name for one in script.get("bidi_component")]
    assert "report_files" not in names
    said = " ".join(element.proto.body for element in script.get("html"))
    assert "made from a protected release" in said
