"""Where in a mapping file we are, and the checks every key goes through. Errors name file and key."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from pipelines.errors import MappingError, nearest


@dataclass(frozen=True, kw_only=True)
class Place:
    """A key of a mapping file, such as `tables.cases.columns.status`."""

    file: str
    key: str = ""

    def at(self, key: str) -> "Place":
        """The place one key further in."""
        return replace(self, key=f"{self.key}.{key}" if self.key else key)

    def refuse(self, reason: str) -> NoReturn:
        raise MappingError(f"{self.file}, {self.key or 'top level'}: {reason}")

    def table(self, told: Any, allowed: Sequence[str] | None = None) -> dict[str, Any]:
        """The TOML table, with no other keys than those allowed."""
        if not isinstance(told, dict):
            self.refuse("must be a table of key = value.")
        if allowed is None:
            return told
        for key in told:
            if key not in allowed:
                self.at(key).refuse(f"no such key.{nearest(key, allowed)}")
        return told

    def text(self, told: Any) -> str:
        if not isinstance(told, str) or not told:
            self.refuse("must be text in quotation marks.")
        return told

    def texts(self, told: Any) -> tuple[str, ...]:
        """One text or a list of texts."""
        if isinstance(told, str):
            return (told,)
        if not isinstance(told, list) or not all(isinstance(item, str) for item in told):
            self.refuse("must be text, or a list of texts.")
        return tuple(told)

    def flag(self, told: Any) -> bool:
        if not isinstance(told, bool):
            self.refuse("must be true or false.")
        return told

    def number(self, told: Any) -> int:
        if isinstance(told, bool) or not isinstance(told, int) or told < 1:
            self.refuse("must be a whole number of 1 or more.")
        return told

    def choice(self, told: Any, allowed: Sequence[str]) -> str:
        word = self.text(told)
        if word not in allowed:
            self.refuse(f"{word!r} is not allowed.{nearest(word, allowed)}")
        return word

    def pairs(self, told: Any) -> dict[str, str]:
        """A table of text → text; numbers are taken as the text they show."""
        pairs = self.table(told)
        if not all(isinstance(value, str | int) and not isinstance(value, bool) for value in pairs.values()):
            self.refuse("each value must be text in quotation marks.")
        return {key: str(value) for key, value in pairs.items()}
