import numpy as np

from pipelines.sample.calendar_days import AS_OF, START, draw_referrals, observed_days, to_dates
from pipelines.sample.draws import Draws


def test_referrals_are_working_days_of_the_three_years_in_order() -> None:
    referral = draw_referrals(Draws(1, "x", "cases"), 4_000)
    assert (np.diff(referral) >= 0).all()
    assert np.is_busday(to_dates(referral)).all()
    assert referral.min() >= 0
    assert referral.max() <= (AS_OF - START).days


def test_days_are_counted_from_the_start_to_the_extraction() -> None:
    assert to_dates(np.array([0, 31])).astype(str).tolist() == ["2023-10-01", "2023-11-01"]
    last_day = (AS_OF - START).days
    assert observed_days(np.array([0, last_day])).tolist() == [last_day, 0]
