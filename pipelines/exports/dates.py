"""Dates become days since the case's referral and months, and are dropped.

A date is read with the formats its mapping declares, in that order; nothing is guessed. What cannot be
read is `!unreadable`, what two of the formats read as different days is `!ambiguous`, and a day whose case
names no referral date to count from is `!uncounted`.
"""

import re
from datetime import date

from pipelines.exports.mapping_rules import EXCEL_SERIAL
from pipelines.exports.text import sql_text

UNREADABLE = "!unreadable"
AMBIGUOUS = "!ambiguous"
UNCOUNTED = "!uncounted"

PLACEHOLDER_DAYS = ("1899-12-30", "1899-12-31", "1900-01-01", "1900-01-02")
"""What spreadsheets and databases write for "no date"."""
_ZONE = " ?(?:[A-Z]{2,5})?(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?$"
"""A time zone at the end of a stamp: `GMT+1`, `EST`, `+02:00`."""
_FIRST_YEAR, _LAST_YEAR = 1901, 2199
"""Outside is a typing slip or a year of two digits; inside, the rules judge."""


def sql_date(cell: str, formats: tuple[str, ...]) -> str:
    """SQL: the cell as a DATE; NULL when blank or not readable as one of the formats."""
    tries = [_sql_try(cell, text) for text in formats]
    read = tries[0] if len(tries) == 1 else f"coalesce({', '.join(tries)})"
    return f"CASE WHEN {_sql_is_plausible(read)} THEN {read} END"


def _sql_try(cell: str, text: str) -> str:
    if text == EXCEL_SERIAL:
        serial = f"TRY_CAST(regexp_extract({cell}, '^([0-9]{{5}})(\\.[0-9]+)?$', 1) AS INTEGER)"
        return f"(DATE '1899-12-30' + {serial})"
    if text.endswith("%Z"):
        # The zone only says where the clock hung: the day is the one that the form wrote.
        cell = f"regexp_replace({cell}, '{_ZONE}', '')"
        text = text.removesuffix("%Z").rstrip()
    return f"CAST(try_strptime({cell}, {sql_text(text)}) AS DATE)"


def _sql_is_plausible(read: str) -> str:
    placeholders = ", ".join(f"DATE '{day}'" for day in PLACEHOLDER_DAYS)
    return f"year({read}) BETWEEN {_FIRST_YEAR} AND {_LAST_YEAR} AND {read} NOT IN ({placeholders})"


def sql_date_fault(cell: str, day: str, formats: tuple[str, ...]) -> str:
    """SQL: why a filled cell gave no date, as the text the contract refuses; NULL when it did."""
    fault = f"CASE WHEN {cell} IS NOT NULL AND {day} IS NULL THEN '{UNREADABLE}'"
    for one, other in _confusable(formats):
        fault += f" WHEN {_sql_try(cell, one)} <> {_sql_try(cell, other)} THEN '{AMBIGUOUS}'"
    return fault + " END"


def _confusable(formats: tuple[str, ...]) -> list[tuple[str, str]]:
    """Pairs that read the same cells and differ in the order of day and month."""
    shapes = [re.sub(r"%[dm]", "%_", text) for text in formats]
    return [
        (formats[i], formats[j])
        for i in range(len(formats))
        for j in range(i + 1, len(formats))
        if shapes[i] == shapes[j] and formats[i] != formats[j]
    ]


def sql_month(day: str) -> str:
    """SQL: the month of a DATE as YYYY-MM."""
    return f"strftime({day}, '%Y-%m')"


def sql_day(day: str, referral: str) -> str:
    """SQL: whole days from referral to the day, as text."""
    return f"CAST(date_diff('day', {referral}, {day}) AS VARCHAR)"


def sql_observed_days(month: str, as_of: date) -> str:
    """SQL: days from the last day of the referral month to as-of: nothing is called due before it surely is.

    In the month of as-of itself the month's last day is still to come: 0. A later month is negative,
    and a rule refuses the case.
    """
    end = f"DATE '{as_of.isoformat()}'"
    last_day = f"last_day(TRY_CAST({month} || '-01' AS DATE))"
    days = f"date_diff('day', {last_day}, {end})"
    counted = f"CASE WHEN {month} = '{as_of:%Y-%m}' THEN greatest(0, {days}) ELSE {days} END"
    is_month = f"regexp_full_match({month}, '(19|20|21)[0-9]{{2}}-(0[1-9]|1[0-2])')"
    return f"CASE WHEN {is_month} THEN CAST({counted} AS VARCHAR) END"
