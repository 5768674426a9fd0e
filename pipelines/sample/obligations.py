"""How far each promise inside an agreement was carried out, and for whom it was made."""

import numpy as np
import pandas as pd

from pipelines.sample.calendar_days import NEVER
from pipelines.sample.draws import Codes, Columns, Draws, Flags, Ints
from pipelines.sample.programmes import ProgrammeSpec
from pipelines.sample.promises import draw_quantities, unfold_bundles

TO_COMMUNITY = ("community_service", "donation")
TO_SELF = ("counselling", "education_training", "substance_treatment", "reflective_work", "mentoring")

REPLACED = 0.025
"""Of money promises in agreements that are kept: turned into hours of service."""

STATUS_OF_REST = {
    "active": "active",
    "completed": "completed",
    "partly_completed": "not_completed",
    "not_completed": "not_completed",
    "withdrawn": "not_completed",
    "waived": "waived",
    "closed_unknown": "unknown",
    "superseded": "replaced",
}
"""A promise not carried out, by the status of its agreement."""


def list_obligations(
    spec: ProgrammeSpec, cases: pd.DataFrame, parties: pd.DataFrame, agreements: pd.DataFrame, seed: int
) -> pd.DataFrame:
    """One row per promise; `agreement` and `replaces` are row numbers, amounts minor units."""
    draw = Draws(seed, spec.code, "obligations")
    rows = unfold_bundles(draw, agreements)
    rows = rows.assign(**draw_quantities(draw, agreements, rows), replaces=-1)
    rows = rows.assign(**_own_ends(draw, agreements, rows))
    rows = rows.assign(**_as_seen(cases, agreements, rows))
    rows = _replace_some(draw, cases, agreements, rows)
    rows["owed_to"] = _owed_to(rows["type"].to_numpy(dtype=object))
    rows["beneficiary"] = _beneficiaries(parties, rows)
    is_money = (rows["unit"] == "money").to_numpy()
    paid_to = draw.pick({"programme": 0.58, "harmed": 0.27, "court": 0.15}, len(rows))
    rows["paid_to"] = np.where(is_money, paid_to, "").astype(object)
    helped = np.where(_has_supporter(parties, rows), 0.5, 0.04)
    rows["supporter_named"] = draw.chance(helped, len(rows))
    return rows


def _own_ends(draw: Draws, agreements: pd.DataFrame, rows: pd.DataFrame) -> dict[str, Codes | Ints | Flags]:
    """Each promise's own fate within its agreement's: the first decides, others may go better."""
    n = len(rows)
    own = agreements.iloc[rows["agreement"]].reset_index(drop=True)
    fate = own["fate"].to_numpy(dtype=object)
    agreed, end = own["agreed_day"].to_numpy(), own["end_day"].to_numpy()
    due = np.where(own["due_day"] == NEVER, own["first_due"], own["due_day"])
    is_first = ~rows["agreement"].duplicated().to_numpy()
    apart = ~is_first & draw.chance(np.where(fate == "not_completed", 0.2, 0.6), n)
    apart &= ~np.isin(fate, ("superseded", "waived", "withdrawn"))
    done = (fate == "completed") | apart
    earlier = agreed + 5 + np.floor((due - agreed - 5) * draw.uniform(n)).astype(np.int64)
    finished = np.where((fate == "completed") & is_first, end, np.minimum(earlier, end))
    return {
        "fate": np.where(done, "completed", fate).astype(object),
        "is_first": is_first,
        "agreed_day": agreed,
        "due_day": due,
        "last_day": np.where(done, finished, np.minimum(due, end)),
        "carried": draw.between(20, 80, n),
    }


def _as_seen(cases: pd.DataFrame, agreements: pd.DataFrame, rows: pd.DataFrame) -> Columns:
    """Status at the extraction, and how much of a promise in kind had been done."""
    observed = cases["observed"].to_numpy()[rows["case"]]
    done = (rows["fate"] == "completed").to_numpy() & (rows["last_day"].to_numpy() <= observed)
    own = agreements["status"].to_numpy(dtype=object)[rows["agreement"]]
    rest = np.array([STATUS_OF_REST[status] for status in own], dtype=object)
    rest = np.where((own == "partly_completed") & rows["is_first"], "partly_completed", rest)
    status = np.where(done, "completed", np.where(rows["wholly"], "waived", rest)).astype(object)
    status = np.where(rows["wholly"], "waived", status).astype(object)
    quantity = rows["quantity"].to_numpy()
    begun = np.isin(status, ("active", "partly_completed", "replaced", "unknown"))
    some = np.where(begun, quantity * rows["carried"].to_numpy() // 100, 0)
    let_off = np.where(status == "waived", rows["agreed_minor"], rows["waived_minor"])
    return {
        "status": status,
        "completed_day": np.where(status == "completed", rows["last_day"], NEVER),
        "quantity_done": np.where(quantity < 0, -1, np.where(status == "completed", quantity, some)),
        "waived_minor": let_off,
    }


def _replace_some(
    draw: Draws, cases: pd.DataFrame, agreements: pd.DataFrame, rows: pd.DataFrame
) -> pd.DataFrame:
    """Some money promises become hours of service; the old promise stays, as replaced."""
    chosen = draw.chance(REPLACED, len(rows)) & (rows["type"] == "restitution_money") & ~rows["wholly"]
    chosen &= agreements["fate"].to_numpy(dtype=object)[rows["agreement"]] == "completed"
    chosen &= rows["agreed_day"].to_numpy() + 30 <= cases["observed"].to_numpy()[rows["case"]]
    old = np.flatnonzero(chosen)
    new = rows.iloc[old].assign(type="service_to_harmed", unit="hours", replaces=old)
    hours = draw.between(4, 20, len(old))
    done = np.where(new["status"] == "completed", hours, 0)
    new = new.assign(quantity=hours, quantity_done=done)
    new = new.assign(agreed_minor=0, waived_minor=0, original_minor=0)
    rows.loc[old, ["fate", "status"]] = ["superseded", "replaced"]
    rows.loc[old, "completed_day"] = NEVER
    return pd.concat([rows, new], ignore_index=True)


def _owed_to(kinds: Codes) -> Codes:
    to_self = np.where(np.isin(kinds, TO_SELF), "self", "harmed")
    other = np.where(kinds == "other", "other", to_self)
    return np.where(np.isin(kinds, TO_COMMUNITY), "community", other).astype(object)


def _beneficiaries(parties: pd.DataFrame, rows: pd.DataFrame) -> Ints:
    """The first harmed party of the case, for what is owed to the harmed; -1 for the rest."""
    harmed = parties[(parties["role"] == "harmed") & (parties["order"] == 0) & (parties["stands_for"] < 0)]
    first = pd.Series(harmed.index, index=harmed["case"]).reindex(rows["case"], fill_value=-1)
    return np.where(rows["owed_to"] == "harmed", first.to_numpy(), -1)


def _has_supporter(parties: pd.DataFrame, rows: pd.DataFrame) -> Flags:
    supported = parties.loc[parties["supports"] >= 0, "supports"]
    return np.isin(rows["party"].to_numpy(), supported)
