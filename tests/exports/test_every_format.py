"""The sample programme in every format it could come in: the same staged rows.

Its codes are spelt with an accent here, which counts for nothing: so every encoding has something to lose.
"""

import csv
import shutil
from pathlib import Path

import pytest

from pipelines.contract_tables import TABLES
from tests.exports.handing_over import StagedRows, staged_rows
from tests.support.export_formats import FORMATS, Tables

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "elm_park"
ANSWERS_KEPT = 400
"""Of 15,000: every column and code is among them."""


def sample_tables() -> Tables:
    tables = {}
    for path in sorted(SAMPLE.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            tables[path.stem] = list(csv.reader(file))
    tables["survey_answers"] = tables["survey_answers"][: ANSWERS_KEPT + 1]
    return tables


def with_accents(tables: Tables) -> Tables:
    """Every code of the tables with an accent on its first e."""
    spelt = {}
    for name, (header, *rows) in tables.items():
        codes = [TABLES[name].column(column).type in ("code", "flag") for column in header]
        spelt[name] = [
            header,
            *(
                [
                    cell.replace("e", "é", 1) if is_code else cell
                    for cell, is_code in zip(row, codes, strict=True)
                ]
                for row in rows
            ),
        ]
    return spelt


@pytest.fixture(scope="module")
def plain_rows(tmp_path_factory: pytest.TempPathFactory) -> StagedRows:
    folder = tmp_path_factory.mktemp("plain")
    FORMATS["CSV"](folder, sample_tables())
    shutil.copy(SAMPLE / "export.toml", folder)
    return staged_rows(folder, folder / "scratch")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_rows(name: str, plain_rows: StagedRows, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    FORMATS[name](folder, with_accents(sample_tables()))
    shutil.copy(SAMPLE / "export.toml", folder)
    rows = staged_rows(folder, tmp_path / "scratch")
    assert rows.keys() == plain_rows.keys()
    for table, expected in plain_rows.items():
        assert rows[table] == expected, table
