"""The mapping of an export that already has the contract's tables: one file or sheet a table."""

import hashlib

from pipelines.contract_columns import Table
from pipelines.contract_tables import CONTRACT_VERSION, TABLES
from pipelines.exports.mapping_rules import ColumnRule, Feed, Mapping, SourceRule


def canonical_mapping() -> Mapping:
    """Every table is optional here; what must be there is checked by the contract."""
    return Mapping(
        name="canonical",
        version=str(CONTRACT_VERSION),
        sha256=hashlib.sha256(b"").hexdigest(),
        sources=tuple(SourceRule(name=name, is_optional=True) for name in TABLES),
        feeds=tuple(
            Feed(table=name, source=name, columns=_canonical_columns(table)) for name, table in TABLES.items()
        ),
    )


def _canonical_columns(table: Table) -> tuple[ColumnRule, ...]:
    names = (*table.column_names, *date_targets(table))
    return tuple(ColumnRule(target=name, source_columns=(name,), is_optional=True) for name in names)


def date_targets(table: Table) -> tuple[str, ...]:
    """The `<x>_date` columns an export may carry in place of `<x>_day` and `<x>_month`."""
    days = (column.name for column in table.columns if column.type == "day" and column.name.endswith("_day"))
    dates = tuple(day.removesuffix("_day") + "_date" for day in days)
    return (*dates, "referral_date") if table.name == "cases" else dates
