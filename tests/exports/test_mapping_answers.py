"""Every item of a wave at once, by the wording of its statement."""

from pathlib import Path

import pytest

from pipelines import instrument
from pipelines.errors import MappingError
from pipelines.exports.mapping import load_mapping
from pipelines.exports.mapping_rules import Feed


def survey(folder: Path, wave: str, answers: str) -> Feed:
    path = folder / "survey.toml"
    path.write_text(
        'mapping = 1\nname = "mine"\n[sources.form]\nquestions = true\n'
        '[tables.survey_answers]\nfrom = "form"\n'
        f'[tables.survey_answers.columns]\nresponse_id = "Id"\nrole = "Role"\nwave = {wave}\n'
        f"[tables.survey_answers.answers]\n{answers}\n",
        encoding="utf-8",
    )
    return load_mapping(path).feeds[-1]


def test_every_item_of_the_wave_by_its_statement(tmp_path: Path) -> None:
    answers = dict(
        survey(tmp_path, '{ constant = "follow_up" }', 'statements = { codes = "agreement" }').answers
    )
    assert set(answers) == {item.id for item in instrument.ITEMS.values() if "follow_up" in item.waves}
    # Worded otherwise three to six months later.
    assert answers["g10"].source_columns == ("I have felt safe since",)
    assert answers["g12"].source_columns == ("It left me feeling worse",)
    assert all(rule.is_optional for rule in answers.values())


def test_a_question_of_your_own_wording_counts_before_the_statement(tmp_path: Path) -> None:
    lines = 'statements = {}\ng1 = "Happy with it"'
    answers = dict(survey(tmp_path, '{ constant = "after" }', lines).answers)
    assert answers["g1"].source_columns == ("Happy with it",)
    assert answers["g2"].source_columns == ("I would recommend it",)


@pytest.mark.parametrize(
    ("wave", "answers", "message"),
    [
        ('"Wave"', "statements = {}", "answers.statements: needs the wave"),
        ('{ constant = "after" }', 'statements = { from = "x" }', "statements.from: no such key"),
        ('{ constant = "after" }', 'z9 = "x"', "answers.z9: no such key"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, wave: str, answers: str, message: str) -> None:
    with pytest.raises(MappingError, match=message):
        survey(tmp_path, wave, answers)
