"""The three years of the sample, in whole days; calendar text is made only when a file is written."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from pipelines.sample.draws import Draws, Ints

START = date(2023, 10, 1)
AS_OF = date(2026, 9, 30)
"""The extraction date of every export: all that would happen later has not happened yet."""

NEVER = 9_999_999
"""The day of what does not happen; later than any other day, so `day <= observed` is simply false."""

MONTH_WEIGHTS = (0.95, 1.0, 1.1, 1.05, 1.1, 1.1, 1.0, 0.8, 1.05, 1.1, 1.05, 0.75)
"""How busy each month is, January first: referrals thin out in the summer and at the year's end."""

Dates = NDArray[np.datetime64]


def draw_referrals(draw: Draws, n: int) -> Ints:
    """n working days between START and AS_OF, in order, as days since START; each year a little busier."""
    days = np.arange((AS_OF - START).days + 1)
    dates = to_dates(days)
    working = np.is_busday(dates)
    months = dates.astype("datetime64[M]").astype(np.int64) % 12
    weights = np.array(MONTH_WEIGHTS)[months] * (1.0 + 0.1 * (days // 365)) * working
    edges = np.cumsum(weights)
    return np.sort(np.searchsorted(edges / edges[-1], draw.uniform(n), side="right")).astype(np.int64)


def observed_days(referral: Ints) -> Ints:
    """Days from each referral to the extraction."""
    return (AS_OF - START).days - referral


def to_dates(days: Ints) -> Dates:
    """Days since START as calendar dates."""
    return np.datetime64(START.isoformat(), "D") + days.astype("timedelta64[D]")
