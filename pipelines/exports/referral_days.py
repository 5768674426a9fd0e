"""Dates of a table become days since the referral of the row's case, and months; then they are gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.contract_columns import Column, Table
from pipelines.contract_tables import TABLES
from pipelines.errors import RefusedError
from pipelines.exports.dates import UNCOUNTED, sql_day, sql_month, sql_observed_days
from pipelines.exports.export import Export
from pipelines.exports.feeds import FeedQuery, sql_feed
from pipelines.exports.reading import Staging, run
from pipelines.exports.sources import ROW
from pipelines.exports.text import sql_text

REFERRALS = "referral_of_cases"
"""Internal table: for each case its referral date, or that it names none. Dropped with the other dates."""


def make_table(staging: Staging, export: Export, name: str, queries: Sequence[FeedQuery]) -> tuple[str, ...]:
    """Creates `rows_<table>` and its view `made_<table>`; returns the contract columns handed over.

    What was not handed over is in the view alone, where the engine sees that it is blank without looking.
    """
    table = TABLES[name]
    stems = _stems(queries)
    fed = " UNION ALL BY NAME ".join(f"({sql_feed(query)})" for query in queries)
    if stems:
        _check_referral_dates(staging, table, queries, stems)
    if stems and name == "cases":
        run(staging, f"CREATE TABLE fed_{name} AS {fed}")
        fed = f"SELECT * FROM fed_{name}"
        _note_referrals(staging, stems)
    referral = _find_referral(staging, table, stems, is_partial=export.is_partial)
    currency = _sql_currency_of(table, export, has_obligations=_exists(staging, "rows_obligations"))
    made = {column.name: _sql_column(column, stems, referral) for column in table.columns}
    made |= {"currency": currency} if "currency" in made else {}
    made |= {"observed_days": _sql_observed(stems, export)} if name == "cases" else {}
    made |= {"programme": f"coalesce(f.programme, {sql_text(export.programme)})"} if name == "cases" else {}
    handed_over = _handed_over(table, queries, stems, export)
    columns = [f"{made[column]} AS {column}" for column in handed_over]
    origin = [f"f.{part}" for part in queries[0].origin]
    source = f"({fed}) f{referral.joins}{_sql_currency(staging, table)}"
    # The engine takes a file it has not read for a small one, and would hold all of it beside the referrals.
    run(staging, "SET disabled_optimizers = 'join_order,build_side_probe_side'")
    run(staging, f"CREATE TABLE rows_{name} AS SELECT {', '.join([*origin, *columns])} FROM {source}")
    run(staging, "RESET disabled_optimizers")
    run(staging, f"CREATE VIEW made_{name} AS {_sql_made(table, queries[0], handed_over)}")
    return handed_over


def _sql_made(table: Table, query: FeedQuery, handed_over: tuple[str, ...]) -> str:
    columns = ", ".join(
        column if column in handed_over else f"NULL::VARCHAR AS {column}" for column in table.column_names
    )
    if not query.is_direct:
        return f"SELECT rowid AS _id, {', '.join(query.origin)}, {columns} FROM rows_{table.name}"
    (part,) = query.sources[query.feed.source].parts
    file, sheet = sql_text(part.found.sheet.file.name), sql_text(part.found.sheet.name)
    return (
        f"SELECT _row AS _id, {file} AS _file, {sheet} AS _sheet, _row, "
        f"{columns} FROM rows_{table.name} WHERE _kind = {ROW}"
    )


def _stems(queries: Sequence[FeedQuery]) -> tuple[str, ...]:
    dates = (rule.target for query in queries for rule in query.rules if rule.is_date)
    return tuple(dict.fromkeys(target.removesuffix("_date") for target in dates))


def _check_referral_dates(
    staging: Staging, table: Table, queries: Sequence[FeedQuery], stems: tuple[str, ...]
) -> None:
    """Days since referral cannot be counted without referral dates."""
    has_them = "referral" in stems if table.name == "cases" else _exists(staging, "fed_cases")
    if has_them:
        return
    titles = ", ".join(title for query in queries for title in query.titles)
    dates = ", ".join(f"{stem}_date" for stem in stems)
    raise RefusedError(
        f"{titles}: {dates} cannot become days since referral, because cases has no referral_date. Hand over "
        "referral_date with the cases, or days and months (held_day and held_month for held_date)."
    )


def _exists(staging: Staging, name: str) -> bool:
    return bool(run(staging, f"SELECT 1 FROM duckdb_tables() WHERE table_name = {sql_text(name)}"))


def _note_referrals(staging: Staging, stems: tuple[str, ...]) -> None:
    """A case named twice with two dates has none: its rows are refused as duplicates anyway."""
    if "referral" in stems:
        run(
            staging,
            f"CREATE TABLE {REFERRALS} AS SELECT case_id AS id, "
            "CASE WHEN min(d_referral) = max(d_referral) THEN min(d_referral) END AS referral, "
            "bool_and(d_referral IS NULL AND f_referral IS NULL) AS lacks FROM fed_cases GROUP BY case_id",
        )


@dataclass(frozen=True, kw_only=True)
class _Referral:
    """SQL that tells the referral of the case each row of `f` belongs to."""

    joins: str = ""
    day: str = "f.d_referral"
    is_unknown: str = "f.f_referral IS NULL"
    """True where the case is there and names no referral date, or where a partial export leaves it out."""


def _find_referral(staging: Staging, table: Table, stems: tuple[str, ...], *, is_partial: bool) -> _Referral:
    if table.name == "cases" or not stems:
        return _Referral()
    joins, days, lacks = "", ["NULL::DATE"], ["false"]
    for number, (column, parent) in enumerate(_links(staging, table)):
        joins += f" LEFT JOIN ({_sql_referral_of(staging, parent)}) r{number} ON f.{column} = r{number}.id"
        days.insert(number, f"r{number}.referral")
        lacks.insert(number, f"r{number}.lacks")
    day, is_unknown = f"coalesce({', '.join(days)})", f"coalesce({', '.join(lacks)})"
    if is_partial:
        # Its case may be one that came in before. What was kept of that is no date to count from.
        is_unknown = " OR ".join(f"f.{column} IS NOT NULL" for column, _ in _links(staging, table)) or "true"
    return _Referral(joins=joins, day=day, is_unknown=is_unknown)


def _links(staging: Staging, table: Table) -> list[tuple[str, str]]:
    """Ways from a row to its case, as (column, parent table); the first that leads there counts."""
    owners = [link for link in table.parents if link.is_owner]
    ways = owners or [link for link in table.parents if link.takes_along]
    if table.name == "agreements":
        # Where its conference was held for two cases, only its party tells which of them it belongs to.
        ways = [link for link in table.parents if link.column in ("party_id", "conference_id")]
        ways.sort(key=lambda link: link.is_owner)
    return [
        (way.column, way.table)
        for way in ways
        if way.table == "cases" or _exists(staging, f"rows_{way.table}")
    ]


def _sql_referral_of(staging: Staging, name: str) -> str:
    """SQL: id of a row of the table → the referral date of its case."""
    if name == "cases":
        return f"SELECT id, referral, lacks FROM {REFERRALS}"
    table = TABLES[name]
    key = table.key[0]
    ways = _links(staging, table)
    if not ways:
        return "SELECT NULL::VARCHAR AS id, NULL::DATE AS referral, false AS lacks WHERE false"
    joins = "".join(
        f" LEFT JOIN ({_sql_referral_of(staging, parent)}) p{i} ON t.{column} = p{i}.id"
        for i, (column, parent) in enumerate(ways)
    )
    referral, lacks = (
        f"coalesce({', '.join(f'p{i}.{fact}' for i, _ in enumerate(ways))})" for fact in ("referral", "lacks")
    )
    return (
        f"SELECT t.{key} AS id, any_value({referral}) AS referral, bool_or({lacks}) AS lacks "
        f"FROM made_{name} t{joins} GROUP BY t.{key}"
    )


def _sql_column(column: Column, stems: tuple[str, ...], referral: _Referral) -> str:
    name = column.name
    stem, _, part = name.rpartition("_")
    if stem not in stems:
        return f"f.{name}"
    if name == "referral_month":
        return f"coalesce(f.f_referral, {sql_month('f.d_referral')}, f.referral_month)"
    if part == "day":
        return f"coalesce(f.f_{stem}, {_sql_days(stem, referral)}, f.{name})"
    if part == "month":
        return f"CASE WHEN f.f_{stem} IS NULL THEN coalesce({sql_month(f'f.d_{stem}')}, f.{name}) END"
    return f"f.{name}"


def _sql_observed(stems: tuple[str, ...], export: Export) -> str:
    given = f"coalesce(f.observed_days, {sql_observed_days('f.referral_month', export.as_of)})"
    if "referral" not in stems:
        return given
    counted = sql_day(f"DATE '{export.as_of.isoformat()}'", "f.d_referral")
    return f"CASE WHEN f.d_referral IS NOT NULL THEN {counted} ELSE {given} END"


def _sql_days(stem: str, referral: _Referral) -> str:
    """Uncounted where the case names no referral date; NULL where there is no such case: a rule says so.

    In a partial export nothing says so, because the case may have come before: there it is uncounted too.
    """
    day = f"f.d_{stem}"
    days = sql_day(day, referral.day)
    return (
        f"CASE WHEN {day} IS NULL THEN NULL WHEN {referral.day} IS NOT NULL THEN {days} "
        f"WHEN {referral.is_unknown} THEN '{UNCOUNTED}' END"
    )


def _sql_currency_of(table: Table, export: Export, *, has_obligations: bool) -> str:
    default = sql_text(export.currency) if export.currency else "NULL"
    if table.name == "payments":
        return f"coalesce(f.currency, {'o.currency, ' if has_obligations else ''}{default})"
    return f"coalesce(f.currency, CASE WHEN f.unit = 'money' THEN {default} END)"


def _sql_currency(staging: Staging, table: Table) -> str:
    """Joins `o.currency`: a payment that names none is in its obligation's currency."""
    if table.name != "payments" or not _exists(staging, "rows_obligations"):
        return ""
    return (
        " LEFT JOIN (SELECT obligation_id AS id, any_value(currency) AS currency FROM made_obligations "
        "GROUP BY obligation_id) o ON f.obligation_id = o.id"
    )


def _handed_over(
    table: Table, queries: Sequence[FeedQuery], stems: tuple[str, ...], export: Export
) -> tuple[str, ...]:
    targets = {rule.target for query in queries for rule in query.rules}
    targets |= {f"{stem}_{part}" for stem in stems for part in ("day", "month")}
    if any(query.feed.answers for query in queries):
        targets |= {"item", "answer"}
    if table.name == "cases":
        targets |= {"programme", "observed_days"}
    if export.currency:
        targets.add("currency")
    return tuple(name for name in table.column_names if name in targets)
