"""What is said when the tables handed over are not those a mapping expects."""

from collections.abc import Sequence
from difflib import get_close_matches

from pipelines.exports.export import Export, Sheet
from pipelines.exports.mapping_rules import Mapping, SourceRule
from pipelines.exports.text import normalise_header


def describe_no_source(mapping: Mapping, rule: SourceRule, export: Export) -> str:
    """No file or sheet is the source."""
    pattern = rule.sheet or rule.file or rule.name
    return (
        f"mapping {mapping.name}, sources.{rule.name}: no file or sheet is called {pattern!r}. "
        f"In this export: {_titles(export)}. Add it, or mend the name in the mapping."
    )


def describe_claimed_twice(mapping: Mapping, rule: SourceRule, sheet: Sheet) -> str:
    """One table fits two sources."""
    return (
        f"mapping {mapping.name}, sources.{rule.name}: {sheet.title} already is another source. "
        "Give each source its own file or sheet name."
    )


def describe_no_column(
    mapping: Mapping, where: str, column: str, header_row: int, headers: Sequence[str]
) -> str:
    """A column the mapping asks for is missing. `where`: the source, and the table it stands for."""
    near = get_close_matches(normalise_header(column), headers, n=1, cutoff=0.8)
    meant = f" The nearest is {near[0]!r}." if near else ""
    return (
        f"mapping {mapping.name}, {where} has no column {column!r} in its "
        f"header (row {header_row}, {len(headers)} columns).{meant} "
        "Hand over that column, or mend its name in the mapping."
    )


def describe_no_question(mapping: Mapping, rule: SourceRule, sheet: Sheet) -> str:
    """None of a survey's questions is in the header."""
    return (
        f"mapping {mapping.name}, sources.{rule.name}: no header of {sheet.title} is a question the "
        "mapping asks for. Use the words of the survey form, or name your own questions in a mapping."
    )


def describe_no_table(export: Export) -> str:
    """Nothing of the export is any source."""
    return (
        "No table of the contract was found; there must be one called cases. "
        f"In this export: {_titles(export)}. "
        "If these are your own system's tables, name a mapping with --mapping."
    )


def _titles(export: Export) -> str:
    return ", ".join(sheet.title for sheet in export.sheets)
