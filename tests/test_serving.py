"""One process, one source; without one, or with two, no figure."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.errors import OutcomesError, ReleaseError, UsageError, WarehouseError
from pipelines.loading import WarehouseLoader
from pipelines.publication import Audience
from pipelines.serving import EMPTY, open_loader, open_source, source_version


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
