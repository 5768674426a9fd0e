from base64 import b64decode
from html import unescape
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from dashboard.command import app
from pipelines.released.source import open_release
from pipelines.releasing.data import ReleaseData
from pipelines.releasing.headlines import PackRequest, build_pack
from tests.conftest import SECRET

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
    assert 'the file says "success"' in checked.output


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>'


def test_logo_and_targets_stand_beside_report_toml(sample_release: Path, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(LOGO, "utf-8")
    (tmp_path / "report.toml").write_text('name = "Riverside"\nlogo = "logo.svg"\n', "utf-8")
    target = '[[target]]\nmeasure = "agreement_completion_rate"\nvalue = 0.5\n'
    (tmp_path / "targets.toml").write_text(target, "utf-8")
    files = [tmp_path / "impact.pdf", tmp_path / "impact.html"]
    named = [word for file in files for word in ("--to", str(file))]
    settings = ["--settings", str(tmp_path / "report.toml")]
    made = RUN.invoke(app, ["report", "--release", str(sample_release), *settings, *named])
    assert made.exit_code == 0, made.output
    page = files[1].read_text("utf-8")
    assert 'alt="Logo of Riverside"' in page
    assert "Agreements kept: at least 50%" in page
    words = " ".join(word for one in PdfReader(files[0]).pages for word in one.extract_text().split())
    assert "Agreements kept: at least 50%" in words
    assert "Logo of Riverside" in alt_texts(PdfReader(files[0]))


def alt_texts(reader: PdfReader) -> set[str]:
    """What is said of every picture to a reader who does not see it: /Alt in the tree of tags."""
    found, nodes = set(), [reader.root_object["/StructTreeRoot"]]
    while nodes:
        node = nodes.pop().get_object()
        if isinstance(node, list):
            nodes += node
        elif isinstance(node, dict):
            found |= {str(node["/Alt"])} if "/Alt" in node else set()
            nodes += [node["/K"]] if "/K" in node else []
    return found


def test_wrong_targets_are_named_by_key(sample_release: Path, tmp_path: Path) -> None:
    (tmp_path / "report.toml").write_text('name = "Riverside"\n', "utf-8")
    (tmp_path / "targets.toml").write_text('[[target]]\nmeasure = "conference_rate"\nvalue = 0.5\n', "utf-8")
    found = RUN.invoke(
        app,
        [
            "report", "--release", str(sample_release), "--to", str(tmp_path / "impact.html"),
            "--settings", str(tmp_path / "report.toml"),
        ],
    )  # fmt: skip
    assert found.exit_code != 0
    assert "takes no target" in str(found.exception or found.output)


def test_a_report_is_made_of_a_signed_pack_and_of_both(
    sample_release: Path, release_data: ReleaseData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTCOMES_RELEASE_SECRET", SECRET)
    (tmp_path / "keys").mkdir()
    request = PackRequest(
        warehouse=tmp_path, to=tmp_path / "pack", programme="elm_park", year="2025", recipient="The Fund",
        purpose="yearly review", signed_by="J. Doe",
    )  # fmt: skip
    pack = str(build_pack(request, release_data).folder)
    alone, both = tmp_path / "alone.html", tmp_path / "both.html"
    (tmp_path / "report.toml").write_text('programme = "elm_park"\n', "utf-8")
    asked = {alone: ["--headlines", pack], both: ["--release", str(sample_release), "--headlines", pack]}
    for file, sources in asked.items():
        settings = ["--settings", str(tmp_path / "report.toml")]
        made = RUN.invoke(app, ["report", *sources, *settings, "--to", str(file)])
        assert made.exit_code == 0, made.output
        checked = RUN.invoke(app, ["verify", str(file), *sources])
        assert "the same, to the byte" in checked.output
    refused = RUN.invoke(app, ["report", *asked[both], "--to", str(both)])
    assert "Name one programme that every source holds" in str(refused.exception)
    page = alone.read_text("utf-8")
    assert "Elm park: our year in figures, 2025" in page
    for said in ("Signed headline pack", "<dt>Given to</dt>", "The Fund", "yearly review", "J. Doe"):
        assert said in page
    assert "Release" not in page.partition("<footer>")[2]
    assert open_release(Path(pack)).load_status().sentence in unescape(page)
    assert open_release(Path(pack)).load_status().seal in page


def test_a_logo_that_is_none_is_refused(sample_release: Path, tmp_path: Path) -> None:
    settings = tmp_path / "report.toml"
    settings.write_text('logo = "logo.png"\n', "utf-8")
    asked = ["report", "--release", str(sample_release), "--settings", str(settings)]
    asked += ["--to", str(tmp_path / "new folder" / "impact.html")]
    assert "logo.png is not there" in str(RUN.invoke(app, asked).exception)
    (tmp_path / "logo.png").write_bytes(b"no picture")
    assert "a picture of the kind its name says" in str(RUN.invoke(app, asked).exception)
    (tmp_path / "logo.png").write_bytes(PNG)
    made = RUN.invoke(app, asked)
    assert made.exit_code == 0, made.output


PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
