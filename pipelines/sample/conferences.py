"""Conferences and indirect exchanges, or why there was none although both sides had chosen to take part."""

import numpy as np
import pandas as pd

from pipelines.sample.calendar_days import NEVER
from pipelines.sample.draws import Codes, Columns, Draws, Flags
from pipelines.sample.programmes import ProgrammeSpec

MEETINGS = {"face_to_face": 0.79, "online": 0.12, "circle": 0.09}
EXCHANGES = {"shuttle": 0.45, "letter_exchange": 0.38, "surrogate": 0.17}

LEFT_AFTER_CONSENT = {
    "harmed_withdrew": 0.3,
    "responsible_withdrew": 0.25,
    "justice_decision": 0.13,
    "unsafe": 0.09,
    "new_offence": 0.08,
    "responsible_denies": 0.05,
    "administrative": 0.05,
    "transferred": 0.03,
    "unknown": 0.015,
    "deceased": 0.005,
}
NO_AGREEMENT = {"no_agreement": 0.6, "none_sought": 0.28, "not_recorded": 0.12}
STOPPED = {"distress": 0.5, "safety": 0.2, "left_early": 0.3}

PRECEDED, FOLLOWED = 0.04, 0.03
"""Of cases with a meeting: letters or a go-between before it; a second meeting after it."""


def hold_conferences(
    spec: ProgrammeSpec, cases: pd.DataFrame, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cases with what became of the plan to meet; one row per conference or exchange held so far."""
    draw = Draws(seed, spec.code, "conferences")
    cases = cases.assign(**_plans(spec, draw, cases))
    main = _conferences_at(draw, cases, (cases["plan"] == "meeting").to_numpy(), MEETINGS)
    indirect = _conferences_at(draw, cases, (cases["plan"] == "exchange").to_numpy(), EXCHANGES)
    main["result"] = _results(draw, spec.truth.agreement_reached, len(main))
    indirect["result"] = _results(draw, spec.truth.exchange_agreement_reached, len(indirect))
    held = pd.concat([_before(draw, main), main, indirect, _after(draw, main)], ignore_index=True)
    held = held[held["held_day"] <= cases["observed"].to_numpy()[held["case"]]]
    held = held.sort_values(["case", "held_day"], ignore_index=True)
    return cases, held.assign(**_circumstances(spec, draw, cases, held))


def _plans(spec: ProgrammeSpec, draw: Draws, cases: pd.DataFrame) -> Columns:
    """Meeting, exchange or neither, with the day it was given up and why."""
    n = len(cases)
    both = cases["both_day"].to_numpy()
    drawn = draw.uniform(n)
    meets, exchanges = spec.truth.meets, spec.truth.meets + spec.truth.exchanges
    plan = np.where(drawn < meets, "meeting", np.where(drawn < exchanges, "exchange", "none")).astype(object)
    alone = (cases["n_harmed"] == 0).to_numpy() & (plan == "exchange")
    plan = np.where(both == NEVER, "", np.where(alone, "none", plan)).astype(object)
    left = np.where(plan == "none", both + draw.skewed(8, 100, n), NEVER)
    return {
        "plan": plan,
        "held_day": both + draw.between(10, 28, n) + draw.skewed(0, 75, n),
        "left_day": left,
        "left_reason": np.where(plan == "none", draw.pick(LEFT_AFTER_CONSENT, n), "").astype(object),
    }


def _conferences_at(draw: Draws, cases: pd.DataFrame, chosen: Flags, kinds: dict[str, float]) -> pd.DataFrame:
    case = np.flatnonzero(chosen)
    kind = draw.pick(kinds, len(case))
    nobody_harmed = (cases["n_harmed"].to_numpy()[case] == 0) & (kind == "face_to_face")
    kind = np.where(nobody_harmed, "circle", kind).astype(object)
    return pd.DataFrame({"case": case, "held_day": cases["held_day"].to_numpy()[case], "kind": kind})


def _results(draw: Draws, probability: float, n: int) -> Codes:
    reached = draw.chance(probability, n)
    some = draw.pick({"full_agreement": 0.915, "partial_agreement": 0.085}, n)
    result = np.where(reached, some, draw.pick(NO_AGREEMENT, n)).astype(object)
    return np.where(draw.chance(0.01, n), "stopped", result).astype(object)


def _before(draw: Draws, main: pd.DataFrame) -> pd.DataFrame:
    chosen = main[draw.chance(PRECEDED, len(main)) & (main["kind"] != "circle")]
    kind = draw.pick({"shuttle": 0.5, "letter_exchange": 0.5}, len(chosen))
    return chosen.assign(kind=kind, held_day=chosen["held_day"] - 8, result="none_sought")


def _after(draw: Draws, main: pd.DataFrame) -> pd.DataFrame:
    chosen = main[draw.chance(FOLLOWED, len(main)) & (main["result"] != "stopped")]
    day = chosen["held_day"] + draw.between(40, 70, len(chosen))
    return chosen.assign(held_day=day, result="none_sought")


def _circumstances(spec: ProgrammeSpec, draw: Draws, cases: pd.DataFrame, held: pd.DataFrame) -> Columns:
    n = len(held)
    specialist = cases["specialist"].to_numpy()[held["case"]]
    is_stopped = (held["result"] == "stopped").to_numpy()
    reason = np.where(is_stopped, draw.pick(STOPPED, n), "").astype(object)
    is_letter = (held["kind"] == "letter_exchange").to_numpy()
    return {
        "facilitator": _facilitators(spec, draw, cases, held),
        "co_facilitated": draw.chance(np.where(specialist, 0.7, 0.3), n) & ~is_letter,
        "duration_minutes": np.where(is_letter, -1, 5 * draw.between(8, 26, n)),
        "safety_event": draw.chance(0.012, n) | (reason == "safety"),
        "safety_event_after": draw.chance(0.006, n),
        "stopped_reason": reason,
    }


def _facilitators(spec: ProgrammeSpec, draw: Draws, cases: pd.DataFrame, held: pd.DataFrame) -> Codes:
    """Each site has its own facilitators, numbered through the programme; one case keeps one facilitator."""
    sites = list(spec.sites)
    share = spec.facilitators // len(sites)
    site = np.array([sites.index(code) for code in cases["site"]])
    number = site * share + draw.between(0, share - 1, len(cases))
    names = np.array([f"{spec.prefix}-f-{i + 1:02d}" for i in range(spec.facilitators)], dtype=object)
    return np.asarray(names[number[held["case"]]])
