"""Numbers, amounts and dates as people read them.

Rounded half-up, never half-even: a board checks with a pocket calculator. What differs between places that
read English are the order of a date and whose dollar "$" is; thousands and decimals are written the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MINUS = "−"
"""The true minus sign, so that a fall is not read as a dash or a range."""

LOCALES = ("en-GB", "en-US", "en-AU", "en-CA", "en-IE", "en-NZ")
"""The places whose way of writing is known, the usual one first. The words are English in all of them."""

CURRENCY_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}
"""Currencies whose sign is clear by itself. Every other amount is led by its code."""

_OWN_DOLLAR = {"en-AU": "AUD", "en-CA": "CAD", "en-NZ": "NZD"}
"""Where "$" is another dollar, and that of the United States is led by its code."""

_MONTH_FIRST = ("en-US", "en-CA")

_locale = ContextVar("locale", default=LOCALES[0])

CURRENCY_DIGITS = {
    **dict.fromkeys(("JPY", "KRW", "VND", "CLP", "ISK", "UGX", "RWF", "PYG", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
"""Digits of the minor unit where it is not 2 (ISO 4217)."""

WHOLE_UNITS_FROM = 100
"""From this amount on, pence are noise on a page; tables and files keep them."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def set_locale(asked: str | None) -> None:
    """Write as the reader's place does, for what is done on the reader's behalf; elsewhere as usual."""
    _locale.set(asked if asked in LOCALES else LOCALES[0])


@contextmanager
def in_locale(locale: str) -> Iterator[None]:
    """Write as one place does, and afterwards as before."""
    token = _locale.set(locale if locale in LOCALES else LOCALES[0])
    try:
        yield
    finally:
        _locale.reset(token)


def round_half_up(value: float, digits: int = 0) -> Decimal:
    """The decimal that `value` prints as, rounded half-up: 21.25 is 21.3, not the 21.2 of half-even."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def format_percent(value: float, digits: int = 0) -> str:
    """A fraction as a percent: 0.745 is "75%". "0%" and "100%" are kept for what is truly none or all."""
    percent = Decimal(repr(float(value))) * 100
    rounded = percent.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    if rounded == 0 and percent > 0:
        return f"under {Decimal(1).scaleb(-digits)}%"
    if rounded == 100 and percent < 100:
        return f"over {100 - Decimal(1).scaleb(-digits)}%"
    return f"{_sign(rounded)}{abs(rounded)}%"


def format_points(difference: float) -> str:
    """A difference of two shares, in percentage points: 0.02 is "+2 pts"."""
    points = (Decimal(repr(float(difference))) * 100).quantize(Decimal(1), ROUND_HALF_UP)
    if points == 0:
        return "less than 1 pt" if difference else "0 pts"
    sign = MINUS if points < 0 else "+"
    return f"{sign}{abs(points)} {'pt' if abs(points) == 1 else 'pts'}"


def format_signed(value: float) -> str:
    """A difference in points of an answer, with its sign: "+0.26", "−0.1"."""
    number = round_half_up(value, 2)
    return f"{'+' if number > 0 else MINUS if number < 0 else ''}{abs(number)}"


def format_interval(low: float, high: float, digits: int = 0) -> str:
    """Both ends of an interval of shares: "70 to 77%"."""
    ends = [
        (Decimal(repr(float(end))) * 100).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        for end in (low, high)
    ]
    return " to ".join(f"{_sign(end)}{abs(end)}" for end in ends) + "%"


def format_count(n: int) -> str:
    """A whole number with thousands separators."""
    return f"{MINUS if n < 0 else ''}{abs(n):,}"


def format_money(minor: int, currency: str, *, exact: bool = False) -> str:
    """An amount in minor units of `currency`: whole units from 100 on, unless `exact`."""
    digits = CURRENCY_DIGITS.get(currency, 2)
    amount = Decimal(abs(minor)).scaleb(-digits)
    is_whole = amount >= WHOLE_UNITS_FROM or amount == amount.to_integral_value()
    shown = amount.quantize(Decimal(1), ROUND_HALF_UP) if is_whole and not exact else amount
    return f"{MINUS if minor < 0 else ''}{_currency_sign(currency)}{shown:,f}"


def _currency_sign(currency: str) -> str:
    own = _OWN_DOLLAR.get(_locale.get())
    if own is not None and currency in (own, "USD"):
        return "$" if currency == own else f"{currency} "
    return CURRENCY_SYMBOLS.get(currency, f"{currency} ")


def format_days(value: float) -> str:
    """Whole days: "1 day", "45 days"."""
    days = round_half_up(value)
    return f"{days:,} {'day' if abs(days) == 1 else 'days'}"


def format_date(day: date) -> str:
    """ "30 September 2026", or "September 30, 2026": the month in words, no order to guess."""
    month = MONTHS[day.month - 1]
    if _locale.get() in _MONTH_FIRST:
        return f"{month} {day.day}, {day.year}"
    return f"{day.day} {month} {day.year}"


def format_month(month: str) -> str:
    """ "2026-09" as "September 2026"."""
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def format_quarter(quarter: str, *, short: bool = False) -> str:
    """ "2025Q3" as "July to September 2025", or "Q3 2025". What is no quarter comes back as it is."""
    year, _, number = quarter.partition("Q")
    if not (year.isdecimal() and number in ("1", "2", "3", "4")):
        return quarter
    if short:
        return f"Q{number} {year}"
    first = (int(number) - 1) * 3
    return f"{MONTHS[first]} to {MONTHS[first + 2]} {year}"


def join_words(parts: list[str]) -> str:
    """ "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def lower_first(words: str) -> str:
    """A label as it stands inside a sentence; a code of capitals stays as it is."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def upper_first(words: str) -> str:
    """A label as it stands at the start of a line."""
    return words[:1].upper() + words[1:]


def _sign(number: Decimal) -> str:
    return MINUS if number < 0 else ""
