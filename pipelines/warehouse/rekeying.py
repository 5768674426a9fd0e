"""The programme's ids become ours: each is hashed once, however many rows name it, and looked up after that.

A survey of two million answers names ten times fewer responses, and hashing is by far the dearest thing that
happens to a row. Leaves one temporary table `ids_<kind>` each: programme, reference (theirs), id (ours).
"""

from collections.abc import Collection

from pipelines.contract_tables import TABLES, Table
from pipelines.warehouse.connection import Connection
from pipelines.warehouse.pseudonyms import KINDS


def write_ids(connection: Connection, tables: Collection[str], *, are_ours: bool) -> None:
    """Find our id of every reference in the accepted rows of these staged tables.

    Needs the macro `pseudonym`, unless `are_ours`: after a partial export the staged ids are ours already.
    """
    for kind in dict.fromkeys(KINDS.values()):
        named = [
            f"SELECT DISTINCT _programme AS programme, {column} AS reference "
            f"FROM staging.accepted_{table} WHERE {column} IS NOT NULL"
            for table, column in _columns_of(kind, tables)
        ]
        nobody = "SELECT NULL::VARCHAR AS programme, NULL::VARCHAR AS reference WHERE FALSE"
        ours = "reference" if are_ours else f"pseudonym(programme, '{kind}', reference)"
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE ids_{kind} AS "
            f"SELECT programme, reference, {ours} AS id FROM ({' UNION '.join(named or [nobody])})"
        )


def id_joins(table: Table) -> str:
    """The joins from `m`, an accepted row, to our ids; each under `id_of_<column>`."""
    return " ".join(
        f"LEFT JOIN ids_{KINDS[column]} AS id_of_{column} "
        f"ON id_of_{column}.reference = m.{column} AND id_of_{column}.programme = m._programme"
        for column in table.column_names
        if column in KINDS
    )


def _columns_of(kind: str, tables: Collection[str]) -> list[tuple[str, str]]:
    return [
        (table.name, column)
        for table in TABLES.values()
        if table.name in tables
        for column in table.column_names
        if KINDS.get(column) == kind
    ]
