import threading
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import WarehouseError
from pipelines.warehouse.connection import open_for_reading
from pipelines.warehouse.snapshots import (
    current_snapshot,
    drop_old_snapshots,
    finished_snapshots,
    go_back_to,
    lock_for_building,
    open_in_force,
    replace_all,
    switch_to,
    unnamed_files,
)


def build(warehouse: Path, value: int) -> Path:
    warehouse.mkdir(exist_ok=True)
    path = warehouse / "built.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE t AS SELECT ? AS value", [value])
    return path


def value_in_force(warehouse: Path) -> int:
    snapshot = current_snapshot(warehouse)
    assert snapshot is not None
    with open_for_reading(snapshot.path) as connection:
        return connection.execute("SELECT value FROM t").fetchall()[0][0]


def test_an_absent_warehouse_has_no_snapshot(tmp_path: Path) -> None:
    assert current_snapshot(tmp_path / "nothing") is None
    assert finished_snapshots(tmp_path / "nothing") == []


def test_switching_makes_the_new_one_current_and_keeps_the_old(tmp_path: Path) -> None:
    switch_to(tmp_path, build(tmp_path, 1))
    switch_to(tmp_path, build(tmp_path, 2))
    assert value_in_force(tmp_path) == 2
    assert [snapshot.id for snapshot in finished_snapshots(tmp_path)] == ["0001", "0002"]


def test_going_back(tmp_path: Path) -> None:
    switch_to(tmp_path, build(tmp_path, 1))
    switch_to(tmp_path, build(tmp_path, 2))
    go_back_to(tmp_path, "0001")
    assert value_in_force(tmp_path) == 1
    with pytest.raises(WarehouseError, match="There are: 0001, 0002"):
        go_back_to(tmp_path, "0009")


def test_a_reader_keeps_its_snapshot_while_another_is_switched_to(tmp_path: Path) -> None:
    first = switch_to(tmp_path, build(tmp_path, 1))
    with open_for_reading(first.path) as reader:
        switch_to(tmp_path, build(tmp_path, 2))
        assert reader.execute("SELECT value FROM t").fetchall() == [(1,)]


def test_a_reader_cannot_reach_other_files(tmp_path: Path) -> None:
    snapshot = switch_to(tmp_path, build(tmp_path, 1))
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    with open_for_reading(snapshot.path) as reader:
        with pytest.raises(duckdb.Error):
            reader.execute(f"SELECT * FROM read_csv('{secret}')")
        with pytest.raises(duckdb.Error):
            reader.execute("SET enable_external_access = true")
        with pytest.raises(duckdb.Error):
            reader.execute("CREATE TABLE u (a INTEGER)")


def test_old_snapshots_go_and_the_newest_and_the_current_stay(tmp_path: Path) -> None:
    for value in range(1, 6):
        switch_to(tmp_path, build(tmp_path, value))
    go_back_to(tmp_path, "0001")
    assert drop_old_snapshots(tmp_path) == ["0002"]
    assert [snapshot.id for snapshot in finished_snapshots(tmp_path)] == ["0001", "0003", "0004", "0005"]


def test_a_file_that_was_built_but_never_switched_to_is_no_snapshot(tmp_path: Path) -> None:
    switch_to(tmp_path, build(tmp_path, 1))
    build(tmp_path, 2).replace(tmp_path / "snapshots" / "0002.duckdb")  # killed before the pointer moved
    assert [snapshot.id for snapshot in finished_snapshots(tmp_path)] == ["0001"]
    assert value_in_force(tmp_path) == 1
    switch_to(tmp_path, build(tmp_path, 3))
    assert value_in_force(tmp_path) == 3


@pytest.mark.parametrize("content", ["", "{", '{"snapshot": "0001"}', "[]"])
def test_a_damaged_pointer_is_said_and_not_guessed_around(tmp_path: Path, content: str) -> None:
    switch_to(tmp_path, build(tmp_path, 1))
    (tmp_path / "current.json").write_text(content, encoding="utf-8")
    with pytest.raises(WarehouseError, match="cannot be read"):
        current_snapshot(tmp_path)


def test_a_pointer_to_nothing_is_said(tmp_path: Path) -> None:
    switch_to(tmp_path, build(tmp_path, 1)).path.unlink()
    with pytest.raises(WarehouseError, match="not in the warehouse"):
        current_snapshot(tmp_path)


