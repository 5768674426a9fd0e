"""From referral to two decisions: who was reached, who was asked, who chose to take part, and when."""

import numpy as np
import pandas as pd

from pipelines.sample.calendar_days import NEVER
from pipelines.sample.draws import Codes, Draws, Flags, Ints
from pipelines.sample.programmes import ProgrammeSpec

NOT_CONSENTING = {
    "responsible": {"unreachable": 0.32, "declined": 0.5, "denies": 0.18},
    "harmed": {"unreachable": 0.36, "declined": 0.64},
}
OTHERS = {"consented": 0.76, "declined": 0.14, "unreachable": 0.1}
"""What the second and third party of a side do where the first chose to take part."""

REASONS = {
    "harmed": {
        "not_interested": 0.3,
        "too_upset": 0.14,
        "fear_safety": 0.12,
        "too_long_ago": 0.1,
        "not_serious_enough": 0.12,
        "time_travel": 0.08,
        "prefers_court": 0.05,
        "practical": 0.05,
        "not_asked": 0.04,
    },
    "responsible": {
        "not_interested": 0.42,
        "advised_against": 0.18,
        "prefers_court": 0.14,
        "fear_safety": 0.06,
        "time_travel": 0.08,
        "practical": 0.07,
        "not_asked": 0.05,
    },
}

FORBIDDEN = 0.15

DAYS = ("contacted_day", "offered_day", "decided_day")


