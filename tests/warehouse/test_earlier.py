"""What a partial export does not hold goes through text and back, and is what it was."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.contract_tables import TABLES
from pipelines.ingest import IngestRequest, ingest
from pipelines.warehouse.earlier import EarlierRows, keep_earlier_rows
from pipelines.warehouse.pseudonyms import create_pseudonym_macro, read_key
from tests.support.small_exports import small_rows, write_rows
from tests.support.staged_rows import stage_rows


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    folder = write_rows(tmp_path / "export", small_rows(3), more="default = { due_days = 90 }\n")
    ingest(IngestRequest(paths=(folder,)), tmp_path / "warehouse")
    return tmp_path / "warehouse"


def keep(warehouse: Path, folder: Path, as_of: date):
    staging = stage_rows(folder, {"cases": [{"case_id": "k1", "status": "open"}, {"case_id": "new"}]})
    staging.execute("ALTER TABLE made_cases RENAME TO rows_cases")
    staging.execute("CREATE VIEW made_cases AS SELECT * FROM rows_cases")
    create_pseudonym_macro(staging, read_key(warehouse))
    snapshot = warehouse / "snapshots" / "0001.duckdb"
    earlier = keep_earlier_rows(
        staging, snapshot, programme="tiny", as_of=as_of, given={"cases": ("case_id", "status")}
    )
    return staging, earlier


def test_rows_that_did_not_come_again_stand_beside_those_that_did(warehouse: Path, tmp_path: Path) -> None:
    staging, earlier = keep(warehouse, tmp_path / "staging", date(2026, 10, 10))
    rows = staging.execute("SELECT _id, status, observed_days, _file FROM made_cases ORDER BY _id").fetchall()
    assert [row[1] for row in rows] == ["closed", "closed", "open", None]
    assert [row[0] for row in rows] == [-3, -1, 0, 1] or [row[0] for row in rows][2:] == [0, 1]
    # Ten days more than on 2026-09-30: what is not in it is as it was on the new day too.
    assert {row[2] for row in rows if row[0] < 0} == {str((date(2026, 10, 10) - date(2025, 2, 28)).days)}
    assert earlier.default_due_days == 90
    assert isinstance(earlier, EarlierRows)
    assert earlier.currency == "GBP"


def test_every_kept_value_is_the_text_it_came_as(warehouse: Path, tmp_path: Path) -> None:
    staging, _ = keep(warehouse, tmp_path / "staging", date(2026, 9, 30))
    rows = small_rows(3)
    ids = {column.name for table in TABLES.values() for column in table.columns if column.type == "id"}
    for table in (
        "parties",
        "conferences",
        "attendance",
        "agreements",
        "obligations",
        "payments",
        "survey_answers",
    ):
        names = [name for name in rows[table][0] if name not in ids]
        # An item is spelt small once it has been mapped; an amount has the contract's three decimals.
        expected = {
            tuple(
                f"{value}0" if value == "120.50" else value.lower()
                for name, value in row.items()
                if name in names
            )
            for row in rows[table]
        }
        assert set(staging.execute(f"SELECT {', '.join(names)} FROM made_{table}").fetchall()) == expected


def test_what_was_not_supplied_before_is_not_supplied_by_a_part(warehouse: Path, tmp_path: Path) -> None:
    _, earlier = keep(warehouse, tmp_path / "staging", date(2026, 9, 30))
    assert "survey_invitations" not in earlier.columns
    assert "severity" not in earlier.columns["cases"]
    assert {"case_id", "status", "offence_category"} <= set(earlier.columns["cases"])
    assert earlier.not_recorded == ()
