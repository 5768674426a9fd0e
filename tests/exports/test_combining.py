"""Several mappings as one."""

from pathlib import Path

import pytest

from pipelines.errors import MappingError
from pipelines.exports.mapping import load_mapping


def test_a_mapping_of_a_survey_stands_beside_the_canonical_tables() -> None:
    mapping = load_mapping("forms-survey")
    assert mapping.name == "canonical+forms-survey"
    assert {feed.table for feed in mapping.feeds} >= {"cases", "parties", "survey_answers"}


def test_each_part_is_in_the_fingerprint() -> None:
    one, both = load_mapping("one-sheet"), load_mapping("one-sheet+forms-survey")
    assert both.name == "one-sheet+forms-survey"
    assert both.sha256 != one.sha256
    assert len(both.sources) == len(one.sources) + 3


def test_what_one_part_lacks_another_may_bring(tmp_path: Path) -> None:
    survey = tmp_path / "survey.toml"
    survey.write_text(
        'mapping = 1\nname = "mine"\n[sources.form]\n[tables.survey_invitations]\nfrom = "form"\n'
        '[tables.survey_invitations.columns]\nparty_id = "Party"\nwave = { constant = "after" }\n',
        encoding="utf-8",
    )
    assert "survey_invitations" in load_mapping("one-sheet").not_recorded
    assert "survey_invitations" not in load_mapping(f"one-sheet+{survey}").not_recorded


def test_parts_may_not_share_the_name_of_a_source() -> None:
    with pytest.raises(MappingError, match="several parts have a source one_sheet"):
        load_mapping("one-sheet+one-sheet")


def test_a_mapping_of_other_tables_still_needs_cases(tmp_path: Path) -> None:
    parties = tmp_path / "parties.toml"
    parties.write_text(
        'mapping = 1\nname = "mine"\n[sources.people]\n[tables.parties]\nfrom = "people"\n', encoding="utf-8"
    )
    with pytest.raises(MappingError, match=r"\[tables.cases\] is missing"):
        load_mapping(parties)
