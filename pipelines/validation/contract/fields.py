"""What may stand in a column of each type, as pandera fields. Columns are text; a check is a kind of finding.

Each check has a name, the kind of finding (`bad_format`, `not_in_list` …), and lets pass whatever an
earlier one of its column already refuses, so that a value is reported once, for its first reason.
"""

from collections.abc import Callable, Collection
from typing import Any

import pandas
import pandera.pandas as pa

from pipelines.instrument import ITEMS
from pipelines.validation.plain import EARLIEST_DAY, FIRST_MONTH, LAST_MONTH, LATEST_DAY
from pipelines.vocabulary import Code, Flag, Unknown

Passes = Callable[["pandas.Series[str]"], "pandas.Series[bool]"]

UNREADABLE = "!unreadable"
AMBIGUOUS = "!ambiguous"
UNCOUNTED = "!uncounted"
"""What reading an export leaves in place of a value that its mapping's formats do not fit, or fit twice."""

ID = r"""[^\x00-\x20!"$-/:-@\[-^`{-~\x7f][^\x00-\x1f\x7f"';<>|]{0,63}"""
"""Opaque: 1 to 64 characters, beginning with a letter, a digit, _ or # of any script."""

MANGLED_ID = r"-?[0-9](?:[.,][0-9]+[eE]\+?|[eE]\+)[0-9]{1,3}|#+|#(?:REF!|N/A|NAME\?|VALUE!|NUM!|DIV/0!|NULL!)"
"""What a spreadsheet makes of an id it took for a number (1.11E+08), a formula or a narrow column."""

TIDY_CODE = r"[a-z0-9][a-z0-9_ +/&.-]{0,39}"
SHORT_LABEL = r"[A-Za-z0-9][A-Za-z0-9 _.:/+-]{0,39}"
CURRENCY = r"[A-Z]{3}"
MONTH = r"[0-9]{4}-(?:0[1-9]|1[0-2])"
DAY = r"-?[0-9]{1,6}"
MONEY = r"-?[0-9]{1,12}(?:\.[0-9]{1,3})?"
WHOLE_NUMBER = r"-?[0-9]{1,6}"
NUMBER = r"-?[0-9]{1,7}(?:\.[0-9]{1,4})?"

UNKNOWNS = ", ".join(Unknown.codes())


def marks_read_as(*markers: str) -> Passes:
    """Passes everything but the markers that reading left behind."""
    return lambda values: ~values.isin(markers)


def _is_marker(values: "pandas.Series[str]") -> "pandas.Series[bool]":
    return values.isin((UNREADABLE, AMBIGUOUS, UNCOUNTED))


def check_that(kind: str, passes: Passes) -> pa.Check:
    """A check named after its kind of finding. Markers pass: they have kinds of their own."""
    return pa.Check(lambda values: passes(values) | _is_marker(values), name=kind, error=kind)


def is_listed(codes: Collection[str]) -> pa.Check:
    """The closed list as a check."""
    allowed = frozenset(codes)
    return check_that("not_in_list", lambda values: values.isin(allowed))


def _is_written_as(pattern: str) -> pa.Check:
    return check_that("bad_format", lambda values: values.str.fullmatch(pattern))


def _is_between(low: float, high: float, pattern: str) -> pa.Check:
    def passes(values: "pandas.Series[str]") -> "pandas.Series[bool]":
        numbers = pandas.to_numeric(values.where(values.str.fullmatch(pattern)), errors="coerce")
        return numbers.between(low, high) | numbers.isna()

    return check_that("out_of_range", passes)


def _month_is_plausible() -> pa.Check:
    return check_that(
        "out_of_range",
        lambda values: values.between(FIRST_MONTH, LAST_MONTH) | ~values.str.fullmatch(MONTH),
    )


def _field(type_: str, description: str, *checks: pa.Check, required: bool, **facts: Any) -> Any:
    field = pa.Field(nullable=not required, description=description, metadata={"type": type_, **facts})
    kinds = {"unreadable": [UNREADABLE], "ambiguous": [AMBIGUOUS]}
    # Reading leaves it behind in days alone; anywhere else somebody wrote it.
    kinds.setdefault("uncounted" if type_ == "day" else "unreadable", []).append(UNCOUNTED)
    field.checks.extend(
        pa.Check(marks_read_as(*markers), name=kind, error=kind) for kind, markers in kinds.items()
    )
    field.checks.extend(checks)
    return field


