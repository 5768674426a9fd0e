"""Second opinion: who came and how it was prepared, days at each step, and safety: plain loops."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.support.opinion_agreements import agreements_of, case_of_agreement
from tests.support.opinion_participation import (
    SCREENED_OUT,
    acceptance_rate,
    accepted_cases,
    conference_fact,
    is_a_person,
    is_offered,
    is_reached,
    other_side_ended,
    party_fact,
    side_ended,
)
from tests.support.opinion_records import (
    MEETINGS,
    PRESENT,
    TOOK_PART,
    UNKNOWNS,
    Fact,
    Records,
    Row,
    case_months,
    is_closed,
    is_stand_in,
    key,
)

PRINCIPALS = ("harmed", "responsible")
Judge = Callable[[Row, int | None], str]
NO_AGREEMENT = ("no_agreement", "none_sought", "stopped")


def meetings(records: Records) -> Iterator[Row]:
    return (row for row in records.rows("conferences") if row["conference_type"] in MEETINGS)


def yes_no(value: object) -> str:
    return {"yes": "met", "no": "not_met"}.get(str(value), "unknown")


def exchanges_held(records: Records) -> Iterator[Fact]:
    for conference in records.rows("conferences"):
        if conference["conference_type"] not in MEETINGS:
            yield conference_fact(records, conference, "met")


def conferences_stopped(records: Records) -> Iterator[Fact]:
    for conference in records.rows("conferences"):
        if conference.get("result") == "stopped":
            yield conference_fact(records, conference, "met")


def stopped_for_safety(records: Records) -> Iterator[Fact]:
    for conference in records.rows("conferences"):
        # Reading: the reason says so, or something unsafe happened at one that was stopped.
        is_unsafe = conference.get("stopped_reason") in {"safety", "unsafe"}
        if conference.get("result") == "stopped" and (is_unsafe or conference.get("safety_event") == "yes"):
            yield conference_fact(records, conference, "met")


def safety_event_rate(records: Records) -> Iterator[Fact]:
    for conference in meetings(records):
        after, during = conference.get("safety_event_after"), conference.get("safety_event")
        yield conference_fact(records, conference, "met" if after == "yes" else yes_no(during))


def cofacilitated_share(records: Records) -> Iterator[Fact]:
    for conference in meetings(records):
        yield conference_fact(records, conference, yes_no(conference.get("co_facilitated")))


def face_to_face_share(records: Records) -> Iterator[Fact]:
    for conference in records.rows("conferences"):
        yield conference_fact(records, conference, "met", kind=conference["conference_type"] or "unknown")


def preparation_rate(records: Records) -> Iterator[Fact]:
    for conference in meetings(records):
        yield conference_fact(records, conference, _all_of(records, conference, PRESENT, _prepared))


def _prepared(party: Row, held: int | None) -> str:
    first = party.get("first_preparation_day")
    if party.get("preparation_meetings") == 0 or (None not in {first, held} and first > held):
        return "not_met"
    return "unknown" if party.get("preparation_meetings") is None else "met"


def voluntariness_recorded_rate(records: Records) -> Iterator[Fact]:
    for conference in meetings(records):
        yield conference_fact(records, conference, _all_of(records, conference, TOOK_PART, _consented))


def _consented(party: Row, held: int | None) -> str:
    day = party.get("consent_recorded_day")
    if party.get("consent_recorded") == "no" or (None not in {day, held} and day > held):
        return "not_met"
    return "met" if party.get("consent_recorded") == "yes" else "unknown"


def _all_of(records: Records, conference: Row, came: tuple[str, ...], judge: Judge) -> str:
    """One who was not makes it not met; then one not known makes it unknown."""
    found = []
    for row in records.attendance_at.get(key(conference, "conference_id"), []):
        party = records.parties[key(row, "party_id")]
        if row["attended"] in came and party["role"] in PRINCIPALS:
            here = records.conference_of(row, records.case_of(party))
            found.append(judge(party, here.get("held_day")))
    # Reading: with no principal recorded as there, nothing is known of how they were prepared.
    if not found:
        return "unknown"
    return next((bucket for bucket in ("not_met", "unknown") if bucket in found), "met")


# ------------------------------------------------------------------------------------------------ parties


def _came(records: Records, party: Row, how: tuple[str, ...] = TOOK_PART) -> list[Row]:
    return [row for row in records.attendance_of.get(key(party, "party_id"), []) if row["attended"] in how]


def _met(records: Records, party: Row) -> bool:
    rows = _came(records, party, PRESENT)
    return any(records.conferences[key(row, "conference_id")]["conference_type"] in MEETINGS for row in rows)


def _placed(records: Records, party: Row, bucket: str, **more: Any) -> Fact:
    """A party in the month it first took part in; else the first it was invited to; else its case's first."""
    invited = records.attendance_of.get(key(party, "party_id"), [])
    for rows in (_came(records, party), invited, records.exchanges(records.case_of(party))):
        months = [_month(records, row, party) for row in rows]
        if known := [month for month in months if month]:
            return party_fact(records, party, bucket, month=min(known), **more)
    return party_fact(records, party, bucket, **more)


