"""The keys of one TOML table, taken one by one, so that what nobody took can be refused."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from pipelines.errors import DefinitionError

T = TypeVar("T")
_WORDS: dict[type, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dict: "a table",
    list: "a list",
    date: "a date",
}
_MISSING: Any = object()


def _word(kind: type) -> str:
    """What a reader of the file calls a type."""
    return _WORDS.get(kind, "a value")


class Keys:
    """What is left to read of one table. Every message names file and key."""

    def __init__(self, table: Mapping[str, Any], where: str) -> None:
        self._left = dict(table)
        self.where = where

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def place(self, key: str) -> str:
        return f"{self.where}, {key}"

    def value(self, key: str, kind: type[T], default: T = _MISSING) -> T:
        """The value of one key, of exactly this type."""
        found = self._left.pop(key, default)
        if found is _MISSING:
            raise DefinitionError(f"{self.place(key)} is missing. It must be {_word(kind)}.")
        # bool is an int to Python, not to a reader of the file.
        if not isinstance(found, kind) or (isinstance(found, bool) and kind not in (bool, object)):
            raise DefinitionError(f"{self.place(key)} must be {_word(kind)}.")
        return found

    def text(self, key: str, default: str = _MISSING) -> str:
        found = self.value(key, str, default)
        if not found.strip() and default is _MISSING:
            raise DefinitionError(f"{self.place(key)} is empty. It must say something.")
        return " ".join(found.split())

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is absent."""
        found = self.value(key, list, [])
        if not all(isinstance(entry, str) for entry in found):
            raise DefinitionError(f"{self.place(key)} must be a list of texts.")
        return tuple(found)

    def one_of(self, key: str, allowed: Sequence[str], make: Callable[[str], T], default: T = _MISSING) -> T:
        """One value of a closed list."""
        if default is not _MISSING and key not in self:
            return default
        return self._check_listed(key, self.text(key), allowed, make)

    def several(
        self, key: str, allowed: Sequence[str], make: Callable[[str], T], default: tuple[T, ...]
    ) -> tuple[T, ...]:
        """Several values of a closed list, none twice."""
        if key not in self:
            return default
        found = self.texts(key)
        if len(set(found)) < len(found):
            raise DefinitionError(f"{self.place(key)} names a value twice.")
        return tuple(self._check_listed(key, value, allowed, make) for value in found)

    def table(self, key: str) -> "Keys":
        """A table inside this one, to be read the same way."""
        return Keys(self.value(key, dict), self.place(key))

    def tables(self, key: str) -> list["Keys"]:
        """A list of tables, each to be read the same way; empty where the key is absent."""
        found = self.value(key, list, [])
        if not all(isinstance(entry, dict) for entry in found):
            raise DefinitionError(f"{self.place(key)} must be a list of tables ([[{key}]]).")
        return [Keys(entry, self.place(key)) for entry in found]

    def names(self) -> list[str]:
        return list(self._left)

    def refuse_rest(self) -> None:
        """Refuse whatever nobody asked for: a key that is ignored is a mistake nobody sees."""
        if self._left:
            unknown = ", ".join(sorted(self._left))
            raise DefinitionError(f"{self.where}: unknown {unknown}. Remove it, or correct its spelling.")

    def _check_listed(self, key: str, value: str, allowed: Sequence[str], make: Callable[[str], T]) -> T:
        if value not in allowed:
            raise DefinitionError(f"{self.place(key)} must be one of {', '.join(allowed)}.")
        return make(value)
