"""Which tables, columns and roles each programme supplies. The rest is *not supplied*, never zero."""

from pipelines.contract_tables import TABLES, Table
from pipelines.vocabulary import Role, Unknown
from pipelines.warehouse.connection import Connection
from pipelines.warehouse.provenance import Submission


def write_supplied(connection: Connection, submission: Submission) -> None:
    """One row per programme and item it supplies: `parties`, `parties.contacted_day`, `role:harmed`."""
    not_recorded = set(submission.not_recorded)
    supplied: list[tuple[str, str]] = []
    programmes = [str(row[0]) for row in connection.execute("SELECT programme FROM programmes").fetchall()]
    for table_name, columns in submission.handed_over.items():
        known = _count_known(connection, TABLES[table_name], columns)
        for programme in programmes:
            # A table handed over without rows leaves nothing out: it supplies what its header names.
            n_known = known.get(programme, (1,) * len(columns))
            items = {f"{table_name}.{column}" for column, n in zip(columns, n_known, strict=True) if n}
            items |= {table_name}
            if table_name == "parties":
                items |= {f"role:{role}" for role in Role.codes()}
            supplied += [(programme, item) for item in sorted(items - not_recorded)]
    connection.execute(
        "INSERT INTO supplied SELECT UNNEST(?), UNNEST(?)",
        [[p for p, _ in supplied], [i for _, i in supplied]],
    )


def _count_known(
    connection: Connection, table: Table, columns: tuple[str, ...]
) -> dict[str, tuple[int, ...]]:
    """Programme → for each column, how many rows hold a value that is known."""
    counts = "".join(f", COUNT(*) FILTER (WHERE {_is_known(table, column)})" for column in columns)
    rows = connection.execute(f"SELECT programme{counts} FROM {table.name} GROUP BY programme").fetchall()
    return {str(programme): tuple(counted) for programme, *counted in rows}


def _is_known(table: Table, column: str) -> str:
    """A constant "unknown" counts as not recorded."""
    if table.column(column).type in ("code", "flag"):
        unknowns = ", ".join(repr(code) for code in Unknown.codes())
        return f"{column} IS NOT NULL AND {column} NOT IN ({unknowns})"
    name = f"{column}_minor" if table.column(column).type == "money" else column
    return f"{name} IS NOT NULL"
