import os
import stat
from pathlib import Path

import pytest

from pipelines.warehouse.connection import open_scratch
from pipelines.warehouse.references import (
    references_path,
    references_sql,
    take_in_references,
    write_references,
    write_references_in_use,
)

ROWS = """
SELECT * FROM (VALUES ('p', 'case', 'r1', 'x1'), ('p', 'party', 'r2', 'x2'))
AS t (programme, kind, reference, id)
"""


def write(known: Path, to: Path, sql: str = ROWS) -> list[tuple[str, ...]]:
    with open_scratch() as connection:
        write_references(connection, sql, known=known, to=to)
        return connection.execute("SELECT * FROM read_parquet(?) ORDER BY ALL", [str(to)]).fetchall()


def test_what_is_known_stays_and_nothing_comes_twice(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert write(tmp_path / "none", first) == [("p", "case", "r1", "x1"), ("p", "party", "r2", "x2")]
    more = f"{ROWS} UNION ALL SELECT 'p', 'case', 'r3', 'x3'"
    assert [row[2] for row in write(first, second, more)] == ["r1", "r3", "r2"]


def test_the_same_references_are_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path / "none", tmp_path / "a")
    write(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no POSIX file modes")
def test_they_are_the_owners_alone(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    write(tmp_path / "none", tmp_path / "written")
    take_in_references(tmp_path, tmp_path / "written")
    assert stat.S_IMODE(references_path(tmp_path).stat().st_mode) == 0o600
    assert not (tmp_path / "written").exists()


def test_only_what_a_snapshot_holds_is_kept(tmp_path: Path, one_case_warehouse: Path) -> None:
    snapshot = one_case_warehouse / "snapshots" / "0001.duckdb"
    known = references_path(one_case_warehouse)
    more = tmp_path / "more"
    write(known, more)
    with open_scratch() as connection:
        write_references_in_use(connection, [snapshot], known=more, to=tmp_path / "kept")
        kept = connection.execute(
            "SELECT reference FROM read_parquet(?)", [str(tmp_path / "kept")]
        ).fetchall()
    assert {row[0] for row in kept} == {"k1", "h1", "r1", "a1", "o1"}


def test_only_tables_that_came_in_are_asked_for() -> None:
    for is_partial, staged in ((False, "accepted_cases"), (True, "given_cases")):
        assert staged in references_sql(("cases",), is_partial=is_partial)
        assert "parties" not in references_sql(("cases", "payments"), is_partial=is_partial)
