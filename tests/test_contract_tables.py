"""The contract's tables fit together, and say what the vocabulary says."""

import pytest

from pipelines.contract_tables import (
    TABLES,
    Table,
    columns_of,
    primary_key,
    required_columns,
    table,
)
from pipelines.vocabulary import NO_UNKNOWNS

ALL = pytest.mark.parametrize("contract_table", TABLES.values(), ids=list(TABLES))


@ALL
def test_no_column_comes_twice(contract_table: Table) -> None:
    assert len(set(contract_table.column_names)) == len(contract_table.columns)


@ALL
def test_a_key_is_never_blank(contract_table: Table) -> None:
    assert set(contract_table.key) <= set(required_columns(contract_table.name))


@ALL
def test_links_point_to_the_key_of_a_table(contract_table: Table) -> None:
    for link in contract_table.parents:
        assert contract_table.column(link.column).type == "id"
        assert primary_key(link.table) == (link.parent_column,)


@ALL
def test_parents_stand_before_their_children(contract_table: Table) -> None:
    order = list(TABLES)
    for link in contract_table.parents:
        if link.takes_along:
            assert order.index(link.table) < order.index(contract_table.name)


@ALL
def test_one_link_places_a_row_in_a_case(contract_table: Table) -> None:
    owners = [link for link in contract_table.parents if link.is_owner]
    assert len(owners) == (0 if contract_table.name in ("cases", "survey_answers") else 1)
    assert all(link.takes_along and contract_table.column(link.column).required for link in owners)


@ALL
def test_codes_that_must_be_known_take_no_unknowns(contract_table: Table) -> None:
    for column in contract_table.columns:
        must_be_known = column.name in NO_UNKNOWNS or f"{contract_table.name}.{column.name}" in NO_UNKNOWNS
        has_list = column.list_name is not None or column.is_declared
        assert column.accepts_unknowns == (has_list and not must_be_known)
        assert must_be_known <= (column.required or column.required_once_supplied)


@ALL
def test_every_code_has_a_closed_list_but_the_programme_and_the_item(contract_table: Table) -> None:
    open_lists = [
        column.name
        for column in contract_table.columns
        if column.type == "code" and column.list_name is None and not column.is_declared
    ]
    assert set(open_lists) <= {"programme", "item"}


def test_of_cases_only_three_columns_are_required() -> None:
    assert required_columns("cases") == ("case_id", "referral_month", "status")


def test_names_are_looked_up() -> None:
    assert table("payments").key == primary_key("payments") == ("payment_id",)
    assert columns_of("attendance") == ("conference_id", "party_id", "attended")
    with pytest.raises(KeyError):
        table("payments").column("party_id")
