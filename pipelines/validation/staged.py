"""Check a whole staged table against the contract, however many rows it has.

The database hands over each column's distinct values in batches, pandera refuses some of them, and the
database marks the rows that hold those. So two million answers cost what their few different values cost, and
memory does not grow with the rows. The names in the SQL are the contract's own.
"""

from collections.abc import Iterator

import pandas

from pipelines.contract_tables import TABLES, Column
from pipelines.exports.reading import Staging
from pipelines.settings import BATCH_ROWS
from pipelines.validation.contract import Declared
from pipelines.validation.contract.checking import refused_values

PLAIN_ID = "[A-Za-z_][A-Za-z0-9_-]{0,63}|[0-9][0-9_-]{0,63}"
"""Ids that the contract accepts, as a test shows: pandera is not asked about millions of them."""


def check_staged_contract(staging: Staging, table: str, declared: Declared) -> None:
    """Add to `findings` every row of `made_<table>` that the contract refuses, once per rule."""
    for column in TABLES[table].columns:
        refused = list(_refused_in(staging, table, column, declared))
        if refused:
            _mark_rows(staging, table, column, pandas.concat(refused, ignore_index=True))
        if column.required or column.required_once_supplied:
            _mark_blanks(staging, table, column)


def _refused_in(
    staging: Staging, table: str, column: Column, declared: Declared
) -> Iterator[pandas.DataFrame]:
    for values in _distinct_values(staging, table, column):
        for kind, positions in refused_values(table, column.name, values, declared).items():
            rule = f"{table}.{column.name}.{kind}"
            yield pandas.DataFrame({"value": values.iloc[positions], "rule": rule})


def _distinct_values(staging: Staging, table: str, column: Column) -> Iterator["pandas.Series[str]"]:
    """The column's values, each once, a batch at a time."""
    name, batch_rows = column.name, BATCH_ROWS.read()
    asked = f"NOT REGEXP_FULL_MATCH(value, '{PLAIN_ID}')" if column.type == "id" else "TRUE"
    distinct = staging.sql(
        f"SELECT value FROM (SELECT DISTINCT {name} AS value FROM made_{table}) "  # noqa: S608
        f"WHERE value IS NOT NULL AND {asked}"
    )
    waiting: list[pandas.Series[str]] = []
    for piece in distinct.to_arrow_reader(batch_rows):
        # The database hands over a piece for each of its threads; pandera costs by the call.
        waiting.append(piece.to_pandas()["value"])
        if sum(map(len, waiting)) >= batch_rows:
            yield pandas.concat(waiting, ignore_index=True)
            waiting.clear()
    if waiting:
        yield pandas.concat(waiting, ignore_index=True)


def _mark_rows(staging: Staging, table: str, column: Column, refused: pandas.DataFrame) -> None:
    staging.register("refused", refused)
    staging.execute(
        f"""INSERT INTO findings SELECT ?, m._id, refused.rule, ?
        FROM made_{table} AS m JOIN refused ON refused.value = m.{column.name}""",  # noqa: S608
        [table, column.name],
    )
    staging.unregister("refused")


def _mark_blanks(staging: Staging, table: str, column: Column) -> None:
    is_supplied = f"EXISTS (SELECT 1 FROM made_{table} WHERE {column.name} IS NOT NULL)"  # noqa: S608
    staging.execute(
        f"""INSERT INTO findings SELECT ?, _id, ?, ? FROM made_{table}
        WHERE {column.name} IS NULL AND {"TRUE" if column.required else is_supplied}""",  # noqa: S608
        [table, f"{table}.{column.name}.missing", column.name],
    )
