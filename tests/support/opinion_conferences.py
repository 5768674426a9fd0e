"""Second opinion: conferences, how safe they were and how they were prepared: plain loops."""

from collections.abc import Callable, Iterator

from tests.support.opinion_participation import (
    conference_fact,
)
from tests.support.opinion_records import (
    MEETINGS,
    PRESENT,
    PRINCIPALS,
    TOOK_PART,
    Fact,
    Records,
    Row,
    key,
    yes_no,
)

Judge = Callable[[Row, int | None], str]


def meetings(records: Records) -> Iterator[Row]:
    return (row for row in records.rows("conferences") if row["conference_type"] in MEETINGS)


def exchanges_held(records: Records) -> Iterator[Fact]:
    for conference in records.rows("conferences"):
        if conference["conference_type"] in {"shuttle", "letter_exchange", "surrogate"}:
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
        found = [yes_no(conference.get("safety_event"))]
        if records.supplies(conference["programme"], "conferences", "safety_event_after"):
            found.append(yes_no(conference.get("safety_event_after")))
        bucket = next((bucket for bucket in ("met", "unknown") if bucket in found), "not_met")
        yield conference_fact(records, conference, bucket)


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
