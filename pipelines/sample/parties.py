"""The people and organisations a case is about: the harmed and the responsible parties."""

import numpy as np
import pandas as pd

from pipelines.sample.draws import Codes, Draws, Flags, Ints
from pipelines.sample.programmes import ProgrammeSpec

ANY_AGE = {
    "10-12": 0.05,
    "13-15": 0.15,
    "16-17": 0.11,
    "18-20": 0.08,
    "21-25": 0.1,
    "26-35": 0.16,
    "36-50": 0.19,
    "51-65": 0.11,
    "66+": 0.05,
}
GENDERS_RESPONSIBLE = {"male": 0.74, "female": 0.235, "non_binary": 0.015, "unknown": 0.01}
GENDERS_HARMED = {"male": 0.47, "female": 0.5, "non_binary": 0.01, "unknown": 0.02}
ETHNICITIES = {
    "white": 0.71,
    "asian": 0.11,
    "black": 0.08,
    "mixed": 0.045,
    "other": 0.02,
    "declined": 0.015,
    "unknown": 0.02,
}
RELATIONSHIPS = {
    "stranger": 0.4,
    "acquaintance": 0.2,
    "schoolmate": 0.16,
    "neighbour": 0.1,
    "family": 0.07,
    "former_partner": 0.02,
    "business": 0.05,
}
PROPERTY_HARM = ("theft", "criminal_damage", "fraud", "vehicle", "arson")
"""Harm that organisations often suffer: a shop, a school, a bus company."""
PARTY_TYPES = {
    "property": {"person": 0.44, "organisation": 0.42, "public_body": 0.08, "household": 0.06},
    "home": {"person": 0.62, "household": 0.3, "organisation": 0.08},
    "other": {"person": 0.925, "organisation": 0.055, "public_body": 0.02},
}
GOALS = {
    "explain": 0.24,
    "apologise": 0.2,
    "be_heard": 0.2,
    "repair": 0.2,
    "move_on": 0.1,
    "unknown": 0.06,
}

NO_DEMOGRAPHICS = ("age_band", "gender", "ethnicity")
"""Facts of a person: blank for an organisation, a household or a public body."""


def gather_principals(spec: ProgrammeSpec, cases: pd.DataFrame, seed: int) -> pd.DataFrame:
    """One row per harmed or responsible party, responsible first; `order` is 0 for the first of a side."""
    draw = Draws(seed, spec.code, "parties")
    sides = [
        _side(cases, "responsible", cases["n_responsible"].to_numpy()),
        _side(cases, "harmed", cases["n_harmed"].to_numpy()),
    ]
    parties = pd.concat(sides, ignore_index=True)
    parties = parties.sort_values(["case", "role", "order"], ascending=[True, False, True], ignore_index=True)
    parties = parties.assign(**_demographics(spec, draw, cases, parties))
    parties["relationship"] = draw.pick(RELATIONSHIPS, len(cases))[parties["case"]]
    parties["goal"] = draw.pick(GOALS, len(parties))
    parties["interpreter_need"] = draw.pick({"none": 0.95, "met": 0.042, "unmet": 0.008}, len(parties))
    parties["contact_allowed"] = draw.pick({"yes": 0.98, "unknown": 0.02}, len(parties))
    return _repeat_people(spec, draw, cases, parties)


def _side(cases: pd.DataFrame, role: str, sizes: Ints) -> pd.DataFrame:
    case = np.repeat(np.arange(len(cases)), sizes)
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    return pd.DataFrame({"case": case, "role": role, "order": np.arange(len(case)) - first})


def _demographics(
    spec: ProgrammeSpec, draw: Draws, cases: pd.DataFrame, parties: pd.DataFrame
) -> dict[str, Codes]:
    n = len(parties)
    is_harmed = parties["role"].to_numpy(dtype=object) == "harmed"
    party_type = np.where(is_harmed, _types_of_harmed(draw, cases, parties), "person").astype(object)
    facts = {
        "age_band": np.where(is_harmed, draw.pick(ANY_AGE, n), draw.pick(spec.ages, n)).astype(object),
        "gender": np.where(is_harmed, draw.pick(GENDERS_HARMED, n), draw.pick(GENDERS_RESPONSIBLE, n)),
        "ethnicity": draw.pick(ETHNICITIES, n),
    }
    facts = {name: np.where(party_type == "person", codes, "") for name, codes in facts.items()}
    return {"party_type": party_type, **facts}


def _types_of_harmed(draw: Draws, cases: pd.DataFrame, parties: pd.DataFrame) -> Codes:
    offence = cases["offence"].to_numpy(dtype=object)[parties["case"]]
    group = np.where(np.isin(offence, PROPERTY_HARM), "property", "other")
    return draw.pick_by(np.where(offence == "burglary", "home", group).astype(object), PARTY_TYPES)


def _repeat_people(
    spec: ProgrammeSpec, draw: Draws, cases: pd.DataFrame, parties: pd.DataFrame
) -> pd.DataFrame:
    """Give every party a person; some are people met before, harmed in one case and responsible in another.

    A reopened case is about the same first parties as the case it opens again.
    """
    n = len(parties)
    rows = np.arange(n)
    is_person = (parties["party_type"] == "person").to_numpy()
    is_harmed = (parties["role"] == "harmed").to_numpy()
    returns = is_person & draw.chance(np.where(is_harmed, 0.02, 0.07), n)
    source = draw.between(0, np.maximum(rows - 1, 0), n)
    source = _nearest_new(source, is_person & ~returns)
    case = parties["case"].to_numpy()
    returns &= (source >= 0) & (case[source] != case)
    person = np.where(returns, source, rows)
    person = _same_as_reopened(cases, parties, person)
    for column in NO_DEMOGRAPHICS:
        parties[column] = parties[column].to_numpy(dtype=object)[person]
    parties["party_type"] = parties["party_type"].to_numpy(dtype=object)[person]
    return parties.assign(person=person)


def _nearest_new(source: Ints, is_new: Flags) -> Ints:
    """The last row at or before each source that is a person met for the first time; -1 if none."""
    latest = np.maximum.accumulate(np.where(is_new, np.arange(len(is_new)), -1))
    return np.asarray(latest[source])


def _same_as_reopened(cases: pd.DataFrame, parties: pd.DataFrame, person: Ints) -> Ints:
    """The first party of each side is the person of the same side in the case opened again."""
    reopens = cases["reopens"].to_numpy()
    for role in ("responsible", "harmed"):
        first = np.full(len(cases), -1)
        rows = np.flatnonzero((parties["role"] == role) & (parties["order"] == 0))
        first[parties["case"].to_numpy()[rows]] = rows
        again = np.flatnonzero((reopens >= 0) & (first >= 0) & (first[reopens] >= 0))
        # In order of referral, so that a case opened a third time is still about the same people.
        for case in again:
            person[first[case]] = person[first[reopens[case]]]
    return person
