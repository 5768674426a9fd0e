"""Who came to each conference, how, and what a case file holds of preparation and of withdrawing."""

import numpy as np
import pandas as pd

from pipelines.sample.calendar_days import NEVER
from pipelines.sample.draws import Codes, Columns, Draws, Flags
from pipelines.sample.programmes import ProgrammeSpec

HOW_PEOPLE_COME = {
    "face_to_face": {"in_person": 0.97, "online": 0.03},
    "circle": {"in_person": 1.0},
    "online": {"online": 1.0},
    "shuttle": {"in_person": 0.75, "online": 0.25},
    "letter_exchange": {"written": 1.0},
    "surrogate": {"in_person": 0.9, "online": 0.1},
}
ABSENCES = {"absent": 0.65, "excused": 0.35}

COMES = {"supporter": 0.92, "community": 0.91, "harmed": 0.86, "responsible": 0.93}
"""Of those expected. The first responsible party always comes, and the first harmed party nearly always."""

PRESENT = ("in_person", "online", "written")


def seat_parties(
    spec: ProgrammeSpec, conferences: pd.DataFrame, parties: pd.DataFrame, seed: int
) -> pd.DataFrame:
    """One row per party expected at a conference; `conference` and `party` are row numbers."""
    draw = Draws(seed, spec.code, "attendance")
    expected = parties.loc[
        (parties["decision"] == "consented"),
        ["case", "role", "order", "directness", "party_type", "stands_for"],
    ]
    expected = expected.assign(party=expected.index)
    seats = conferences[["case", "kind"]].assign(conference=conferences.index)
    seats = seats.merge(expected, on="case", how="inner", sort=False)
    seats = seats.sort_values(["conference", "party"], ignore_index=True)
    seats = seats[_is_expected(seats)].reset_index(drop=True)
    seats = seats.assign(attended=_attended(draw, seats, parties))
    return seats[["conference", "party", "case", "role", "kind", "attended"]]


def _is_expected(seats: pd.DataFrame) -> Flags:
    """Surrogates come instead of the harmed party; letters and a go-between are for the parties alone."""
    by_surrogate = (seats["kind"] == "surrogate").to_numpy()
    is_surrogate = (seats["directness"] == "surrogate").to_numpy()
    is_harmed = (seats["role"] == "harmed").to_numpy()
    indirect = np.isin(seats["kind"].to_numpy(dtype=object), ("shuttle", "letter_exchange"))
    is_principal = is_harmed | (seats["role"] == "responsible").to_numpy()
    stands_in = (seats["directness"] != "direct").to_numpy()
    in_surrogate = by_surrogate & (is_surrogate | ~is_harmed)
    return np.asarray(
        np.where(by_surrogate, in_surrogate, ~is_surrogate & ~(indirect & (~is_principal | stands_in)))
    )


def _attended(draw: Draws, seats: pd.DataFrame, parties: pd.DataFrame) -> Codes:
    n = len(seats)
    comes = np.array([COMES[role] for role in seats["role"]])
    first = (seats["order"] == 0).to_numpy() & (seats["stands_for"] < 0).to_numpy()
    role = seats["role"].to_numpy(dtype=object)
    comes = np.where(first & (role == "responsible"), 1.0, np.where(first & (role == "harmed"), 0.97, comes))
    how = draw.pick_by(seats["kind"].to_numpy(dtype=object), HOW_PEOPLE_COME)
    here = draw.chance(comes, n)
    attended = np.where(here, how, draw.pick(ABSENCES, n)).astype(object)
    represented = _has_representative(seats, parties, here)
    return np.where(represented & draw.chance(0.6, n), "by_proxy", attended).astype(object)


def _has_representative(seats: pd.DataFrame, parties: pd.DataFrame, here: Flags) -> Flags:
    """The party whose representative came to the same conference may leave it to them."""
    stands = (seats["directness"] == "representative").to_numpy() & here
    pairs = pd.MultiIndex.from_arrays([seats.loc[stands, "conference"], seats.loc[stands, "stands_for"]])
    return np.asarray(pd.MultiIndex.from_arrays([seats["conference"], seats["party"]]).isin(pairs))


