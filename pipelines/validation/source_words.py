"""What is wrong, in the words of the sheet that a mapping read: its headers and labels beside our columns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipelines.exports.mapping_rules import ColumnRule, Feed, Mapping
from pipelines.exports.matching import split_reference
from pipelines.exports.text import normalise_header
from pipelines.validation.rules import Rule

_ALLOWED = re.compile(r"Allowed: .*\.$")
Place = tuple[str, str]
"""Table and column of the contract."""


@dataclass(frozen=True, kw_only=True)
class SourceWords:
    """What a mapping makes our columns of; nothing where the tables are the contract's own."""

    headers: dict[Place, tuple[str, ...]]
    labels: dict[Place, tuple[str, ...]]

    @classmethod
    def of(cls, mapping: Mapping) -> "SourceWords":
        headers: dict[Place, tuple[str, ...]] = {}
        labels: dict[Place, tuple[str, ...]] = {}
        for feed in mapping.feeds:
            for rule in feed.columns:
                for target in _targets(rule):
                    place = (feed.table, target)
                    headers[place] = _joined(headers.get(place, ()), _headers(feed, rule))
                    labels[place] = _joined(labels.get(place, ()), rule.codes)
        return cls(headers=_filled(headers), labels=_filled(labels))

    def tell(self, rule: Rule) -> Rule:
        """The rule with the headers of the sheet in its sentences, and the labels that its mapping allows."""
        if not rule.tables or not self.headers:
            return rule
        places = [(rule.tables[0], column) for column in rule.columns]
        sentence, mend = rule.sentence, rule.mend
        for place in (place for place in places if place in self.headers):
            sentence, mend = (self._with_header(text, place) for text in (sentence, mend))
            if rule.id.endswith(".not_in_list") and place in self.labels:
                sentence = f"{_ALLOWED.sub('', sentence)}Allowed: {', '.join(self.labels[place])}."
        return replace(rule, sentence=sentence, mend=mend)

    def name_columns(self, table: str, columns: str) -> str:
        """`held_day, cases.closed_day` with the header beside each that has one."""
        return ", ".join(self._named(table, column) for column in columns.split(", "))

    def _named(self, table: str, column: str) -> str:
        other, _, name = column.rpartition(".")
        headers = self.headers.get((other or table, name))
        return f"{' / '.join(headers)} ({column})" if headers else column

    def _with_header(self, text: str, place: Place) -> str:
        named = f"{' / '.join(f'“{header}”' for header in self.headers[place])} ({place[1]})"
        return re.sub(rf"\b{place[1]}\b", lambda _: named, text)


def _targets(rule: ColumnRule) -> tuple[str, ...]:
    if not rule.is_date:
        return (rule.target,)
    stem = rule.target.removesuffix("_date")
    return (f"{stem}_day", f"{stem}_month")


def _headers(feed: Feed, rule: ColumnRule) -> list[str]:
    """Those that are spelled otherwise than our column is."""
    named = [split_reference(feed, reference)[1] for reference in rule.columns_named]
    return [header for header in named if normalise_header(header) != normalise_header(rule.target)]


def _joined(known: tuple[str, ...], further: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *further)))


def _filled(words: dict[Place, tuple[str, ...]]) -> dict[Place, tuple[str, ...]]:
    return {place: several for place, several in words.items() if several}
