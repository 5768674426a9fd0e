"""The arrows of the house go one way. Read from the code itself; there is no list of exceptions."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LAYERS = (
    ("vocabulary", "errors", "settings", "contract_tables", "contract_columns", "instrument", "progress"),
    ("publication", "sample"),
    ("released",),
    ("exports",),
    ("validation",),
    ("quarantine", "ledger"),
    ("warehouse",),
    ("measures",),
    ("disclosure",),
    ("publish", "describing"),
    ("returns",),
    ("releasing",),
    ("changes",),
    ("opening",),
    ("checking",),
    ("building",),
    ("results",),
    ("error_ranking",),
    ("error_workbook",),
    ("ingest",),
    ("mapping_drafts",),
    ("loading",),
    ("serving",),
    ("figures_comparing",),
    ("figures_variation",),
    ("figures",),
    ("printing_figures",),
    ("printing",),
    ("printing_results", "printing_release"),
    ("command_options",),
    ("command_warehouse", "command_release", "preparing"),
    ("command",),
)
"""From what knows least to what knows most: a module imports its own layer's room or lower layers only."""

DASHBOARD_LAYERS = (
    ("wording", "cells", "comparing", "formats", "labels", "role_words"),
    ("charts",),
    ("report", "widgets"),
    ("app_pages",),
    ("command_report",),
    ("app", "served", "command"),
)

ROOMS = {
    "duckdb": ("pipelines/warehouse/", "pipelines/exports/reading.py"),
    "pandera": ("pipelines/validation/",),
    "plotly": ("dashboard/charts/", "dashboard/report/"),
    "streamlit": ("dashboard/app.py", "dashboard/served.py", "dashboard/app_pages/", "dashboard/widgets/"),
}
"""Each heavy library and the only places that may import it."""

DOORS = ("dashboard/app.py", "dashboard/command.py", "dashboard/command_report.py")
SEAM = ("pipelines.publication", "pipelines.vocabulary")


def source_files() -> list[Path]:
    return sorted([*ROOT.glob("pipelines/**/*.py"), *ROOT.glob("dashboard/**/*.py")])


def imports_of(path: Path) -> Iterator[str]:
    """Every module a file imports, anywhere in it, as a dotted name with what is taken from it."""
    return imports_in(path.read_text(encoding="utf-8"))


def imports_in(source: str) -> Iterator[str]:
    """`import a.b` is a.b; `from a import b` is a.b too, be b a module or a name in one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import: write the whole name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer_of(name: str) -> int | None:
    """Layer of the module's room; None for what a package itself holds (`pipelines.__version__`)."""
    package, room = name.split(".")[:2]
    layers = LAYERS if package == "pipelines" else DASHBOARD_LAYERS
    return next((i for i, rooms in enumerate(layers) if room in rooms), None)


def wrong_imports(module: str, source: str) -> list[str]:
    """What a module (its dotted name, its source text) imports against the arrows of its own package."""
    package, room = module.split(".")[:2]
    mine = layer_of(module)
    assert mine is not None, f"{module} has no layer: give it one"
    return [
        name
        for name in imports_in(source)
        if name.startswith(f"{package}.") and name.split(".")[1] != room and not is_below(name, mine)
    ]


def is_below(name: str, mine: int) -> bool:
    theirs = layer_of(name)
    if theirs is None:
        # Not a room: a name of the package itself, unless it is a module that has no layer yet.
        return not (ROOT / Path(*name.split(".")[:2])).with_suffix(".py").exists()
    return theirs < mine or theirs == mine == 0


@pytest.mark.parametrize("package", ["pipelines", "dashboard"])
def test_imports_go_one_way(package: str) -> None:
    wrong = []
    for path in source_files():
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] == package and parts[1:] != ("__init__",):
            found = wrong_imports(".".join(parts), path.read_text(encoding="utf-8"))
            wrong += [f"{'/'.join(parts)} imports {name}" for name in found]
    assert wrong == []


@pytest.mark.parametrize(
    ("module", "source", "found"),
    [
        ("pipelines.exports.cells", "import pipelines.ingest", ["pipelines.ingest"]),
        ("pipelines.exports.cells", "from pipelines import publish", ["pipelines.publish"]),
        ("pipelines.exports.cells", "import pipelines.warehouse as w", ["pipelines.warehouse"]),
        ("pipelines.ledger", "from pipelines import quarantine", ["pipelines.quarantine"]),
        ("pipelines.vocabulary", "import pipelines.sample", ["pipelines.sample"]),
        (
            "pipelines.errors",
            "def f():\n    from pipelines.ingest import ingest",
            ["pipelines.ingest.ingest"],
        ),
        ("dashboard.charts.rows", "from dashboard import widgets", ["dashboard.widgets"]),
        ("pipelines.exports.cells", "from pipelines import errors, __version__", []),
        ("pipelines.exports.cells", "import pipelines.exports.text", []),
        ("pipelines.ingest", "import duckdb, pipelines.ledger\nfrom pipelines import publish", []),
    ],
)
def test_an_import_against_the_arrows_is_found(module: str, source: str, found: list[str]) -> None:
    assert wrong_imports(module, source) == found


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
