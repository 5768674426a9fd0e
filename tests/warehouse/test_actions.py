from pathlib import Path

import pytest

from pipelines.warehouse.actions import ACTIONS, operator, read_actions, record, recorded


def test_an_action_is_written_down_before_it_begins_and_when_it_is_done(tmp_path: Path) -> None:
    with recorded(tmp_path, "rollback", before="0002") as done:
        assert [action["state"] for action in read_actions(tmp_path)] == ["begun"]
        done["after"] = "0001"
    begun, ended = read_actions(tmp_path)
    assert (begun["state"], ended["state"]) == ("begun", "done")
    assert (ended["action"], ended["before"], ended["after"]) == ("rollback", "0002", "0001")
    assert ended["by"] == operator()
    assert ended["at"].endswith("+00:00")


def test_an_action_that_goes_wrong_is_written_down_as_stopped(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no"), recorded(tmp_path, "ingest"):
        raise ValueError("no")
    assert [action["state"] for action in read_actions(tmp_path)] == ["begun", "stopped"]


def test_a_line_left_half_written_is_passed_over(tmp_path: Path) -> None:
    assert read_actions(tmp_path) == []
    (tmp_path / ACTIONS).write_text('{"action": "ingest", "st', encoding="utf-8")
    with recorded(tmp_path, "rollback"):
        pass
    assert [action["action"] for action in read_actions(tmp_path)] == ["rollback", "rollback"]


def test_what_is_done_in_one_step_is_one_line_or_an_error(tmp_path: Path) -> None:
    record(tmp_path, "export", page="Agreements", kind="csv")
    (line,) = read_actions(tmp_path)
    assert (line["action"], line["state"], line["page"]) == ("export", "done", "Agreements")
    with pytest.raises(OSError, match="nowhere"):
        record(tmp_path / "nowhere", "export")
