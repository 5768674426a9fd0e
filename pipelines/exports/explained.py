"""What the vocabulary and a mapping say about a column's values: those are never tested for names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from pipelines import vocabulary
from pipelines.contract_tables import TABLES
from pipelines.exports.export import Export
from pipelines.exports.mapping_rules import EXCEL_SERIAL, ColumnRule, Feed, Mapping
from pipelines.exports.matching import FoundSheet, split_reference
from pipelines.exports.one_sheet import template_sentences
from pipelines.exports.sources import TOTALS_LABELS
from pipelines.exports.text import normalise_code, normalise_header

_NUMBER = re.compile(r"[-−+(]?[^\w\s]{0,3}\s?[0-9][0-9.,'’\s\u00a0\u202f]{0,14}[)-−]?")
_DATE_PIECES = {
    "d": "[0-9]{1,2}", "m": "[0-9]{1,2}", "H": "[0-9]{1,2}", "I": "[0-9]{1,2}", "M": "[0-9]{1,2}",
    "S": "[0-9]{1,2}", "Y": "[0-9]{4}", "b": "[A-Za-z]{3,4}", "B": "[A-Za-z]+", "a": "[A-Za-z]{2,4}",
    "A": "[A-Za-z]+", "p": "[AaPp][Mm]", "Z": "[A-Z0-9:+-]{2,9}",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ColumnUse:
    """What a mapping does with one column."""

    labels: frozenset[str] = frozenset()
    """Normalised labels it names."""
    shapes: tuple[re.Pattern[str], ...] = ()
    """Of the dates and numbers it reads there."""
    is_declared: bool = False
    is_coded: bool = False
    """Only codes, dates and numbers are made of it: an odd value cannot travel on."""

    def explains(self, value: str) -> bool:
        """Is this value one that the vocabulary or the mapping names?"""
        if any(shape.fullmatch(value.strip()) for shape in self.shapes):
            return True
        label = normalise_code(value)
        return label in self.labels or label in known_labels()


@dataclass(frozen=True, kw_only=True)
class MappingUse:
    """What a mapping does with every column of its sources."""

    columns: dict[tuple[str, str], ColumnUse] = field(default_factory=dict)
    """(source, normalised header) → use."""
    labels: frozenset[str] = frozenset()
    """Of the programme's declared lists."""

    def of(self, found: FoundSheet, position: int) -> ColumnUse:
        """The use of one column of a sheet; an undeclared one has none."""
        source = found.source.name if found.source else ""
        return self.columns.get((source, found.headers[position]), ColumnUse(labels=self.labels))


@cache
def known_labels() -> frozenset[str]:
    """Every code and label of the vocabulary, what stands in totals rows, and what our own template says."""
    lists = [
        list_
        for list_ in vars(vocabulary).values()
        if isinstance(list_, type) and issubclass(list_, vocabulary.Code) and list_ is not vocabulary.Code
    ]
    words = [word for list_ in lists for code in list_ for word in (code.value, code.label)]
    return frozenset(normalise_code(word) for word in (*words, *TOTALS_LABELS, *template_sentences()))


def explain_columns(mapping: Mapping, export: Export) -> MappingUse:
    """Collects what the mapping and export.toml name, column by column."""
    lists = {**mapping.lists, **export.lists}
    declared = [word for codes in lists.values() for pair in codes.items() for word in pair]
    labels = frozenset(normalise_code(word) for word in declared)
    rules: dict[tuple[str, str], list[tuple[Feed, ColumnRule]]] = {}
    named: dict[tuple[str, str], set[str]] = {}
    for feed in mapping.feeds:
        for rule in (*feed.columns, *(answer for _, answer in feed.answers)):
            for reference in rule.columns_named:
                rules.setdefault(_key(feed, reference), []).append((feed, rule))
            for condition in rule.where:
                named.setdefault(_key(feed, condition.column), set()).update(condition.labels)
        for condition in feed.where:
            named.setdefault(_key(feed, condition.column), set()).update(condition.labels)
    for source in mapping.sources:
        for condition in (left.condition for left in source.leave_out):
            named.setdefault((source.name, normalise_header(condition.column)), set()).update(
                condition.labels
            )
    return MappingUse(
        columns={key: _use(rules.get(key, ()), labels | named.get(key, set())) for key in {*rules, *named}},
        labels=labels,
    )


def _key(feed: Feed, reference: str) -> tuple[str, str]:
    source, column = split_reference(feed, reference)
    return source, normalise_header(column)


def _use(rules: Iterable[tuple[Feed, ColumnRule]], labels: Iterable[str]) -> ColumnUse:
    words, shapes, is_coded = set(labels), [], True
    for feed, rule in rules:
        words |= {normalise_code(word) for word in (*rule.codes, *rule.blanks)}
        kind = "date" if rule.is_date else TABLES[feed.table].column(rule.target).type
        is_coded = is_coded and kind not in ("id", "text") and rule.template is None
        if kind in ("date", "month"):
            shapes += [_date_shape(text) for text in (*rule.dates, "%Y-%m-%d", "%Y-%m-%d %H:%M:%S")]
        elif kind in ("int", "day", "money", "number") or rule.is_age:
            shapes.append(_NUMBER)
    return ColumnUse(labels=frozenset(words), shapes=tuple(shapes), is_declared=True, is_coded=is_coded)


@cache
def _date_shape(text: str) -> re.Pattern[str]:
    if text == EXCEL_SERIAL:
        return re.compile(r"[0-9]{5}(\.[0-9]+)?")
    pieces = re.split(r"%(.)", text)
    pattern = "".join(
        _DATE_PIECES.get(piece, ".{1,9}") if position % 2 else re.escape(piece)
        for position, piece in enumerate(pieces)
    )
    return re.compile(pattern)
