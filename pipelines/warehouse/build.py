"""Build one snapshot file: typed tables of accepted rows, what stands behind them, and the grains.

The rows of this submission's programmes replace the ones the snapshot before held; every other programme's are
copied. Ledger, accounts and quarantine live in the snapshot too, so that figures and their provenance switch together.
"""

from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files

from pipelines.contract_tables import TABLES, Column, Table
from pipelines.instrument import ITEMS
from pipelines.ledger import LedgerRow
from pipelines.vocabulary import MINOR_UNITS, Role, Unknown
from pipelines.warehouse.connection import Connection
from pipelines.warehouse.pseudonyms import KINDS

META_TABLES = """
CREATE TABLE programmes (programme VARCHAR, as_of DATE, currency VARCHAR, default_due_days INTEGER, is_sample BOOLEAN);
CREATE TABLE supplied (programme VARCHAR, item VARCHAR);
CREATE TABLE ledger (programme VARCHAR, file VARCHAR, sha256 VARCHAR, as_of DATE, loaded_at TIMESTAMP, loaded_by VARCHAR,
    mapping VARCHAR, contract INTEGER, rows_read BIGINT, rows_used BIGINT, left_out VARCHAR);
CREATE TABLE accounts (programme VARCHAR, table_name VARCHAR, made BIGINT, accepted BIGINT, quarantined BIGINT, superseded BIGINT);
CREATE TABLE quarantine (programme VARCHAR, table_name VARCHAR, file VARCHAR, sheet VARCHAR, row BIGINT, rule VARCHAR,
    columns VARCHAR, is_warning BOOLEAN);
"""
_MINOR_UNITS = "CREATE TEMP MACRO minor_units(code) AS CASE {} ELSE 100 END".format(
    " ".join(f"WHEN code = '{code}' THEN {units}" for code, units in MINOR_UNITS.items())
)
META_NAMES = ("programmes", "supplied", "ledger", "accounts", "quarantine")

NEVER_COALESCED = ("answer", "item")
"""A blank answer is blank: it is counted apart, and is not the answer "unknown"."""


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What one export says about itself."""

    programme: str
    as_of: date
    currency: str | None
    default_due_days: int
    is_sample: bool
    handed_over: dict[str, tuple[str, ...]]
    """Contract table → its columns that were handed over at all."""
    not_recorded: tuple[str, ...]
    mapping: str
    contract: int
    loaded_at: datetime
    loaded_by: str
    files: tuple[LedgerRow, ...]


def build_tables(connection: Connection, submission: Submission, *, has_previous: bool) -> None:
    """Fill the new snapshot from `staging` (this submission) and `previous` (everybody else)."""
    connection.execute(META_TABLES)
    connection.execute(_MINOR_UNITS)
    _write_programmes(connection, submission)
    for table in TABLES.values():
        _write_contract_table(connection, table, submission)
    _write_supplied(connection, submission)
    _write_provenance(connection, submission)
    if has_previous:
        _copy_other_programmes(connection)
    build_grains(connection)


def build_grains(connection: Connection) -> None:
    """One table for each unit, from the typed tables. `grains.sql` says what each column means."""
    items = ",\n        ".join(
        f"MAX(answer) FILTER (WHERE item = '{item}' AND answer NOT IN ({_unknown_codes()})) AS {item}" for item in ITEMS
    )
    sql = files("pipelines.warehouse").joinpath("grains.sql").read_text(encoding="utf-8")
    connection.execute(sql.replace("{item_columns}", items))


def _write_programmes(connection: Connection, submission: Submission) -> None:
    connection.execute(
        "INSERT INTO programmes SELECT DISTINCT programme, ?, ?, ?, ? FROM (SELECT programme FROM staging.fate_cases "
        # An export without a single case still says of its programme that it has none.
        "UNION ALL SELECT ? WHERE NOT EXISTS (SELECT 1 FROM staging.fate_cases)) AS named (programme)",
        [submission.as_of, submission.currency, submission.default_due_days, submission.is_sample, submission.programme],
    )


def _write_contract_table(connection: Connection, table: Table, submission: Submission) -> None:
    columns = ", ".join(_typed(table, column) for column in table.columns if column.name != "programme")
    if table.name in submission.handed_over:
        source = (
            f"FROM staging.made_{table.name} AS m JOIN staging.fate_{table.name} AS f USING (_id) "
            "JOIN programmes AS g ON g.programme = f.programme WHERE f.fate = 'accepted' ORDER BY m._id"
        )
    else:
        empty = ", ".join(f"NULL::VARCHAR AS {column.name}" for column in table.columns)
        source = (
            f"FROM (SELECT {empty}) AS m, (SELECT NULL::VARCHAR AS programme) AS f, programmes AS g WHERE FALSE"
        )
    connection.execute(f"CREATE TABLE {table.name} AS SELECT f.programme AS programme, {columns} {source}")


def _typed(table: Table, column: Column) -> str:
    """The SQL that turns one accepted text column into its type. The contract has made sure that it can."""
    name = f"m.{column.name}"
    if column.name in KINDS:
        return f"pseudonym(f.programme, '{KINDS[column.name]}', {name}) AS {column.name}"
    if column.name == "currency":
        return f"COALESCE({name}, g.currency) AS currency"
    if column.type in ("code", "flag") and column.name not in NEVER_COALESCED:
        return f"COALESCE({name}, 'unknown') AS {column.name}"
    if column.type in ("day", "int"):
        return f"CAST({name} AS INTEGER) AS {column.name}"
    if column.type == "number":
        return f"CAST({name} AS DOUBLE) AS {column.name}"
    if column.type == "money":
        return f"{_minor(table, name)} AS {column.name}_minor"
    return f"{name} AS {column.name}"


def _minor(table: Table, name: str) -> str:
    currency = "COALESCE(m.currency, g.currency)" if "currency" in table.column_names else "g.currency"
    return f"CAST(CAST({name} AS DECIMAL(18, 3)) * minor_units({currency}) AS BIGINT)"


def _unknown_codes() -> str:
    kept = ("not_applicable",)
    return ", ".join(f"'{code}'" for code in Unknown.codes() if code not in kept)


def _write_supplied(connection: Connection, submission: Submission) -> None:
    """Say for each programme which tables, columns and roles it supplies. What is not said is *not supplied*."""
    not_recorded = set(submission.not_recorded)
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
            for item in sorted(items - not_recorded):
                connection.execute("INSERT INTO supplied VALUES (?, ?)", [programme, item])


def _count_known(connection: Connection, table: Table, columns: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """Programme → for each column, how many rows hold a value that is known."""
    counts = ", ".join(f"COUNT(*) FILTER (WHERE {_is_known(table, column)})" for column in columns)
    rows = connection.execute(f"SELECT programme, {counts} FROM {table.name} GROUP BY programme").fetchall()
    return {str(programme): tuple(counted) for programme, *counted in rows}


def _is_known(table: Table, column: str) -> str:
    """A constant "unknown" counts as not recorded."""
    if table.column(column).type in ("code", "flag"):
        return f"{column} IS NOT NULL AND {column} NOT IN ({', '.join(repr(code) for code in Unknown.codes())})"
    name = f"{column}_minor" if table.column(column).type == "money" else column
    return f"{name} IS NOT NULL"


def _write_provenance(connection: Connection, submission: Submission) -> None:
    for file in submission.files:
        connection.execute(
            "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                submission.programme, file.file, file.sha256, submission.as_of, submission.loaded_at, submission.loaded_by,
                submission.mapping, submission.contract, file.rows_read, file.rows_used, file.left_out_in_words,
            ],
        )  # fmt: skip
    for table_name in submission.handed_over:
        connection.execute(_ACCOUNTS.format(table=table_name), [table_name])
        connection.execute(_QUARANTINE.format(table=table_name), [table_name, table_name])


_ACCOUNTS = """
INSERT INTO accounts SELECT programme, ?, COUNT(*), COUNT(*) FILTER (WHERE fate = 'accepted'),
    COUNT(*) FILTER (WHERE fate = 'quarantined'), COUNT(*) FILTER (WHERE fate = 'superseded')
