"""Second opinion: answers set against each other, single answers, and who answered: plain loops."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from tests.support.opinion_participation import party_fact
from tests.support.opinion_records import TOOK_PART, Fact, Records, Row, is_stand_in, key
from tests.support.opinion_survey import (
    COMMUNITY,
    EVERYONE,
    HARMED,
    RESPONSIBLE,
    VALID,
    Response,
    answer_months,
    is_off_window,
    kept_responses,
    last_conference,
)

AGREED = ("4", "5")
GENERAL = tuple(f"g{number}" for number in range(1, 10))
SIDE = {"harmed": 0, "responsible": 1, "supporter": 2, "community": 2}
PROCEDURE = {"harmed": ("g4", "g5", "g7", "g8", "h4"), "responsible": ("g4", "g5", "g7", "g8", "r4a", "r4b")}

CHANGES = {
    "change_accountability": ("r3b", "before", "after", RESPONSIBLE),
    "change_before_after": ("h6c", "before", "after", HARMED),
    "change_before_follow_up": ("h6c", "before", "follow_up", HARMED),
    "change_community_safe": ("c3b", "before", "follow_up", COMMUNITY),
    "change_connected": ("c3a", "before", "follow_up", COMMUNITY),
    "durability": ("g16", "after", "follow_up", EVERYONE),
    "durability_safe": ("g10", "after", "follow_up", EVERYONE),
    "durability_say": ("h4", "after", "follow_up", HARMED),
}
HEALING_INDEX = {
    "healing_index": ("after", ("h6a", "h6c")),
    "healing_index_follow_up": ("follow_up", ("h6b", "h6c")),
}
OF_PEOPLE = ("h6a", "h6b", "h6c", "g14")
"""Reading: to heal, or to be less afraid, is of people: organisations and proxies are not asked."""
REVERSED = ("h6c", "g11", "g12")


def fact(records: Records, response: Response, bucket: str = "met", **more: Any) -> Fact:
    return Fact(
        programme=response.programme,
        case=response.case,
        months=answer_months(records, response),
        role=response.role,
        wave=response.wave,
        bucket=bucket,
        **more,
    )


def on_time(records: Records, wave: str, roles: tuple[str, ...]) -> Iterator[Response]:
    for response in kept_responses(records):
        if response.wave == wave and response.role in roles and not is_off_window(records, response):
            yield response


def points(item: str, answer: str | None) -> int | None:
    if answer not in VALID:
        return None
    return 6 - int(answer) if item in REVERSED else int(answer)


def voluntariness_reported_rate(records: Records) -> Iterator[Fact]:
    for response in on_time(records, "after", EVERYONE):
        items = ("v1", "v2", "v3") if response.role == "responsible" else ("v1", "v2")
        answers = [response.answers.get(item) for item in items]
        if any(answer not in VALID for answer in answers):
            bucket = "unknown"
        else:
            bucket = "met" if all(answer in AGREED for answer in answers) else "not_met"
        yield fact(records, response, bucket)


def safeguarding_signals(records: Records) -> Iterator[Fact]:
    for response in kept_responses(records):
        said = response.answers.get
        if said("g10") in {"1", "2"} or said("g11") in AGREED or said("g12") in AGREED:
            yield fact(records, response)


def single_answers(records: Records, item: str, wave: str, roles: tuple[str, ...]) -> Iterator[Fact]:
    for response in on_time(records, wave, roles):
        if item in OF_PEOPLE and not response.is_person:
            continue
        answer = response.answers.get(item)
        is_said = answer in (*VALID, "not_applicable", "prefer_not")
        yield fact(records, response, value=answer if is_said else "blank")


def healing(records: Records, wave: str, items: tuple[str, ...]) -> Iterator[Fact]:
    for response in on_time(records, wave, HARMED):
        if response.is_person:  # organisations and proxies are out of healing items
            answers = tuple(points(item, response.answers.get(item)) for item in items)
            yield fact(records, response, value=answers)


def procedural_justice_index(records: Records) -> Iterator[Fact]:
    for response in on_time(records, "after", tuple(PROCEDURE)):
        items = PROCEDURE[response.role]
        yield fact(records, response, value=tuple(points(item, response.answers.get(item)) for item in items))


def paired(records: Records, item: str, first: str, second: str, roles: tuple[str, ...]) -> Iterator[Fact]:
    """One fact a person who answered either time: what they said before, and what after."""
    said: dict[tuple[str, str], dict[str, int | None]] = {}
    one: dict[tuple[str, str], Response] = {}
    for wave in (first, second):
        for response in on_time(records, wave, roles):
            party = response.party["party_id"] if response.party and response.is_person else None
            answer = points(item, response.answers.get(item))
            if party is not None and answer is not None:
                who = (response.programme, party)
                said.setdefault(who, {})[wave] = answer
                one[who] = response
    for who, answers in said.items():
        yield fact(records, one[who], value=(answers.get(first), answers.get(second)))


def perspective_gap(records: Records, other: int) -> Iterator[Fact]:
    for response in on_time(records, "after", EVERYONE):
        side = SIDE[response.role]
        answers = [response.answers.get(item) for item in GENERAL]
        agreed, valid = sum(a in AGREED for a in answers), sum(a in VALID for a in answers)
        value = (
            (agreed, valid, 0, 0) if side == 0 else (0, 0, agreed, valid) if side == other else (0, 0, 0, 0)
        )
        yield fact(records, response, value=value, person=_conference(records, response))


def conference_concordance(records: Records) -> Iterator[Fact]:
    for response in on_time(records, "after", EVERYONE):
        # The conference must be one the person took part in, not one of the case somebody was at.
        place = _own_conference(records, response)
        answer = response.answers.get("g1")
        if place is not None and answer in VALID:
            value = [0] * 6
            value[2 * SIDE[response.role]] = int(answer in AGREED)
            value[2 * SIDE[response.role] + 1] = 1
            yield fact(records, response, value=tuple(value), person=place)


def _own_conference(records: Records, response: Response) -> tuple[str, str] | None:
    party = response.party
    attended = records.attendance_of.get(key(party, "party_id"), []) if party else []
    if not any(row["attended"] in TOOK_PART for row in attended):
        return None
    conference = last_conference(records, response.case, party)
    return None if conference is None else (response.programme, conference["conference_id"])


def _conference(records: Records, response: Response) -> tuple[str, str]:
    # An answer without a known conference stands for itself.
    return _own_conference(records, response) or (response.programme, f"answer {response.id}")


def response_of_attended_rate(records: Records) -> Iterator[Fact]:
    answered = _first_answers(records, on_time=True)
    for party, month in _who_took_part(records):
        bucket = "met" if key(party, "party_id") in answered else "not_met"
        yield party_fact(records, party, bucket, month=month)


def conference_to_survey_by_day(records: Records) -> Iterator[Fact]:
    answered = _first_answers(records)
    for party, month in _who_took_part(records):
        case, who = records.case_of(party), key(party, "party_id")
        conference = last_conference(records, case, party)
        held = conference["held_day"] if conference else None
        day = answered.get(who)
        if held is None or (who in answered and day is None):
            continue
        end = case["observed_days"] if day is None else day
        event = 0 if day is None else 1
        yield party_fact(records, party, "met", month=month, day=max(0, end - held), event=event)


def conference_to_survey_days(records: Records) -> Iterator[Fact]:
    for response in kept_responses(records):
        if response.wave == "after" and response.party is not None:
            conference = last_conference(records, response.case, response.party)
            held = conference["held_day"] if conference and _own_conference(records, response) else None
            day = response.answered_day
            yield fact(records, response, value=None if held is None or day is None else day - held)


def _first_answers(records: Records, *, on_time: bool = False) -> dict[tuple[str, str], int | None]:
    found: dict[tuple[str, str], int | None] = {}
    for response in kept_responses(records):
        if on_time and is_off_window(records, response):
            continue  # it is in no figure of the wave, and so no response to it
        if response.wave == "after" and response.party is not None and response.is_usable:
            who, day = key(response.party, "party_id"), response.answered_day
            earlier = found.get(who)
            found[who] = day if earlier is None else earlier if day is None else min(day, earlier)
    return found


def _who_took_part(records: Records) -> Iterator[tuple[Row, str | None]]:
    for party in records.rows("parties"):
        attended = records.attendance_of.get(key(party, "party_id"), [])
        came = [row for row in attended if row["attended"] in TOOK_PART]
        if came and not is_stand_in(party):
            case = records.case_of(party)
            months = [records.conference_of(row, case).get("held_month") for row in came]
            yield party, min((month for month in months if month), default=None)


Loop = Any
ANSWER_LOOPS: dict[str, Loop] = {
    "voluntariness_reported_rate": voluntariness_reported_rate,
    "safeguarding_signals": safeguarding_signals,
    "procedural_justice_index": procedural_justice_index,
    "perspective_gap": partial(perspective_gap, other=1),
    "perspective_gap_community": partial(perspective_gap, other=2),
    "conference_concordance": conference_concordance,
    "response_of_attended_rate": response_of_attended_rate,
    "conference_to_survey_by_day": conference_to_survey_by_day,
    "conference_to_survey_days": conference_to_survey_days,
    **{
        name: partial(paired, item=item, first=first, second=second, roles=roles)
        for name, (item, first, second, roles) in CHANGES.items()
    },
    **{name: partial(healing, wave=wave, items=items) for name, (wave, items) in HEALING_INDEX.items()},
}
SCORES = (*HEALING_INDEX, "procedural_justice_index")
GAPS = ("perspective_gap", "perspective_gap_community")

# Who is asked each item, and when, from the table of survey.md; the wave is in the name where there are more.
_H, _R, _C, _E = HARMED, RESPONSIBLE, COMMUNITY, EVERYONE
ASKED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    **dict.fromkeys(("h1a", "h1b", "h2a", "h2b", "h3a", "h3b", "h5", "h6a", "h7"), (_H, ("after",))),
    "h4": (_H, ("after", "follow_up")),
    "h6b": (_H, ("follow_up",)),
    "h6c": (_H, ("before", "after", "follow_up")),
    **dict.fromkeys(("r1a", "r1b", "r1c", "r2", "r3a", "r3c", "r4a", "r4b"), (_R, ("after",))),
    "r3b": (_R, ("before", "after")),
    **dict.fromkeys(("r5a", "r5b", "r5c", "r5d"), (_R, ("after",))),
    "r6": (_R, ("follow_up",)),
    "c1a": ((*_H, *_C), ("after",)),
    "c1b": ((*_H, *_C), ("follow_up",)),
    "c2a": (_C, ("after",)),
    "c2b": (_C, ("after",)),
    "c2c": (_C, ("follow_up",)),
    "c3a": (_C, ("before", "follow_up")),
    "c3b": (_C, ("before", "follow_up")),
    **dict.fromkeys(("f1a", "f1b", "f1c", "f2", "f3a", "f3b", "f4"), (_E, ("after",))),
    **{f"g{n}": (_E, ("after",)) for n in range(1, 10)},
    "g10": (_E, ("after", "follow_up")),
    "g11": (_E, ("after",)),
    "g12": (_E, ("after", "follow_up")),
    "g13": (_H, ("follow_up",)),
    "g14": (_H, ("after",)),
    "g15": (_H, ("after",)),
    "g16": (_E, ("after", "follow_up")),
    "v1": (_E, ("after",)),
    "v2": (_E, ("after",)),
    "v3": (_R, ("after",)),
}


def distributions(names: Iterable[str]) -> dict[str, Loop]:
    """The loop of each measure of single answers: every name is an item and, past the first, a wave."""
    loops: dict[str, Loop] = {}
    for name in names:
        item, _, wave = name.removeprefix("answers_").partition("_")
        roles, waves = ASKED[item]
        named = wave or ("after" if "after" in waves else waves[0])
        assert named in waves, name
        loops[name] = partial(single_answers, item=item, wave=named, roles=roles)
    return loops
