"""Second opinion: volume and participation, one loop for each measure of `measures.md`."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tests.support.opinion_agreements import case_of_agreement
from tests.support.opinion_episodes import WholeCase, whole_cases
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

SCREENED_OUT = (
    "declined_unsafe",
    "declined_ineligible",
    "declined_no_responsibility",
    "service_full",
    "not_able_now",
)
OTHER_SIDE = {"harmed": "responsible", "responsible": "harmed"}


def cases_referred(records: Records) -> Iterator[Fact]:
    # Reading: nothing is said of duplicates: a referral recorded as one is still a case here (acceptance sets
    # it apart).
    for whole in whole_cases(records):
        yield whole.fact()


def people_taking_part(records: Records) -> Iterator[Fact]:
    for party in records.rows("parties"):
        attended = records.attendance_of.get(key(party, "party_id"), [])
        # Reading: writing a letter or answering through the facilitator is taking part; sending somebody is
        # not.
        if is_stand_in(party) or not any(row["attended"] in TOOK_PART for row in attended):
            continue
        if not is_a_person(party):
            continue
        case = records.case_of(party)
        person = party.get("person_id") or party["party_id"]
        # Reading: somebody who came more than once is placed in the month of the first time.
        came = [
            records.conferences[key(row, "conference_id")].get("held_month")
            for row in attended
            if row["attended"] in TOOK_PART
        ]
        yield Fact(
            programme=party["programme"],
            case=case,
            months={**case_months(case), "event": min(filter(None, came), default=None)},
            role=party["role"],
            person=(party["programme"], person),
        )


def conferences_held(records: Records) -> Iterator[Fact]:
    # Reading: "shuttle and letters are not a conference", so only those in person or online; a stopped one
    # was held.
    for conference in records.rows("conferences"):
        if conference["conference_type"] in MEETINGS:
            yield conference_fact(records, conference, "met")


def agreements_made(records: Records) -> Iterator[Fact]:
    # Reading: every row of the table, a superseded one and the one that took its place being two.
    for agreement in records.rows("agreements"):
        case = case_of_agreement(records, agreement)
        months = {**case_months(case), "event": agreement.get("agreed_month")}
        yield Fact(programme=agreement["programme"], case=case, months=months)


def acceptance_rate(records: Records) -> Iterator[Fact]:
    for whole in whole_cases(records):
        yield whole.fact(_acceptance(whole))


def _acceptance(whole: WholeCase) -> str:
    # The first referral for intake. Reading: one that was never decided is decided when it is taken up again.
    decided = ("accepted", "duplicate", "returned", *SCREENED_OUT)
    found = [case.get("screening") for case in whole.episodes]
    screening = next((code for code in found if code in decided), None)
    if screening in {"duplicate", "returned"}:
        return "not_applicable"
    if screening == "accepted":
        return "met"
    if screening in SCREENED_OUT:
        return "not_met"
    # Reading: undecided, blank or unknown can still happen while the case is open; closed, it ended
    # unrecorded.
    return "unknown" if is_closed(whole.last) else "pending"


def contact_rate(records: Records) -> Iterator[Fact]:
    for party in records.rows("parties"):
        if not is_stand_in(party):
            yield party_fact(records, party, _contact(records, party))


def _contact(records: Records, party: Row) -> str:
    case = records.case_of(party)
    if party.get("contact_allowed") == "no":
        return "not_applicable"
    if is_reached(party):
        return "met"
    if is_refused_at_screening(case) or other_side_ended(records, party):
        # Reading: nobody is approached in a case that was not accepted, so contact there is structurally
        # impossible.
        return "not_applicable"
    return "not_met" if is_closed(case) else "pending"


def consent_rate(records: Records) -> Iterator[Fact]:
    # Reading: who was not reached or not offered is outside the population, not a bucket of it.
    for party in records.rows("parties"):
        if not is_stand_in(party) and is_reached(party) and is_offered(party):
            yield party_fact(records, party, _consent(records, party))


def _consent(records: Records, party: Row) -> str:
    if party.get("decision") == "consented":  # also if they withdrew afterwards
        return "met"
    if party.get("decision") == "declined":
        return "not_met"
    # Reading: undecided in a closed case can no longer become a decision: it ended without one on record.
    return "unknown" if is_closed(records.case_of(party)) else "pending"


def conference_rate(records: Records) -> Iterator[Fact]:
    for whole in accepted_cases(records):
        types = [row["conference_type"] for case in whole.episodes for row in records.exchanges(case)]
        now = records.exchanges(whole.last)
        # Reading: an exchange through the facilitator or by letter ends the stage before the conference too;
        # otherwise only conferences would be counted early, and their share would look too high.
        if any(kind in MEETINGS for kind in types):
            bucket = "met"
        elif not now and not is_closed(whole.last):
            bucket = "pending"
        elif any(kind in UNKNOWNS for kind in types):
            bucket = "unknown"  # Reading: something was held, and nobody recorded whether people met
        else:
            bucket = "not_met"
        yield whole.fact(bucket)


def any_exchange_rate(records: Records) -> Iterator[Fact]:
    for whole in accepted_cases(records):
        held = any(records.exchanges(case) for case in whole.episodes)
        yield whole.fact("met" if held else "not_met" if is_closed(whole.last) else "pending")


def harmed_presence_rate(records: Records) -> Iterator[Fact]:
    return _presence(records, is_direct_harmed)


def surrogate_presence_rate(records: Records) -> Iterator[Fact]:
    # Reading: a surrogate comes in place of the harmed party, so to a conference of that kind too.
    kinds = (*MEETINGS, "surrogate")
    return _presence(records, lambda party: party.get("directness") == "surrogate", kinds)


def representative_presence_rate(records: Records) -> Iterator[Fact]:
    return _presence(records, lambda party: party.get("directness") in {"representative", "guardian"})


def organisation_presence_rate(records: Records) -> Iterator[Fact]:
    return _presence(records, lambda party: party.get("party_type") in {"organisation", "public_body"})


def _presence(
    records: Records, is_meant: Callable[[Row], bool], kinds: Sequence[str] = MEETINGS
) -> Iterator[Fact]:
    for conference in records.rows("conferences"):
        if conference["conference_type"] in kinds:
            yield conference_fact(records, conference, _who_was_there(records, conference, is_meant))


def _who_was_there(records: Records, conference: Row, is_meant: Callable[[Row], bool]) -> str:
    case = records.case_of(conference)
    parties = records.parties_of.get(key(case, "case_id"), [])
    # Reading: a case has a harmed party as soon as anybody stands on that side, a surrogate included.
    if not any(party["role"] == "harmed" for party in parties):
        return "not_applicable"
    attendance = records.attendance_at.get(key(conference, "conference_id"), [])
    if not any(row["attended"] not in UNKNOWNS for row in attendance):
        return "unknown"  # Reading: a conference nobody is recorded at ended with no recorded result
    for row in attendance:
        party = records.parties[key(row, "party_id")]
        if row["attended"] in PRESENT and party["role"] == "harmed" and is_meant(party):
            return "met"
    return "not_met"


def is_a_person(party: Row) -> bool:
    # A count of persons counts persons: an organisation, a public body or a household is a party, and none.
    return party.get("party_type") not in {"organisation", "public_body", "household"}


def is_direct_harmed(party: Row) -> bool:
    # Reading: organisations stand on their own line, so a shop's presence is not a harmed person's. A blank
    # directness is taken as direct: the column is optional, and a stand-in is marked as one.
    is_person = party.get("party_type") not in {"organisation", "public_body"}
    return party["role"] == "harmed" and is_person and not is_stand_in(party)


def is_reached(party: Row) -> bool:
    return party.get("contacted_day") is not None or party.get("decision") in {"consented", "declined"}


def is_offered(party: Row) -> bool:
    return party.get("offered_day") is not None or party.get("decision") in {"consented", "declined"}


def is_refused_at_screening(case: Row) -> bool:
    return case.get("screening") in (*SCREENED_OUT, "returned", "duplicate")


def other_side_ended(records: Records, party: Row) -> bool:
    """Whether the other side ended it before this party was approached."""
    if party.get("non_participation_reason") == "other_side_ended":
        return True
    # Reading: a supporter or community member has no other side, unless the record says it was that.
    side = OTHER_SIDE.get(party["role"])
    return side is not None and side_ended(records, records.case_of(party), side)


def side_ended(records: Records, case: Row, side: str) -> bool:
    # Reading: a side ended it where the closure says so, or where all its parties declined or withdrew: one
    # of several who declines does not end the case for the others.
    reasons = {f"{side}_declined", f"{side}_unreachable", f"{side}_withdrew"}
    if side == "responsible":
        reasons.add("responsible_denies")
    if is_closed(case) and case.get("closure_reason") in reasons:
        return True
    # Who stands for another has no say beside them, and speaks for the side only where nobody else is on it.
    parties = records.side(case, side)
    own = [party for party in parties if not is_stand_in(party)] or parties
    return bool(own) and all(
        p.get("decision") == "declined" or p.get("withdrew_day") is not None for p in own
    )


def accepted_cases(records: Records) -> Iterator[WholeCase]:
    for whole in whole_cases(records):
        # Reading: let in when it was taken up again, it was let in.
        if any(is_accepted(records, case) for case in whole.episodes):
            yield whole


def is_accepted(records: Records, case: Row) -> bool:
    # A programme that records no screening takes every case it has.
    is_screened = records.supplies(case["programme"], "cases", "screening")
    return not is_screened or case.get("screening") == "accepted"


def party_fact(records: Records, party: Row, bucket: str, *, month: str | None = None, **more: Any) -> Fact:
    case = records.case_of(party)
    return Fact(
        programme=party["programme"],
        case=case,
        months={**case_months(case), "event": month},
        bucket=bucket,
        role=party["role"],
        **more,
    )


def conference_fact(records: Records, conference: Row, bucket: str, **more: Any) -> Fact:
    case = records.case_of(conference)
    months = {**case_months(case), "event": conference.get("held_month")}
    return Fact(programme=conference["programme"], case=case, months=months, bucket=bucket, **more)
