"""Rows as the contract wants them, made in the scratch database by SQL that the mapping writes.

For each table fed there is a view `made_<table>` of text columns, with `_id`, `_file`, `_sheet`, `_row`.
Calendar dates live only in the tables this module drops at its end.
"""

from dataclasses import dataclass, field

from pipelines.contract_tables import TABLES
from pipelines.exports.accounts import SourceAccount, count_rows
from pipelines.exports.export import Export
from pipelines.exports.feeds import FeedQuery
from pipelines.exports.mapping_rules import Mapping
from pipelines.exports.matching import find_sheets
from pipelines.exports.reading import Staging, release, run
from pipelines.exports.referral_days import make_table
from pipelines.exports.sources import Source, create_sources


@dataclass(frozen=True, kw_only=True)
class StagedExport:
    """What was made of an export, in counts and names."""

    tables: tuple[str, ...]
    """Contract tables that have a `made_` view, parents before children."""
    columns: dict[str, tuple[str, ...]]
    """Contract columns handed over for each table, those made from a date included."""
    accounts: tuple[SourceAccount, ...]
    """One a table of the export: rows read, used, left out and why."""
    not_recorded: tuple[str, ...] = ()
    """From the mapping and export.toml: items such as `role:harmed`."""
    lists: dict[str, dict[str, str]] = field(default_factory=dict)
    """Declared closed lists: column → code → label."""


def stage_export(export: Export, mapping: Mapping, staging: Staging) -> StagedExport:
    """Makes the `made_` views. Raises `MappingError` when the mapping does not fit the tables found."""
    found = find_sheets(export, mapping)
    sources = create_sources(staging, export, mapping, found)
    lists = {**mapping.lists, **export.lists}
    queries = tuple(
        FeedQuery(feed=feed, sources=sources, lists=lists)
        for feed in mapping.feeds
        if all(sources[name].is_there for name in (feed.source, *(join.source for join in feed.joins)))
    )
    columns: dict[str, tuple[str, ...]] = {}
    for table in TABLES:
        feeding = [query for query in queries if query.feed.table == table]
        if feeding:
            columns[table] = make_table(staging, export, table, feeding)
    accounts = count_rows(staging, found, sources, queries)
    _drop_internal(staging, sources)
    return StagedExport(
        tables=tuple(columns),
        columns=columns,
        accounts=accounts,
        not_recorded=tuple(dict.fromkeys((*mapping.not_recorded, *export.not_recorded))),
        lists=lists,
    )


def _drop_internal(staging: Staging, sources: dict[str, Source]) -> None:
    """No calendar date and no cell that was not asked for stays behind."""
    for source in sources.values():
        run(staging, f"DROP VIEW IF EXISTS {source.view}")
        for part in source.parts:
            run(staging, f"DROP TABLE {part.table}")
    for (name,) in run(
        staging,
        "SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, 'fed_') "
        "OR starts_with(table_name, 'referral_of_')",
    ):
        run(staging, f"DROP TABLE {name}")
    release(staging)
