"""Second opinion: days at each step, and how soon each was reached: plain loops."""

from collections.abc import Iterator
from typing import Any

from tests.support.opinion_agreements import case_of_agreement
from tests.support.opinion_cases import NO_AGREEMENT
from tests.support.opinion_conferences import meetings
from tests.support.opinion_episodes import WholeCase, whole_cases
from tests.support.opinion_participation import (
    accepted_cases,
    conference_fact,
    is_reached,
    party_fact,
)
from tests.support.opinion_parties import own_parties
from tests.support.opinion_records import (
    MEETINGS,
    PRINCIPALS,
    Fact,
    Records,
    Row,
    case_months,
    is_closed,
    key,
)


def _days(records: Records, party: Row, column: str, *, is_over: bool) -> Fact:
    day = party.get(column)
    waits = not is_over and not is_closed(records.case_of(party))
    return party_fact(records, party, "met", value=day if day is not None else "pending" if waits else None)


def _curve(records: Records, party: Row, column: str, *, is_over: bool) -> Fact | None:
    case, day = records.case_of(party), party.get(column)
    if day is not None:
        return party_fact(records, party, "met", day=max(0, day), event=1)
    if is_over:
        return None  # it happened, and nobody knows when
    end, event = case["observed_days"], 0
    if is_closed(case):
        # An end without a day is placed on the last day it can have come.
        end, event = case["observed_days"] if case.get("closed_day") is None else case["closed_day"], 2
    return party_fact(records, party, "met", day=max(0, end), event=event)


def referral_to_contact_days(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        if party["role"] in PRINCIPALS:
            yield _days(records, party, "contacted_day", is_over=is_reached(party))


def referral_to_decision_days(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        if party["role"] in PRINCIPALS:
            yield _days(records, party, "decided_day", is_over=_has_decided(party))


def _has_decided(party: Row) -> bool:
    return party.get("decision") in {"consented", "declined"}


def referral_to_contact_by_day(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        fact = _curve(records, party, "contacted_day", is_over=is_reached(party))
        if party["role"] in PRINCIPALS and fact is not None:
            yield fact


def referral_to_decision_by_day(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        fact = _curve(records, party, "decided_day", is_over=_has_decided(party))
        if party["role"] in PRINCIPALS and fact is not None:
            yield fact


def _first_meeting(records: Records, whole: WholeCase) -> tuple[bool, int | None]:
    """Whether they met, and the first day known, from the referral of the episode it was in."""
    held = [
        [row["held_day"] for row in records.exchanges(case) if row["conference_type"] in MEETINGS]
        for case in whole.episodes
    ]
    known = [[day for day in days if day is not None] for days in held]
    return any(held), next((min(days) for days in known if days), None)


def referral_to_conference_days(records: Records) -> Iterator[Fact]:
    for whole in accepted_cases(records):
        has_met, day = _first_meeting(records, whole)
        value = day if day is not None else "pending" if not has_met and not is_closed(whole.last) else None
        yield whole.fact(value=value)


def referral_to_conference_by_day(records: Records) -> Iterator[Fact]:
    for whole in accepted_cases(records):
        has_met, day = _first_meeting(records, whole)
        case, event = whole.last, 1
        if day is None:
            if has_met:
                continue
            event = 2 if is_closed(case) else 0
            end = case.get("closed_day") if is_closed(case) else None
            day = case["observed_days"] if end is None else end
        yield whole.fact(day=max(0, day), event=event)


def open_case_age(records: Records) -> Iterator[Fact]:
    for whole in whole_cases(records):
        if not is_closed(whole.last):
            yield whole.fact(value=whole.last["observed_days"])


def _agreement_days(records: Records, agreement: Row, value: Any) -> Fact:
    case = case_of_agreement(records, agreement)
    months = {**case_months(case), "event": agreement.get("agreed_month")}
    return Fact(programme=agreement["programme"], case=case, months=months, value=value)


def agreement_to_completion_days(records: Records) -> Iterator[Fact]:
    for agreement in records.rows("agreements"):
        if agreement["status"] == "superseded":
            continue
        start, end = agreement.get("agreed_day"), agreement.get("closed_day")
        value: Any = None
        if agreement["status"] == "completed" and start is not None and end is not None:
            value = end - start
        elif agreement["status"] == "active" and not is_closed(case_of_agreement(records, agreement)):
            value = "pending"
        yield _agreement_days(records, agreement, value)


def conference_to_agreement_days(records: Records) -> Iterator[Fact]:
    for agreement in records.rows("agreements"):
        if agreement["status"] != "superseded":
            yield _agreement_days(records, agreement, _days_to_agreement(records, agreement))


def _days_to_agreement(records: Records, agreement: Row) -> int | None:
    """Both days from the referral of the agreement's own case."""
    held = records.conference_of(agreement, case_of_agreement(records, agreement)).get("held_day")
    agreed = agreement.get("agreed_day")
    return None if agreed is None or held is None else agreed - held


def conference_to_agreement_by_day(records: Records) -> Iterator[Fact]:
    for conference in meetings(records):
        case, held = records.case_of(conference), conference.get("held_day")
        made = records.agreements_at.get(key(conference, "conference_id"), [])
        days = [day for one in made if (day := _days_to_agreement(records, one)) is not None]
        result = conference.get("result")
        if held is None:
            continue
        if days:
            day, event = max(0, min(days)), 1
        elif result in NO_AGREEMENT:
            day, event = 0, 2
        elif result in {"full_agreement", "partial_agreement"} or is_closed(case):
            continue  # made, nobody knows when; or ended with no recorded result
        else:
            day, event = max(0, case["observed_days"] - held), 0
        yield conference_fact(records, conference, "met", day=day, event=event)
