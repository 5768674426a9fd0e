"""What is promised in an agreement: its parts, in money and in kind, and how much of each."""

import numpy as np
import pandas as pd

from pipelines.sample.draws import Columns, Draws
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
PARTLY_WAIVED, WHOLLY_WAIVED, REDUCED = 0.045, 0.012, 0.06
"""Of money promises: let off in part, let off entirely, and made smaller after a first figure."""


def unfold_bundles(draw: Draws, agreements: pd.DataFrame) -> pd.DataFrame:
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


def draw_quantities(draw: Draws, agreements: pd.DataFrame, rows: pd.DataFrame) -> Columns:
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
