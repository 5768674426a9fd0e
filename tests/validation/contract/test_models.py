"""The models say what the contract's tables say, and every column is explained."""

import pytest

from pipelines.contract_tables import TABLES, Column, Table
from pipelines.validation.contract import CONTRACT, column_descriptions
from pipelines.validation.rules import kinds_of

EACH_TABLE = pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))


def test_there_is_a_model_for_each_table() -> None:
    assert list(CONTRACT) == list(TABLES)


@EACH_TABLE
def test_a_models_docstring_says_what_one_row_is(table: Table) -> None:
    assert CONTRACT[table.name].__doc__ == f"One row per {table.grain}."


@EACH_TABLE
def test_a_model_has_the_columns_of_its_table_in_order(table: Table) -> None:
    assert tuple(CONTRACT[table.name].to_schema().columns) == table.column_names


@EACH_TABLE
def test_a_column_may_be_blank_where_the_table_says_so(table: Table) -> None:
    nullable = {name: column.nullable for name, column in CONTRACT[table.name].to_schema().columns.items()}
    assert nullable == {column.name: not column.required for column in table.columns}


@EACH_TABLE
def test_a_column_has_the_type_and_list_of_its_table(table: Table) -> None:
    schema = CONTRACT[table.name].to_schema()
    for column in table.columns:
        facts = schema.columns[column.name].metadata
        assert facts["type"] == column.type
        assert facts.get("list") is column.list_name
        assert facts.get("declared", False) == column.is_declared


@EACH_TABLE
def test_a_column_makes_the_findings_the_catalogue_explains(table: Table) -> None:
    schema = CONTRACT[table.name].to_schema()
    made = {name: [check.name for check in column.checks] for name, column in schema.columns.items()}
    assert made == {column.name: checked_kinds(column) for column in table.columns}


def checked_kinds(column: Column) -> list[str]:
    # A blank is refused by the column, not by a check.
    return [kind for kind in kinds_of(column) if kind != "missing"]


@EACH_TABLE
def test_a_column_is_explained_with_what_it_allows(table: Table) -> None:
    descriptions = column_descriptions(table.name)
    for column in table.columns:
        words = descriptions[column.name]
        assert words[0].isupper()
        assert words.count(". ") >= 1, f"{column.name} has a meaning and what is allowed"
        codes: tuple[str, ...] = column.list_name.codes() if column.list_name else ()
        assert all(code in words for code in codes)
        assert ("not_asked" in words) == (column.accepts_unknowns or column.type == "flag")
