"""A programme's own words for the roles: said wherever ours would be, on pages, in files and in reports.

What comes from a source is put into them where it is loaded, what is written here where it is shown.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

from dashboard.formats import upper_first
from pipelines.publication import (
    ActionList,
    DataStatus,
    Definition,
    Pathway,
    PublishedRow,
    PublishedTable,
    Request,
    RoleWord,
    Shown,
    Source,
)

OURS = {
    "harmed": ("harmed party", "harmed parties"),
    "responsible": ("responsible party", "responsible parties"),
    "supporter": ("support person", "support people"),
    "community": ("community member", "community members"),
}
"""What we say for one and for several of each role."""

_BY_WORDS = {words: (role, number) for role, both in OURS.items() for number, words in enumerate(both)}
_PATTERN = re.compile(rf"\b({'|'.join(sorted(_BY_WORDS, key=len, reverse=True))})\b(['’]s?)?", re.IGNORECASE)

_own: ContextVar[Mapping[str, tuple[str, str]]] = ContextVar("own", default={})  # noqa: B039 never changed


def set_role_words(words: Sequence[RoleWord]) -> None:
    """Speak as a programme does from here on; as we do where it has no words of its own."""
    _own.set({one.role: (one.one, one.several) for one in words})


@contextmanager
def in_role_words(words: Sequence[RoleWord]) -> Iterator[None]:
    """Speak as a programme does, and afterwards as before."""
    token = _own.set({one.role: (one.one, one.several) for one in words})
    try:
        yield
    finally:
        _own.reset(token)


def say(words: str) -> str:
    """A text in the programme's own words; as it is where it has none."""
    return _PATTERN.sub(_put, words) if _own.get() else words


def _put(found: re.Match[str]) -> str:
    role, number = _BY_WORDS[found[1].lower()]
    own = _own.get().get(role)
    if own is None:
        return found[0]
    words = upper_first(own[number]) if found[1][0].isupper() else own[number]
    if not found[2]:
        return words
    return f"{words}{found[2][0]}{'' if words.endswith('s') else 's'}"


def speak(source: Source) -> Source:
    """The source in the words its programme has for the roles."""
    words = source.load_status().role_words
    return _Spoken(source, words) if words and not isinstance(source, _Spoken) else source


class _Spoken:
    """A source whose titles, questions, steps and notes are in a programme's own words. No figure differs."""

    def __init__(self, source: Source, words: Sequence[RoleWord]) -> None:
        self._source, self._words = source, words
        self.audience = source.audience
        self.record_export = source.record_export

    def load_tables(self, requests: Sequence[Request]) -> list[PublishedTable]:
        with in_role_words(self._words):
            return [_say_table(table) for table in self._source.load_tables(requests)]

    def load_definitions(self) -> tuple[Definition, ...]:
        with in_role_words(self._words):
            return tuple(map(_say_definition, self._source.load_definitions()))

    def load_status(self) -> DataStatus:
        return self._source.load_status()

    def load_actions(self) -> ActionList | None:
        found = self._source.load_actions()
        if found is None:
            return None
        with in_role_words(self._words):
            return ActionList(actions=tuple(replace(one, what=say(one.what)) for one in found.actions))


def _say_table(table: PublishedTable) -> PublishedTable:
    return replace(
        table,
        definition=_say_definition(table.definition),
        rows=tuple(map(_say_row, table.rows)),
        notes=tuple(map(say, table.notes)),
    )


def _say_definition(meaning: Definition) -> Definition:
    """Not the statement: that is what people were asked, word by word."""
    return replace(
        meaning,
        title=say(meaning.title),
        question=say(meaning.question),
        why=say(meaning.why),
        caveats=tuple(map(say, meaning.caveats)),
        buckets=tuple((name, say(words)) for name, words in meaning.buckets),
    )


def _say_row(row: PublishedRow) -> PublishedRow:
    """Why people left a pathway is said by role."""
    if not isinstance(row.cell, Shown) or not isinstance(row.cell.figure, Pathway):
        return row
    steps = tuple(
        replace(step, label=say(step.label), left=tuple((say(reason), n) for reason, n in step.left))
        for step in row.cell.figure.steps
    )
    return replace(row, cell=replace(row.cell, figure=replace(row.cell.figure, steps=steps)))
