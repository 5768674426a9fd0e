"""The one-sheet workbook as data: its columns, its guidance and its invented rows. A leaf of this room.

How the sheet is read is said in `mappings/one-sheet.toml`; `template` writes the workbook.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

CASES_SHEET, GUIDANCE_SHEET, EXAMPLES_SHEET, LISTS_SHEET = "Cases", "How to fill it in", "Examples", "Lists"
REQUIRED, OPTIONAL = "must be filled in", "may stay empty"
GUIDANCE_HEAD = ("Column", "What to write", "Needed?")

TemplateKind = Literal["id", "date", "code", "money"]


@dataclass(frozen=True, kw_only=True)
class TemplateColumn:
    """One column of the sheet, as a person fills it in."""

    header: str
    kind: TemplateKind
    help: str
    """Shown when the cell is picked, and on the guidance sheet."""
    examples: tuple[str | float, ...]
    """One value for each invented row; empty text for a blank."""
    is_required: bool = False
    without: tuple[str, ...] = ()
    """Words of the closed list that make no sense in one sheet."""
    further: tuple[str, ...] = ()
    """Words beside the closed list, which the mapping names in a condition."""


@dataclass(frozen=True, kw_only=True)
class Template:
    """Everything that is written into an empty one-sheet workbook."""

    title: str
    guidance: tuple[str, ...]
    examples: str
    """What stands above the invented rows."""
    columns: tuple[TemplateColumn, ...]


@cache
def one_sheet() -> Template:
    """The template that ships with the project."""
    file = resources.files("pipelines.exports") / "template.toml"
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    return Template(
        title=told["title"],
        guidance=tuple(told["guidance"]),
        examples=told["examples"],
        columns=tuple(_column(entry) for entry in told["columns"]),
    )


def _column(entry: dict[str, Any]) -> TemplateColumn:
    lists = {key: tuple(entry.get(key, ())) for key in ("examples", "without", "further")}
    return TemplateColumn(**{**entry, **lists})


def template_sentences() -> tuple[str, ...]:
    """Everything the workbook says. The anonymity gate knows it: these words are no free text."""
    template = one_sheet()
    columns = [text for column in template.columns for text in (column.header, column.help)]
    return (
        template.title,
        *template.guidance,
        template.examples,
        *GUIDANCE_HEAD,
        REQUIRED,
        OPTIONAL,
        *columns,
    )
