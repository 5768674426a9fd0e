"""Agreements: what was promised, by when, and how each ended, as far as it had by the extraction."""

import numpy as np
import pandas as pd

from pipelines.sample.attendance import PRESENT
from pipelines.sample.calendar_days import NEVER
from pipelines.sample.draws import Codes, Columns, Draws, Floats, Ints
from pipelines.sample.programmes import ProgrammeSpec
from pipelines.sample.truth import BUNDLES, BUNDLES_NOBODY_HARMED

NOT_KEPT = {
    "not_completed": 0.45,
    "partly_completed": 0.28,
    "closed_unknown": 0.07,
    "withdrawn": 0.08,
    "waived": 0.06,
    "active": 0.06,
}
"""How agreements end that are not kept; `active` ones are simply never ended."""

TERMS = {"60": 0.1, "90": 0.24, "120": 0.26, "180": 0.28, "270": 0.12}
"""Days an agreement gives."""

SUMS = ((20, 60), (60, 150), (150, 400), (400, 1_000), (1_000, 3_000))
SUM_WEIGHTS = {"0": 0.2, "1": 0.31, "2": 0.29, "3": 0.14, "4": 0.06}
"""Money promised, in whole units of the currency: many small sums and a few large ones."""

RENEGOTIATED, SUPERSEDED = 0.11, 0.015
MONEY_BUNDLES = ("money", "money_service", "money_community")


def make_agreements(
    spec: ProgrammeSpec, cases: pd.DataFrame, conferences: pd.DataFrame, seats: pd.DataFrame, seed: int
) -> pd.DataFrame:
    """One row per agreement made by the extraction, of one responsible party at one conference."""
    draw = Draws(seed, spec.code, "agreements")
    made = _signers(conferences, seats)
    n = len(made)
    late = np.where(draw.chance(0.86, n), 0, draw.between(1, 14, n))
    made["agreed_day"] = conferences["held_day"].to_numpy()[made["conference"]] + late
    made = made[made["agreed_day"] <= cases["observed"].to_numpy()[made["case"]]].reset_index(drop=True)
    made = made.assign(**_promises(draw, cases, made), supersedes=-1)
    made = made.assign(**_terms(draw, made["agreed_day"].to_numpy()))
    made = made.assign(**_ends(spec, draw, cases, made))
    made = _replace_some(draw, made)
    made = made.assign(**_as_seen(draw, cases, made))
    # Only replacements can be unseen, and they stand last: the rows they supersede keep their numbers.
    return made[made["seen"]].reset_index(drop=True)


def _signers(conferences: pd.DataFrame, seats: pd.DataFrame) -> pd.DataFrame:
    result = conferences["result"].to_numpy(dtype=object)[seats["conference"]]
    agreed = np.isin(result, ("full_agreement", "partial_agreement"))
    came = np.isin(seats["attended"].to_numpy(dtype=object), PRESENT)
    chosen = seats[agreed & came & (seats["role"] == "responsible")]
    return chosen[["conference", "party", "case"]].reset_index(drop=True)


