"""Who was asked for their view, when, and who answered: less satisfied people answer less often."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import pandas as pd

from pipelines.instrument import ITEMS
from pipelines.sample.attendance import PRESENT
from pipelines.sample.calendar_days import NEVER
from pipelines.sample.draws import Codes, Columns, Draws, Flags, Floats, Ints
from pipelines.sample.programmes import ProgrammeSpec

MODES = {"online": 0.37, "phone": 0.28, "paper": 0.24, "in_person": 0.11}
SILENT = {"no_reply": 0.8, "refused": 0.12, "undelivered": 0.08}

INVITED = {"before": 0.8, "after": 0.93, "follow_up": 0.86}
"""Of those there to be asked in each wave."""
WAVE_SHIFT = {"before": 0.12, "after": 0.0, "follow_up": -0.14}
"""Added to the response rate after a conference."""

OFF_WINDOW, ASSISTED = 0.03, 0.07
UNLINKED = 0.03
"""Of responses where a programme keeps no invitations: they came back without a party."""


def perspective_of(role: Codes) -> Codes:
    """Support people and community members are the community's view."""
    return np.where(np.isin(role, ("harmed", "responsible")), role, "community").astype(object)


def satisfaction(spec: ProgrammeSpec, cases: pd.DataFrame, parties: pd.DataFrame, seed: int) -> Floats:
    """Each party's own leaning, in standard deviations: part the conference's, part the person's."""
    draw = Draws(seed, spec.code, "satisfaction")
    shared, own = spec.truth.conference_share, spec.truth.person_share
    spirit = cases["spirit"].to_numpy()[parties["case"]]
    both = sqrt(shared) * spirit + sqrt(own) * draw.bell(len(parties))
    return np.asarray(both / sqrt(shared + own))


@dataclass(frozen=True, kw_only=True)
class Experience:
    """What people had been through when they were asked, and how they leaned."""

    spec: ProgrammeSpec
    cases: pd.DataFrame
    parties: pd.DataFrame
    conferences: pd.DataFrame
    seats: pd.DataFrame
    agreements: pd.DataFrame
    leaning: Floats


def invite_parties(lived: Experience, seed: int) -> pd.DataFrame:
    """One row per party and wave invited so far; `answered_day` is NEVER where nobody answered."""
    draw = Draws(seed, lived.spec.code, "survey")
    first, last = _attended_days(lived)
    waves = [
        _before(draw, lived, first),
        _after(draw, last),
        _follow_up(draw, last),
    ]
    asked = pd.concat(waves, ignore_index=True)
    asked["case"] = lived.parties["case"].to_numpy()[asked["party"]]
    asked = asked[asked["invited_day"] <= lived.cases["observed"].to_numpy()[asked["case"]]]
    asked = asked.sort_values(["party", "place"], ignore_index=True)
    return asked.assign(**_replies(draw, lived, asked))


def _attended_days(lived: Experience) -> tuple[Ints, Ints]:
    """First and last day each party took part; NEVER and -1 where it did not. Nobody asks a stand-in."""
    seats, parties = lived.seats, lived.parties
    came = seats[np.isin(seats["attended"].to_numpy(dtype=object), PRESENT)]
    day = lived.conferences["held_day"].to_numpy()[came["conference"]]
    first, last = np.full(len(parties), NEVER), np.full(len(parties), -1)
    np.minimum.at(first, came["party"].to_numpy(), day)
    np.maximum.at(last, came["party"].to_numpy(), day)
    own = (parties["stands_for"] < 0).to_numpy()
    return np.where(own, first, NEVER), np.where(own, last, -1)


def _before(draw: Draws, lived: Experience, first: Ints) -> pd.DataFrame:
    parties = lived.parties
    prepared = (parties["first_preparation_day"] < NEVER) & (parties["stands_for"] < 0)
    prepared &= (parties["first_preparation_day"] < first) & _has_form_before(lived)
    chosen = np.flatnonzero(prepared & draw.chance(INVITED["before"], len(parties)))
    day = parties["first_preparation_day"].to_numpy()[chosen]
    # Given at the end of the preparation meeting, so answered there or not at all.
    return _wave("before", 0, chosen, day, day)


def _has_form_before(lived: Experience) -> Flags:
    """Before, people harmed are asked how they are, and responsible parties only what a court may read."""
    role = lived.parties["role"].to_numpy(dtype=object)
    is_person = (lived.parties["party_type"] == "person").to_numpy()
    stage = lived.cases["stage"].to_numpy(dtype=object)[lived.parties["case"]]
    after_plea = np.isin(stage, list(ITEMS["r3b"].before_only_in_stages))
    return np.asarray(is_person & ((role != "responsible") | after_plea))


def _after(draw: Draws, last: Ints) -> pd.DataFrame:
    chosen = np.flatnonzero((last >= 0) & draw.chance(INVITED["after"], len(last)))
    n = len(chosen)
    day = last[chosen] + draw.between(0, 4, n)
    wait = np.where(draw.chance(OFF_WINDOW, n), draw.between(18, 40, n), draw.skewed(0, 10, n))
    return _wave("after", 1, chosen, day, day + wait)


def _follow_up(draw: Draws, last: Ints) -> pd.DataFrame:
    chosen = np.flatnonzero((last >= 0) & draw.chance(INVITED["follow_up"], len(last)))
    n = len(chosen)
    day = last[chosen] + draw.between(95, 140, n)
    wait = np.where(draw.chance(OFF_WINDOW, n), draw.between(90, 120, n), draw.skewed(0, 25, n))
    return _wave("follow_up", 2, chosen, day, day + wait)


def _wave(wave: str, place: int, party: Ints, invited: Ints, answers: Ints) -> pd.DataFrame:
    days = {"invited_day": invited, "would_answer_day": answers}
    return pd.DataFrame({"party": party, "wave": wave, "place": place, **days})


def _replies(draw: Draws, lived: Experience, asked: pd.DataFrame) -> Columns:
    n = len(asked)
    truth = lived.spec.truth
    role = lived.parties["role"].to_numpy(dtype=object)[asked["party"]]
    base = np.array([truth.answers[code] for code in role])
    base = base + np.array([WAVE_SHIFT[wave] for wave in asked["wave"]])
    mood = np.clip(lived.leaning[asked["party"]], -2.5, 2.5)
    answers = draw.chance(base + truth.answers_lift * mood, n)
    observed = lived.cases["observed"].to_numpy()[asked["case"]]
    day = asked["would_answer_day"].to_numpy()
    replied = answers & (day <= observed)
    silent = draw.pick(SILENT, n)
    recent = ~replied & (observed - asked["invited_day"].to_numpy() < 28)
    outcome = np.where(replied, "replied", np.where(recent, "", silent)).astype(object)
    age = lived.parties["age_band"].to_numpy(dtype=object)[asked["party"]]
    is_proxy = (role == "harmed") & (age == "10-12") & draw.chance(0.5, n)
    is_proxy &= (asked["wave"] != "before").to_numpy()
    # A form given in the preparation meeting is filed with the party; others may come back on their own.
    can_be_lost = (asked["wave"] != "before").to_numpy() & ("survey_invitations" in lived.spec.left_out)
    return {
        "role": role,
        "answered_day": np.where(replied, day, NEVER),
        "outcome": outcome,
        "mode": np.where(asked["wave"] == "before", "in_person", draw.pick(MODES, n)).astype(object),
        "assisted": draw.chance(ASSISTED, n),
        "proxy": is_proxy,
        "unlinked": np.where(can_be_lost, draw.uniform(n), 1.0),
    }
