"""From staged rows to findings and their counts."""

import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contract_tables import TABLES, columns_of
from pipelines.errors import RefusedError
from pipelines.validation.contract import check_contract
from pipelines.validation.findings import add_findings, check_staged, count_findings, create_findings
from pipelines.validation.rules import all_rules
from tests.validation.staged_rows import AS_OF, changed_rows, found_rows, sound_rows, stage


def test_the_sound_export_has_no_findings() -> None:
    staging = stage(sound_rows())
    check_staged(staging, tuple(sound_rows()), as_of=AS_OF, currency="GBP")
    assert count_findings(staging) == []
    assert staging.execute("SELECT COUNT(*) FROM superseded").fetchall() == [(0,)]


def test_contract_and_rules_are_both_asked() -> None:
    staging = stage(changed_rows(("cases", 1, {"closed_day": "59"}), ("payments", 2, {"status": "paid"})))
    check_staged(staging, tuple(sound_rows()), as_of=AS_OF, currency="GBP")
    assert found_rows(staging, "payments.status.not_in_list") == [2]
    assert found_rows(staging, "cases.closed_day.before_conference") == [1]


def test_counts_are_rows_per_rule_quarantine_first() -> None:
    staging = stage(
        changed_rows(
            ("cases", 2, {"status": "closed"}),
            ("parties", 3, {"role": "friend"}),
            ("parties", 5, {"role": "friend"}),
        )
    )
    check_staged(staging, tuple(sound_rows()), as_of=AS_OF, currency="GBP")
    counts = [(count.rule, count.table, count.severity, count.rows) for count in count_findings(staging)]
    assert counts == [
        ("parties.role.not_in_list", "parties", "quarantine", 2),
        ("cases.closed_day.not_recorded", "cases", "warn", 1),
        ("cases.closure_reason.not_recorded", "cases", "warn", 1),
    ]
    assert "harmed" in count_findings(staging)[0].described.sentence


def test_a_row_found_twice_for_one_rule_counts_once() -> None:
    staging = stage({})
    create_findings(staging)
    batch = pandas.DataFrame(
        {"_id": [1], "case_id": ["1E+08"], "referral_month": ["2026-01"], "status": ["open"]}
    )
    for _ in range(2):
        add_findings(staging, check_contract("cases", batch))
    assert [count.rows for count in count_findings(staging)] == [1]


def test_without_cases_the_export_is_refused() -> None:
    with pytest.raises(RefusedError, match="no table of cases"):
        check_staged(stage({"parties": []}), ("parties",), as_of=AS_OF)


def test_cases_without_a_required_column_are_refused_by_its_name() -> None:
    with pytest.raises(RefusedError, match="no column referral_month and none status") as refused:
        check_staged(stage({"cases": []}), {"cases": ("case_id",)}, as_of=AS_OF)
    assert "mapping" in str(refused.value)


def test_header_only_tables_pass() -> None:
    staging = stage({table: [] for table in TABLES})
    check_staged(staging, {table: columns_of(table) for table in TABLES}, as_of=AS_OF)
    assert count_findings(staging) == []


TEXT = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.sampled_from(
        ["c1", "h1", "k1", "a1", "o1", "w1", "2026-01", "-3", "250", "0.5", "after", "harmed", "!unreadable"]
    ),
)


@settings(deadline=None, max_examples=8)
@given(data=st.data())
def test_whatever_the_tables_hold_each_row_is_found_once_per_rule(data: st.DataObject) -> None:
    row_of = {table: st.fixed_dictionaries(dict.fromkeys(columns_of(table), TEXT)) for table in TABLES}
    rows = {table: data.draw(st.lists(row, max_size=2)) for table, row in row_of.items()}
    staging = stage(rows)
    check_staged(staging, tuple(rows), as_of=AS_OF)
    findings = staging.execute("SELECT table_name, _id, rule FROM findings").fetchall()
    assert len(findings) == len(set(findings))
    assert {rule for _, _, rule in findings} <= set(all_rules())
    assert all(1 <= row <= len(rows[table]) for table, row, _ in findings)