def _promises(draw: Draws, cases: pd.DataFrame, made: pd.DataFrame) -> dict[str, Codes | Ints]:
    n = len(made)
    nobody = cases["n_harmed"].to_numpy()[made["case"]] == 0
    bundle = np.where(nobody, draw.pick(BUNDLES_NOBODY_HARMED, n), draw.pick(BUNDLES, n)).astype(object)
    size = draw.pick(SUM_WEIGHTS, n).astype(np.int64)
    low, high = np.array(SUMS)[size].T
    pounds = draw.between(low, high - 1, n)
    exact = draw.chance(0.3, n)
    minor = np.where(exact, pounds * 100 + draw.between(0, 99, n), (pounds + 4) // 5 * 500)
    return {"bundle": bundle, "owed_minor": np.where(np.isin(bundle, MONEY_BUNDLES), minor, 0)}


def _terms(draw: Draws, agreed: Ints) -> dict[str, Ints]:
    """First due day, the due day in force, and NEVER as original where it was not changed or not set."""
    n = len(agreed)
    first = agreed + draw.pick(TERMS, n).astype(np.int64)
    extended = draw.chance(RENEGOTIATED, n)
    due = np.where(extended, first + 15 * draw.between(2, 6, n), first)
    unset = draw.chance(0.03, n) & ~extended
    return {
        "first_due": first,
        "due_day": np.where(unset, NEVER, due),
        "original_due_day": np.where(extended, first, NEVER),
    }


def _keep_probability(spec: ProgrammeSpec, cases: pd.DataFrame, made: pd.DataFrame) -> Floats:
    truth = spec.truth
    owed = made["owed_minor"].to_numpy()
    large = np.where(owed > 100_000, 2.0, np.where(owed > 40_000, 1.0, 0.0))
    site = cases["site"].map(dict(truth.kept_by_site)).fillna(0.0).to_numpy()[made["case"]]
    spirit = np.clip(cases["spirit"].to_numpy()[made["case"]], -2.0, 2.0)
    # Offsets the mean of the large-sum effect, so that the truth is the mean of all agreements.
    base = truth.keeps_agreement - 0.12 * truth.large_sum_effect
    return np.asarray(base + large * truth.large_sum_effect + site + spirit * truth.spirit_effect)


def _ends(
    spec: ProgrammeSpec, draw: Draws, cases: pd.DataFrame, made: pd.DataFrame
) -> dict[str, Codes | Ints]:
    n = len(made)
    kept = draw.chance(_keep_probability(spec, cases, made), n)
    fate = np.where(kept, "completed", draw.pick(NOT_KEPT, n)).astype(object)
    agreed, first = made["agreed_day"].to_numpy(), made["first_due"].to_numpy()
    due = np.where(made["due_day"] == NEVER, first, made["due_day"])
    early = agreed + 10 + np.floor((first - agreed - 10) * (0.35 + 0.65 * draw.uniform(n))).astype(np.int64)
    late = due + draw.skewed(1, 60, n)
    extended = (made["original_due_day"] < NEVER).to_numpy()
    on_time = np.where(extended, draw.between(first + 1, due, n), early)
    done = np.where(draw.chance(0.88, n), on_time, late)
    ended = np.where(kept, done, due + draw.between(10, 80, n))
    given_up = np.isin(fate, ("withdrawn", "waived"))
    ended = np.where(given_up, draw.between(agreed + 10, due + 20, n), ended)
    return {"fate": fate, "end_day": np.where(fate == "active", NEVER, ended)}


def _replace_some(draw: Draws, made: pd.DataFrame) -> pd.DataFrame:
    """A few agreements give way to a new one after some weeks; the new one has its own days and end."""
    chosen = draw.chance(SUPERSEDED, len(made)) & (made["original_due_day"] == NEVER)
    old = np.flatnonzero(chosen & (made["bundle"] != "apology"))
    day = made["agreed_day"].to_numpy()[old] + 40
    new = made.iloc[old].assign(agreed_day=day, supersedes=old)
    shift = 45
    for column in ("first_due", "due_day", "end_day"):
        values = new[column].to_numpy()
        new[column] = np.where(values == NEVER, NEVER, values + shift)
    made.loc[old, "fate"] = "superseded"
    made.loc[old, "end_day"] = day
    return pd.concat([made, new], ignore_index=True)


def _as_seen(draw: Draws, cases: pd.DataFrame, made: pd.DataFrame) -> Columns:
    """Status at the extraction: what has not ended yet is still active."""
    n = len(made)
    ended = (made["end_day"] <= cases["observed"].to_numpy()[made["case"]]).to_numpy()
    status = np.where(ended, made["fate"], "active").astype(object)
    waived = draw.pick({"harmed": 0.6, "programme": 0.25, "court": 0.15}, n)
    withdrawn = draw.pick({"responsible": 0.5, "harmed": 0.3, "programme": 0.2}, n)
    told = draw.pick({"yes": 0.69, "no": 0.19, "unknown": 0.12}, n)
    somebody = (cases["n_harmed"].to_numpy()[made["case"]] > 0) & ended & (status != "superseded")
    return {
        "status": status,
        "waived_by": np.where(status == "waived", waived, "").astype(object),
        "withdrawn_by": np.where(status == "withdrawn", withdrawn, "").astype(object),
        "closed_day": np.where(ended, made["end_day"], NEVER),
        "harmed_informed": np.where(somebody, told, "").astype(object),
        "seen": made["agreed_day"].to_numpy() <= cases["observed"].to_numpy()[made["case"]],
    }
