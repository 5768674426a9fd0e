"""Words are checked too: pages are current, links lead somewhere, words about people are people-first."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.command import app
from tests.documents import PAGES

ROOT = Path(__file__).parents[1]
WORDS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("data/sample/*.md")])
SHOWN = sorted([*ROOT.glob("dashboard/**/*.py"), *ROOT.glob("pipelines/measures/definitions/*.toml")])

NEVER = ("victim", "offender", "perpetrator", "dropped out", "compliance rate", "healed", "move forward")
"""Words that name a person by the harm, or claim what figures cannot show."""


@pytest.mark.parametrize("page", sorted(PAGES))
def test_made_pages_are_current(page: str) -> None:
    written = (ROOT / page).read_text(encoding="utf-8")
    assert written == PAGES[page](), "run `python -m tests.documents`"


@pytest.mark.parametrize("page", WORDS, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!http)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("path", [*WORDS, *SHOWN], ids=lambda path: path.name)
def test_words_are_people_first(path: Path) -> None:
    text = path.read_text(encoding="utf-8").lower()
    assert [word for word in NEVER if word in text] == []


def test_every_command_of_the_readme_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    names = {shlex.split(line)[1] for line in re.findall(r"^outcomes .*$", readme, flags=re.MULTILINE)}
    assert names
    for name in sorted(names):
        assert CliRunner().invoke(app, [name, "--help"]).exit_code == 0, name


def test_every_make_target_of_the_words_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in WORDS:
        for target in re.findall(r"^make (\w+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE):
            assert f"\n{target}:" in makefile, f"{page.name} names `make {target}`"


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    reasons = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    names = [re.split(r"[\[><=]", wanted)[0] for wanted in project["dependencies"]]
    assert [name for name in names if name not in reasons] == []


def test_no_path_of_a_machine_is_committed() -> None:
    sources = [
        *ROOT.glob("pipelines/**/*.*"),
        *ROOT.glob("dashboard/**/*.*"),
        *ROOT.glob("tests/**/*.py"),
        *WORDS,
    ]
    here = ("/wo" + "rk/", "/ro" + "ot/", "../sha" + "red")
    wrong = [
        path.name
        for path in sources
        if path.suffix in {".py", ".toml", ".md", ".sql", ".css", ".json"}
        and any(h in path.read_text(encoding="utf-8") for h in here)
    ]
    assert wrong == []
