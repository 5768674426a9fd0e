"""The type `code` of a snapshot: every code in it, so that one is stored and compared as a small number.

Its values are sorted, so that codes come in the order they would have as text. A snapshot has its own: the
closed lists, the words of the grains, and the codes that its programmes declare or name themselves.
"""

import re
from collections.abc import Collection, Iterable
from importlib.resources import files

from pipelines.contract_tables import TABLES, Table
from pipelines.instrument import ITEMS
from pipelines.vocabulary import Flag, Unknown
from pipelines.warehouse.connection import Connection, columns_of_database

_IN_GRAINS = re.compile(r"'(\w+)'::code")


def code_columns(table: Table) -> tuple[str, ...]:
    """The columns of a typed table that hold codes; every table names its rows' programme."""
    own = (column.name for column in table.columns if column.type in ("code", "flag"))
    return tuple(dict.fromkeys(("programme", *own)))


def open_columns(table: Table) -> tuple[str, ...]:
    """Those whose codes no closed list of ours names."""
    closed = {column.name for column in table.columns if column.list_name or column.type == "flag"}
    return tuple(name for name in code_columns(table) if name not in closed and name != "programme")


def codes_in(connection: Connection, rows: str, columns: Collection[str]) -> set[str]:
    """Every code in these columns of a table or view."""
    if not columns:
        return set()
    lists = ", ".join(f"LIST(DISTINCT {column}::VARCHAR)" for column in columns)
    (found,) = connection.execute(f"SELECT {lists} FROM {rows}").fetchall()
    return {str(code) for codes in found for code in codes or ()}


def earlier_codes(connection: Connection) -> set[str]:
    """Every code of the snapshot `previous`. One of an earlier version may lack a column."""
    held = columns_of_database(connection, "previous")
    return {
        code
        for name, table in TABLES.items()
        for code in codes_in(
            connection, f"previous.{name}", [column for column in code_columns(table) if column in held[name]]
        )
    }


def create_codes(connection: Connection, named: Iterable[str]) -> None:
    """Create the type `code`, with the codes of the programmes' own, and the macro `known`."""
    lists = [
        column.list_name.codes() for table in TABLES.values() for column in table.columns if column.list_name
    ]
    sql = files("pipelines.warehouse").joinpath("grains.sql").read_text(encoding="utf-8")
    codes = {*Flag.codes(), *Unknown.codes(), *ITEMS, *_IN_GRAINS.findall(sql), *named}
    codes.update(*lists)
    values = ", ".join("'" + code.replace("'", "''") + "'" for code in sorted(codes))
    connection.execute(f"CREATE TYPE code AS ENUM ({values})")
    connection.execute("CREATE OR REPLACE TEMP MACRO known(code) AS COALESCE(code, 'unknown'::code)")
