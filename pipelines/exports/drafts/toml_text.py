"""Pieces of TOML as text."""

import json
from collections.abc import Iterable


def commented(lines: Iterable[str]) -> list[str]:
    return [line if line.startswith("#") or not line else f"# {line}" for line in lines]


def toml_text(value: str) -> str:
    """As a TOML string: JSON writes the same escapes."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_texts(values: Iterable[str]) -> str:
    return f"[{', '.join(map(toml_text, values))}]"