def decide(
    spec: ProgrammeSpec, cases: pd.DataFrame, parties: pd.DataFrame, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cases with `both_day` or `ended_day` and its reason; parties with their contacts and decisions."""
    draw = Draws(seed, spec.code, "pathway")
    cases = cases.assign(**_sides(spec, draw, cases))
    parties = parties.assign(**_outcomes(draw, cases, parties))
    cases, parties = _days(draw, cases, parties)
    return cases, _withhold(draw, cases, parties)


def _sides(spec: ProgrammeSpec, draw: Draws, cases: pd.DataFrame) -> dict[str, Codes | Flags]:
    n = len(cases)
    truth = spec.truth
    grave = (cases["severity"] == "higher").to_numpy()
    consent = {
        "responsible": draw.chance(truth.responsible_consents, n),
        # Grave harm: fewer people harmed wish to meet. The mean stays where the truth puts it.
        "harmed": draw.chance(truth.harmed_consents + np.where(grave, -0.05, 0.012), n)
        | (cases["n_harmed"] == 0).to_numpy(),
    }
    sides: dict[str, Codes | Flags] = {}
    for role, agrees in consent.items():
        sides[role] = np.where(agrees, "consented", draw.pick(NOT_CONSENTING[role], n)).astype(object)
    asked_harmed = np.isin(cases["source"].to_numpy(dtype=object), ("self_harmed", "support_service"))
    sides["harmed_first"] = asked_harmed | draw.chance(0.12, n)
    return sides


def _outcomes(draw: Draws, cases: pd.DataFrame, parties: pd.DataFrame) -> dict[str, Codes]:
    """What each party will have done once asked; the first of a side stands for the side."""
    case = parties["case"].to_numpy()
    is_harmed = (parties["role"] == "harmed").to_numpy()
    side = np.where(
        is_harmed,
        cases["harmed"].to_numpy(dtype=object)[case],
        cases["responsible"].to_numpy(dtype=object)[case],
    )
    others = np.where(side == "consented", draw.pick(OTHERS, len(parties)), side)
    outcome = np.where(parties["order"] == 0, side, others).astype(object)
    # Some of those never reached could not be approached at all: a no-contact order stood in the way.
    forbidden = (outcome == "unreachable") & draw.chance(FORBIDDEN, len(parties))
    return {
        "outcome": outcome,
        "contact_allowed": np.where(forbidden, "no", parties["contact_allowed"]).astype(object),
    }


def _days(draw: Draws, cases: pd.DataFrame, parties: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    n = len(cases)
    first = _steps(draw, cases["screened_day"].to_numpy(), n)
    second = _steps(draw, first["decided_day"], n)
    lead = cases["harmed_first"].to_numpy()
    case = parties["case"].to_numpy()
    is_harmed = (parties["role"] == "harmed").to_numpy()
    is_first_side = is_harmed == lead[case]
    late = np.where(parties["order"] == 0, 0, draw.between(0, 6, len(parties)))
    for day in DAYS:
        parties[day] = np.where(is_first_side, first[day][case], second[day][case]) + late
    first_code = np.where(lead, cases["harmed"], cases["responsible"])
    second_code = np.where(lead, cases["responsible"], cases["harmed"])
    return cases.assign(**_ends(cases, first, second, first_code, second_code)), parties


def _steps(draw: Draws, start: Ints, n: int) -> dict[str, Ints]:
    """Contact, offer and decision of one side, each some days after the step before."""
    contacted = start + draw.skewed(1, 32, n)
    offered = contacted + draw.skewed(0, 14, n)
    return {
        "contacted_day": contacted,
        "offered_day": offered,
        "decided_day": offered + draw.skewed(0, 28, n),
    }


def _ends(
    cases: pd.DataFrame,
    first: dict[str, Ints],
    second: dict[str, Ints],
    first_code: Codes,
    second_code: Codes,
) -> dict[str, Ints | Codes]:
    """The day both sides had agreed, or the day one side ended it, with that side and its way of ending."""
    accepted = (cases["screening"] == "accepted").to_numpy()
    first_stops, second_stops = first_code != "consented", second_code != "consented"
    both = accepted & ~first_stops & ~second_stops
    day = np.where(first_stops, first["decided_day"], second["decided_day"])
    code = np.where(first_stops, first_code, second_code)
    lead = cases["harmed_first"].to_numpy()
    # Somebody who cannot be reached is tried for longer than a decision takes.
    day = day + np.where(code == "unreachable", 25, 0)
    return {
        "both_day": np.where(both, second["decided_day"] + 6, NEVER),
        "ended_day": np.where(accepted & ~both, day, NEVER),
        "ended_how": code,
        "ended_by": np.where(first_stops == lead, "harmed", "responsible").astype(object),
        "first_side_ended": accepted & first_stops,
    }


def _withhold(draw: Draws, cases: pd.DataFrame, parties: pd.DataFrame) -> pd.DataFrame:
    """Leave only what had happened by the extraction, and nothing of a side that was never approached."""
    case = parties["case"].to_numpy()
    observed = cases["observed"].to_numpy()[case]
    outcome = parties["outcome"].to_numpy(dtype=object)
    accepted = (cases["screening"] == "accepted").to_numpy()[case]
    is_lead = (parties["role"] == "harmed").to_numpy() == cases["harmed_first"].to_numpy()[case]
    spared = cases["first_side_ended"].to_numpy()[case] & ~is_lead
    approached = accepted & ~spared
    contacted = parties["contacted_day"].to_numpy()
    reached = approached & (outcome != "unreachable") & (contacted <= observed)
    offered = reached & (parties["offered_day"].to_numpy() <= observed)
    decided = offered & (parties["decided_day"].to_numpy() <= observed)
    for day, happened in zip(DAYS, (reached, offered, decided), strict=True):
        parties[day] = np.where(happened, parties[day], NEVER)
    decision = np.where(decided, np.where(outcome == "consented", "consented", "declined"), "not_offered")
    parties["decision"] = np.where(offered & ~decided, "undecided", decision).astype(object)
    ended = spared & (cases["ended_day"].to_numpy()[case] <= observed)
    return parties.assign(approached=approached, reason=_reasons(draw, parties, ended))


def _reasons(draw: Draws, parties: pd.DataFrame, other_side_ended: Flags) -> Codes:
    reason = draw.pick_by(parties["role"].to_numpy(dtype=object), REASONS)
    declined = (parties["decision"] == "declined").to_numpy()
    denies = declined & (parties["outcome"] == "denies").to_numpy()
    reason = np.where(denies, "denies", np.where(declined, reason, ""))
    return np.where(other_side_ended, "other_side_ended", reason).astype(object)
