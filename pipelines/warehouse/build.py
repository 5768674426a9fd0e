"""Build one snapshot file: typed tables of accepted rows, what stands behind them, and the grains.

The rows of this submission's programmes replace the ones the snapshot before held; every other programme's
are copied.
"""

from collections.abc import Callable, Collection
from importlib.resources import files

from pipelines.contract_tables import TABLES, Column, Table
from pipelines.instrument import ITEMS, WINDOWS
from pipelines.vocabulary import MINOR_UNITS, Answer, Wave
from pipelines.warehouse.codes import codes_in, create_codes, earlier_codes, open_columns
from pipelines.warehouse.connection import Connection, columns_of_database
from pipelines.warehouse.provenance import (
    META_NAMES,
    META_TABLES,
    Submission,
    keep_earlier_quarantine,
    write_programmes,
    write_provenance,
)
from pipelines.warehouse.pseudonyms import KINDS
from pipelines.warehouse.rekeying import id_joins, write_ids
from pipelines.warehouse.supplied import write_supplied
from pipelines.warehouse.totals import write_totals

MINOR_UNITS_MACRO = "CREATE OR REPLACE TEMP MACRO minor_units(code) AS CASE {} ELSE 100 END".format(
    " ".join(f"WHEN code = '{code}' THEN {units}" for code, units in MINOR_UNITS.items())
)

NEVER_COALESCED = ("answer", "item")
"""A blank answer is blank: it is counted apart, and is not the answer "unknown"."""

_OUR_ID = "CREATE OR REPLACE TEMP MACRO our_id(programme, kind, reference) AS {}"


_SECOND_CASES = """
INSERT INTO conference_cases
SELECT DISTINCT f.programme, c.conference_id, k.case_id, CAST(m.held_day AS INTEGER), m.held_month
FROM staging.made_conferences AS m
JOIN staging.fate_conferences AS f USING (_id)
JOIN ids_conference AS i ON i.reference = m.conference_id AND i.programme = f.programme
JOIN ids_case AS j ON j.reference = m.case_id AND j.programme = f.programme
JOIN conferences AS c ON c.conference_id = i.id
JOIN cases AS k ON k.case_id = j.id
WHERE f.fate = 'superseded'
"""
"""A conference's second case: its row gave way, but the case has had the conference all the same."""

_FIRST_CASES = """
INSERT INTO conference_cases
SELECT programme, conference_id, case_id, held_day, held_month
FROM conferences ANTI JOIN conference_cases USING (conference_id, case_id)
"""


def build_tables(
    connection: Connection,
    submission: Submission,
    *,
    has_previous: bool,
    begin: Callable[[str], None] = lambda table: None,
) -> None:
    """Fill the new snapshot from `staging` (this submission) and `previous` (everybody else).

    Needs the macro `pseudonym`. After a partial export the staged ids are ours already. `begin` hears
    each table before it is written.
    """
    connection.execute(META_TABLES)
    connection.execute(MINOR_UNITS_MACRO)
    ours = "reference" if submission.is_partial else "pseudonym(programme, kind, reference)"
    connection.execute(_OUR_ID.format(ours))
    write_programmes(connection, submission)
    create_codes(connection, _codes_named(connection, submission, has_previous=has_previous))
    write_ids(connection, submission.handed_over, are_ours=submission.is_partial)
    for table in TABLES.values():
        begin(table.name)
        _write_contract_table(connection, table, submission)
    if "conferences" in submission.handed_over:
        connection.execute(_SECOND_CASES)
    write_supplied(connection, submission)
    write_totals(connection, submission.programme, submission.totals)
    write_provenance(connection, submission)
    if has_previous:
        _copy_other_programmes(connection, submission)
    build_grains(connection)


def _codes_named(connection: Connection, submission: Submission, *, has_previous: bool) -> set[str]:
    """Codes that no closed list of ours names, in what came in and in what is copied."""
    named = codes_in(connection, "programmes", ("programme",))
    for name in submission.handed_over:
        named |= codes_in(connection, f"staging.accepted_{name}", open_columns(TABLES[name]))
    if has_previous:
        named |= earlier_codes(connection)
    return named


