from pathlib import Path

import pytest

from pipelines.ingest import IngestRequest, ingest
from tests.support.small_exports import query, small_rows, write_rows


@pytest.fixture
def supplied(tmp_path: Path) -> set[str]:
    rows = small_rows(2)
    for row in rows["cases"]:
        row |= {"complaint": "unknown", "severity": ""}
    folder = write_rows(tmp_path / "export", rows, more='not_recorded = ["role:community"]\n')
    ingest(IngestRequest(paths=(folder,)), tmp_path / "warehouse")
    return {
        row[0] for row in query(tmp_path / "warehouse", "SELECT item FROM supplied WHERE programme = 'tiny'")
    }


def test_tables_and_columns_with_something_known_are_supplied(supplied: set[str]) -> None:
    assert {"cases", "parties", "cases.status", "parties.contacted_day", "role:harmed"} <= supplied


def test_a_constant_unknown_an_empty_column_and_what_is_not_recorded_are_not(supplied: set[str]) -> None:
    assert {"cases.complaint", "cases.severity", "role:community", "survey_invitations"}.isdisjoint(supplied)
