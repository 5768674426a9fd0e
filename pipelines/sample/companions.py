"""Everybody else in the room: support people, community members, and those who stand in for somebody."""

import numpy as np
import pandas as pd

from pipelines.sample.calendar_days import NEVER
from pipelines.sample.draws import Codes, Draws, Flags, Ints
from pipelines.sample.programmes import ProgrammeSpec

MINORS = ("10-12", "13-15", "16-17")

SUPPORT = {
    "young": {"0": 0.26, "1": 0.62, "2": 0.12},
    "responsible": {"0": 0.76, "1": 0.21, "2": 0.03},
    "harmed": {"0": 0.66, "1": 0.29, "2": 0.05},
    "organisation": {"0": 0.97, "1": 0.03},
}
COMMUNITY = {"circle": {"2": 0.4, "3": 0.35, "4": 0.25}, "other": {"0": 0.84, "1": 0.13, "2": 0.03}}


def gather_everybody(
    spec: ProgrammeSpec, cases: pd.DataFrame, conferences: pd.DataFrame, principals: pd.DataFrame, seed: int
) -> pd.DataFrame:
    """Principals with those who came along, in case order; the index is the party's row number."""
    draw = Draws(seed, spec.code, "companions")
    principals = principals.assign(supports=-1, stands_for=-1, directness="direct", rank=0)
    principals["principal"] = np.arange(len(principals))
    ready = _is_preparing(cases, principals)
    joined = [
        _supporters(draw, principals, ready),
        _stand_ins(draw, cases, conferences, principals, ready),
        _community(draw, cases, conferences),
    ]
    joined = [frame.assign(principal=-1) for frame in joined]
    everybody = pd.concat([principals, *joined], ignore_index=True)
    everybody = everybody.sort_values(["case", "rank", "principal"], kind="stable", ignore_index=True)
    return _point_at_parties(_know_little(draw, cases, everybody))


def _is_preparing(cases: pd.DataFrame, principals: pd.DataFrame) -> Flags:
    case = principals["case"].to_numpy()
    ready = cases["both_day"].to_numpy()[case] <= cases["observed"].to_numpy()[case] - 7
    return np.asarray(ready & (principals["decision"] == "consented").to_numpy())


def _supporters(draw: Draws, principals: pd.DataFrame, ready: Flags) -> pd.DataFrame:
    n = len(principals)
    is_minor = np.isin(principals["age_band"].to_numpy(dtype=object), MINORS)
    group = np.where(is_minor, "young", principals["role"]).astype(object)
    group = np.where(principals["party_type"] != "person", "organisation", group).astype(object)
    number = np.where(ready, draw.pick_by(group, SUPPORT).astype(np.int64), 0)
    supported = np.repeat(np.arange(n), number)
    case = principals["case"].to_numpy()[supported]
    return pd.DataFrame({"case": case, "role": "supporter", "supports": supported, "rank": 1}).assign(
        stands_for=-1, directness="direct"
    )


def _stand_ins(
    draw: Draws, cases: pd.DataFrame, conferences: pd.DataFrame, principals: pd.DataFrame, ready: Flags
) -> pd.DataFrame:
    """A guardian beside a child, a representative of an organisation, a surrogate for somebody absent."""
    n = len(principals)
    is_harmed = (principals["role"] == "harmed").to_numpy() & ready
    age = principals["age_band"].to_numpy(dtype=object)
    guardian = is_harmed & draw.chance(np.where(age == "10-12", 0.75, np.where(age == "13-15", 0.4, 0.0)), n)
    organised = np.isin(principals["party_type"].to_numpy(dtype=object), ("organisation", "public_body"))
    representative = is_harmed & draw.chance(np.where(organised, 0.25, 0.015), n) & ~guardian
    by_surrogate = np.zeros(len(cases), dtype=bool)
    by_surrogate[conferences.loc[conferences["kind"] == "surrogate", "case"]] = True
    surrogate = is_harmed & by_surrogate[principals["case"]] & (principals["order"] == 0).to_numpy()
    kinds = {
        "surrogate": surrogate,
        "guardian": guardian & ~surrogate,
        "representative": representative & ~surrogate,
    }
    rows = [(np.flatnonzero(chosen), kind) for kind, chosen in kinds.items()]
    stands_for = np.concatenate([chosen for chosen, _ in rows])
    directness = np.concatenate([np.full(len(chosen), kind, dtype=object) for chosen, kind in rows])
    case = principals["case"].to_numpy()[stands_for]
    return pd.DataFrame({"case": case, "role": "harmed", "stands_for": stands_for, "rank": 1}).assign(
        supports=-1, directness=directness
    )


def _community(draw: Draws, cases: pd.DataFrame, conferences: pd.DataFrame) -> pd.DataFrame:
    meets = np.zeros(len(cases), dtype=bool)
    meets[conferences["case"]] = True
    circle = np.zeros(len(cases), dtype=bool)
    circle[conferences.loc[conferences["kind"] == "circle", "case"]] = True
    group = np.where(circle, "circle", "other").astype(object)
    number = np.where(meets, draw.pick_by(group, COMMUNITY).astype(np.int64), 0)
    case = np.repeat(np.arange(len(cases)), number)
    return pd.DataFrame({"case": case, "role": "community", "rank": 2}).assign(
        supports=-1, stands_for=-1, directness="direct"
    )


def _know_little(draw: Draws, cases: pd.DataFrame, everybody: pd.DataFrame) -> pd.DataFrame:
    """Of companions a case file holds little: that they agreed to come, and when; hardly their age."""
    n = len(everybody)
    joined = (everybody["principal"] < 0).to_numpy()
    case = everybody["case"].to_numpy()
    day = cases["both_day"].to_numpy()[case] + draw.between(1, 7, n)
    facts: dict[str, Codes | Ints] = {
        "party_type": np.full(n, "person", dtype=object),
        "age_band": draw.pick({"unknown": 0.7, "36-50": 0.2, "26-35": 0.1}, n),
        "gender": draw.pick({"female": 0.5, "male": 0.38, "unknown": 0.12}, n),
        "ethnicity": np.full(n, "not_asked", dtype=object),
        "contact_allowed": np.full(n, "yes", dtype=object),
        "decision": np.full(n, "consented", dtype=object),
        "contacted_day": day,
        "offered_day": day,
        "decided_day": day,
    }
    for column, values in facts.items():
        everybody[column] = np.where(joined, values, everybody[column])
    for column in ("relationship", "goal", "interpreter_need", "reason", "outcome"):
        everybody[column] = np.where(joined, "", everybody[column]).astype(object)
    everybody["order"] = np.where(joined, 0, everybody["order"]).astype(np.int64)
    everybody["approached"] = np.where(joined, True, everybody["approached"]).astype(np.bool_)
    for column in ("contacted_day", "offered_day", "decided_day"):
        everybody[column] = everybody[column].astype(np.int64)
    return everybody.assign(withdrew_day=NEVER)


def _point_at_parties(everybody: pd.DataFrame) -> pd.DataFrame:
    """Turn numbers of principals into numbers of parties; people come last of all among persons."""
    principal = everybody["principal"].to_numpy()
    place = np.full(principal.max() + 2, -1, dtype=np.int64)
    own = np.flatnonzero(principal >= 0)
    place[principal[own]] = own
    for column in ("supports", "stands_for"):
        everybody[column] = place[everybody[column].to_numpy().astype(np.int64)]
    met = everybody["person"].to_numpy()
    is_own = principal >= 0
    pointed = place[np.where(is_own, met, -1).astype(np.int64)]
    everybody["person"] = np.where(is_own, pointed, np.arange(len(everybody)))
    return everybody
