"""Small exports for tests: tables as text in, staged rows out."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.contract_tables import TABLES
from pipelines.exports.mapping import load_mapping
from pipelines.exports.reading import Staging, open_staging, read_export
from pipelines.exports.staging import StagedExport, stage_export

DATA = Path(__file__).parent / "data"
AS_OF = date(2026, 9, 30)

CASES = "case_id,referral_month,status\nA,2026-01,open\n"
"""The least an export can be."""


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes the files and returns their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (folder / name).write_bytes(data)
    return folder


StagedRows = dict[str, list[tuple[object, ...]]]
"""Contract table → its rows as staged, each behind its row number."""


class Staged:
    """A staged export, to be asked for its rows."""

    def __init__(self, staging: Staging, told: StagedExport) -> None:
        self.staging, self.told = staging, told

    def rows(self, table: str, *columns: str) -> list[tuple[str | None, ...]]:
        """The named columns of a contract table, in the order of the source rows."""
        names = ", ".join(columns)
        return self.staging.execute(f"SELECT {names} FROM made_{table} ORDER BY _file, _row, _id").fetchall()

    def column(self, table: str, name: str) -> list[str | None]:
        """One column of a contract table."""
        return [value for (value,) in self.rows(table, name)]


@contextmanager
def staged(
    path: Path, mapping: str | Path | None = None, *, currency: str | None = "GBP"
) -> Iterator[Staged]:
    """Reads and stages an export of the programme `tiny`."""
    name = None if mapping is None else str(mapping)
    with (
        read_export([path], programme="tiny", as_of=AS_OF, currency=currency, mapping=name) as export,
        TemporaryDirectory() as folder,
        open_staging(Path(folder)) as staging,
    ):
        yield Staged(staging, stage_export(export, load_mapping(export.mapping), staging))


def staged_rows(path: Path, scratch: Path) -> StagedRows:
    """What becomes of an export that needs no mapping, row by row."""
    with read_export([path]) as export, open_staging(scratch) as staging:
        told = stage_export(export, load_mapping(None), staging)
        names = {table: ", ".join(("_row", *TABLES[table].column_names)) for table in told.tables}
        return {
            table: staging.execute(f"SELECT {names[table]} FROM made_{table} ORDER BY _row").fetchall()
            for table in told.tables
        }


@contextmanager
def mapped(folder: Path, files: Mapping[str, str | bytes], mapping: str) -> Iterator[Staged]:
    """Stages the files with a mapping given as TOML, whose fixed head is added."""
    head = 'mapping = 1\nname = "tiny"\n'
    (folder / "tiny-mapping.toml").write_text(head + mapping, encoding="utf-8")
    with staged(write_files(folder / "export", files), folder / "tiny-mapping.toml") as rows:
        yield rows


CASES_FROM_LOG = """
[sources.log]
[tables.cases]
from = "log"
[tables.cases.columns]
case_id = "Ref"
referral_date = "In"
status = { constant = "open" }
"""
"""Maps the least from a file called log, to be added to."""
