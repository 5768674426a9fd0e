"""Check a whole staged table against the contract, however many rows it has.

The database hands over each column's distinct values in batches, those that are not plain; pandera refuses
some of them, and the database marks the rows that hold those. So two million answers cost what their few
different values cost, and memory does not grow with the rows. pandera is loaded once there is a value to ask
it about. The names in the SQL are the contract's own.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipelines.contract_tables import TABLES, Column
from pipelines.exports.reading import Staging
from pipelines.settings import BATCH_ROWS
from pipelines.validation.contract import Declared
from pipelines.validation.plain import is_plain_sql

if TYPE_CHECKING:
    import pandas


def check_staged_contract(staging: Staging, table: str, declared: Declared) -> None:
    """Add to `findings` every row of `made_<table>` that the contract refuses, once per rule."""
    for column in TABLES[table].columns:
        for rule, values in _refused_in(staging, table, column, declared):
            _mark_rows(staging, table, column, rule, values)
        if column.required or column.required_once_supplied:
            _mark_blanks(staging, table, column)


def _refused_in(
    staging: Staging, table: str, column: Column, declared: Declared
) -> "list[tuple[str, pandas.Series[str]]]":
    """Rule → the values that break it, a batch at a time."""
    found = []
    for values in _values_asked(staging, table, column, declared):
        from pipelines.validation.contract.checking import refused_values

        for kind, positions in refused_values(table, column.name, values, declared).items():
            found.append((f"{table}.{column.name}.{kind}", values.iloc[positions]))
    return found


def _values_asked(
    staging: Staging, table: str, column: Column, declared: Declared
) -> Iterator["pandas.Series[str]"]:
    """The column's values that are not plain, each once, a batch at a time."""
    distinct = staging.execute(
        # Materialized, or the engine asks about every row instead of every distinct value.
        f"WITH each AS MATERIALIZED (SELECT DISTINCT {column.name} AS value FROM made_{table}) "  # noqa: S608
        f"SELECT value FROM each WHERE value IS NOT NULL AND NOT ({is_plain_sql(column, declared)})"
    )
    batch_rows = BATCH_ROWS.read()
    while values := distinct.fetchmany(batch_rows):
        import pandas

        yield pandas.Series([value for (value,) in values], dtype="str")


def _mark_rows(staging: Staging, table: str, column: Column, rule: str, values: "pandas.Series[str]") -> None:
    staging.execute(
        f"""INSERT INTO findings SELECT ?, _id, ?, ? FROM made_{table}
        WHERE {column.name} IN (SELECT UNNEST(?))""",  # noqa: S608
        [table, rule, column.name, values.tolist()],
    )


def _mark_blanks(staging: Staging, table: str, column: Column) -> None:
    is_supplied = f"EXISTS (SELECT 1 FROM made_{table} WHERE {column.name} IS NOT NULL)"  # noqa: S608
    staging.execute(
        f"""INSERT INTO findings SELECT ?, _id, ?, ? FROM made_{table}
        WHERE {column.name} IS NULL AND {"TRUE" if column.required else is_supplied}""",  # noqa: S608
        [table, f"{table}.{column.name}.missing", column.name],
    )