def prepare_parties(
    spec: ProgrammeSpec,
    cases: pd.DataFrame,
    conferences: pd.DataFrame,
    parties: pd.DataFrame,
    seed: int,
) -> pd.DataFrame:
    """Parties with their preparation, consent and risk notes, withdrawal and what they asked to be told."""
    draw = Draws(seed, spec.code, "preparation")
    n = len(parties)
    case = parties["case"].to_numpy()
    observed = cases["observed"].to_numpy()[case]
    consented = (parties["decision"] == "consented").to_numpy()
    parties = parties.assign(**_preparation(draw, cases, conferences, parties))
    decided = np.where(consented, parties["decided_day"], NEVER)
    assessed = decided + draw.between(0, 12, n)
    recorded = consented & draw.chance(0.965, n)
    parties["consent_recorded"] = np.where(consented, np.where(recorded, "yes", "no"), "").astype(object)
    parties["consent_recorded_day"] = np.where(recorded, decided, NEVER)
    is_assessed = consented & draw.chance(0.93, n) & (assessed <= observed)
    parties["risk_assessed"] = np.where(consented, np.where(is_assessed, "yes", "no"), "").astype(object)
    parties["risk_assessed_day"] = np.where(is_assessed, assessed, NEVER)
    wants = draw.pick({"yes": 0.83, "no": 0.1, "unknown": 0.07}, n)
    parties["wants_informed"] = np.where(consented & (parties["role"] == "harmed"), wants, "").astype(object)
    offered = draw.pick({"yes": 0.9, "no": 0.04, "unknown": 0.06}, n)
    parties["support_offered"] = np.where(parties["offered_day"] < NEVER, offered, "").astype(object)
    parties = parties.assign(**_withdrawals(draw, cases, parties))
    return parties.assign(follow_up_contact_day=_follow_ups(draw, cases, conferences, parties))


def _preparation(
    draw: Draws, cases: pd.DataFrame, conferences: pd.DataFrame, parties: pd.DataFrame
) -> Columns:
    """Preparation meetings; the programme's newer way of working left fewer people without one."""
    n = len(parties)
    case = parties["case"].to_numpy()
    observed = cases["observed"].to_numpy()[case]
    newer = (cases["version"] == "2025 preparation model").to_numpy()[case]
    principal = np.isin(parties["role"].to_numpy(dtype=object), ("harmed", "responsible"))
    likely = np.where(principal, np.where(newer, 0.985, 0.945), 0.6)
    first = parties["decided_day"].to_numpy() + draw.between(1, 9, n)
    held = np.full(len(cases), NEVER)
    held[conferences["case"].to_numpy()[::-1]] = conferences["held_day"].to_numpy()[::-1]
    first = np.minimum(first, held[case] - 1)
    consented = (parties["decision"] == "consented").to_numpy()
    met = consented & draw.chance(likely, n) & (first <= observed)
    number = draw.pick({"1": 0.4, "2": 0.4, "3": 0.15, "4": 0.05}, n).astype(np.int64)
    blank = consented & ~met & (first > observed)
    return {
        "preparation_meetings": np.where(met, number, np.where(consented & ~blank, 0, -1)),
        "first_preparation_day": np.where(met, first, NEVER),
    }


def _withdrawals(draw: Draws, cases: pd.DataFrame, parties: pd.DataFrame) -> Columns:
    """The side that withdrew after both had chosen to take part, once that had happened."""
    case = parties["case"].to_numpy()
    left = cases["left_day"].to_numpy()[case]
    by = cases["left_reason"].to_numpy(dtype=object)[case]
    mine = (parties["role"].to_numpy(dtype=object) + "_withdrew") == by
    consented = (parties["decision"] == "consented").to_numpy()
    withdrew = mine & consented & (left <= cases["observed"].to_numpy()[case])
    reasons = draw.pick(
        {"not_interested": 0.4, "too_upset": 0.2, "practical": 0.2, "time_travel": 0.2}, len(case)
    )
    return {
        "withdrew_day": np.where(withdrew, left, NEVER),
        "reason": np.where(withdrew, reasons, parties["reason"]).astype(object),
    }


def _follow_ups(
    draw: Draws, cases: pd.DataFrame, conferences: pd.DataFrame, parties: pd.DataFrame
) -> pd.Series:
    """A call some weeks after the last conference, to most principals."""
    case = parties["case"].to_numpy()
    last = np.full(len(cases), NEVER)
    last[conferences["case"]] = conferences["held_day"]
    day = last[case] + draw.between(14, 60, len(parties))
    principal = np.isin(parties["role"].to_numpy(dtype=object), ("harmed", "responsible"))
    called = principal & (parties["decision"] == "consented").to_numpy() & draw.chance(0.78, len(parties))
    called &= day <= cases["observed"].to_numpy()[case]
    return pd.Series(np.where(called, day, NEVER), index=parties.index)
