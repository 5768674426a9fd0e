"""Rows as the contract wants them, made in the scratch database by SQL that the mapping writes.

For each table fed there is a view `made_<table>` of text columns, with `_id`, `_file`, `_sheet`, `_row`.
Calendar dates live only in the tables this module drops at its end.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from pipelines.contract_tables import TABLES, required_columns
from pipelines.errors import RefusedError
from pipelines.exports.accounts import SourceAccount, count_rows
from pipelines.exports.export import Export
from pipelines.exports.feeds import FeedQuery
from pipelines.exports.mapping_rules import Mapping
from pipelines.exports.matching import FoundSheet, find_sheets
from pipelines.exports.reading import Staging, run
from pipelines.exports.referral_days import make_table
from pipelines.exports.relations import release
from pipelines.exports.sources import Source, create_sources
from pipelines.exports.text import normalise_header


@dataclass(frozen=True, kw_only=True)
class StagedExport:
    """What was made of an export, in counts and names."""

    tables: tuple[str, ...]
    """Contract tables that have a `made_` view, parents before children."""
    columns: dict[str, tuple[str, ...]]
    """Contract columns handed over for each table, those made from a date included."""
    rows: dict[str, int]
    """Rows made of each table."""
    accounts: tuple[SourceAccount, ...]
    """One a table of the export: rows read, used, left out and why."""
    not_recorded: tuple[str, ...] = ()
    """From the mapping and export.toml: items such as `role:harmed`."""
    lists: dict[str, dict[str, str]] = field(default_factory=dict)
    """Declared closed lists: column → code → label."""


def stage_export(
    export: Export,
    mapping: Mapping,
    staging: Staging,
    made: Callable[[str, int, int], None] = lambda table, rows, done: None,
) -> StagedExport:
    """Makes the `made_` views. Raises `MappingError` when the mapping does not fit the tables found.

    `made` hears each table, its rows and the rows of all tables so far.
    """
    found = find_sheets(export, mapping)
    sources = create_sources(staging, export, mapping, found)
    lists = {**mapping.lists, **export.lists}
    queries = tuple(
        FeedQuery(feed=feed, sources=sources, lists=lists)
        for feed in mapping.feeds
        if all(sources[name].is_there for name in (feed.source, *(join.source for join in feed.joins)))
    )
    columns: dict[str, tuple[str, ...]] = {}
    rows: dict[str, int] = {}
    for table in TABLES:
        feeding = [query for query in queries if query.feed.table == table]
        if feeding:
            columns[table] = make_table(staging, export, table, feeding)
            rows[table] = int(run(staging, f"SELECT COUNT(*) FROM made_{table}")[0][0])
            made(table, rows[table], sum(rows.values()))
    _check_cases(columns, found)
    accounts = count_rows(staging, _to_account(found, mapping), sources, queries)
    _drop_internal(staging, export, sources)
    return StagedExport(
        tables=tuple(columns),
        columns=columns,
        rows=rows,
        accounts=accounts,
        not_recorded=tuple(dict.fromkeys((*mapping.not_recorded, *export.not_recorded))),
        lists=lists,
    )


def _check_cases(columns: dict[str, tuple[str, ...]], found: tuple[FoundSheet, ...]) -> None:
    """Cases with id, referral month (or date) and status is all that an export must have."""
    missing = [name for name in required_columns("cases") if name not in columns.get("cases", ())]
    if missing:
        titles = ", ".join(sheet.sheet.title for sheet in found)
        raise RefusedError(
            f"cases needs {', '.join(missing)} and has no such column. In this export: {titles}. "
            "Hand over a table called cases with case_id, referral_month (or referral_date) and status, "
            "or name a mapping with --mapping."
        )


def _to_account(found: tuple[FoundSheet, ...], mapping: Mapping) -> tuple[FoundSheet, ...]:
    """All tables but those that the mapping leaves behind by name: its own guidance is no news."""
    known = {normalise_header(name) for name in mapping.sheets_not_read}
    return tuple(sheet for sheet in found if sheet.source or normalise_header(sheet.sheet.name) not in known)


def _drop_internal(staging: Staging, export: Export, sources: dict[str, Source]) -> None:
    """No calendar date and no cell that was not asked for stays behind."""
    for source in sources.values():
        if source.is_direct:
            continue
        run(staging, f"DROP VIEW IF EXISTS {source.view}")
        for part in source.parts:
            run(staging, f"DROP TABLE {part.table}")
    for (name,) in run(
        staging,
        "SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, 'fed_') "
        "OR starts_with(table_name, 'referral_of_')",
    ):
        run(staging, f"DROP TABLE {name}")
    release(staging, export)
