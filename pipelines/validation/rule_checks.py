"""Ask every rule between rows and between tables of the staged rows, in SQL over whole tables."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from importlib.resources import files

from pipelines.contract_tables import TABLES
from pipelines.exports.reading import Staging
from pipelines.instrument import ITEMS, WINDOWS
from pipelines.validation.findings import create_findings
from pipelines.validation.plain import EARLIEST_DAY, FIRST_MONTH, LAST_MONTH, LATEST_DAY
from pipelines.validation.rules import FACTS, KINDS, RULES, Rule, repeated_rows_sql, warning_rules
from pipelines.vocabulary import MINOR_UNITS, Role, Wave

_MACROS = (
    "CREATE OR REPLACE TEMP MACRO as_day(t) AS "
    "CASE WHEN REGEXP_FULL_MATCH(t, '-?[0-9]{1,6}') "
    f"AND TRY_CAST(t AS INTEGER) BETWEEN {EARLIEST_DAY} AND {LATEST_DAY} THEN TRY_CAST(t AS INTEGER) END",
    "CREATE OR REPLACE TEMP MACRO as_month(t) AS "
    "CASE WHEN REGEXP_FULL_MATCH(t, '[0-9]{4}-(0[1-9]|1[0-2])') "
    f"AND t BETWEEN '{FIRST_MONTH}' AND '{LAST_MONTH}' THEN t END",
    "CREATE OR REPLACE TEMP MACRO as_money(t) AS "
    "CASE WHEN REGEXP_FULL_MATCH(t, '-?[0-9]{1,12}([.][0-9]{1,3})?') THEN TRY_CAST(t AS DECIMAL(18, 3)) END",
    "CREATE OR REPLACE TEMP MACRO minor_units(code) AS CASE {} ELSE 100 END".format(
        " ".join(f"WHEN code = '{code}' THEN {units}" for code, units in MINOR_UNITS.items())
    ),
)

_SCRATCH = ("blamed", "extraction", "not_for_role", "not_for_wave", "before_stages", "wave_windows")

_SPREAD_OVER_RESPONSE = """
SELECT a._id FROM made_survey_answers AS a JOIN response_facts AS r
    ON a.response_id = r.response_id
    AND a.case_id IS NOT DISTINCT FROM r.case_id AND a.party_id IS NOT DISTINCT FROM r.party_id
    AND a.role IS NOT DISTINCT FROM r.role AND a.wave IS NOT DISTINCT FROM r.wave
    AND a.answered_day IS NOT DISTINCT FROM r.answered_day
    AND a.answered_month IS NOT DISTINCT FROM r.answered_month
