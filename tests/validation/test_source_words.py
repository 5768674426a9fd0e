"""Rules as a sheet of one's own would say them."""

from pipelines.exports.mapping import load_mapping
from pipelines.validation.rules import PARENT_QUARANTINED, all_rules, find_rule
from pipelines.validation.source_words import SourceWords


def test_the_contracts_own_tables_have_no_other_words() -> None:
    words = SourceWords.of(load_mapping(None))
    assert [rule for rule in all_rules().values() if words.tell(rule) != rule] == []
    assert (
        words.name_columns("cases", "closed_day, conferences.held_day") == "closed_day, conferences.held_day"
    )


def test_a_header_stands_beside_the_column_made_of_it() -> None:
    words = SourceWords.of(load_mapping("one-sheet"))
    told = words.tell(find_rule("agreements.agreed_day.before_referral"))
    assert told.sentence.startswith("“Conference date” (agreed_day) lies before")
    assert words.name_columns("cases", "closed_day, conferences.held_day") == (
        "Case closed (closed_day), Conference date (conferences.held_day)"
    )
    assert words.name_columns("cases", "") == ""


def test_a_rule_of_no_column_stays_as_it_is() -> None:
    rule = find_rule(PARENT_QUARANTINED)
    assert SourceWords.of(load_mapping("one-sheet")).tell(rule) == rule
