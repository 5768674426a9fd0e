from pathlib import Path

import duckdb
import pytest

from pipelines.errors import WarehouseError
from pipelines.warehouse.connection import (
    columns_of_database,
    columns_of_table,
    finish,
    open_for_building,
    open_for_comparing,
    open_for_reading,
    open_scratch,
    said_plainly,
)


def build(path: Path, sql: str) -> Path:
    connection = open_for_building(path, previous=None)
    connection.execute(sql)
    finish(connection)
    return path


def test_a_finished_file_holds_everything_and_leaves_no_log_beside_it(tmp_path: Path) -> None:
    path = build(tmp_path / "it's.duckdb", "CREATE TABLE t AS SELECT range AS a FROM range(5000)")
    assert [file.name for file in tmp_path.iterdir()] == ["it's.duckdb"]
    with open_for_reading(path) as connection:
        assert connection.execute("SELECT COUNT(*) FROM t").fetchall() == [(5000,)]


@pytest.mark.parametrize("content", [None, b"", b"not a database"])
def test_what_cannot_be_opened_is_said_by_its_name(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "0001.duckdb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WarehouseError, match=r"0001\.duckdb cannot be opened"):
        open_for_reading(path)


def test_a_snapshot_can_be_opened_twice_in_one_process(tmp_path: Path) -> None:
    path = build(tmp_path / "a.duckdb", "CREATE TABLE t AS SELECT 1 AS a")
    with open_for_reading(path) as first, open_for_reading(path) as second:
        assert first.execute("FROM t").fetchall() == second.execute("FROM t").fetchall()


def test_two_snapshots_side_by_side_reach_no_other_file(tmp_path: Path) -> None:
    before = build(tmp_path / "b.duckdb", "CREATE TABLE t AS SELECT 1 AS a")
    after = build(tmp_path / "a.duckdb", "CREATE TABLE t AS SELECT 2 AS a, 3 AS b")
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    with open_for_comparing(before, after) as connection:
        assert connection.execute("SELECT before.t.a, after.t.a FROM before.t, after.t").fetchall() == [
            (1, 2)
        ]
        assert columns_of_database(connection, "after") == {"t": frozenset({"a", "b"})}
        with pytest.raises(duckdb.Error):
            connection.execute(f"FROM read_csv('{tmp_path / 'secret.csv'}')")
        with pytest.raises(duckdb.Error):
            connection.execute("CREATE TABLE before.u (a INTEGER)")


def test_the_columns_of_one_table(tmp_path: Path) -> None:
    with open_scratch() as connection:
        connection.execute("CREATE TABLE t (a INTEGER, b VARCHAR)")
        assert columns_of_table(connection, "t") == {"a", "b"}


def test_an_error_of_the_engine_is_said_without_its_message(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError) as refusal, said_plainly(tmp_path):
        raise duckdb.IOException("could not write k-0042 to somewhere")
    assert "k-0042" not in str(refusal.value)
    assert "the disk may be full" in str(refusal.value)


def test_an_error_that_is_no_trouble_with_the_disk_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(duckdb.ParserException), said_plainly(tmp_path), open_scratch() as connection:
        connection.execute("SELEKT")
