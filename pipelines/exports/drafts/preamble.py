"""The head of a draft: what it is, and how dates and amounts are written all over the export."""

import re
from collections import Counter
from collections.abc import Sequence

from pipelines.contract_tables import CONTRACT_VERSION, TABLES
from pipelines.exports.drafts.facts import LABEL_ROWS
from pipelines.exports.drafts.planning import PlannedSheet
from pipelines.exports.drafts.suggesting import SURE
from pipelines.exports.drafts.toml_text import toml_text, toml_texts
from pipelines.exports.mapping import MAPPING_VERSION
from pipelines.exports.mapping_rules import ISO_DATE, NUMBER_STYLES

_SYMBOL = re.compile(r"[^\w\s.,()'’+−-]{1,3}")
_STYLES = {
    "1,234.50": re.compile(r"[0-9],[0-9]{3}([.]|$)"),
    "1.234,50": re.compile(r"[0-9],[0-9]{1,2}$"),
}
"""How thousands and decimals are told apart, where an amount shows it."""

HEAD = f"""\
# A draft, made by `outcomes map`. Nothing in it is certain: a person who knows the data confirms every line.
# The number behind each line says how sure the draft is, from 0 to 1. What is below {SURE} is a comment:
# take the "# " away to use it, or delete it. What each key means is said in docs/mapping.md.
# A column that is not named here is not read. Labels are quoted only where they stand in at least
# {LABEL_ROWS} rows of a column with few different ones: rarer texts could be a case's own and are never
# written down. If such a text is a code too, add it by hand.
# To try the draft: outcomes check EXPORT --mapping FILE

mapping = {MAPPING_VERSION}
contract = {CONTRACT_VERSION}
name = "draft"
version = "1"
"""


def preamble_lines(planned: Sequence[PlannedSheet], formats: tuple[str, ...]) -> list[str]:
    """Everything above the sources."""
    return [HEAD + f"dates = {toml_texts(formats)}  # {_about_dates(formats)}", *_number_lines(planned), ""]


def shared_formats(planned: Sequence[PlannedSheet]) -> tuple[str, ...]:
    """The formats that most date columns have; a column with others names its own."""
    counted = Counter(one.formats for sheet in planned for one in sheet.suggestions if one.formats)
    return counted.most_common(1)[0][0] if counted else (ISO_DATE,)


def _number_lines(planned: Sequence[PlannedSheet]) -> list[str]:
    """How amounts are written; nothing where they are plain."""
    amounts = {
        text
        for sheet in planned
        for one in sheet.main
        if one.target in TABLES[one.table].column_names
        and TABLES[one.table].column(one.target).type == "money"
        for column in sheet.facts.columns
        if column.header == one.header
        for text in column.values
    }
    symbols = sorted({found.group() for text in amounts if (found := _SYMBOL.match(text))})
    style = next(
        (style for style, shape in _STYLES.items() if any(map(shape.search, amounts))), NUMBER_STYLES[0]
    )
    if not symbols and style == NUMBER_STYLES[0]:
        return []
    return [
        f"numbers = {{ style = {toml_text(style)}, symbols = {toml_texts(symbols)} }}  # read off the amounts"
    ]


def _about_dates(formats: tuple[str, ...]) -> str:
    if any(text.startswith(("%d/%m", "%m/%d")) for text in formats):
        return "read off the values. Check the order of day and month: some dates read both ways"
    return "read off the values"
