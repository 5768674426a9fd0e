"""What a programme calls the roles, read and checked."""

from pathlib import Path

import pytest

from pipelines.errors import DefinitionError
from pipelines.measures.role_words import read_role_words
from pipelines.publication import RoleWord


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert read_role_words(tmp_path / "words.toml") == ()


def test_one_and_several_of_each_role_that_is_named(tmp_path: Path) -> None:
    file = tmp_path / "words.toml"
    file.write_text(
        'supporter = ["friend", "friends"]\nharmed = ["person harmed", "people harmed"]\n', "utf-8"
    )
    assert read_role_words(file) == (
        RoleWord(role="harmed", one="person harmed", several="people harmed"),
        RoleWord(role="supporter", one="friend", several="friends"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('victim = ["a", "b"]', "words.toml, victim: no such role. Allowed: harmed, responsible"),
        ('harmed = "person"', "words.toml, harmed: this takes two texts"),
        ('harmed = ["person", "<b>people</b>"]', "words.toml, harmed: this takes two texts"),
        ('harmed = ["p", "people"]', "words.toml, harmed: this takes two texts"),
        ("harmed = [", "words.toml: this is not TOML"),
    ],
)
def test_what_is_wrong_is_named(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "words.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        read_role_words(file)
    assert said in str(refused.value)
