"""The whole check on the committed sample sets aside the planted rows, what hangs on them, nothing else."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.checking import check_opened
from pipelines.exports.reading import Staging
from pipelines.opening import IngestRequest, open_request
from pipelines.progress import silent
from pipelines.sample import sample_folder


def rows_by_fate(export: Path, folder: Path, tables: list[str]) -> dict[tuple[str, str], set[int]]:
    """Source rows that are not accepted, by table and fate, after the pipeline has checked the export."""
    opened = open_request(IngestRequest(paths=(export,)))
    with opened.export, check_opened(opened, folder, silent) as checked:
        return {
            (table, fate): rows_with(checked.staging, table, fate)
            for table in tables
            for fate in ("quarantined", "superseded")
        }


def rows_with(staging: Staging, table: str, fate: str) -> set[int]:
    sql = f"SELECT _row FROM made_{table} JOIN fate_{table} USING (_id) WHERE fate = ?"
    return {row for (row,) in staging.execute(sql, [fate]).fetchall()}


@pytest.mark.parametrize("programme", ["elm_park", "northfield", "riverside"])
def test_planted_rows_are_set_aside_and_nothing_else(
    programme: str, manifest: dict[str, Any], tmp_path: Path
) -> None:
    (entry,) = (entry for entry in manifest["programmes"] if entry["programme"] == programme)
    planted: dict[tuple[str, str], set[int]] = {}
    for fault in entry["faults"]:
        planted.setdefault((fault["table"], fault["outcome"]), set()).update(fault["rows"])

    found = rows_by_fate(sample_folder() / entry["export"], tmp_path, list(entry["rows"]))

    for (table, fate), rows in found.items():
        of_themselves = planted.get((table, fate), set())
        taken_along = entry["parent_quarantined"].get(table, 0) if fate == "quarantined" else 0
        assert of_themselves <= rows, (table, fate)
        assert len(rows) == len(of_themselves) + taken_along, (table, fate)
