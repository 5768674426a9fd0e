"""The commands before a first ingest."""

import tomllib
from pathlib import Path

from typer.testing import CliRunner

from dashboard.command import app
from pipelines.errors import NotAnonymisedError
from tests.exports.handing_over import DATA


def test_the_template_is_written_and_says_how_to_go_on(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["template", "--to", str(tmp_path / "cases.xlsx")])
    assert told.exit_code == 0
    assert "--mapping one-sheet" in told.output
    assert (tmp_path / "cases.xlsx").is_file()


def test_a_draft_is_written_for_a_person_to_confirm(tmp_path: Path) -> None:
    to = tmp_path / "mapping.toml"
    told = CliRunner().invoke(app, ["map", str(DATA / "county-diversion"), "--to", str(to)])
    assert told.exit_code == 0
    assert "confirm every line" in told.output
    assert tomllib.loads(to.read_text(encoding="utf-8"))["name"] == "draft"


def test_an_export_with_names_gets_no_draft(tmp_path: Path) -> None:
    to = tmp_path / "mapping.toml"
    told = CliRunner().invoke(app, ["map", str(DATA / "community-court-with-names"), "--to", str(to)])
    assert isinstance(told.exception, NotAnonymisedError)
    assert list(tmp_path.iterdir()) == []
