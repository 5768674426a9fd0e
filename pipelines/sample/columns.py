"""From typed rows to the text columns of the contract: ids, codes, flags, days, months, money."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.sample.calendar_days import NEVER, to_dates
from pipelines.sample.draws import Codes, Flags, Ints

Texts = Codes
"""Object arrays of text; an empty text is a blank cell."""


@dataclass(frozen=True, kw_only=True)
class Days:
    """A day column to be: whole days since the referral of each row's case, and when that was."""

    day: Ints
    referral: Ints


def text_ids(prefix: str, letter: str, numbers: Ints, digits: int) -> Texts:
    """Opaque ids such as rv-o-000123; blank where the number is negative."""
    wanted, at = np.unique(numbers, return_inverse=True)
    stem = f"{prefix}-{letter}-" if letter else f"{prefix}-"
    texts = [f"{stem}{number + 1:0{digits}d}" if number >= 0 else "" for number in wanted.tolist()]
    return _look_up(texts, at)


def text_numbers(numbers: Ints) -> Texts:
    """Whole numbers; blank where negative."""
    return _each(numbers, lambda number: str(number) if number >= 0 else "")


def text_days(days: Ints) -> Texts:
    """Days, which may be negative; blank where they never come."""
    return _each(days, lambda day: str(day) if day < NEVER else "")


def text_dates(days: Days) -> Texts:
    """Calendar dates, YYYY-MM-DD."""
    return _dated(days, "D")


def text_months(days: Days) -> Texts:
    """Calendar months, YYYY-MM."""
    return _dated(days, "M")


def text_flags(flags: Flags | pd.Series) -> Texts:
    """yes or no."""
    return np.where(np.asarray(flags, dtype=np.bool_), "yes", "no").astype(object)


def text_money(minor: Ints) -> Texts:
    """Major units with two decimals; refunds are negative."""
    return _each(
        minor, lambda amount: f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02d}"
    )


def blank_unless(condition: Flags | pd.Series, texts: Texts) -> Texts:
    """The texts where the condition holds, blank elsewhere."""
    return np.where(np.asarray(condition, dtype=np.bool_), texts, "").astype(object)


def _each(numbers: Ints, write: Callable[[int], str]) -> Texts:
    wanted, at = np.unique(numbers, return_inverse=True)
    return _look_up([write(number) for number in wanted.tolist()], at)


def _dated(days: Days, unit: str) -> Texts:
    happens = days.day < NEVER
    since_start = np.where(happens, days.day + days.referral, NEVER)
    wanted, at = np.unique(since_start, return_inverse=True)
    dates = to_dates(np.where(wanted < NEVER, wanted, 0)).astype(f"datetime64[{unit}]").astype(str)
    return _look_up(
        [text if day < NEVER else "" for day, text in zip(wanted, dates.tolist(), strict=True)], at
    )


def _look_up(texts: list[str], at: Ints) -> Texts:
    return np.asarray(np.array(texts, dtype=object)[at]) if texts else np.empty(0, dtype=object)
