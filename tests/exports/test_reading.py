from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import OutcomesError, RefusedError, UsageError
from pipelines.exports.reading import can_run, open_memory, open_staging, read_export, run, stream
from tests.exports.handing_over import AS_OF, CASES, write_files


def test_files_are_known_by_their_bytes(tmp_path: Path) -> None:
    write_files(tmp_path, {"cases.csv": CASES})
    with read_export([tmp_path], programme="tiny", as_of=AS_OF) as export:
        (file,) = export.files
        assert (file.name, file.size) == ("cases.csv", len(CASES))
        # The hash of the bytes, whatever the file is called.
        write_files(tmp_path / "again", {"other.csv": CASES})
        with read_export([tmp_path / "again"], programme="tiny", as_of=AS_OF) as again:
            assert again.files[0].sha256 == file.sha256


def test_neither_programme_nor_date_is_taken_from_names_or_data(tmp_path: Path) -> None:
    path = write_files(tmp_path / "riverside 2026-09-30", {"cases.csv": CASES})
    with pytest.raises(UsageError, match="--programme"):
        read_export([path], as_of=date(2026, 9, 30))
    with pytest.raises(UsageError, match="--as-of"):
        read_export([path], programme="riverside")


def test_no_cell_is_in_what_an_export_prints(tmp_path: Path) -> None:
    write_files(tmp_path, {"cases.csv": CASES.replace("A,", "SECRET,")})
    with read_export([tmp_path], programme="tiny", as_of=AS_OF) as export:
        assert "SECRET" not in repr(export)


def test_a_scratch_database_can_be_closed_to_everything_but_the_export(tmp_path: Path) -> None:
    inside = write_files(tmp_path / "export", {"cases.csv": CASES}) / "cases.csv"
    outside = write_files(tmp_path / "other", {"cases.csv": CASES}) / "cases.csv"
    with open_staging(tmp_path / "scratch", readable=[inside]) as staging:
        assert run(staging, f"SELECT count(*) FROM read_csv('{inside}')") == [(1,)]
        assert not can_run(staging, f"SELECT count(*) FROM read_csv('{outside}')")


def test_the_engine_never_says_what_it_choked_on() -> None:
    with open_memory() as memory:
        with pytest.raises(OutcomesError) as refused:
            run(memory, "SELECT CAST('SECRET' AS INTEGER)")
        with pytest.raises(OutcomesError) as streamed:
            list(stream(memory, "SELECT CAST('SECRET' || range AS INTEGER) FROM range(3)"))
    for error in (refused.value, streamed.value):
        assert "SECRET" not in str(error)
        assert error.__cause__ is None
        assert error.__context__ is None or "SECRET" not in str(error.__context__)


def test_a_scan_in_memory_writes_nothing() -> None:
    with open_memory() as memory:
        assert run(memory, "SELECT current_setting('temp_directory')") == [("",)]
        with pytest.raises(duckdb.Error):
            memory.execute("INSTALL httpfs")


def test_a_long_answer_is_streamed_whole() -> None:
    with open_memory() as memory:
        assert (
            sum(number for (number,) in stream(memory, "SELECT * FROM range(25000)")) == 25_000 * 24_999 // 2
        )


def test_no_room_is_refused_with_what_to_do() -> None:
    memory = open_memory()
    memory.execute("SET memory_limit = '1MB'")
    with pytest.raises(RefusedError, match=r"no room left.*Nothing was changed.*Make room"):
        run(memory, "CREATE TABLE big AS SELECT range AS n, hash(range) AS m FROM range(2000000)")


def test_another_failure_of_the_engine_is_no_refusal() -> None:
    with pytest.raises(OutcomesError) as failed:
        run(open_memory(), "SELECT * FROM nowhere")
    assert not isinstance(failed.value, RefusedError)