def id_field(meaning: str, *, required: bool = False) -> Any:
    """An opaque pseudonym; ids that a spreadsheet mangled are refused."""
    not_mangled = check_that("mangled", lambda values: ~values.str.fullmatch(MANGLED_ID))
    written = _is_written_as(f"(?:{ID})|(?:{MANGLED_ID})")
    words = f"{meaning} Opaque id: 1 to 64 characters, no name, the same wherever it is mentioned."
    return _field("id", words, not_mangled, written, required=required)


def code_field(meaning: str, codes: type[Code], *, known: bool = False, required: bool = False) -> Any:
    """One of a closed list of the vocabulary, or, unless it must be `known`, one of the four unknowns."""
    unknowns = () if known or required else Unknown.codes()
    allowed = tuple(dict.fromkeys((*codes.codes(), *unknowns)))
    words = f"{meaning} One of: {', '.join(allowed)}."
    facts = {"list": codes, "known": known or required}
    return _field("code", words, is_listed(allowed), required=required, **facts)


def item_field(meaning: str) -> Any:
    """An item of the survey, by its id."""
    words = f"{meaning} One of: {', '.join(ITEMS)}; or an item that the programme's mapping declares."
    return _field("code", words, is_listed(ITEMS), required=True)


def declared_field(meaning: str) -> Any:
    """A code of the programme's own list, which is put in its place; without a list only the unknowns."""
    words = f"{meaning} A code that the programme declares (lists), or one of: {UNKNOWNS}."
    return _field("code", words, is_listed(Unknown.codes()), required=False, declared=True)


def tidy_code_field(meaning: str) -> Any:
    """A code that no list holds: small letters, digits and a few signs."""
    words = f"{meaning} A code of 1 to 40 small letters, digits, spaces and _ + / & . -"
    return _field("code", words, _is_written_as(TIDY_CODE), required=False)


def month_field(meaning: str, *, required: bool = False) -> Any:
    """A calendar month."""
    words = f"{meaning} Month, YYYY-MM, {FIRST_MONTH} to {LAST_MONTH}."
    return _field("month", words, _is_written_as(MONTH), _month_is_plausible(), required=required)


def day_field(meaning: str, *, low: int = EARLIEST_DAY, high: int = LATEST_DAY) -> Any:
    """A day, counted from the case's referral."""
    words = f"{meaning} Whole days since the case's referral, {low} to {high}; earlier days are negative."
    return _field("day", words, _is_written_as(DAY), _is_between(low, high, DAY), required=False)


def money_field(meaning: str, *, may_be_negative: bool = False, required: bool = False) -> Any:
    """An amount in the row's currency."""
    sign = "negative for a refund or reversal" if may_be_negative else "not negative"
    words = f"{meaning} Major units of the row's currency, decimal point, at most three decimals; {sign}."
    checks = [_is_written_as(MONEY)]
    if not may_be_negative:
        checks.append(_is_between(0, float("inf"), MONEY))
    return _field("money", words, *checks, required=required)


def count_field(meaning: str, unit: str, *, most: int) -> Any:
    """A whole number that is not negative."""
    words = f"{meaning} {unit}, a whole number from 0 to {most}."
    checks = _is_written_as(WHOLE_NUMBER), _is_between(0, most, WHOLE_NUMBER)
    return _field("int", words, *checks, required=False)


def quantity_field(meaning: str) -> Any:
    """A number that is not negative, in the obligation's unit."""
    words = f"{meaning} A number, not negative, in the obligation's unit (hours, items, tasks)."
    checks = _is_written_as(NUMBER), _is_between(0, float("inf"), NUMBER)
    return _field("number", words, *checks, required=False)


def flag_field(meaning: str) -> Any:
    """Yes, no or not known."""
    allowed = tuple(dict.fromkeys((*Flag.codes(), *Unknown.codes())))
    words = f"{meaning} One of: {', '.join(allowed)}."
    return _field("flag", words, is_listed(allowed), required=False)


def currency_field(meaning: str) -> Any:
    """A currency."""
    words = f"{meaning} ISO 4217, three capital letters (GBP); blank means the programme's own currency."
    return _field("text", words, _is_written_as(CURRENCY), required=False)


def label_field(meaning: str) -> Any:
    """A short label."""
    words = f"{meaning} A short label of 1 to 40 letters, digits, spaces and _ . : / + -"
    return _field("text", words, _is_written_as(SHORT_LABEL), required=False)
