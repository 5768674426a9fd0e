from pathlib import Path

import duckdb
import pytest

from pipelines.checking import Before, check_opened, is_already_loaded, refuse_older
from pipelines.errors import RefusedError
from pipelines.ingest import IngestRequest, ingest
from pipelines.opening import OpenExport, open_request
from pipelines.progress import RowsUnderWay, silent
from pipelines.warehouse.pseudonyms import read_key
from pipelines.warehouse.references import references_path
from tests.support.small_exports import Rows, small_rows, write_rows


@pytest.fixture
def before(tmp_path: Path) -> Before:
    """Three cases of the programme tiny in force."""
    warehouse = tmp_path / "warehouse"
    ingest(IngestRequest(paths=(write_rows(tmp_path / "first", small_rows(3)),)), warehouse)
    return Before(
        snapshot=warehouse / "snapshots" / "0001.duckdb",
        key=read_key(warehouse),
        references=references_path(warehouse),
    )


def opened(folder: Path, rows: Rows, *, as_of: str = "2026-09-30", is_partial: bool = False) -> OpenExport:
    path = write_rows(folder, rows, as_of=as_of)
    return open_request(IngestRequest(paths=(path,), is_partial=is_partial))


def test_every_row_has_a_fate_and_the_staging_is_closed(tmp_path: Path) -> None:
    rows = small_rows(3)
    rows["cases"][0]["status"] = "perhaps"
    stages: list[str] = []

    def hear(stage: str, under_way: RowsUnderWay | None = None, /) -> None:
        if under_way is None:
            stages.append(stage)

    with check_opened(opened(tmp_path / "export", rows), tmp_path / "staging", hear) as checked:
        fates = checked.staging.execute("SELECT fate, COUNT(*) FROM fate_cases GROUP BY 1 ORDER BY 1")
        assert fates.fetchall() == [("accepted", 2), ("quarantined", 1)]
    assert stages == ["mapping", "checking"]
    assert (checked.programmes, checked.earlier) == (("tiny",), None)
    assert {a.table: (a.made, a.accepted, a.quarantined) for a in checked.accounts}["cases"] == (3, 2, 1)
    with pytest.raises(duckdb.ConnectionException):
        checked.staging.execute("SELECT 1")


def test_beside_a_part_stands_what_it_does_not_hold(before: Before, tmp_path: Path) -> None:
    part = opened(tmp_path / "part", {"cases": small_rows(4)["cases"][3:]}, is_partial=True)
    with check_opened(part, tmp_path / "staging", silent, before) as checked:
        pass
    assert checked.earlier is not None
    assert set(checked.columns) == set(small_rows(1))
    assert {a.table: (a.made, a.kept) for a in checked.accounts}["cases"] == (1, 3)


def test_the_same_export_is_known_again_and_another_is_not(before: Before, tmp_path: Path) -> None:
    assert is_already_loaded(opened(tmp_path / "again", small_rows(3)), before)
    assert not is_already_loaded(opened(tmp_path / "more", small_rows(4)), before)
    assert not is_already_loaded(opened(tmp_path / "part", small_rows(3), is_partial=True), before)
    nothing = Before(snapshot=None, key=before.key, references=before.references)
    assert not is_already_loaded(opened(tmp_path / "first", small_rows(3)), nothing)


def test_only_an_older_extraction_of_the_same_programme_is_refused(before: Before, tmp_path: Path) -> None:
    older = opened(tmp_path / "older", small_rows(3), as_of="2026-09-29").export
    with pytest.raises(RefusedError, match="2026-09-30, later than this export"):
        refuse_older(older, ["tiny"], before)
    refuse_older(older, ["another"], before)
    refuse_older(opened(tmp_path / "same", small_rows(3)).export, ["tiny"], before)
