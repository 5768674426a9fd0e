"""Batches of rows against the contract: which row, which rule, and never what stood there."""

import subprocess
import sys

import pandas
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contract_tables import TABLES, columns_of
from pipelines.validation.contract import check_contract
from pipelines.validation.rules import all_rules
from pipelines.vocabulary import Unknown
from tests.validation.staged_rows import sound_rows


def batch_of(table: str, *rows: dict[str, str | None]) -> pandas.DataFrame:
    full = [{name: row.get(name) for name in columns_of(table)} for row in rows]
    frame = pandas.DataFrame(full, columns=list(columns_of(table)), dtype="str")
    return frame.assign(_id=range(1, len(rows) + 1))


def found(table: str, batch: pandas.DataFrame, **more: object) -> list[tuple[int, str]]:
    findings = check_contract(table, batch, **more)  # type: ignore[arg-type]
    return sorted(zip(findings["_id"].tolist(), findings["rule"].tolist(), strict=True))


SOUND_CASE = sound_rows()["cases"][0]


def test_the_sound_export_keeps_the_contract() -> None:
    for table, rows in sound_rows().items():
        assert found(table, batch_of(table, *rows)) == []


def test_a_finding_says_table_row_rule_and_column() -> None:
    findings = check_contract("cases", batch_of("cases", SOUND_CASE, {**SOUND_CASE, "stage": "Court"}))
    assert findings.to_dict("records") == [
        {"table_name": "cases", "_id": 2, "rule": "cases.stage.not_in_list", "column_name": "stage"}
    ]


def test_every_row_with_the_same_value_is_found_once() -> None:
    bad = {**SOUND_CASE, "stage": "Court"}
    assert found("cases", batch_of("cases", bad, SOUND_CASE, bad)) == [
        (1, "cases.stage.not_in_list"),
        (3, "cases.stage.not_in_list"),
    ]


def test_a_row_is_found_with_everything_it_breaks() -> None:
    bad: dict[str, str | None] = {"case_id": "1.11E+08", "referral_month": "!unreadable", "status": None}
    assert found("cases", batch_of("cases", bad)) == [
        (1, "cases.case_id.mangled"),
        (1, "cases.referral_month.unreadable"),
        (1, "cases.status.missing"),
    ]


def test_a_column_that_is_not_there_is_blank_in_every_row() -> None:
    batch = pandas.DataFrame({"_id": [7, 8], "case_id": ["a", "b"], "referral_month": ["2026-01"] * 2})
    assert found("cases", batch) == [(7, "cases.status.missing"), (8, "cases.status.missing")]


def test_a_batch_without_rows_has_no_findings() -> None:
    findings = check_contract("cases", batch_of("cases"))
    assert len(findings) == 0
    assert list(findings.columns) == ["table_name", "_id", "rule", "column_name"]


def test_dictionary_coded_columns_are_read_like_text() -> None:
    batch = batch_of("cases", SOUND_CASE, {**SOUND_CASE, "status": "Closed"}).astype({"status": "category"})
    assert found("cases", batch) == [(2, "cases.status.not_in_list")]


PARTY = sound_rows()["parties"][0]


def test_a_column_that_must_be_known_may_be_absent_but_not_blank() -> None:
    blank = {**PARTY, "party_type": None}
    assert found("parties", batch_of("parties", blank)) == []
    assert found("parties", batch_of("parties", blank, PARTY)) == [(1, "parties.party_type.missing")]
    supplied = found("parties", batch_of("parties", blank), supplied=("party_type",))
    assert supplied == [(1, "parties.party_type.missing")]


def test_a_declared_list_is_closed() -> None:
    batch = batch_of("parties", *({**PARTY, "gender": code} for code in ("woman", "man", "unknown", "Woman")))
    declared = {"gender": frozenset({"woman"})}
    assert found("parties", batch, declared=declared) == [
        (2, "parties.gender.not_in_list"),
        (4, "parties.gender.not_in_list"),
    ]


def test_a_list_that_nobody_declared_is_closed_all_the_same() -> None:
    unknowns = ({**PARTY, "gender": code} for code in Unknown.codes())
    batch = batch_of("parties", {**PARTY, "gender": "okonkwo"}, *unknowns)
    assert found("parties", batch) == [(1, "parties.gender.not_in_list")]
    assert "[lists.gender]" in all_rules()["parties.gender.not_in_list"].mend
    assert "export.toml" in all_rules()["parties.gender.not_in_list"].mend


def test_a_programme_can_declare_items_of_its_own_but_no_other_codes() -> None:
    answer = sound_rows()["survey_answers"][0]
    batch = batch_of("survey_answers", {**answer, "item": "x1"}, {**answer, "wave": "later"})
    declared = {"item": {"x1": "Our own item"}, "wave": {"later": "Later"}}
    assert found("survey_answers", batch, declared=declared) == [(2, "survey_answers.wave.not_in_list")]


def batches(table: str) -> st.SearchStrategy[pandas.DataFrame]:
    text = st.one_of(
        st.none(), st.text(max_size=12), st.sampled_from(["!unreadable", "1.11E+08", "-5", "yes"])
    )
    row = st.fixed_dictionaries(dict.fromkeys(columns_of(table), text))
    return st.lists(row, max_size=4).map(lambda rows: batch_of(table, *rows))


@settings(deadline=None, max_examples=40)
@given(data=st.data(), table=st.sampled_from(sorted(TABLES)))
def test_whatever_is_written_nothing_of_it_comes_out(data: st.DataObject, table: str) -> None:
    batch = data.draw(batches(table))
    findings = check_contract(table, batch)
    assert not findings.duplicated().any()
    assert set(findings["_id"]) <= set(batch["_id"])
    assert set(findings["rule"]) <= set(all_rules())
    assert set(findings["column_name"]) <= set(columns_of(table))


def test_pandera_is_loaded_only_when_rows_are_checked() -> None:
    code = """
import sys, pipelines.validation.findings, pipelines.validation.rules
from pipelines.validation import contract
print("pandera" in sys.modules)
contract.CONTRACT
print("pandera" in sys.modules)
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["False", "True"]