def build_grains(connection: Connection) -> None:
    """One table for each unit, from the typed tables. `grains.sql` says what each column means."""
    connection.execute(_FIRST_CASES)
    sql = files("pipelines.warehouse").joinpath("grains.sql").read_text(encoding="utf-8")
    for name, words in _answers(codes_in(connection, "survey_answers", ("item",))).items():
        sql = sql.replace(f"{{{name}}}", words)
    for wave in (Wave.AFTER, Wave.FOLLOW_UP):
        window = WINDOWS[wave]
        sql = sql.replace(f"{{{wave.value}_window}}", f"{window.first_day} AND {window.last_day}")
    connection.execute(sql)


def _write_contract_table(connection: Connection, table: Table, submission: Submission) -> None:
    columns = ", ".join(_typed(table, column) for column in table.columns if column.name != "programme")
    if table.name in submission.handed_over:
        source = (
            f"FROM staging.accepted_{table.name} AS m "
            f"JOIN programmes AS g ON g.programme = m._programme {id_joins(table)} {_order_of(table)}"
        )
    else:
        empty = ", ".join(f"NULL::VARCHAR AS {column.name}" for column in table.columns)
        source = (
            f"FROM (SELECT {empty}, NULL::VARCHAR AS _programme) AS m CROSS JOIN programmes AS g "
            f"{id_joins(table)} WHERE FALSE"
        )
    connection.execute(
        f"CREATE TABLE {table.name} AS SELECT m._programme::code AS programme, {columns} {source}"
    )


def _order_of(table: Table) -> str:
    """What comes first may matter where one of several is picked; of answers none is ever picked."""
    return "" if table.name == "survey_answers" else "ORDER BY m._id"


def _typed(table: Table, column: Column) -> str:
    """The SQL that turns one accepted text column into its type. The contract has made sure that it can."""
    name = f"m.{column.name}"
    if column.name in KINDS:
        return f"id_of_{column.name}.id AS {column.name}"
    if column.name == "currency":
        return f"COALESCE({name}, g.currency) AS currency"
    if column.type == "money":
        return f"{_minor(table, name)} AS {column.name}_minor"
    if column.type in ("code", "flag") and column.name not in NEVER_COALESCED:
        return f"COALESCE({name}::code, 'unknown'::code) AS {column.name}"
    if column.type == "code":
        return f"{name}::code AS {column.name}"
    type_ = {"day": "INTEGER", "int": "INTEGER", "number": "DOUBLE"}.get(column.type, "VARCHAR")
    return f"CAST({name} AS {type_}) AS {column.name}"


def _minor(table: Table, name: str) -> str:
    currency = "COALESCE(m.currency, g.currency)" if "currency" in table.column_names else "g.currency"
    return f"CAST(CAST({name} AS DECIMAL(18, 3)) * minor_units({currency}) AS BIGINT)"


def _answers(asked: Collection[str]) -> dict[str, str]:
    """What `grains.sql` needs to turn answers into one column an item; `asked`: those that have any."""
    # CASE and not FILTER: with sixty columns DuckDB takes a fifth of the time.
    found = {item: f"MAX(CASE WHEN item = '{item}' THEN answer END)" for item in asked}
    return {
        "item_answers": ",\n        ".join(f"{found.get(item, 'NULL::code')} AS {item}" for item in ITEMS),
        "answer_codes": ", ".join(f"'{code}'" for code in Answer.codes()),
    }


def _copy_other_programmes(connection: Connection, submission: Submission) -> None:
    connection.execute("CREATE TEMP TABLE ours AS SELECT programme FROM programmes")
    if submission.is_partial:
        keep_earlier_quarantine(connection, submission)
    elif "handed_over_by" in columns_of_database(connection, "previous")["programmes"]:
        # A programme that the same hand-over held before and holds no more has vanished from it.
        connection.execute(
            "INSERT INTO ours SELECT programme FROM previous.programmes WHERE handed_over_by = ?",
            [submission.programme],
        )
    held = columns_of_database(connection, "previous")
    if submission.is_partial and not submission.totals and "totals" in held:
        # A partial export that says nothing of them changes nothing about them.
        connection.execute(
            "INSERT INTO totals SELECT * FROM previous.totals WHERE programme = ?", [submission.programme]
        )
    for name in (name for name in (*META_NAMES, *TABLES) if name in held):
        # The ledger is a history: what came in before stays in it.
        where = "" if name == "ledger" else "WHERE programme NOT IN (SELECT programme FROM ours)"
        connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM previous.{name} {where}")
