"""One process, one source; without one, or with two, no figure."""

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.command import ONLY_THIS_COMPUTER, main
from pipelines.errors import OutcomesError, ReleaseError, UsageError, WarehouseError
from pipelines.loading import WarehouseLoader
from pipelines.publication import Audience
from pipelines.serving import EMPTY, open_loader, open_source, source_version
from tests.support.sealing import reseal


def test_the_source_decides_the_audience(one_case_warehouse: Path, sample_release: Path) -> None:
    assert open_source({"OUTCOMES_WAREHOUSE": str(one_case_warehouse)}).audience is Audience.MANAGER
    assert open_source({"OUTCOMES_RELEASE": str(sample_release)}).audience is Audience.FUNDER


def test_no_source_and_two_sources_show_no_figure(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="outcomes dashboard --warehouse"):
        open_source({})
    both = {"OUTCOMES_WAREHOUSE": str(tmp_path), "OUTCOMES_RELEASE": str(tmp_path)}
    for ask in (open_source, source_version, open_loader):
        with pytest.raises(UsageError, match="one source"):
            ask(both)


def test_a_missing_or_damaged_release_shows_no_figure(sample_release: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="No figure is shown"):
        open_source({"OUTCOMES_RELEASE": str(tmp_path / "nothing")})
    damaged = Path(shutil.copytree(sample_release, tmp_path / "damaged"))
    manifest = damaged / "manifest.json"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace('"audience": "funder"', '"audience": "owner"'),
        encoding="utf-8",
    )
    with pytest.raises(OutcomesError):
        open_source({"OUTCOMES_RELEASE": str(damaged)})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda manifest: manifest.update(audience="owner"), "for nobody that can be served"),
        (lambda manifest: manifest.update(audience="manager"), "for nobody that can be served"),
        (lambda manifest: manifest.pop("audience"), "for nobody that can be served"),
        (lambda manifest: manifest.pop("measures_in_order"), "definitions cannot be read"),
        (lambda manifest: manifest.update(format=99), "another version"),
        (lambda manifest: manifest.update(format=1), "another version"),
        (lambda manifest: manifest.pop("sentence"), "does not hold what a release"),
    ],
)
def test_a_release_sealed_by_another_hand_shows_no_figure(
    change: Callable[[dict[str, Any]], object],
    said: str,
    sample_release: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    changed = reseal(Path(shutil.copytree(sample_release, tmp_path / "changed")), change)
    with pytest.raises(ReleaseError, match=said):
        open_source({"OUTCOMES_RELEASE": str(changed)})

    monkeypatch.setattr(sys, "argv", ["outcomes", "dashboard", "--release", str(changed), "--no-browser"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 3
    assert said in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("file", ["cells.parquet", "manifest.json", "definitions/cases_referred.json"])
@pytest.mark.parametrize("harm", ["gone", "cut", "changed"])
def test_a_release_that_is_not_whole_shows_no_figure(
    file: str, harm: str, sample_release: Path, tmp_path: Path
) -> None:
    damaged = Path(shutil.copytree(sample_release, tmp_path / "damaged"))
    content = (damaged / file).read_bytes()
    if harm == "gone":
        (damaged / file).unlink()
    else:
        changed = content.replace(b"cases", b"casez") + b" "
        (damaged / file).write_bytes(content[:40] if harm == "cut" else changed)
    with pytest.raises(ReleaseError, match="No figure is shown"):
        open_source({"OUTCOMES_RELEASE": str(damaged)})


APP = Path(__file__).parents[1] / "dashboard" / "app.py"


@pytest.mark.parametrize("named", [(), ("WAREHOUSE", "RELEASE")])
def test_the_app_without_one_source_shows_no_figure(
    named: tuple[str, ...], sample_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    st.cache_resource.clear()
    for variable in ("WAREHOUSE", "RELEASE"):
        monkeypatch.delenv(f"OUTCOMES_{variable}", raising=False)
    for variable in named:
        monkeypatch.setenv(f"OUTCOMES_{variable}", str(sample_release))
    script = AppTest.from_file(str(APP), default_timeout=60).run()

    assert [title.value for title in script.title] == ["There is nothing to show yet"]
    assert not script.get("plotly_chart")


def test_an_address_chooses_no_audience(
    sample_release: Path, one_case_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    st.cache_resource.clear()
    monkeypatch.delenv("OUTCOMES_WAREHOUSE", raising=False)
    monkeypatch.setenv("OUTCOMES_RELEASE", str(sample_release))
    script = AppTest.from_file(str(APP), default_timeout=60)
    for name in ("audience", "role", "AUDIENCE"):
        script.query_params[name] = "manager"
    for name in ("warehouse", "OUTCOMES_WAREHOUSE", "source"):
        script.query_params[name] = str(one_case_warehouse)
        script.session_state[name] = str(one_case_warehouse)
    script.session_state["audience"] = Audience.MANAGER
    script.run()

    said = "\n".join(element.proto.body for element in script.get("html"))
    assert not script.exception
    assert 'class="ro-protected"' in said
    assert ">internal<" not in said
    assert "promises are overdue" not in [header.value for header in script.header]


def test_only_this_computer_is_served() -> None:
    config = tomllib.loads((APP.parents[1] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert ONLY_THIS_COMPUTER == config["server"]["address"] == "127.0.0.1"
    serving = ast.parse((APP.parent / "command.py").read_text(encoding="utf-8"))
    told = [
        ast.unparse(value)
        for node in ast.walk(serving)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == "server.address"
    ]
    assert told == ["ONLY_THIS_COMPUTER"]


def test_whatever_is_kept_between_sessions_is_kept_by_the_version_of_its_source() -> None:
    """Streamlit's caches are shared by every session. Each cached function is listed here with its key."""
    kept = {}
    for path in APP.parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                "st.cache" in ast.unparse(d) for d in node.decorator_list
            ):
                # What begins with an underscore is no part of the key.
                kept[node.name] = [one.arg for one in node.args.args if not one.arg.startswith("_")]
    assert kept == {
        "_open_source": ["version"],
        "_load_tables": ["audience", "stamp_id", "requests"],
    }


def test_only_a_warehouse_takes_exports(tmp_path: Path, sample_release: Path) -> None:
    assert open_loader({}) is None
    assert open_loader({"OUTCOMES_RELEASE": str(sample_release)}) is None
    assert open_loader({"OUTCOMES_WAREHOUSE": str(tmp_path)}) == WarehouseLoader(warehouse=tmp_path)


def test_the_version_follows_the_snapshot_in_force(one_case_warehouse: Path, tmp_path: Path) -> None:
    assert source_version({}) == ""
    assert source_version({"OUTCOMES_WAREHOUSE": str(tmp_path)}) == EMPTY
    assert source_version({"OUTCOMES_WAREHOUSE": str(one_case_warehouse)}) not in ("", EMPTY)


def test_a_process_given_a_release_loads_no_engine_and_needs_no_warehouse(
    sample_release: Path, tmp_path: Path
) -> None:
    alone = Path(shutil.copytree(sample_release, tmp_path / "elsewhere"))
    code = (
        "import sys; from pipelines.serving import open_source; from pipelines.publication import Request; "
        f"source = open_source({{'OUTCOMES_RELEASE': {str(alone)!r}}}); "
        "table, = source.load_tables([Request(measure='cases_referred')]); source.load_status(); "
        "never = ('duckdb', 'sqlglot', 'pandera', 'pipelines.warehouse.connection'); "
        "print(table.cell.state, [name for name in never if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    assert found.stdout.strip() == "shown []"
