"""The catalogue of rules: what may be wrong with a row, who says so, and how to mend it.

The words and the SQL are in `rules.toml`. A family there becomes one rule for each column it applies to; what
the contract finds has a rule too, made from the column it stands in. Importing this loads no pandera.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pipelines.contract_tables import TABLES, Column, Parent, Table
from pipelines.instrument import ITEMS
from pipelines.vocabulary import Flag, Unknown

Severity = Literal["refuse", "quarantine", "warn"]
"""refuse: the whole export · quarantine: the row, and what hangs on it · warn: the row stays."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One thing that may be wrong. The first of `tables` is the one whose rows are blamed."""

    id: str
    tables: tuple[str, ...]
    columns: tuple[str, ...]
    """What to look at: columns of the blamed table, or `table.column` of another."""
    severity: Severity
    sentence: str
    mend: str
    measures: tuple[str, ...]
    """The measures whose figures it moves."""
    sql: str = ""
    """Selects `_id` of the rows that break it; empty where pandera or a later stage finds them."""
    is_by_response: bool = False
    """The SQL blames a response: every answer of it breaks the rule."""
    needs: tuple[str, ...] = ()
    """Tables without which the rule is not asked."""


PARENT_QUARANTINED = "parent_quarantined"
"""The rule of a row that is only taken along: mending another row brings it back."""

_CATALOGUE: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

KINDS: tuple[str, ...] = tuple(_CATALOGUE["kinds"])
"""What the contract can find in a cell by itself."""

FACTS: dict[str, str] = {facts["name"]: facts["sql"] for facts in _CATALOGUE["facts"]}
"""Temporary tables that the rules look at, in the order in which they can be built."""


def repeated_rows_sql(table: Table) -> str:
    """The SQL of the temporary table `repeated_<table>`: rows whose key comes more than once."""
    words = {
        "table": table.name,
        "key": ", ".join(table.key),
        "columns": ", ".join(table.column_names),
        "key_is_known": " AND ".join(f"{column} IS NOT NULL" for column in table.key),
        "keyed_rows": _CATALOGUE["keyed_rows"].get(table.name, f"made_{table.name}"),
    }
    sql: str = _CATALOGUE["repeated"]["sql"]
    return sql.format_map(words)


_WRITTEN = {
    "id": "1 to 64 characters, beginning with a letter, a digit, _ or #",
    "month": "YYYY-MM",
    "day": "whole days since the case's referral",
    "money": "digits with a decimal point, no currency sign and no thousands separator",
    "int": "a whole number",
    "number": "a number with a decimal point",
    "code": "1 to 40 small letters, digits, spaces and _ + / & . -",
    "text": "1 to 40 letters, digits, spaces and _ . : / + - (a currency: three capital letters)",
}
_RANGE = {
    "month": "1990-01 to 2099-12",
    "day": "ten years before the referral to fifty years after it; a receipt is never after it",
    "money": "not negative, except a payment",
    "int": "not negative, and no more than anybody could mean",
    "number": "not negative",
}


def kinds_of(column: Column) -> tuple[str, ...]:
    """The kinds of finding the contract can make in a column."""
    kinds = ["unreadable", "ambiguous"]
    if column.required or column.required_once_supplied:
        kinds.append("missing")
    if column.type == "day":
        kinds.append("uncounted")
    if column.type == "id":
        kinds.append("mangled")
    if column.type == "flag" or column.list_name or column.is_declared or column.name == "item":
        kinds.append("not_in_list")
    is_listed = column.list_name or column.is_declared or column.name == "item"
    if column.type in _WRITTEN and not is_listed:
        kinds.append("bad_format")
    if column.type in _RANGE and (column.type, column.name) != ("money", "amount"):
        kinds.append("out_of_range")
    return tuple(kinds)


def _contract_rules() -> Iterator[Rule]:
    for table in TABLES.values():
        for column in table.columns:
            for kind in kinds_of(column):
                yield _contract_rule(table, column, kind)


def _contract_rule(table: Table, column: Column, kind: str) -> Rule:
    words = {
        "column": column.name,
        "noun": _CATALOGUE["nouns"][table.name],
        "allowed": _allowed(column),
        "written": _WRITTEN.get(column.type, ""),
        "range": _RANGE.get(column.type, ""),
    }
    return Rule(
        id=f"{table.name}.{column.name}.{kind}",
        tables=(table.name,),
        columns=(column.name,),
        severity="quarantine",
        sentence=_CATALOGUE["kinds"][kind]["sentence"].format_map(words),
        mend=_mend(column, kind).format_map(words),
        measures=tuple(_CATALOGUE["measures"][table.name]),
    )


