"""Any export, in any format: a sound one gives the same snapshot, of an unsound one every row is counted."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipelines.errors import OutcomesError
from pipelines.ingest import IngestRequest, IngestResult, check_only, ingest
from tests.conftest import ONE_CASE
from tests.exports.handing_over import staged_rows
from tests.support.export_formats import FORMATS, Tables
from tests.support.killing import fingerprint
from tests.support.random_exports import RandomExport, random_exports
from tests.support.small_exports import query
from tests.support.steady_draws import STEADY

EVERY_FORMAT = sorted(FORMATS)
CHEAP = settings(
    derandomize=True,
    deadline=None,
    # Not shrunk: each try checks an export whole, and what is printed can be read as it is.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


# ---------------------------------------------------------------- sound rows


def written(folder: Path, export: RandomExport, name: str) -> Path:
    folder.mkdir()
    tables = {
        table: [list(rows[0]), *(list(row.values()) for row in rows)]
        for table, rows in export.tables.items()
        if rows
    }
    FORMATS[name](folder, tables)
    return export.write_settings(folder)


def loaded(warehouse: Path, export: Path) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """The snapshot that comes of it, but for the names of files, which tell the formats apart."""
    result = ingest(IngestRequest(paths=(export,)), warehouse)
    assert result.n_quarantined == 0, result.findings
    tables = {
        name: rows for name, rows in fingerprint(warehouse).items() if name not in ("ledger", "quarantine")
    }
    return tables, query(warehouse, "SELECT * EXCLUDE (file, sheet) FROM quarantine ORDER BY ALL")


@settings(CHEAP, max_examples=2)
@given(random_exports(max_cases=2))
def test_a_sound_export_gives_the_same_rows_in_every_format(export: RandomExport) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        expected = staged_rows(written(folder / "plain", export, "CSV"), folder / "scratch")
        for number, name in enumerate(EVERY_FORMAT):
            path = written(folder / str(number), export, name)
            assert staged_rows(path, path / "scratch") == expected, name


@settings(CHEAP, max_examples=2)
@given(random_exports(max_cases=2), st.sampled_from(EVERY_FORMAT))
def test_a_sound_export_gives_the_same_snapshot_in_any_format(export: RandomExport, name: str) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        expected = loaded(folder / "one", written(folder / "plain", export, "CSV"))
        # With one key the two warehouses have the same ids.
        shutil.copytree(folder / "one" / "keys", folder / "two" / "keys")
        (folder / "two" / "keys" / "ids.parquet").unlink()
        assert loaded(folder / "two", written(folder / "other", export, name)) == expected


# ---------------------------------------------------------------- whatever stands in the cells

ODD = (
    "", " ", "0", "-1", "1e9", "1.11E+08", "=1+1", "@x", "9" * 25, "31/01/2026", "2026-01-31", "2026-02",
    "Total", "unknown", "not_asked", "open", "closed", "yes", "h1", "k1", "nowhere", "GBP", "1,2,3", "-5.00",
    "é – x", "\u00a0", "\ufeff", '"', "'", "a\nb", ";", "#REF!", "NaN", "null", "1900-01", "\x00",
)  # fmt: skip
CELLS = st.one_of(st.sampled_from(ODD), st.text(max_size=12))
COPIES = 6
SOUND = {name: [line.split(",") for line in text.splitlines()] for name, text in ONE_CASE.items()}


@st.composite
def spoilt_exports(draw: st.DrawFn) -> Tables:
    """A sound case with every table, some times over: some cells overwritten, some rows twice."""
    tables = {name: [rows[0]] for name, rows in SOUND.items()}
    for copy in range(COPIES):
        for name, (header, *rows) in SOUND.items():
            ids = {position for position, column in enumerate(header) if column.endswith("_id")}
            for row in rows:
                cells = [f"{cell}{copy}" if place in ids else cell for place, cell in enumerate(row)]
                for position in draw(st.lists(st.integers(0, len(row) - 1), max_size=2, unique=True)):
                    cells[position] = draw(CELLS)
                tables[name] += [cells] * draw(st.sampled_from((1, 1, 1, 2)))
    return tables


def hand_over(tables: Tables, name: str) -> IngestResult | OutcomesError:
    """What comes of it, or the refusal; anything else that is raised fails the test."""
    with TemporaryDirectory() as folder:
        handed_over = Path(folder) / "export"
        handed_over.mkdir()
        FORMATS[name](handed_over, tables)
        settings_file = 'programme = "tiny"\nas_of = 2026-09-30\ncurrency = "GBP"\n'
        (handed_over / "export.toml").write_text(settings_file, encoding="utf-8")
        try:
            return check_only(IngestRequest(paths=(handed_over,)))
        except OutcomesError as refused:
            return refused


def assert_no_value(tables: Tables, said: str) -> None:
    """Of the cells that no message would say by chance: none is drawn from the words of our modules."""
    ours = {cell for rows in SOUND.values() for row in rows for cell in row} | {*ODD} - {"31/01/2026"}
    cells = {cell for rows in tables.values() for row in rows for cell in row if len(cell.strip()) > 6}
    assert [cell for cell in cells - ours if cell in said] == []


@settings(CHEAP, max_examples=10, backend=STEADY)
@given(spoilt_exports(), st.sampled_from(EVERY_FORMAT))
def test_whatever_stands_in_the_cells_every_row_is_counted(tables: Tables, name: str) -> None:
    told = hand_over(tables, name)
    if isinstance(told, OutcomesError):
        assert told.exit_code == 3, repr(told)
        assert_no_value(tables, str(told))
        return
    assert {account.table for account in told.accounts} == tables.keys()
    for account in told.accounts:
        assert account.made == account.accepted + account.quarantined + account.superseded
        assert account.made + _left_out(told, account.table) == len(tables[account.table]) - 1
    for count in told.findings:
        assert_no_value(tables, f"{count.described.sentence} {count.described.mend}")


def _left_out(told: IngestResult, table: str) -> int:
    return sum(rows for file in told.files if table in file.file for _, rows in file.left_out)
