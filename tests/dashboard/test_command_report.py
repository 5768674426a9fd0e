from pathlib import Path

from typer.testing import CliRunner

from dashboard.command import app

RUN = CliRunner()


def test_all_three_are_made_by_one_command_and_checked(sample_release: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"impact{suffix}" for suffix in (".pdf", ".html", ".xlsx")]
    named = [word for file in files for word in ("--to", str(file))]
    made = RUN.invoke(app, ["report", "--release", str(sample_release), *named])
    assert made.exit_code == 0, made.output
    for file in files:
        checked = RUN.invoke(app, ["verify", str(file), "--release", str(sample_release)])
        assert checked.exit_code == 0
        assert "the same, to the byte" in checked.output


def test_a_page_that_was_changed_is_refused(sample_release: Path, tmp_path: Path) -> None:
    page = tmp_path / "impact.html"
    RUN.invoke(app, ["report", "--release", str(sample_release), "--to", str(page)])
    page.write_text(page.read_text("utf-8").replace("re-offending", "success"), "utf-8")
    checked = RUN.invoke(app, ["verify", str(page), "--release", str(sample_release)])
    assert checked.exit_code == 3
    assert 'the file says "success."' in checked.output