def _mend(column: Column, kind: str) -> str:
    texts: dict[str, str] = _CATALOGUE["kinds"][kind]
    sort = "declared" if column.is_declared else "date" if column.type in ("day", "month") else ""
    return texts.get(f"mend_{sort}", texts["mend"])


def _allowed(column: Column) -> str:
    if column.name == "item":
        return f"{', '.join(ITEMS)}, and the items the mapping declares"
    if column.is_declared:
        return f"the codes that the programme declares for it, {', '.join(Unknown.codes())}"
    listed = Flag.codes() if column.type == "flag" else column.list_name.codes() if column.list_name else ()
    unknowns = Unknown.codes() if column.accepts_unknowns or column.type == "flag" else ()
    return ", ".join(dict.fromkeys((*listed, *unknowns)))


def _family_rules() -> Iterator[Rule]:
    for family in _CATALOGUE["families"]:
        if family["applies"] == "key":
            yield from (_key_rule(family, table) for table in TABLES.values())
        elif family["applies"] == "link":
            for table in TABLES.values():
                yield from (_link_rule(family, table, link) for link in table.parents)
        else:
            yield from (_column_rule(family, *place.split(".")) for place in family["applies"])


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where one rule of a family applies, and what its words and SQL are filled in with."""

    table: Table
    columns: tuple[str, ...]
    facts: Mapping[str, str]
    suffix: str
    others: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def _key_rule(family: Mapping[str, Any], table: Table) -> Rule:
    facts = {"key": ", ".join(table.key)}
    return _family_rule(family, _Place(table=table, columns=table.key, facts=facts, suffix="key"))


def _link_rule(family: Mapping[str, Any], table: Table, link: Parent) -> Rule:
    place = _Place(
        table=table,
        columns=(link.column,),
        facts={"column": link.column, "parent": link.table, "parent_column": link.parent_column},
        suffix=link.column,
        others=(link.table,) if link.table != table.name else (),
        # Without the table that places it in a case every row is an orphan; without another nobody can tell.
        needs=() if link.is_owner else (link.table,),
    )
    return _family_rule(family, place)


def _column_rule(family: Mapping[str, Any], table_name: str, column: str) -> Rule:
    table = TABLES[table_name]
    month = column.replace("_day", "_month")
    facts = {
        "column": column,
        "key": table.key[0],
        "day": column.replace("_month", "_day"),
        "month": f"m.{month}" if month in table.column_names else "NULL",
        "with_case": _CATALOGUE["with_case"].get(table_name, ""),
    }
    return _family_rule(family, _Place(table=table, columns=(column,), facts=facts, suffix=column))


def _family_rule(family: Mapping[str, Any], place: _Place) -> Rule:
    name = place.table.name
    all_rows = _CATALOGUE["all_rows"].get(name, f"made_{name}")
    words = {"table": name, "noun": _CATALOGUE["nouns"][name], "all_rows": all_rows, **place.facts}
    sql = family["sql"].format_map(words)
    return Rule(
        id=f"{name}.{place.suffix}.{family['name']}",
        tables=(name, *place.others),
        columns=place.columns,
        severity="warn" if f"{name}.{place.suffix}" in family.get("warns_for", ()) else family["severity"],
        sentence=family["sentence"].format_map(words),
        mend=family["mend"].format_map(words),
        measures=tuple(_CATALOGUE["measures"][name]),
        sql=sql,
        is_by_response="response_facts" in sql,
        needs=(name, *place.needs),
    )


def _named_rules() -> Iterator[Rule]:
    for entry in _CATALOGUE["rules"]:
        tables = tuple(entry["tables"])
        measures = entry.get("measures") or (_CATALOGUE["measures"][tables[0]] if tables else ())
        yield Rule(
            id=entry["id"],
            tables=tables,
            columns=tuple(entry["columns"]),
            severity=entry["severity"],
            sentence=entry["sentence"],
            mend=entry["mend"],
            measures=tuple(measures),
            sql=entry.get("sql", ""),
            is_by_response=entry.get("by") == "response",
            needs=tables,
        )


RULES: dict[str, Rule] = {rule.id: rule for rule in (*_family_rules(), *_named_rules())}
"""The rules between rows and between tables by their id, in the order in which they are asked."""


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule a finding can name by its id: the contract's, column by column, then `RULES`."""
    return {rule.id: rule for rule in (*_contract_rules(), *RULES.values())}


def find_rule(rule_id: str) -> Rule:
    """The rule of that id. Raises `KeyError` if there is none."""
    return all_rules()[rule_id]


def warning_rules() -> frozenset[str]:
    """The ids of the rules that leave a row in its place."""
    return frozenset(rule.id for rule in RULES.values() if rule.severity == "warn")
