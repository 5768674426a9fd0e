"""The commands as they are typed: exit codes, what is printed, and that no value of a case is."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from dashboard.command import main
from pipelines.ingest import IngestRequest, ingest
from pipelines.warehouse.actions import record
from tests.support.small_exports import Rows, query, small_rows, write_rows


@dataclass(frozen=True)
class Done:
    """What a command returned and printed."""

    returncode: int
    stdout: str
    stderr: str


Outcomes = Callable[..., Done]


@pytest.fixture
def outcomes(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Outcomes:
    """Run a command as it is typed, in this process: a new one for each would be slow."""

    def run(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["outcomes", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Done(int(ended.value.code or 0), printed.out, printed.err)

    return run


def lines_of(done: Done) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def twenty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("twenty")
    ingest(IngestRequest(paths=(write_rows(folder / "first", small_rows(20)),)), folder / "warehouse")
    return folder / "warehouse"


@pytest.fixture
def warehouse(twenty: Path, tmp_path: Path) -> Path:
    """Twenty cases, to do with as one likes."""
    return shutil.copytree(twenty, tmp_path / "warehouse")


def faulty(n: int) -> Rows:
    rows = small_rows(n)
    rows["cases"][1]["status"] = "zzzstatus"
    rows["payments"][2]["amount"] = "7777x"
    return rows


def assert_says_no_value(texts: Sequence[str]) -> None:
    for text in texts:
        assert "zzzstatus" not in text
        assert "7777" not in text
        assert "k1" not in text.replace("k10", "").split()


def test_check_says_what_would_change_and_stops_there(
    outcomes: Outcomes, warehouse: Path, tmp_path: Path
) -> None:
    folder, report = write_rows(tmp_path / "next", faulty(21)), tmp_path / "errors.xlsx"
    done = outcomes("check", folder, "--warehouse", warehouse, "--report", report)
    assert (done.returncode, done.stderr) == (0, "")
    assert "What would change in tiny" in done.stdout
    assert "set aside now" in done.stdout
    assert "Agreements kept" in done.stdout
    assert_says_no_value([done.stdout])
    assert query(warehouse, "SELECT COUNT(*) FROM cases") == [(20,)]
    assert openpyxl.load_workbook(report).sheetnames[0] == "Summary"


def test_check_without_a_warehouse_says_what_would_be_loaded(outcomes: Outcomes, tmp_path: Path) -> None:
    done = outcomes("check", write_rows(tmp_path / "export", faulty(3)), "--json")
    (said,) = lines_of(done)
    assert (said["programme"], said["snapshot"], said["changes"]) == ("tiny", None, [])
    assert_says_no_value([done.stdout])
    assert outcomes("check", tmp_path / "export", "--quiet", "--strict").returncode == 5


def test_what_would_move_much_is_shown_and_asked_about(
    outcomes: Outcomes, warehouse: Path, tmp_path: Path
) -> None:
    folder = write_rows(tmp_path / "fewer", small_rows(15))
    asked = outcomes("ingest", folder, "--warehouse", warehouse)
    assert asked.returncode == 3
    assert "not in the export any more" in asked.stdout
    assert asked.stderr.startswith("outcomes: nothing was changed")
    assert "tiny: 5 of 20 cases would be gone" in asked.stderr
    assert asked.stderr.rstrip().endswith("run this again with --yes.")
    assert query(warehouse, "SELECT COUNT(*) FROM cases") == [(20,)]
    done = outcomes("ingest", folder, "--warehouse", warehouse, "--yes", "--json")
    (said,) = lines_of(done)
    assert (done.returncode, said["snapshot"]) == (0, "0002")
    changes = said["changes"]
    assert isinstance(changes, list)
    assert changes[0]["cases"]["vanished"] == 5
    assert [headline["measure"] for headline in changes[0]["headlines"]][:2] == [
        "people_taking_part",
        "choose_again_rate",
    ]


def test_several_exports_parts_and_what_was_loaded_before(
    outcomes: Outcomes, warehouse: Path, tmp_path: Path
) -> None:
    part: Rows = {"cases": small_rows(22)["cases"][21:]}
    folder = write_rows(tmp_path / "part", part, as_of="2026-10-31")
    (said,) = lines_of(outcomes("ingest", folder, "--warehouse", warehouse, "--partial", "--json"))
    assert (said["partial"], said["snapshot"]) == (True, "0002")
    done = outcomes("ingest", folder, "--warehouse", warehouse, "--partial")
    assert "the same files were loaded before" in done.stdout
    others = [write_rows(tmp_path / name, small_rows(2), programme=name) for name in ("ash", "birch")]
    assert len(lines_of(outcomes("ingest", *others, "--warehouse", warehouse, "--json"))) == 2
    loose = sorted((tmp_path / "ash").glob("*.csv"))
    flags = ("--programme", "cedar", "--as-of", "2026-09-30", "--currency", "GBP")
    (said,) = lines_of(outcomes("check", *loose, *flags, "--json"))
    assert said["programme"] == "cedar"


def test_status_names_snapshots_freshness_and_what_was_done(
    outcomes: Outcomes, warehouse: Path, tmp_path: Path
) -> None:
    outcomes("ingest", write_rows(tmp_path / "next", small_rows(21)), "--warehouse", warehouse, "--quiet")
    assert outcomes("rollback", "--warehouse", warehouse).stdout == "Snapshot 0001 is in force.\n"
    shown = outcomes("status", "--warehouse", warehouse)
    assert shown.returncode == 0
    assert "Snapshot 0001 is in force" in shown.stdout
    assert "days old" in shown.stdout
    assert "rollback" in shown.stdout
    record(warehouse, "export", page="Agreements", kind="csv", filters="period")
    assert "export" in outcomes("status", "--warehouse", warehouse).stdout
    (told,) = lines_of(outcomes("status", "--warehouse", warehouse, "--json"))
    assert [held["id"] for held in told["snapshots"]] == ["0001", "0002"]  # type: ignore[attr-defined]
    assert [line["action"] for line in told["actions"][-2:]] == ["rollback", "export"]  # type: ignore[index]
    assert set(told["age_in_days"]) == {"tiny"}  # type: ignore[call-overload]


def test_forgetting_a_case_and_old_snapshots(outcomes: Outcomes, warehouse: Path, tmp_path: Path) -> None:
    outcomes("ingest", write_rows(tmp_path / "next", small_rows(21)), "--warehouse", warehouse, "--quiet")
    done = outcomes("forget", "--warehouse", warehouse, "--programme", "tiny", "--case", "k3")
    assert done.returncode == 0
    assert "Forgotten in 2 snapshots" in done.stdout
    assert "1 of cases, 2 of parties" in done.stdout
    assert "k3" not in done.stdout
    (said,) = lines_of(outcomes("forget", "--warehouse", warehouse, "--keep", "1", "--json"))
    assert (said["snapshot"], said["n_snapshots"]) == ("0004", 1)
    assert query(warehouse, "SELECT COUNT(*) FROM cases") == [(20,)]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("forget",), 2, "either --programme CODE --case ID, or --keep N"),
        (("forget", "--case", "k3"), 2, "--case needs --programme"),
        (("forget", "--case", "k99", "--programme", "tiny"), 2, "no snapshot holds such a case"),
        (("rollback", "--to", "0007"), 3, "There are: 0001"),
        (("rollback",), 3, "no earlier snapshot"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    outcomes: Outcomes, warehouse: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = outcomes(*arguments, "--warehouse", warehouse)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_day_that_is_none_and_a_warehouse_that_is_none_are_said(outcomes: Outcomes, tmp_path: Path) -> None:
    folder = write_rows(tmp_path / "export", small_rows(1))
    done = outcomes("check", folder, "--as-of", "30.9.2026")
    assert (done.returncode, "YYYY-MM-DD" in done.stderr) == (2, True)
    for command in ("status", "rollback"):
        done = outcomes(command, "--warehouse", tmp_path / "nowhere")
        assert (done.returncode, "There is no warehouse" in done.stderr) == (3, True)


def test_quiet_prints_nothing_and_a_pipe_gets_no_progress(tmp_path: Path) -> None:
    folder, warehouse = write_rows(tmp_path / "export", faulty(3)), tmp_path / "warehouse"
    command = [sys.executable, "-c", "from dashboard.command import main; main()", "ingest", folder]
    quiet = subprocess.run(
        [*command, "--warehouse", warehouse, "--quiet"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    again = subprocess.run([*command, "--warehouse", warehouse], capture_output=True, text=True, check=False)
    assert (again.returncode, again.stderr) == (0, "")
    assert "the same files were loaded before" in again.stdout
