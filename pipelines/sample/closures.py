"""When and why each case closed, or that it is still open at the extraction."""

import numpy as np
import pandas as pd

from pipelines.sample.calendar_days import NEVER
from pipelines.sample.draws import Codes, Draws, Ints
from pipelines.sample.programmes import ProgrammeSpec

AFTER_SCREENING = {
    "declined_ineligible": "administrative",
    "declined_no_responsibility": "responsible_denies",
    "declined_unsafe": "unsafe",
    "service_full": "administrative",
    "not_able_now": "other",
    "returned": "transferred",
    "duplicate": "administrative",
}
AFTER_SIDE_ENDED = {
    ("harmed", "declined"): "harmed_declined",
    ("harmed", "unreachable"): "harmed_unreachable",
    ("responsible", "declined"): "responsible_declined",
    ("responsible", "unreachable"): "responsible_unreachable",
    ("responsible", "denies"): "responsible_denies",
}
NOT_ALL_KEPT = {"non_compliance": 0.72, "new_offence": 0.08, "justice_decision": 0.08, "administrative": 0.12}
NO_REASON = 0.02
"""Of closed cases: nobody wrote down why."""


def close_cases(
    spec: ProgrammeSpec,
    cases: pd.DataFrame,
    conferences: pd.DataFrame,
    agreements: pd.DataFrame,
    seed: int,
) -> pd.DataFrame:
    """Cases with status, closing day and reason, and the link to the case each opens again."""
    draw = Draws(seed, spec.code, "closures")
    day, reason = _early_ends(draw, cases)
    after_day, after_reason = _after_meeting(draw, cases, conferences, agreements)
    day, reason = np.minimum(day, after_day), np.where(day < NEVER, reason, after_reason)
    reason = np.where(draw.chance(NO_REASON, len(cases)), "", reason)
    closed = day <= cases["observed"].to_numpy()
    screened = cases["screened_day"].to_numpy() <= cases["observed"].to_numpy()
    cases = cases.assign(
        status=np.where(closed, "closed", "open").astype(object),
        closed_day=np.where(closed, day, NEVER),
        closure_reason=np.where(closed, reason, "").astype(object),
        screening=np.where(screened, cases["screening"], "undecided").astype(object),
        screened_day=np.where(screened, cases["screened_day"], NEVER),
    )
    return cases.assign(reopened_from=_reopened(cases))


def _early_ends(draw: Draws, cases: pd.DataFrame) -> tuple[Ints, Codes]:
    """Closed before any conference: not accepted, ended by one side, or given up after both agreed."""
    n = len(cases)
    refused = (cases["screening"] != "accepted").to_numpy()
    wait = draw.skewed(0, 9, n)
    day = np.where(refused, cases["screened_day"], np.minimum(cases["ended_day"], cases["left_day"]))
    how = cases["ended_how"].to_numpy(dtype=object)
    sides = zip(cases["ended_by"], how, strict=True)
    by_side = np.array([AFTER_SIDE_ENDED.get(pair, "") for pair in sides], dtype=object)
    by_screening = cases["screening"].map(AFTER_SCREENING).to_numpy(dtype=object)
    left = np.where(cases["ended_day"] < NEVER, by_side, cases["left_reason"])
    return np.where(day < NEVER, day + wait, NEVER), np.where(refused, by_screening, left)


def _after_meeting(
    draw: Draws, cases: pd.DataFrame, conferences: pd.DataFrame, agreements: pd.DataFrame
) -> tuple[Ints, Codes]:
    """Closed some weeks after the last agreement ended, or after a conference that made none."""
    n = len(cases)
    last_held = _latest(n, conferences["case"], conferences["held_day"])
    last_end = _latest(n, agreements["case"], agreements["end_day"])
    stopped = _latest(n, conferences["case"], (conferences["result"] == "stopped").astype(np.int64)) > 0
    open_end = np.where(last_end == NEVER, draw.chance(0.3, n), False)
    # A few cases are closed although an agreement was never ended: its result stays unknown.
    last_end = np.where(open_end, last_held + 300, last_end)
    has_agreement, held = last_end >= 0, last_held >= 0
    wait = draw.skewed(2, 35, n)
    # An agreement may follow a fortnight after the conference, so nobody closes the case sooner.
    day = np.where(has_agreement, np.maximum(last_end, last_held) + wait, last_held + wait + 15)
    planned = cases["held_day"].to_numpy() <= cases["observed"].to_numpy()
    day = np.where(held & planned & (day < NEVER), day, NEVER)
    bad = np.isin(
        agreements["fate"].to_numpy(dtype=object), ("not_completed", "partly_completed", "withdrawn")
    )
    some_bad = _latest(n, agreements["case"], pd.Series(bad.astype(np.int64))) > 0
    ended = np.where(some_bad, draw.pick(NOT_ALL_KEPT, n), "completed")
    nothing = np.where(stopped, "unsafe", "completed_without_agreement")
    return day, np.where(has_agreement, ended, nothing).astype(object)


def _latest(n: int, case: pd.Series, value: pd.Series) -> Ints:
    """The greatest value of each case's rows; -1 where it has none."""
    greatest = np.full(n, -1, dtype=np.int64)
    np.maximum.at(greatest, case.to_numpy(), value.to_numpy())
    return greatest


def _reopened(cases: pd.DataFrame) -> Ints:
    """Keep the link only where the earlier case had closed before the later referral."""
    earlier = cases["reopens"].to_numpy()
    at = np.maximum(earlier, 0)
    closed_on = cases["referral"].to_numpy()[at] + cases["closed_day"].to_numpy()[at]
    return np.where((earlier >= 0) & (closed_on < cases["referral"].to_numpy()), earlier, -1)
