"""The answers themselves: each item of the instrument that a person was asked, from their own leaning.

An answer is a cut through a bell of leaning and chance, at the places the planted shares ask for.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np
import pandas as pd

from pipelines.instrument import ITEMS, Item
from pipelines.sample.answer_truth import BEFORE_SHIFT, shares_of
from pipelines.sample.calendar_days import NEVER
from pipelines.sample.draws import Codes, Draws, Flags, Floats
from pipelines.sample.survey import Experience, perspective_of
from pipelines.sample.truth import Truth
from pipelines.vocabulary import Wave

PREFER_NOT, BLANK = 0.012, 0.015
"""Of answers: preferred not to say; left blank, so that no row is handed over."""

DOES_NOT_APPLY = {"h1b": 0.12, "g14": 0.45, "g15": 0.12}
"""Of answers: the thing asked about was not there for this person."""
NEEDS_PLAN = ("h5", "r5a", "r5b", "r5c", "r5d", "f4", "g13")
"""Does not apply where there was no agreement."""
ASKED_WITH_PLAN = ("r6", "c2c")
"""Only asked where there was one."""

ANSWERS = np.array(["1", "2", "3", "4", "5"], dtype=object)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One item in one wave; `place` is its place on the form."""

    item: Item
    place: int
    wave: Wave


def answer_items(lived: Experience, asked: pd.DataFrame, seed: int) -> pd.DataFrame:
    """One row per answer given; `response` is a number in order of party and wave."""
    draw = Draws(seed, lived.spec.code, "answers")
    given = asked[asked["answered_day"] < NEVER].reset_index(drop=True)
    given = given.assign(response=given.index, leaning=lived.leaning[given["party"]])
    given["stage"] = lived.cases["stage"].to_numpy(dtype=object)[given["case"]]
    party_type = lived.parties["party_type"].to_numpy(dtype=object)[given["party"]]
    given["is_own_voice"] = (party_type == "person") & ~given["proxy"].to_numpy(dtype=np.bool_)
    given = given.assign(**_plans(lived, given))
    questions = [
        Question(item=item, place=place, wave=wave)
        for place, item in enumerate(ITEMS.values())
        for wave in item.waves
    ]
    pieces = [_answers_to(question, lived.spec.truth, draw, given) for question in questions]
    rows = pd.concat(pieces, ignore_index=True)
    rows = rows.sort_values(["response", "place"], kind="stable", ignore_index=True)
    shared = ["party", "case", "role", "wave", "answered_day", "mode", "assisted", "proxy", "unlinked"]
    at = rows["response"].to_numpy()
    return rows.assign(**{column: given[column].to_numpy()[at] for column in shared})


def _plans(lived: Experience, given: pd.DataFrame) -> dict[str, Flags | Floats]:
    """Whether the case had an agreement, and how its being kept by then moves a follow-up answer."""
    n = int(given["case"].max()) + 1 if len(given) else 0
    own = lived.agreements[lived.agreements["case"] < n]
    has_plan, kept_day = np.zeros(n, dtype=np.bool_), np.full(n, NEVER)
    has_plan[own["case"]] = True
    kept = own[own["fate"] == "completed"]
    kept_day[kept["case"]] = kept["end_day"]
    case = given["case"].to_numpy()
    kept_by_then = kept_day[case] <= given["answered_day"].to_numpy()
    lift = np.where(kept_by_then, lived.spec.truth.kept_lift, -0.1)
    waves = given["wave"].to_numpy(dtype=object)
    shift = np.where(waves == "follow_up", lift, np.where(waves == "before", BEFORE_SHIFT, 0.0))
    return {"has_plan": has_plan[case], "shift": shift}


def _answers_to(question: Question, truth: Truth, draw: Draws, given: pd.DataFrame) -> pd.DataFrame:
    """Everybody's answers to one item in one wave."""
    item, wave = question.item, question.wave
    people = given[_is_asked(item, wave, given)]
    n = len(people)
    leaning_share = truth.conference_share + truth.person_share
    latent = people["leaning"].to_numpy() * sqrt(leaning_share) + draw.bell(n) * sqrt(1.0 - leaning_share)
    # H6c has shares of its own for each wave, so nothing is added to it.
    latent = latent + (0.0 if item.id == "h6c" else people["shift"].to_numpy())
    answer = _cut(item, wave, -latent if item.is_reversed else latent, people["role"].to_numpy(dtype=object))
    drawn = draw.uniform(n)
    answer = np.where(_does_not_apply(draw, item, people), "not_applicable", answer)
    answer = np.where(drawn < PREFER_NOT, "prefer_not", answer).astype(object)
    rows = pd.DataFrame(
        {"response": people["response"], "item": item.id, "place": question.place, "answer": answer}
    )
    return rows[drawn < 1.0 - BLANK]


def _is_asked(item: Item, wave: Wave, given: pd.DataFrame) -> Flags:
    asked = (
        np.isin(given["role"].to_numpy(dtype=object), list(item.roles)) & (given["wave"] == wave).to_numpy()
    )
    if item.is_healing:
        asked &= given["is_own_voice"].to_numpy(dtype=np.bool_)
    if item.id in ASKED_WITH_PLAN:
        asked &= given["has_plan"].to_numpy()
    if wave == Wave.BEFORE and item.before_only_in_stages:
        asked &= np.isin(given["stage"].to_numpy(dtype=object), list(item.before_only_in_stages))
    return np.asarray(asked)


def _cut(item: Item, wave: Wave, latent: Floats, role: Codes) -> Codes:
    answer = np.empty(len(latent), dtype=object)
    perspective = perspective_of(role)
    for view in ("harmed", "responsible", "community"):
        if not (perspective == view).any():
            continue
        shares = shares_of(item.id, view, wave)
        edges = [NormalDist().inv_cdf(sum(shares[: k + 1]) / 100) for k in range(4)]
        mine = perspective == view
        answer[mine] = ANSWERS[np.searchsorted(edges, latent[mine])]
    return answer


def _does_not_apply(draw: Draws, item: Item, people: pd.DataFrame) -> Flags:
    by_chance = draw.chance(DOES_NOT_APPLY.get(item.id, 0.0), len(people))
    no_plan = ~people["has_plan"].to_numpy() if item.id in NEEDS_PLAN else False
    return np.asarray(by_chance | no_plan)
