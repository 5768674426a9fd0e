"""Reads mapping.toml, built in or a programme's own. Every key is checked before any row is read."""

import codecs
import hashlib
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from pipelines.contract_tables import CONTRACT_VERSION, TABLES, required_columns
from pipelines.errors import MappingError, nearest
from pipelines.exports.canonical import canonical_mapping
from pipelines.exports.combining import SURVEY_TABLES, combine_mappings, feeds_cases
from pipelines.exports.mapping_answers import read_answers
from pipelines.exports.mapping_columns import ColumnDefaults, read_columns, read_conditions
from pipelines.exports.mapping_keys import Place
from pipelines.exports.mapping_rules import Feed, Join, LeaveOut, Mapping, SourceRule
from pipelines.vocabulary import Role

__all__ = [
    "MAPPING_VERSION",
    "Mapping",
    "builtin_mappings",
    "load_mapping",
    "read_lists",
    "read_not_recorded",
]

MAPPING_VERSION = 1
CANONICAL = "canonical"
"""The name of the mapping that needs no file: the contract's own tables."""
TOP_KEYS = (
    "mapping", "contract", "name", "version", "title", "not_recorded", "sheets_not_read",
    "dates", "numbers", "blanks", "codes", "lists", "sources", "tables",
)  # fmt: skip
SOURCE_KEYS = (
    "file", "sheet", "header_row", "questions", "delimiter", "encoding", "not_read", "leave_out", "optional"
)  # fmt: skip
FEED_KEYS = ("from", "join", "where", "distinct", "columns", "answers")


def load_mapping(name: str | Path | None) -> Mapping:
    """A built-in mapping by name, a file by path, or the canonical one when None.

    `one-sheet+forms-survey` is both, each for its own tables. A mapping of nothing but survey tables
    stands beside the canonical ones.

    Raises `MappingError` naming file and key, with what is allowed there.
    """
    parts = [
        _load(part) for part in ([name] if isinstance(name, Path) else str(name or CANONICAL).split("+"))
    ]
    return combine_mappings(parts if any(map(feeds_cases, parts)) else [_load(CANONICAL), *parts])


def _load(name: str | Path) -> Mapping:
    if str(name) == CANONICAL:
        return canonical_mapping()
    label, text = _read(name)
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"{label}: not valid TOML ({error}). Mend it there.") from None
    return _read_mapping(Place(file=label), told, sha256=hashlib.sha256(text.encode()).hexdigest())


def builtin_mappings() -> tuple[str, ...]:
    """Names of the mappings that ship with the project."""
    folder = resources.files("pipelines.exports") / "mappings"
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def _read(name: str | Path) -> tuple[str, str]:
    """The name for messages and the text of the file."""
    if str(name) in builtin_mappings():
        file = resources.files("pipelines.exports") / "mappings" / f"{name}.toml"
        return f"mapping {name}", file.read_text(encoding="utf-8")
    path = Path(name)
    if not path.is_file():
        raise MappingError(
            f"There is no built-in mapping and no file {str(name)!r}.{nearest(str(name), builtin_mappings())}"
        )
    try:
        return path.name, path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise MappingError(f"{path.name}: not a UTF-8 text file. Save it as UTF-8.") from None


def _read_mapping(place: Place, told: dict[str, Any], *, sha256: str) -> Mapping:
    place.table(told, TOP_KEYS)
    if told.get("mapping") != MAPPING_VERSION:
        place.at("mapping").refuse(f"must be {MAPPING_VERSION}, the mapping language this version reads.")
    if told.get("contract", CONTRACT_VERSION) != CONTRACT_VERSION:
        place.at("contract").refuse(f"must be {CONTRACT_VERSION}, the contract this version reads.")
    lists = read_lists(place.at("lists"), told.get("lists", {}))
    sources = _read_sources(place.at("sources"), told.get("sources", {}))
    defaults = ColumnDefaults.read(place, told, lists)
    return Mapping(
        name=place.at("name").text(told.get("name")),
        version=str(told.get("version", "1")),
        sha256=sha256,
        sources=sources,
        feeds=_read_feeds(place.at("tables"), told.get("tables", {}), sources, defaults),
        lists=lists,
        not_recorded=read_not_recorded(place.at("not_recorded"), told.get("not_recorded", [])),
        sheets_not_read=place.at("sheets_not_read").texts(told.get("sheets_not_read", [])),
    )


def read_not_recorded(place: Place, told: Any) -> tuple[str, ...]:
    """Items such as `parties`, `parties.contacted_day` or `role:harmed`."""
    items = place.texts(told)
    known = [f"role:{role}" for role in Role.codes()]
    for table in TABLES.values():
        known += [table.name, *(f"{table.name}.{column}" for column in table.column_names)]
    for item in items:
        if item not in known:
            place.refuse(f"{item!r} is not a table, table.column or role.{nearest(item, known)}")
    return items