WHERE r._id IN ({})
"""
"""Every answer of the responses a rule blames."""

_REFUSED_FOR_ITSELF = [*KINDS, "orphan"]
"""A link to a row that is not there is no more than an id that cannot be read."""

_BLAMED = "CREATE OR REPLACE TEMP TABLE blamed (_id BIGINT)"
_NOT_KNOWN = """
INSERT INTO findings SELECT ?, _id, ?, ? FROM blamed AS b WHERE NOT EXISTS (
    SELECT 1 FROM findings AS f
    WHERE f.table_name = ? AND f._id = b._id AND list_contains(?, f.column_name)
        AND list_contains(?, split_part(f.rule, '.', 3))
)
"""
"""A cell that is refused for itself says nothing, so no rule about two cells is broken by it. Asked only
where a rule blames somebody: most blame nobody, and of a small export the asking is the work.
"""


def check_rules(
    connection: Staging,
    as_of: date,
    tables_present: Collection[str],
    *,
    currency: str | None = None,
    rules: Iterable[Rule] = tuple(RULES.values()),
) -> None:
    """Add to `findings` every row that breaks one of the rules, once per rule.

    `currency` is what amounts are in that name none. A table that is not present counts as empty for rules
    that can do without it; the others are not asked.
    """
    create_findings(connection)
    absent = [table for table in TABLES if table not in tables_present]
    _set_up(connection, as_of, currency, absent)
    for rule in rules:
        if rule.sql and not set(rule.needs).intersection(absent):
            _ask(connection, rule)
    _clear_up(connection, absent)


def _ask(connection: Staging, rule: Rule) -> None:
    blamed = _SPREAD_OVER_RESPONSE.format(rule.sql) if rule.is_by_response else rule.sql
    table = rule.tables[0]
    looked_at = [column for column in rule.columns if "." not in column]
    if len(rule.tables) > 1:
        looked_at += TABLES[table].key  # what the other tables know the row by
    (n_blamed,) = connection.execute(f"INSERT INTO blamed SELECT DISTINCT _id FROM ({blamed})").fetchall()[0]  # noqa: S608 - the catalogue's
    if n_blamed:
        connection.execute(
            _NOT_KNOWN, [table, rule.id, ", ".join(rule.columns), table, looked_at, _REFUSED_FOR_ITSELF]
        )
        connection.execute("TRUNCATE blamed")


def _set_up(connection: Staging, as_of: date, currency: str | None, absent: Iterable[str]) -> None:
    for macro in (*_MACROS, _BLAMED):
        connection.execute(macro)
    for table in absent:
        columns = ", ".join(f"NULL::VARCHAR AS {column}" for column in TABLES[table].column_names)
        connection.execute(f"CREATE TEMP VIEW made_{table} AS SELECT 0::BIGINT AS _id, {columns} WHERE FALSE")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE extraction AS "
        "SELECT ?::DATE AS as_of, STRFTIME(?::DATE, '%Y-%m') AS as_of_month, ?::VARCHAR AS currency",
        [as_of, as_of, currency],
    )
    _set_up_instrument(connection)
    for name, sql in _facts().items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")


def _facts() -> dict[str, str]:
    return FACTS | {f"repeated_{name}": repeated_rows_sql(table) for name, table in TABLES.items()}


def _set_up_instrument(connection: Staging) -> None:
    asked_of = [(item.id, role.value) for item in ITEMS.values() for role in Role if role not in item.roles]
    # The short form for people who do not go on takes what it needs from the others.
    waves = [wave for wave in Wave if wave is not Wave.NOT_PROCEEDING]
    asked_in = [(item.id, wave.value) for item in ITEMS.values() for wave in waves if wave not in item.waves]
    stages = [(item.id, stage.value) for item in ITEMS.values() for stage in item.before_only_in_stages]
    windows = [(wave.value, window.first_day, window.last_day) for wave, window in WINDOWS.items()]
    _look_up(connection, "not_for_role", ("item", "role"), asked_of)
    _look_up(connection, "not_for_wave", ("item", "wave"), asked_in)
    _look_up(connection, "before_stages", ("item", "stage"), stages)
    _look_up(connection, "wave_windows", ("wave", "first_day", "last_day"), windows)


def _look_up(
    connection: Staging, name: str, columns: tuple[str, ...], rows: Sequence[tuple[str | int | None, ...]]
) -> None:
    unnested = ", ".join(f"UNNEST(?) AS {column}" for column in columns)
    values = [[row[i] for row in rows] for i, _ in enumerate(columns)]
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {unnested}", values)


def _clear_up(connection: Staging, absent: Iterable[str]) -> None:
    for table in absent:
        connection.execute(f"DROP VIEW temp.made_{table}")
    for name in (*_SCRATCH, *_facts()):
        connection.execute(f"DROP TABLE temp.{name}")


def find_superseded(connection: Staging, tables_present: Collection[str]) -> None:
    """Fill `superseded` with the rows that give way to another: an earlier response of the same party, role
    and wave, and a conference's second case. Rows that are set aside for a fault supersede nothing.
    """
    create_findings(connection)
    warnings = {"warnings": sorted(warning_rules())}
    for table in ("survey_answers", "conferences"):
        if table in tables_present:
            sql = files("pipelines.validation").joinpath(f"superseded_{table}.sql").read_text("utf-8")
            connection.execute(sql, warnings)
