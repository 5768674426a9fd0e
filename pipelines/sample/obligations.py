"""The promises inside each agreement, in money and in kind, and how far each was carried out."""

import numpy as np
import pandas as pd

from pipelines.sample.calendar_days import NEVER
from pipelines.sample.draws import Codes, Draws, Flags, Floats, Ints
from pipelines.sample.programmes import ProgrammeSpec
from pipelines.sample.truth import EXTRAS_SHARE

SERVICE = {"service_to_harmed": 0.62, "repair_work": 0.26, "restitution_item": 0.12}
COMMUNITY = {"community_service": 1.0}
APOLOGY = {"apology_written": 0.5, "apology_verbal": 0.42, "apology_symbolic": 0.08}
OTHER = {"behaviour_undertaking": 0.5, "counselling": 0.2, "substance_treatment": 0.1, "other": 0.2}
MONEY = {"restitution_money": 0.985, "donation": 0.015}

EXTRAS = {
    "apology_verbal": 0.3,
    "apology_written": 0.26,
    "behaviour_undertaking": 0.16,
    "reflective_work": 0.1,
    "education_training": 0.08,
    "mentoring": 0.06,
    "counselling": 0.04,
}
PARTS = {
    "money": (MONEY,),
    "service": (SERVICE,),
    "money_service": (MONEY, SERVICE),
    "community": (COMMUNITY,),
    "money_community": (MONEY, COMMUNITY),
    "apology": (APOLOGY,),
    "other": (OTHER,),
}

UNITS = {"restitution_money": "money", "donation": "money", "restitution_item": "item"} | dict.fromkeys(
    ("service_to_harmed", "repair_work", "community_service", "education_training"), "hours"
)
"""All other promises are counted as tasks."""

HOURS = {"service_to_harmed": (2, 16), "repair_work": (2, 12), "community_service": (8, 50)}
SESSIONS = {"counselling": (3, 8), "substance_treatment": (4, 10), "mentoring": (3, 8)}
TO_COMMUNITY = ("community_service", "donation")
TO_SELF = ("counselling", "education_training", "substance_treatment", "reflective_work", "mentoring")

PARTLY_WAIVED, WHOLLY_WAIVED, REDUCED, REPLACED = 0.045, 0.012, 0.06, 0.02


def list_obligations(
    spec: ProgrammeSpec, cases: pd.DataFrame, parties: pd.DataFrame, agreements: pd.DataFrame, seed: int
) -> pd.DataFrame:
    """One row per promise; `agreement` and `replaces` are row numbers, amounts minor units."""
    draw = Draws(seed, spec.code, "obligations")
    rows = _unfold(draw, agreements)
    rows = rows.assign(**_quantities(draw, agreements, rows))
    rows = rows.assign(**_own_ends(draw, cases, agreements, rows))
    rows = _replace_some(draw, rows)
    rows["owed_to"] = _owed_to(rows["type"].to_numpy(dtype=object))
    rows["beneficiary"] = _beneficiaries(parties, rows)
    is_money = (rows["unit"] == "money").to_numpy()
    paid_to = draw.pick({"programme": 0.58, "harmed": 0.27, "court": 0.15}, len(rows))
    rows["paid_to"] = np.where(is_money, paid_to, "").astype(object)
    rows["supporter_named"] = draw.chance(np.where(_has_supporter(parties, agreements, rows), 0.5, 0.04), len(rows))
    return rows


def _unfold(draw: Draws, agreements: pd.DataFrame) -> pd.DataFrame:
    """The parts of each agreement's bundle, and for some a second kind of promise."""
    bundle = agreements["bundle"].to_numpy(dtype=object)
    pieces = []
    for name, parts in PARTS.items():
        chosen = np.flatnonzero(bundle == name)
        for place, part in enumerate(parts):
            pieces.append((chosen, draw.pick(part, len(chosen)), np.full(len(chosen), place)))
    extra = np.flatnonzero(draw.chance(EXTRAS_SHARE, len(bundle)) & (bundle != "apology"))
    pieces.append((extra, draw.pick(EXTRAS, len(extra)), np.full(len(extra), 9)))
    agreement, kinds, places = (np.concatenate(column) for column in zip(*pieces, strict=True))
    rows = pd.DataFrame({"agreement": agreement, "type": kinds, "place": places})
    rows = rows.sort_values(["agreement", "place"], kind="stable", ignore_index=True)
    unit = rows["type"].map(UNITS).fillna("task").to_numpy(dtype=object)
    case = agreements["case"].to_numpy()[rows["agreement"]]
    return rows.assign(unit=unit, case=case, party=agreements["party"].to_numpy()[rows["agreement"]])


def _quantities(draw: Draws, agreements: pd.DataFrame, rows: pd.DataFrame) -> dict[str, object]:
    n = len(rows)
    kinds = rows["type"].to_numpy(dtype=object)
    is_money = (rows["unit"] == "money").to_numpy()
    ranges = HOURS | SESSIONS
    low, high = np.array([ranges.get(kind, (1, 1)) for kind in kinds]).reshape(n, 2).T
    agreed = np.where(is_money, agreements["owed_minor"].to_numpy()[rows["agreement"]], 0)
    part = draw.between(10, 50, n)
    partly = is_money & draw.chance(PARTLY_WAIVED, n)
    wholly = is_money & draw.chance(WHOLLY_WAIVED, n)
    waived = np.where(wholly, agreed, np.where(partly, agreed * part // 100, 0))
    reduced = is_money & draw.chance(REDUCED, n)
    return {
        "quantity": np.where(is_money, -1, draw.between(low, high, n)),
        "agreed_minor": agreed,
        "waived_minor": waived,
        "original_minor": np.where(reduced, agreed + agreed * draw.between(10, 60, n) // 100, agreed),
        "wholly": wholly,
    }


def _own_ends(
    draw: Draws, cases: pd.DataFrame, agreements: pd.DataFrame, rows: pd.DataFrame
) -> dict[str, object]:
    """Each promise's own fate, within that of its agreement: the first decides, others may go better."""
    n = len(rows)
    at = rows["agreement"].to_numpy()
    fate = agreements["fate"].to_numpy(dtype=object)[at]
    agreed, end = agreements["agreed_day"].to_numpy()[at], agreements["end_day"].to_numpy()[at]
    due = np.where(agreements["due_day"].to_numpy()[at] == NEVER, agreements["first_due"].to_numpy()[at], agreements["due_day"].to_numpy()[at])
    is_first = ~rows["agreement"].duplicated().to_numpy()
    apart = ~is_first & draw.chance(np.where(fate == "not_completed", 0.2, 0.6), n) & ~np.isin(fate, ("superseded", "waived"))
    done = (fate == "completed") | apart
    earlier = agreed + 5 + np.floor((due - agreed - 5) * draw.uniform(n)).astype(np.int64)
    finished = np.where((fate == "completed") & is_first, end, np.minimum(earlier, np.where(end == NEVER, due, end)))
    completed = np.where(done, finished, NEVER)
    status = _statuses(fate, done, completed, cases["observed"].to_numpy()[rows["case"]], rows, agreements)
    seen = np.where(status == "completed", completed, NEVER)
    carried = draw.between(20, 80, n) / 100.0
    return {"fate": np.where(done, "completed", fate).astype(object), "done_day": completed, "due_day": due,
            "status": status, "completed_day": seen, "carried": carried, "replaces": -1}
