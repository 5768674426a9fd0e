"""A file of exact figures leaves only with a line in the warehouse's log; pressed once, written down once."""

import base64
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pipelines.warehouse.actions import ACTIONS, read_actions

SECONDS = 60


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    st.cache_data.clear()


@pytest.fixture
def warehouse(one_case_warehouse: Path, tmp_path: Path) -> Path:
    """One of our own, so that its log is ours alone."""
    copy = Path(shutil.copytree(one_case_warehouse, tmp_path / "warehouse"))
    (copy / ACTIONS).unlink()
    return copy


def show_agreements() -> None:
    import os

    from dashboard.app_pages import agreements
    from pipelines.serving import open_source

    agreements.show(open_source(os.environ))


def open_agreements(monkeypatch: pytest.MonkeyPatch, **environment: Path) -> AppTest:
    for variable in ("OUTCOMES_WAREHOUSE", "OUTCOMES_RELEASE"):
        monkeypatch.delenv(variable, raising=False)
    for name, folder in environment.items():
        monkeypatch.setenv(f"OUTCOMES_{name.upper()}", str(folder))
    script = AppTest.from_function(show_agreements, default_timeout=SECONDS)
    script.query_params["period"] = "All" if "warehouse" in environment else "All to date"
    return script.run()


def press(script: AppTest, wanted: str) -> dict[str, Any]:
    """As the button does: its callback leaves what is wanted for the rerun it asked for."""
    script.session_state["ro_passing_on_wanted"] = wanted
    script.session_state["ro_passing_on_sent"] = 1
    script.run()
    return read_component(script)


def read_component(script: AppTest) -> dict[str, Any]:
    found = [one.proto for one in script.get("bidi_component")]
    said: dict[str, Any] = json.loads(next(one.json for one in found if one.component_name == "passing_on"))
    return said


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_exact_file_is_written_down_once_without_a_value(
    kind: str, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = open_agreements(monkeypatch, warehouse=warehouse)
    assert read_actions(warehouse) == []

    said = press(script, kind)
    script.run()

    assert said["file"]["name"].endswith(f"-internal.{kind}")
    assert base64.b64decode(said["file"]["content"])
    (line,) = read_actions(warehouse)
    assert line.keys() == {"at", "by", "action", "state", "page", "kind", "filters"}
    wanted = {"action": "export", "state": "done", "page": "Agreements", "kind": kind, "filters": "period"}
    assert {name: line[name] for name in wanted} == wanted


def test_without_its_line_no_exact_file_is_made(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = open_agreements(monkeypatch, warehouse=warehouse)
    # A folder stands where the log should be: nobody can write there, not even root.
    (warehouse / ACTIONS).mkdir()

    said = press(script, "csv")

    assert not script.exception
    assert said["file"] is None
    assert "No file was made" in said["refused"]
    assert "actions.jsonl" in said["refused"]


def test_a_file_of_a_release_leaves_no_line(
    sample_release: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    alone = Path(shutil.copytree(sample_release, tmp_path / "release"))
    before = sorted(path.name for path in tmp_path.rglob("*"))
    said = press(open_agreements(monkeypatch, release=alone), "csv")

    assert said["file"]["name"] == "agreements-2026-09-30.csv"
    assert said["refused"] == ""
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