def read_lists(place: Place, told: Any) -> dict[str, dict[str, str]]:
    """The programme's own closed lists: column → code → label."""
    declared = {column.name for table in TABLES.values() for column in table.columns if column.is_declared}
    allowed = (*sorted(declared), "item")
    return {name: place.at(name).pairs(codes) for name, codes in place.table(told, allowed).items()}


def _read_sources(place: Place, told: Any) -> tuple[SourceRule, ...]:
    sources = tuple(_read_source(place.at(name), name, rule) for name, rule in place.table(told).items())
    if not sources:
        place.refuse("name at least one source: [sources.<name>] with the file or sheet it stands in.")
    return sources


def _read_source(place: Place, name: str, told: Any) -> SourceRule:
    rule = place.table(told, SOURCE_KEYS)
    texts = {
        key: place.at(key).text(rule[key])
        for key in ("file", "sheet", "delimiter", "encoding")
        if key in rule
    }
    if "encoding" in texts:
        _check_encoding(place.at("encoding"), texts["encoding"])
    if len(texts.get("delimiter", ",")) != 1:
        place.at("delimiter").refuse('must be one character, such as ";" or "\\t".')
    header_row = place.at("header_row").number(rule["header_row"]) if "header_row" in rule else None
    return SourceRule(
        name=name,
        header_row=header_row,
        has_questions=place.at("questions").flag(rule.get("questions", False)),
        not_read=place.at("not_read").texts(rule.get("not_read", [])),
        leave_out=_read_leave_out(place.at("leave_out"), rule.get("leave_out", [])),
        is_optional=place.at("optional").flag(rule.get("optional", False)),
        **texts,
    )


def _check_encoding(place: Place, encoding: str) -> None:
    try:
        codecs.lookup(encoding)
    except LookupError:
        place.refuse('no such encoding. Usual ones: "utf-8", "utf-16", "windows-1252".')


def _read_leave_out(place: Place, told: Any) -> tuple[LeaveOut, ...]:
    entries = told if isinstance(told, list) else [told]
    rules = []
    for entry in entries:
        rule = place.table(entry, ("column", "is", "in", "not_in", "reason"))
        condition = {key: value for key, value in rule.items() if key != "reason"}
        reason = place.at("reason").text(rule.get("reason"))
        rules.append(LeaveOut(condition=read_conditions(place, condition)[0], reason=reason))
    return tuple(rules)


def _read_feeds(
    place: Place, told: Any, sources: tuple[SourceRule, ...], defaults: ColumnDefaults
) -> tuple[Feed, ...]:
    tables = place.table(told, tuple(TABLES))
    if "cases" not in tables and not (tables and set(tables) <= set(SURVEY_TABLES)):
        place.refuse("[tables.cases] is missing: every export has cases.")
    names = tuple(source.name for source in sources)
    feeds = []
    for name in (name for name in TABLES if name in tables):
        entries = tables[name] if isinstance(tables[name], list) else [tables[name]]
        feeds += [_read_feed(place.at(name), name, entry, names, defaults) for entry in entries]
    return tuple(feeds)


def _read_feed(
    place: Place, table: str, told: Any, sources: tuple[str, ...], defaults: ColumnDefaults
) -> Feed:
    rule = place.table(told, FEED_KEYS)
    if "answers" in rule and table != "survey_answers":
        place.at("answers").refuse("only survey_answers can be made from a wide survey.")
    columns = read_columns(place.at("columns"), table, rule.get("columns", {}), defaults)
    wave = next((column.constant for column in columns if column.target == "wave"), None)
    answers = read_answers(place.at("answers"), rule.get("answers", {}), defaults, wave=wave)
    _check_required(
        place, table, {column.target for column in columns} | ({"item", "answer"} if answers else set())
    )
    return Feed(
        table=table,
        source=place.at("from").choice(rule.get("from"), sources),
        joins=_read_joins(place.at("join"), rule.get("join", []), sources),
        where=read_conditions(place.at("where"), rule.get("where", [])),
        is_distinct=place.at("distinct").flag(rule.get("distinct", False)),
        columns=columns,
        answers=answers,
    )


def _check_required(place: Place, table: str, targets: set[str]) -> None:
    if "referral_date" in targets:
        targets.add("referral_month")
    missing = [name for name in required_columns(table) if name not in targets]
    if missing:
        place.refuse(f"every row of {table} needs {', '.join(missing)}: say what to make it from.")


def _read_joins(place: Place, told: Any, sources: tuple[str, ...]) -> tuple[Join, ...]:
    entries = told if isinstance(told, list) else [told]
    joins = []
    for entry in entries:
        rule = place.table(entry, ("source", "on"))
        on = rule.get("on")
        keys = {on: on} if isinstance(on, str) else place.at("on").pairs(on)
        joins.append(
            Join(source=place.at("source").choice(rule.get("source"), sources), on=tuple(keys.items()))
        )
    return tuple(joins)
