"""The catalogue: every rule explains itself, without a value and without code."""

import re
import tomllib
from importlib.resources import files

import pytest

from pipelines.contract_tables import TABLES
from pipelines.validation.rules import RULES, all_rules, find_rule, warning_rules

EVERY_RULE = tuple(all_rules().values())


def test_a_rule_says_what_is_wrong_and_how_to_mend_it() -> None:
    wordings = [words for rule in EVERY_RULE for words in (rule.sentence, rule.mend)]
    assert [words for words in wordings if not re.fullmatch(r"[^{}]+\.", words) or "  " in words] == []


def test_a_rule_names_tables_and_columns_of_the_contract() -> None:
    for rule in EVERY_RULE:
        assert set(rule.tables) <= set(TABLES), rule.id
        for column in rule.columns:
            table, _, name = column.rpartition(".")
            assert name in TABLES[table or rule.tables[0]].column_names, rule.id


def test_a_rule_is_called_after_the_table_and_column_it_blames() -> None:
    for rule in EVERY_RULE:
        if rule.id.count(".") == 2:
            table, column, _ = rule.id.split(".")
            assert table == rule.tables[0]
            assert column in (*TABLES[table].column_names, "key")


def test_a_rule_says_which_measures_it_moves() -> None:
    assert [rule.id for rule in EVERY_RULE if not rule.measures] == ["parent_quarantined"]


def test_no_rule_is_written_twice() -> None:
    written = tomllib.loads(files("pipelines.validation").joinpath("rules.toml").read_text("utf-8"))
    names = [rule["id"] for rule in written["rules"]]
    assert len(names) == len(set(names))
    assert set(names) <= set(RULES)


def test_what_pandera_finds_is_explained_with_what_is_allowed() -> None:
    assert "open, closed." in find_rule("cases.status.not_in_list").sentence
    assert "not_asked" in find_rule("parties.decision.not_in_list").sentence
    assert "YYYY-MM" in find_rule("cases.referral_month.bad_format").sentence
    with pytest.raises(KeyError):
        find_rule("cases.status.mangled")


def test_warnings_leave_a_row_in_its_place() -> None:
    assert "payments.paid_day.after_closure" in warning_rules()
    assert "cases.reopened_from.orphan" in warning_rules()
    assert "cases.closed_day.before_conference" not in warning_rules()
    assert find_rule("parent_quarantined").severity == "quarantine"


def test_every_link_has_a_rule_for_orphans() -> None:
    links = {f"{table.name}.{link.column}.orphan" for table in TABLES.values() for link in table.parents}
    assert links <= set(RULES)
