"""The contract, column by column: one pandera model a table over the text columns of staging.

`CONTRACT` holds the models; `check_contract` returns what a batch of rows breaks, never the values.
pandera is loaded when either is first used, so that importing this package costs nothing.
"""

from collections.abc import Collection, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pipelines.contract_tables import columns_of, primary_key, required_columns

if TYPE_CHECKING:
    import pandas
    from pandera.pandas import DataFrameModel

    CONTRACT: dict[str, type[DataFrameModel]]

Declared = Mapping[str, Collection[str]]
"""Column → the codes the programme's mapping declares for it (gender, site …; item: the programme's own)."""

NOTHING_DECLARED: Declared = MappingProxyType({})

__all__ = [
    "CONTRACT",
    "NOTHING_DECLARED",
    "Declared",
    "check_contract",
    "column_descriptions",
    "columns_of",
    "primary_key",
    "required_columns",
]


def __getattr__(name: str) -> Any:
    if name == "CONTRACT":
        from pipelines.validation.contract.models import CONTRACT

        return CONTRACT
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@cache
def column_descriptions(table_name: str) -> dict[str, str]:
    """Each column's meaning, unit and allowed values, in the order of the contract."""
    from pipelines.validation.contract.models import CONTRACT

    columns = CONTRACT[table_name].to_schema().columns
    return {name: str(column.description) for name, column in columns.items()}


def check_contract(
    table: str,
    batch: "pandas.DataFrame",
    declared: Declared = NOTHING_DECLARED,
    supplied: Collection[str] | None = None,
) -> "pandas.DataFrame":
    """What each row of `batch` breaks: table_name, _id, rule, column_name, each row once per rule.

    `batch` holds `_id` and the table's text columns. `supplied` names the columns the programme hands over;
    None: those with a value in this batch. A column that is not in the batch is blank in every row.
    """
    from pipelines.validation.contract.checking import find_breaks

    return find_breaks(table, batch, declared, supplied)
