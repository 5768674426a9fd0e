"""What pandera is not asked about is what it accepts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contract_columns import Column
from pipelines.contract_tables import TABLES
from pipelines.exports.reading import open_memory
from pipelines.validation.contract.checking import refused_values
from pipelines.validation.plain import is_plain_sql, plain_codes, plain_pattern

COLUMNS = [(table.name, column) for table in TABLES.values() for column in table.columns]
DECLARED = {"gender": frozenset({"woman"}), "item": frozenset({"own_item"}), "site": frozenset({"o'hare"})}


@settings(deadline=None, max_examples=300)
@given(data=st.data(), place=st.sampled_from(COLUMNS))
def test_a_plain_value_is_one_that_the_contract_accepts(
    data: st.DataObject, place: tuple[str, Column]
) -> None:
    table, column = place
    codes = plain_codes(column, DECLARED)
    values = list(codes or [data.draw(st.from_regex(plain_pattern(column), fullmatch=True))])
    assert refused_values(table, column.name, values, DECLARED) == {}


@pytest.mark.parametrize(
    "name", ["item", "gender", "site", "role", "risk_assessed", "contacted_day", "received_day"]
)
def test_the_engine_finds_the_same_values_plain(name: str) -> None:
    column = next(column for _, column in COLUMNS if column.name == name)
    plain = (plain_codes(column, DECLARED) or ("0",))[-1]
    with open_memory() as memory:
        sql = f"SELECT value FROM (SELECT UNNEST(?) AS value) WHERE {is_plain_sql(column, DECLARED)}"
        assert memory.execute(sql, [[plain, "!unreadable", "12345", "Q?"]]).fetchall() == [(plain,)]
