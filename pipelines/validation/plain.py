"""Values that the contract accepts without being asked, so that pandera looks at the others only.

Most columns hold nothing else, and a table then costs no more than its distinct values. A test holds every
pattern and list here against the contract's own models.
"""

from collections.abc import Collection

from pipelines.contract_columns import Column
from pipelines.instrument import ITEMS
from pipelines.validation.contract import Declared
from pipelines.vocabulary import Flag, Unknown

FIRST_MONTH, LAST_MONTH = "1990-01", "2099-12"
"""Months outside are what software writes for "no date" (1900-01, 1970-01) or a slip of the keyboard."""
EARLIEST_DAY, LATEST_DAY = -3_660, 18_300
"""Ten years before the referral to fifty after it: the empty date of a spreadsheet falls outside."""

PATTERNS = {
    "id": "[A-Za-z_][A-Za-z0-9_-]{0,63}|[0-9][0-9_-]{0,63}",
    "code": "[a-z0-9][a-z0-9_-]{0,39}",
    "month": "(199[0-9]|20[0-9]{2})-(0[1-9]|1[0-2])",
    "day": "-?[0-9]{1,3}|[0-9]{4}",
    "money": "[0-9]{1,12}([.][0-9]{1,3})?",
    "int": "[0-9]{1,2}",
    "number": "[0-9]{1,7}([.][0-9]{1,4})?",
    "text": "[A-Z]{3}",
}
"""Type of column → the plain ones of its values; of a code, where no list holds it."""

PATTERNS_OF_ONE = {
    "received_day": "0|-[0-9]{1,3}",
    "duration_minutes": "[0-9]{1,3}",
    "amount": "-?[0-9]{1,12}([.][0-9]{1,3})?",
    "programme_version": "[A-Za-z0-9][A-Za-z0-9 _.-]{0,39}",
}
"""Columns whose plain values are others than their type's: a receipt is never after the referral, a
conference takes hundreds of minutes, a payment may be taken back, and a version has a name.
"""


def plain_codes(column: Column, declared: Declared) -> tuple[str, ...] | None:
    """The closed list of the column; None where it has none."""
    unknowns = Unknown.codes()
    if column.name == "item":
        return (*ITEMS, *declared.get("item", ()))
    if column.is_declared:
        return (*declared.get(column.name, ()), *unknowns)
    if column.type == "flag":
        return (*Flag.codes(), *unknowns)
    if column.list_name is not None:
        return (*column.list_name.codes(), *(unknowns if column.accepts_unknowns else ()))
    return None


def plain_pattern(column: Column) -> str:
    """What a plain value of the column looks like, where no list holds it."""
    return PATTERNS_OF_ONE.get(column.name, PATTERNS[column.type])


def is_plain_sql(column: Column, declared: Declared) -> str:
    """SQL: is this `value` plain?"""
    codes = plain_codes(column, declared)
    if codes is None:
        return f"REGEXP_FULL_MATCH(value, '{plain_pattern(column)}')"
    return f"value IN ({_listed(codes)})"


def _listed(codes: Collection[str]) -> str:
    return ", ".join("'" + code.replace("'", "''") + "'" for code in dict.fromkeys(codes))
