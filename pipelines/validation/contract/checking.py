"""Check rows against their table's model, once per distinct value, and report rows without a value.

pandera's failure cases and messages hold what people wrote. Nothing of them leaves this module but the
position of a value and the name of the check it failed.
"""

import copy
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

import pandas
from pandera.errors import SchemaErrors

from pipelines.contract_tables import TABLES, Column
from pipelines.instrument import ITEMS
from pipelines.validation.contract import Declared
from pipelines.validation.contract.fields import is_listed
from pipelines.validation.contract.models import CONTRACT
from pipelines.vocabulary import Unknown

DTYPES = {"table_name": "str", "_id": "int64", "rule": "str", "column_name": "str"}
"""The columns of a finding."""
BLANK = -1
"""Where `pandas.factorize` puts what has no value."""


def find_breaks(
    table: str, batch: pandas.DataFrame, declared: Declared, supplied: Collection[str] | None
) -> pandas.DataFrame:
    """Every row of `batch` with every contract rule it breaks; see `check_contract`."""
    found = [pandas.DataFrame({name: pandas.Series(dtype=dtype) for name, dtype in DTYPES.items()})]
    for column in TABLES[table].columns:
        if column.name in batch:
            found += _breaks_of(table, column, batch, declared, supplied)
        elif column.required:
            found.append(_as_findings(table, column, batch["_id"], "missing"))
    return pandas.concat(found, ignore_index=True)


def _breaks_of(
    table: str, column: Column, batch: pandas.DataFrame, declared: Declared, supplied: Collection[str] | None
) -> Iterator[pandas.DataFrame]:
    positions, values = pandas.factorize(batch[column.name])
    breaks = refused_values(table, column.name, values, declared)
    is_supplied = len(values) > 0 if supplied is None else column.name in supplied
    if column.required or (column.required_once_supplied and is_supplied):
        breaks["missing"] = [BLANK]
    for kind, refused in breaks.items():
        is_refused = pandas.Series(positions).isin(refused).to_numpy()
        yield _as_findings(table, column, batch["_id"][is_refused], kind)


def _as_findings(table: str, column: Column, ids: "pandas.Series[int]", kind: str) -> pandas.DataFrame:
    columns = {
        "table_name": table,
        "_id": ids.to_numpy(),
        "rule": f"{table}.{column.name}.{kind}",
        "column_name": column.name,
    }
    return pandas.DataFrame(columns).astype(DTYPES)


def refused_values(table: str, column: str, values: Any, declared: Declared) -> dict[str, list[int]]:
    """Kind of finding → positions in `values` (distinct, none blank) that the column's model refuses."""
    if len(values) == 0:
        return {}
    own_list = frozenset(declared[column]) if column in declared else None
    schema = _schema_of(table, column, own_list)
    frame = pandas.DataFrame({column: pandas.Series(values, dtype="str")})
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as refused:
        cases = refused.failure_cases[["check", "index"]]
    else:
        return {}
    if cases["index"].isna().any():
        # A check that failed itself names no row. Its message may hold a value, so it goes no further.
        raise RuntimeError(f"the contract's check of {table}.{column} cannot be run")
    return {str(kind): [int(position) for position in rows] for kind, rows in cases.groupby("check")["index"]}


@cache
def _schema_of(table: str, column: str, declared: frozenset[str] | None) -> Any:
    """The column of the table's model, with the programme's own list in its place where it declares one."""
    schema = CONTRACT[table].to_schema().columns[column]
    is_declared = TABLES[table].column(column).is_declared
    if declared is None or not (is_declared or column == "item"):
        return schema
    allowed = {*declared, *(Unknown.codes() if is_declared else ITEMS)}
    schema = copy.deepcopy(schema)
    kept = [check for check in schema.checks if check.name not in ("bad_format", "not_in_list")]
    schema.checks = [*kept, is_listed(allowed)]
    return schema
