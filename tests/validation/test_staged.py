"""A staged table is checked as its rows would be, batch by batch."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contract_tables import TABLES, columns_of
from pipelines.exports.reading import Staging
from pipelines.validation.contract import check_contract
from pipelines.validation.findings import create_findings
from pipelines.validation.plain import PATTERNS
from pipelines.validation.staged import check_staged_contract
from tests.validation.staged_rows import changed_rows, sound_rows, stage


def check(staging: Staging, table: str, declared: Mapping[str, frozenset[str]]) -> list[tuple[object, ...]]:
    create_findings(staging)
    check_staged_contract(staging, table, declared)
    return sorted(staging.execute("SELECT table_name, _id, rule, column_name FROM findings").fetchall())


@pytest.mark.parametrize("table", TABLES)
def test_the_sound_export_keeps_the_contract(table: str) -> None:
    assert check(stage(sound_rows()), table, {}) == []


def test_every_row_that_holds_a_refused_value_is_found() -> None:
    rows = changed_rows(
        ("parties", 1, {"gender": "Q?"}),
        ("parties", 2, {"party_type": None}),
        ("parties", 3, {"gender": "Q?"}),
    )
    assert check(stage(rows), "parties", {}) == [
        ("parties", 1, "parties.gender.not_in_list", "gender"),
        ("parties", 2, "parties.party_type.missing", "party_type"),
        ("parties", 3, "parties.gender.not_in_list", "gender"),
    ]


def test_a_declared_list_is_closed() -> None:
    rows = changed_rows(("parties", 1, {"gender": "woman"}), ("parties", 2, {"gender": "man"}))
    assert [row[1] for row in check(stage(rows), "parties", {"gender": frozenset({"man"})})] == [1]


def test_a_batch_of_one_value_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTCOMES_BATCH_ROWS", "1")
    rows = changed_rows(("parties", 1, {"gender": "Q?"}), ("parties", 2, {"gender": "Z?"}))
    assert [row[1] for row in check(stage(rows), "parties", {})] == [1, 2]


TEXT = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.from_regex(PATTERNS["id"], fullmatch=True),
    st.sampled_from(["!ambiguous", "1E+08", "2026-01", "12", "no"]),
)


@settings(deadline=None, max_examples=25)
@given(data=st.data(), table=st.sampled_from(sorted(TABLES)))
def test_staged_rows_and_batches_are_judged_alike(data: st.DataObject, table: str) -> None:
    row = st.fixed_dictionaries(dict.fromkeys(columns_of(table), TEXT))
    staging = stage({table: data.draw(st.lists(row, max_size=4))})
    batch = staging.execute(f"SELECT * FROM made_{table}").df()
    expected = sorted(tuple(finding) for finding in check_contract(table, batch).to_numpy().tolist())
    assert check(staging, table, {}) == expected