FROM staging.fate_{table} GROUP BY programme
"""

_QUARANTINE = """
INSERT INTO quarantine
SELECT f.programme, ?, m._file, m._sheet, m._row, v.rule, STRING_AGG(DISTINCT v.column_name, ', ' ORDER BY v.column_name),
    f.fate <> 'quarantined'
FROM staging.findings AS v JOIN staging.made_{table} AS m USING (_id) JOIN staging.fate_{table} AS f USING (_id)
WHERE v.table_name = ?
GROUP BY ALL
"""


def _copy_other_programmes(connection: Connection) -> None:
    connection.execute("CREATE TEMP TABLE ours AS SELECT programme FROM programmes")
    for name in (*META_NAMES, *TABLES):
        # The ledger is a history: what came in before stays in it.
        where = "" if name == "ledger" else "WHERE programme NOT IN (SELECT programme FROM ours)"
        connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM previous.{name} {where}")


def read_last_submission(connection: Connection, programme: str) -> tuple[date, str, int, frozenset[str]] | None:
    """What the programme handed over last: as-of date, mapping, contract version, and the hashes of its files."""
    rows = connection.execute(
        "SELECT as_of, mapping, contract, sha256 FROM ledger WHERE programme = ? "
        "QUALIFY loaded_at = MAX(loaded_at) OVER ()",
        [programme],
    ).fetchall()
    if not rows:
        return None
    as_of, mapping, contract, _ = rows[0]
    return as_of, mapping, contract, frozenset(row[3] for row in rows)


def references_sql(present: tuple[str, ...]) -> str:
    """One row per case, party, agreement and obligation that came in: the programme's reference and our id."""
    kinds = [("cases", "case_id"), ("parties", "party_id"), ("agreements", "agreement_id"), ("obligations", "obligation_id")]
    return " UNION ".join(
        f"SELECT f.programme, '{KINDS[column]}' AS kind, m.{column} AS reference, "
        f"pseudonym(f.programme, '{KINDS[column]}', m.{column}) AS id "
        f"FROM staging.made_{table} AS m JOIN staging.fate_{table} AS f USING (_id) WHERE f.fate = 'accepted'"
        for table, column in kinds
        if table in present
    )