def test_a_second_ingest_waits_and_then_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTCOMES_LOCK_WAIT_SECONDS", "0")
    refused: list[WarehouseError] = []

    def second() -> None:
        try:
            with lock_for_building(tmp_path):
                pass
        except WarehouseError as error:
            refused.append(error)

    with lock_for_building(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert "another ingest" in str(refused[0])
    with lock_for_building(tmp_path) as building:
        assert list(building.iterdir()) == []


def test_the_scratch_of_a_killed_ingest_is_cleared(tmp_path: Path) -> None:
    (tmp_path / "building").mkdir()
    (tmp_path / "building" / "snapshot.duckdb").write_bytes(b"half")
    with lock_for_building(tmp_path) as building:
        assert list(building.iterdir()) == []


def test_what_was_gone_back_from_is_not_gone_back_to(tmp_path: Path) -> None:
    for value in (1, 2):
        switch_to(tmp_path, build(tmp_path, value))
    go_back_to(tmp_path, "0001")
    switch_to(tmp_path, build(tmp_path, 3))
    assert [snapshot.id for snapshot in finished_snapshots(tmp_path)] == ["0001", "0003"]
    assert go_back_to(tmp_path) == ("0003", "0001")
    assert value_in_force(tmp_path) == 1


def test_a_rejected_snapshot_is_cleared_away(tmp_path: Path) -> None:
    for value in (1, 2):
        switch_to(tmp_path, build(tmp_path, value))
    go_back_to(tmp_path, "0001")
    switch_to(tmp_path, build(tmp_path, 3))
    assert drop_old_snapshots(tmp_path) == ["0002"]
    assert sorted(path.name for path in (tmp_path / "snapshots").iterdir()) == ["0001.duckdb", "0003.duckdb"]


def test_going_back_one_step_and_no_further_than_the_first(tmp_path: Path) -> None:
    for value in (1, 2):
        switch_to(tmp_path, build(tmp_path, value))
    assert go_back_to(tmp_path) == ("0002", "0001")
    with pytest.raises(WarehouseError, match="no earlier snapshot"):
        go_back_to(tmp_path)
    assert go_back_to(tmp_path, "0002") == ("0001", "0002")


def test_going_back_from_a_snapshot_that_is_lost(tmp_path: Path) -> None:
    switch_to(tmp_path, build(tmp_path, 1))
    switch_to(tmp_path, build(tmp_path, 2)).path.unlink()
    assert go_back_to(tmp_path) == ("0002", "0001")
    assert value_in_force(tmp_path) == 1


def test_all_snapshots_are_replaced_at_once_and_in_their_order(tmp_path: Path) -> None:
    for value in (1, 2, 3):
        switch_to(tmp_path, build(tmp_path, value))
    go_back_to(tmp_path, "0002")
    rebuilt = {}
    for name, value in (("0001", 10), ("0002", 20), ("0003", 30)):
        rebuilt[name] = build(tmp_path, value).rename(tmp_path / f"{name}.new")
    assert replace_all(tmp_path, rebuilt) == {"0001": "0004", "0002": "0005", "0003": "0006"}
    assert value_in_force(tmp_path) == 20
    assert [snapshot.id for snapshot in finished_snapshots(tmp_path)] == ["0004", "0005", "0006"]
    assert sorted(path.name for path in (tmp_path / "snapshots").iterdir()) == [
        f"{name}.duckdb" for name in ("0004", "0005", "0006")
    ]


@pytest.mark.parametrize(
    ("keep", "left"), [(1, ["0003"]), (2, ["0002", "0003"]), (9, ["0001", "0002", "0003"])]
)
def test_as_many_are_kept_as_are_asked_for(tmp_path: Path, keep: int, left: list[str]) -> None:
    for value in (1, 2, 3):
        switch_to(tmp_path, build(tmp_path, value))
    drop_old_snapshots(tmp_path, keep=keep)
    assert [snapshot.id for snapshot in finished_snapshots(tmp_path)] == left


def test_no_number_is_given_twice(tmp_path: Path) -> None:
    for value in (1, 2, 3):
        switch_to(tmp_path, build(tmp_path, value))
    go_back_to(tmp_path, "0002")
    assert switch_to(tmp_path, build(tmp_path, 4)).id == "0004"


def test_without_a_pointer_nothing_is_deleted(tmp_path: Path) -> None:
    snapshot = switch_to(tmp_path, build(tmp_path, 1))
    (tmp_path / "current.json").unlink()
    with lock_for_building(tmp_path):
        assert snapshot.path.exists()
    assert switch_to(tmp_path, build(tmp_path, 2)).id == "0002"


def test_what_a_killed_writer_left_among_the_snapshots_is_cleared(tmp_path: Path) -> None:
    switch_to(tmp_path, build(tmp_path, 1))
    stray = build(tmp_path, 2).replace(tmp_path / "snapshots" / "0002.duckdb")
    assert unnamed_files(tmp_path) == [stray]
    with lock_for_building(tmp_path):
        assert not stray.exists()
    assert unnamed_files(tmp_path) == []


def test_what_is_in_force_is_opened_even_while_it_is_being_replaced(tmp_path: Path) -> None:
    assert open_in_force(tmp_path / "nothing") is None
    switch_to(tmp_path, build(tmp_path, 0))
    stop = threading.Event()
    failed: list[Exception] = []

    def read() -> None:
        while not stop.is_set():
            try:
                opened = open_in_force(tmp_path)
                assert opened is not None
                with opened[1] as connection:
                    assert connection.execute("SELECT COUNT(*) FROM t").fetchall() == [(1,)]
            except Exception as error:  # noqa: BLE001 – whatever it is, the test must hear of it
                failed.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    for value in range(1, 30):
        # As hard as it gets: what was in force a moment ago is deleted at once.
        switch_to(tmp_path, build(tmp_path, value))
        drop_old_snapshots(tmp_path, keep=1)
    stop.set()
    thread.join()
    assert failed == []


def test_a_snapshot_that_is_there_and_cannot_be_opened_is_said(tmp_path: Path) -> None:
    switch_to(tmp_path, build(tmp_path, 1)).path.write_bytes(b"damaged")
    with pytest.raises(WarehouseError, match="cannot be opened"):
        open_in_force(tmp_path)