def _month(records: Records, row: Row, party: Row) -> str | None:
    month: str | None = records.conference_of(row, records.case_of(party)).get("held_month")
    return month


def own_parties(records: Records) -> Iterator[Row]:
    return (party for party in records.rows("parties") if not is_stand_in(party))


def attendance_rate(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        attended = [row["attended"] for row in records.attendance_of.get(key(party, "party_id"), [])]
        if not attended:
            continue
        if any(how in TOOK_PART for how in attended):
            bucket = "met"
        elif "by_proxy" not in attended and "excused" in attended:
            bucket = "not_applicable"
        elif all(how in UNKNOWNS for how in attended):
            bucket = "unknown"
        else:
            bucket = "not_met"
        yield _placed(records, party, bucket)


def support_presence_rate(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        if party["role"] in PRINCIPALS and _met(records, party):
            supporters = records.supporters_of.get(key(party, "party_id"), [])
            is_there = any(_met(records, supporter) for supporter in supporters)
            yield _placed(records, party, "met" if is_there else "not_met")


def risk_assessed_rate(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        if party["role"] in PRINCIPALS and _met(records, party):
            yield _placed(records, party, yes_no(party.get("risk_assessed")))


def withdrawal_rate(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        if party.get("decision") != "consented":
            continue
        is_open = not is_closed(records.case_of(party)) and not _came(records, party)
        left = party.get("withdrew_day") is not None
        yield party_fact(records, party, "met" if left else "pending" if is_open else "not_met")


def people_supported_without_conference(records: Records) -> Iterator[Fact]:
    accepted = {key(case, "case_id") for case in accepted_cases(records)}
    for party in own_parties(records):
        is_in = key(party, "case_id") in accepted and is_reached(party) and not _came(records, party)
        if is_in and is_a_person(party):
            yield party_fact(records, party, "met", person=person_of(party))


def people_turned_away(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        if records.case_of(party).get("screening") == "service_full" and is_a_person(party):
            yield party_fact(records, party, "met", person=person_of(party))


def cost_per_person_taking_part(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        if _came(records, party) and is_a_person(party):
            yield _placed(records, party, "met", person=person_of(party))


def person_of(party: Row) -> tuple[str, str]:
    return party["programme"], party.get("person_id") or party["party_id"]


# ------------------------------------------------------------------------------------------------ cases


def mutual_consent_rate(records: Records) -> Iterator[Fact]:
    for case in accepted_cases(records):
        if not records.side(case, "harmed"):
            bucket = "not_applicable"
        elif all(_has_consented(records, case, side) for side in PRINCIPALS):
            bucket = "met"
        elif any(_side_left(records, case, side) for side in PRINCIPALS):
            bucket = "not_met"
        else:
            bucket = "unknown" if is_closed(case) else "pending"
        yield Fact(programme=case["programme"], case=case, months=case_months(case), bucket=bucket)


def _has_consented(records: Records, case: Row, side: str) -> bool:
    return any(party.get("decision") == "consented" for party in own_side(records, case, side))


def _side_left(records: Records, case: Row, side: str) -> bool:
    return side_ended(records, case, side)


def own_side(records: Records, case: Row, side: str) -> list[Row]:
    """Who stands for another speaks for the side only where nobody else is on it."""
    parties = records.side(case, side)
    return [party for party in parties if not is_stand_in(party)] or parties


def reopened_rate(records: Records) -> Iterator[Fact]:
    for case in records.rows("cases"):
        bucket = "met" if case.get("reopened_from") else "not_met"
        yield Fact(programme=case["programme"], case=case, months=case_months(case), bucket=bucket)


def complaint_rate(records: Records) -> Iterator[Fact]:
    for case in records.rows("cases"):
        bucket = yes_no(case.get("complaint"))
        yield Fact(programme=case["programme"], case=case, months=case_months(case), bucket=bucket)


entry_rate_ratio = acceptance_rate


# ------------------------------------------------------------------------------------------------ pathways


def pathway(records: Records) -> Iterator[Fact]:
    for case in records.rows("cases"):
        if not case.get("reopened_from"):
            months = case_months(case)
            stage = _case_stage(records, case)
            value = (stage, _case_reason(records, case, stage))
            yield Fact(programme=case["programme"], case=case, months=months, value=value)


def _case_stage(records: Records, case: Row) -> str:
    held = records.exchanges(case)
    promised = agreements_of(records, case)
    if promised or any(row.get("result") in {"full_agreement", "partial_agreement"} for row in held):
        return "agreement"
    if held:
        return "conference"
    # Reading: a side has consented, or was reached, as soon as one of it was; without a harmed party the
    # responsible side's word is enough.
    sides = [own_side(records, case, side) for side in PRINCIPALS]
    sides = [own for side, own in zip(PRINCIPALS, sides, strict=True) if own or side != "harmed"]
    if all(any(p.get("decision") == "consented" for p in side) for side in sides):
        return "consented"
    if all(any(is_reached(p) for p in side) for side in sides):
        return "reached"
    said_yes = any(p.get("decision") == "consented" for side in sides for p in side)
    return "accepted" if said_yes or screening(records, case) == "accepted" else "referred"


def screening(records: Records, case: Row) -> str:
    if not records.supplies(case["programme"], "cases", "screening"):
        return "accepted"
    return case.get("screening") or "unknown"


def _case_reason(records: Records, case: Row, stage: str) -> str | None:
    if stage == "agreement":
        return None
    held = records.exchanges(case)
    last = max(held, key=lambda row: row["held_day"] or 0, default=None)
    if stage == "conference" and last is not None and last.get("result") in NO_AGREEMENT:
        return str(last["result"])
    out = screening(records, case)
    if stage == "referred" and out in (*SCREENED_OUT, "returned", "duplicate"):
        return out
    return case.get("closure_reason") or "unknown" if is_closed(case) else "waiting"


def pathway_of_parties(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        stage = _party_stage(records, party)
        yield party_fact(records, party, "met", value=(stage, _party_reason(records, party, stage)))


def _party_stage(records: Records, party: Row) -> str:
    for stage, is_there in (
        ("took_part", bool(_came(records, party))),
        ("consented", party.get("decision") == "consented"),
        ("offered", is_offered(party)),
        ("reached", is_reached(party)),
        ("accepted", screening(records, records.case_of(party)) == "accepted"),
    ):
        if is_there:
            return stage
    return "referred"


def _party_reason(records: Records, party: Row, stage: str) -> str | None:  # noqa: PLR0911 (in this order)
    case = records.case_of(party)
    out, closure = screening(records, case), case.get("closure_reason") or "unknown"
    attended = [row["attended"] for row in records.attendance_of.get(key(party, "party_id"), [])]
    if stage == "took_part":
        return None
    if party.get("withdrew_day") is not None:
        return "withdrew"
    if party.get("decision") == "declined":
        return "declined"
    if stage == "referred" and out in (*SCREENED_OUT, "returned", "duplicate"):
        return out
    if party.get("contact_allowed") == "no" and not is_reached(party):
        return "contact_not_allowed"
    if other_side_ended(records, party):
        return "other_side_ended"
    if party.get("decision") == "not_offered":
        return "not_offered"
    if any(how in {"absent", "excused", "by_proxy"} for how in attended):
        return "did_not_attend"
    if not is_closed(case):
        return "waiting"
    if closure == f"{party['role']}_unreachable" and not is_reached(party):
        return "unreachable"
    return "unknown" if closure in {"completed", "completed_without_agreement"} else closure


# ------------------------------------------------------------------------------------------------ days


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


def _first_meeting(records: Records, case: Row) -> tuple[bool, int | None]:
    held = [row for row in records.exchanges(case) if row["conference_type"] in MEETINGS]
    days = [row["held_day"] for row in held if row["held_day"] is not None]
    return bool(held), min(days, default=None)


def referral_to_conference_days(records: Records) -> Iterator[Fact]:
    for case in accepted_cases(records):
        has_met, day = _first_meeting(records, case)
        value = day if day is not None else "pending" if not has_met and not is_closed(case) else None
        yield Fact(programme=case["programme"], case=case, months=case_months(case), value=value)


def referral_to_conference_by_day(records: Records) -> Iterator[Fact]:
    for case in accepted_cases(records):
        has_met, day = _first_meeting(records, case)
        event = 1
        if day is None:
            if has_met:
                continue
            event = 2 if is_closed(case) else 0
            end = case.get("closed_day") if is_closed(case) else None
            day = case["observed_days"] if end is None else end
        yield Fact(
            programme=case["programme"], case=case, months=case_months(case), day=max(0, day), event=event
        )


def open_case_age(records: Records) -> Iterator[Fact]:
    for case in records.rows("cases"):
        if not is_closed(case):
            value = case["observed_days"]
            yield Fact(programme=case["programme"], case=case, months=case_months(case), value=value)


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
            held = records.conference_of(agreement, case_of_agreement(records, agreement)).get("held_day")
            agreed = agreement.get("agreed_day")
            value = None if agreed is None or held is None else agreed - held
            yield _agreement_days(records, agreement, value)


def conference_to_agreement_by_day(records: Records) -> Iterator[Fact]:
    for conference in meetings(records):
        case, held = records.case_of(conference), conference.get("held_day")
        days = [
            a["agreed_day"]
            for a in records.agreements_at.get(key(conference, "conference_id"), [])
            if a["agreed_day"] is not None
        ]
        result = conference.get("result")
        if held is None:
            continue
        if days:
            day, event = max(0, min(days) - held), 1
        elif result in NO_AGREEMENT:
            day, event = 0, 2
        elif result in {"full_agreement", "partial_agreement"} or is_closed(case):
            continue  # made, nobody knows when; or ended with no recorded result
        else:
            day, event = max(0, case["observed_days"] - held), 0
        yield conference_fact(records, conference, "met", day=day, event=event)
