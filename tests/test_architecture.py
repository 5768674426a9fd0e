"""The arrows of the house go one way. Read from the code itself; there is no list of exceptions."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LAYERS = (
    ("vocabulary", "errors", "settings", "contract_tables", "contract_columns", "instrument", "sample"),
    ("publication",),
    ("exports",),
    ("validation",),
    ("quarantine", "ledger"),
    ("warehouse",),
    ("measures",),
    ("disclosure",),
    ("publish", "describing"),
    ("changes",),
    ("opening",),
    ("checking",),
    ("building",),
    ("error_workbook",),
    ("ingest",),
    ("loading",),
    ("figures_comparing",),
    ("figures",),
    ("printing",),
    ("printing_results",),
    ("command_options",),
    ("command_warehouse", "preparing"),
    ("command",),
)
"""From what knows least to what knows most: a module imports its own layer's room or lower layers only."""

DASHBOARD_LAYERS = (
    ("wording", "cells", "comparing", "formats", "labels"),
    ("charts",),
    ("report", "widgets"),
    ("app_pages",),
    ("app", "command"),
)

ROOMS = {
    "duckdb": ("pipelines/warehouse/", "pipelines/exports/reading.py"),
    "pandera": ("pipelines/validation/",),
    "plotly": ("dashboard/charts/", "dashboard/report/"),
    "streamlit": ("dashboard/app.py", "dashboard/app_pages/", "dashboard/widgets/"),
}
"""Each heavy library and the only places that may import it."""

DOORS = ("dashboard/app.py", "dashboard/command.py")
SEAM = ("pipelines.publication", "pipelines.vocabulary")


def source_files() -> list[Path]:
    return sorted([*ROOT.glob("pipelines/**/*.py"), *ROOT.glob("dashboard/**/*.py")])


def imports_of(path: Path) -> Iterator[str]:
    """Every module a file imports, anywhere in it, as a dotted name with what is taken from it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively; write the whole name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer_of(name: str, layers: tuple[tuple[str, ...], ...]) -> int:
    room = name.split(".")[1]
    return next(i for i, rooms in enumerate(layers) if room in rooms)


@pytest.mark.parametrize("package", ["pipelines", "dashboard"])
def test_imports_go_one_way(package: str) -> None:
    layers = LAYERS if package == "pipelines" else DASHBOARD_LAYERS
    wrong = []
    for path in source_files():
        relative = path.relative_to(ROOT).with_suffix("")
        if relative.parts[0] != package or relative.parts[1:] == ("__init__",):
            continue
        mine = layer_of(".".join(relative.parts), layers)
        wrong += [
            f"{relative} imports {name}"
            for name in imports_of(path)
            if name.startswith(f"{package}.")
            and name.count(".") >= 2
            and not is_allowed(name, relative, mine, layers)
        ]
    assert wrong == []


def is_allowed(name: str, relative: Path, mine: int, layers: tuple[tuple[str, ...], ...]) -> bool:
    room = name.split(".")[1]
    return (
        room == relative.parts[1]
        or layer_of(name, layers) < mine
        or (mine == 0 and layer_of(name, layers) == 0)
    )


def test_dashboard_knows_only_the_seam() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in source_files()
        for name in imports_of(path)
        if path.is_relative_to(ROOT / "dashboard")
        and str(path.relative_to(ROOT)) not in DOORS
        and name.startswith("pipelines.")
        and not name.startswith(SEAM)
    ]
    assert wrong == []


def test_pipelines_know_nothing_of_the_dashboard() -> None:
    wrong = [
        str(path)
        for path in source_files()
        for name in imports_of(path)
        if path.is_relative_to(ROOT / "pipelines") and name.startswith("dashboard")
    ]
    assert wrong == []


@pytest.mark.parametrize("library", sorted(ROOMS))
def test_each_heavy_library_has_its_room(library: str) -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in source_files()
        if not str(path.relative_to(ROOT)).startswith(ROOMS[library])
        and any(name == library or name.startswith(f"{library}.") for name in imports_of(path))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("pipelines.publication", ("duckdb", "pandas", "pandera", "scipy", "streamlit", "sqlglot")),
        ("pipelines.publish", ("pandera", "scipy", "streamlit")),
        ("dashboard.charts", ("duckdb", "streamlit", "scipy", "pandera")),
    ],
)
def test_a_fresh_interpreter_loads_no_more_than_it_needs(module: str, absent: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print([name for name in {absent!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_every_file_can_be_read_in_one_go() -> None:
    lengths = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in source_files())
    assert lengths[int(len(lengths) * 0.9)] <= 240, "nine in ten files stay under 240 lines"
