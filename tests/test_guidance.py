"""The pages for staff and for people who take part: commands exist, and words can be read."""

import re
import shlex
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from dashboard.command import app
from pipelines.exports.mapping import load_mapping

DOCS = Path(__file__).parents[1] / "docs"
VOWELS = re.compile(r"[aeiouy]+")


def commands(page: str) -> list[list[str]]:
    """Every command a page shows, as its words."""
    text = (DOCS / page).read_text(encoding="utf-8")
    shown = re.findall(r"^ *(outcomes .+)$", text, flags=re.MULTILINE) + re.findall(
        r"`(outcomes [^`]+)`", text
    )
    return [shlex.split(line, comments=True) for line in shown]


@pytest.mark.parametrize("page", ["for-staff.md", "mapping.md"])
def test_every_command_and_option_shown_exists(page: str) -> None:
    known = get_command(app)
    assert isinstance(known, TyperGroup)
    assert commands(page)
    for words in commands(page):
        command = known.commands[words[1]]
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, words
        if "--mapping" in words and not words[words.index("--mapping") + 1].endswith(".toml"):
            assert load_mapping(words[words.index("--mapping") + 1]).feeds


def reading_grade(text: str) -> float:
    """School years needed to read a text (Kincaid and others 1975); syllables counted as groups of vowels."""
    sentences = [part for part in re.split(r"[.?!]+|\n- ", text) if part.strip()]
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    silent = word.endswith("e") and not word.endswith("le")
    return max(1, len(VOWELS.findall(word)) - silent)


def test_the_privacy_notice_can_be_read_by_a_twelve_year_old() -> None:
    notice = (DOCS / "privacy-notice.md").read_text(encoding="utf-8").partition("---")[2]
    assert len(notice.split()) < 700
    # Twelve is the sixth or seventh year of school.
    assert reading_grade(re.sub(r"[*#\[\]]", "", notice)) < 7


def test_the_privacy_notice_claims_no_consent() -> None:
    notice = (DOCS / "privacy-notice.md").read_text(encoding="utf-8").lower()
    assert "consent" not in notice
    assert "you agree" not in notice
