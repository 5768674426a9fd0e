from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.report.settings import MOST_WORDS, ReportError, ReportSettings, read_settings
from pipelines.publication import SetTarget
from pipelines.vocabulary import Dimension


def write(folder: Path, text: str) -> Path:
    path = folder / "report.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_a_programme_may_say_is_read(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("<svg/>", encoding="utf-8")
    found = read_settings(
        write(
            tmp_path,
            """
            name = "Riverside"
            audience = "the county fund"
            period = "2025"
            programme = "riverside"
            logo = "logo.svg"
            sections = ["safety", "people"]
            [own_words]
            text = "It was a good year."
            approved_by = "The manager"
            """,
        )
    )
    assert found.sections == ("people", "safety")  # always in the report's order
    assert found.logo == "data:image/svg+xml;base64,PHN2Zy8+"
    target = SetTarget(
        measure="felt_safe_rate", value=0.9, direction="higher", where=((Dimension.PERSPECTIVE, "harmed"),)
    )
    whole = replace(found, promised=(target,))
    assert ReportSettings.from_json(whole.to_json()) == whole


def test_without_a_file_everything_has_its_default() -> None:
    assert read_settings(None) == ReportSettings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nmae = 'x'", "report.toml, nmae: no such key. Allowed: name, audience"),
        (f"name = '{'n' * 81}'", "report.toml, name: this takes one line of 80 characters or fewer."),
        ('audience = "a\\nb"', "report.toml, audience: this takes one line of 120 characters or fewer."),
        ("name = 3", "report.toml, name: this takes text in quotes."),
        ("sections = ['success']", "report.toml, sections: 'success' is none. Allowed: people, promised"),
        ("sections = []", "report.toml, sections: this takes a list of people, promised"),
        ("locale = 'de-DE'", "report.toml, locale: this takes one of en-GB, en-US"),
        ("sections = []", "report.toml, sections: this takes a list of"),
        ("[[promised]]\nmeasure = 'a'", "report.toml, promised: no such key. Allowed: name, audience"),
        ("logo = '../secret.txt'", "report.toml, logo: this takes the name of a file beside it"),
        ("[own_words]\ntext = 'Fine.'", "report.toml, own_words: this takes a table with both"),
        (
            f"[own_words]\napproved_by = 'A'\ntext = '{'word ' * (MOST_WORDS + 1)}'",
            f"report.toml, own_words.text: this takes {MOST_WORDS} words or fewer.",
        ),
        ("own_words = 'Fine.'", "report.toml, own_words: this takes a table"),
        ("name = ", "report.toml: this is not TOML in UTF-8"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_key(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"report\.toml") as refused:
        read_settings(write(tmp_path, text))
    assert str(refused.value).startswith(said)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="cannot be read"):
        read_settings(tmp_path / "report.toml")
