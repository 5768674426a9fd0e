"""Referrals: when, from whom, about what, and whether the programme could take them on."""

import numpy as np
import pandas as pd

from pipelines.sample.calendar_days import NEVER, draw_referrals, observed_days, to_dates
from pipelines.sample.draws import Codes, Draws, Flags, Ints
from pipelines.sample.programmes import ProgrammeSpec

STAGES = {
    "police": {"pre_charge": 0.9, "post_charge": 0.1},
    "prosecutor": {"post_charge": 0.8, "pre_charge": 0.2},
    "court": {"pre_sentence": 0.7, "post_sentence": 0.3},
    "probation": {"post_sentence": 0.95, "post_release": 0.05},
    "prison_parole": {"custody": 0.8, "post_release": 0.2},
    "youth_service": {"pre_charge": 0.55, "post_charge": 0.3, "post_sentence": 0.15},
    "school": {"non_criminal": 0.85, "pre_charge": 0.15},
    "support_service": {"post_sentence": 0.5, "pre_charge": 0.3, "non_criminal": 0.2},
    "community": {"non_criminal": 0.7, "pre_charge": 0.3},
    "self_harmed": {"post_sentence": 0.8, "custody": 0.2},
    "self_responsible": {"post_sentence": 0.5, "custody": 0.5},
}

YOUNG_HARM = {
    "assault": 0.29,
    "criminal_damage": 0.19,
    "theft": 0.17,
    "harassment_threats": 0.09,
    "conflict_no_offence": 0.04,
    "public_order": 0.06,
    "burglary": 0.05,
    "robbery": 0.04,
    "vehicle": 0.03,
    "hate": 0.015,
    "arson": 0.01,
    "fraud": 0.01,
    "domestic_family": 0.005,
}
SCHOOL_HARM = {
    "conflict_no_offence": 0.36,
    "assault": 0.26,
    "harassment_threats": 0.17,
    "theft": 0.09,
    "criminal_damage": 0.08,
    "hate": 0.03,
    "other": 0.01,
}
GRAVE_HARM = {
    "assault": 0.24,
    "burglary": 0.18,
    "serious_violence": 0.12,
    "robbery": 0.1,
    "theft": 0.09,
    "traffic_harm": 0.08,
    "fraud": 0.06,
    "criminal_damage": 0.06,
    "domestic_family": 0.025,
    "sexual": 0.02,
    "homicide_related": 0.015,
    "arson": 0.01,
}
HARM = {"non_criminal": SCHOOL_HARM, "pre_charge": YOUNG_HARM, "post_charge": YOUNG_HARM} | dict.fromkeys(
    ("pre_sentence", "post_sentence", "custody", "post_release"), GRAVE_HARM
)

GRAVE = ("serious_violence", "sexual", "domestic_family", "homicide_related", "robbery", "arson")
"""Kinds of harm that are mostly severe and mostly given to a specialist facilitator."""
MILD = ("theft", "conflict_no_offence", "public_order", "other")

NOT_ACCEPTED = {
    "declined_ineligible": 0.25,
    "declined_no_responsibility": 0.24,
    "declined_unsafe": 0.17,
    "service_full": 0.1,
    "not_able_now": 0.09,
    "returned": 0.09,
    "duplicate": 0.06,
}

SIDE_SIZES = {"1": 0.85, "2": 0.11, "3": 0.04}
"""Responsible parties in a case."""
HARMED_SIZES = {"0": 0.03, "1": 0.79, "2": 0.13, "3": 0.05}


def refer_cases(spec: ProgrammeSpec, seed: int) -> pd.DataFrame:
    """One row per case, in order of referral: what is known at intake, and the screening to come."""
    draw = Draws(seed, spec.code, "cases")
    n = spec.cases
    referral = draw_referrals(draw, n)
    source = draw.pick(spec.sources, n)
    stage = draw.pick_by(source, STAGES)
    offence = draw.pick_by(stage, HARM)
    cases = pd.DataFrame({"referral": referral, "observed": observed_days(referral)})
    cases = cases.assign(site=draw.pick(spec.sites, n), source=source, stage=stage, offence=offence)
    cases = cases.assign(**_facts_of_harm(draw, offence, stage), **_screening(spec, draw, n))
    cases["n_responsible"] = draw.pick(SIDE_SIZES, n).astype(np.int64)
    cases["n_harmed"] = draw.pick(HARMED_SIZES, n).astype(np.int64)
    cases["received_day"] = -draw.skewed(0, 6, n)
    cases["complaint"] = draw.chance(0.008, n)
    cases["spirit"] = draw.bell(n)
    cases["version"] = _versions(spec, referral)
    return _reopen(draw, cases)


def _facts_of_harm(draw: Draws, offence: Codes, stage: Codes) -> dict[str, Codes | Ints | Flags]:
    n = len(offence)
    grave, mild = np.isin(offence, GRAVE), np.isin(offence, MILD)
    group = np.where(grave, "grave", np.where(mild, "mild", "middling")).astype(object)
    severity = draw.pick_by(group, SEVERITIES)
    late = np.isin(stage, ("post_sentence", "custody", "post_release"))
    return {
        "severity": severity,
        "months_since_harm": draw.skewed(0, np.where(late, 48, 9), n),
        "specialist": draw.chance(np.where(grave, 0.85, 0.03), n),
        "sexual_harm": (offence == "sexual") | draw.chance(0.004, n),
        "domestic_harm": (offence == "domestic_family") | draw.chance(0.012, n),
    }


SEVERITIES = {
    "grave": {"lower": 0.02, "medium": 0.33, "higher": 0.65},
    "middling": {"lower": 0.38, "medium": 0.5, "higher": 0.12},
    "mild": {"lower": 0.72, "medium": 0.26, "higher": 0.02},
}


def _screening(spec: ProgrammeSpec, draw: Draws, n: int) -> dict[str, Codes | Ints]:
    accepted = draw.chance(spec.truth.accepted, n)
    refused = draw.pick(NOT_ACCEPTED, n)
    return {"screening": np.where(accepted, "accepted", refused), "screened_day": draw.skewed(0, 20, n)}


def _versions(spec: ProgrammeSpec, referral: Ints) -> Codes:
    """The programme's own name of the way it worked; a new one is a break in the series."""
    if spec.new_version_from is None:
        return np.full(len(referral), "1", dtype=object)
    is_new = to_dates(referral) >= np.datetime64(spec.new_version_from, "D")
    return np.where(is_new, "2025 preparation model", "2022 model").astype(object)


def _reopen(draw: Draws, cases: pd.DataFrame) -> pd.DataFrame:
    """Some cases open an earlier one again, so they are about the same harm; -1 where a case is new.

    Whether the earlier case had closed by then is only known at the end: see `closures`.
    """
    rows = np.arange(len(cases))
    earlier = draw.between(0, np.maximum(rows - 1, 0), len(cases))
    referral = cases["referral"].to_numpy()
    apart = referral - referral[earlier] > 240
    reopens = np.where(draw.chance(0.025, len(cases)) & apart, earlier, -1)
    again = reopens >= 0
    for column in ("site", "offence", "severity"):
        values = cases[column].to_numpy(dtype=object).copy()
        values[again] = values[reopens[again]]
        cases[column] = values
    return cases.assign(reopens=reopens, closed_day=NEVER)
