"""The commands that publish, as somebody types them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.command import app
from pipelines.errors import ReleaseError, UsageError
from pipelines.printing import stages
from pipelines.progress import RowsUnderWay
from tests.conftest import SECRET


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTCOMES_RELEASE_SECRET", SECRET)


def test_figures_of_a_release_are_printed_as_those_of_a_warehouse(sample_release: Path) -> None:
    out = run("figures", "people_taking_part", "--release", str(sample_release), "--by", "role", "--json")
    found = json.loads(out)
    assert found["source"]["kind"] == "release"
    assert {row["state"] for row in found["rows"]} == {"shown"}


def test_figures_need_just_one_source(sample_release: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="one source"):
        run("figures", "people_taking_part")
    with pytest.raises(UsageError, match="one source"):
        run("figures", "people_taking_part", "--release", str(sample_release), "--warehouse", str(tmp_path))


def test_a_profile_is_one_of_two(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="standard or strict"):
        run("release", "--warehouse", str(tmp_path), "--to", str(tmp_path / "r"), "--profile", "loose")


def test_one_case_is_too_little_for_a_release_and_for_a_pack(
    one_case_warehouse: Path, tmp_path: Path
) -> None:
    with pytest.raises(ReleaseError, match="outcomes headlines"):
        run("release", "--warehouse", str(one_case_warehouse), "--to", str(tmp_path / "r"))
    signed = ("--recipient", "The Fund", "--purpose", "review", "--signed-by", "J. Doe")
    with pytest.raises(ReleaseError, match="closed year"):
        run(
            "headlines", "--warehouse", str(one_case_warehouse), "--period", "2025",
            "--to", str(tmp_path / "p"), *signed,
        )  # fmt: skip
    assert not (tmp_path / "r").exists()
    assert not (tmp_path / "p").exists()


def test_in_a_file_or_pipe_each_stage_of_a_release_is_a_plain_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with stages(quiet=False, in_lines=True) as report:
        report("protecting")
        report("attacking")
        report("attacking cases_referred")
        report("attacking", RowsUnderWay(table="cases", rows=12, done=0, total=12))
        report("protecting")
    assert capsys.readouterr().err == "protecting …\nattacking …\nprotecting …\n"
    for quiet, in_lines in ((True, True), (False, False)):
        with stages(quiet=quiet, in_lines=in_lines) as report:
            report("protecting")
        assert capsys.readouterr().err == ""


def test_a_return_names_the_lines_that_are_still_to_be_entered(
    sample_warehouse: Path, tmp_path: Path
) -> None:
    """Nobody reads the file line by line to find them."""
    asked = ("return", "--pack", "pa-juvenile-outcomes", "--warehouse", str(sample_warehouse))
    whom = ("--recipient", "Juvenile court", "--basis", "county order", "--period", "2025")
    entered = ("--manual", "victim_awareness_ordered=12", "--manual", "victim_awareness_completed=9")
    to = ("--to", str(tmp_path / "return.csv"))
    said = run(*asked, *whom, *entered[:2], *to)
    assert "Still to be entered by hand" in said
    assert "  Juveniles who completed a victim awareness course" in said
    assert "Juveniles directed" not in said
    assert "Still to be entered" not in run(*asked, *whom, *entered, *to)
