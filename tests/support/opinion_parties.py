"""Second opinion: who came, with whom, and who withdrew or was turned away: plain loops."""

from collections.abc import Iterator
from typing import Any

from tests.support.opinion_participation import (
    is_a_person,
    is_accepted,
    is_reached,
    party_fact,
)
from tests.support.opinion_records import (
    MEETINGS,
    PRESENT,
    PRINCIPALS,
    TOOK_PART,
    UNKNOWNS,
    Fact,
    Records,
    Row,
    is_closed,
    is_stand_in,
    key,
    yes_no,
)


def came(records: Records, party: Row, how: tuple[str, ...] = TOOK_PART) -> list[Row]:
    return [row for row in records.attendance_of.get(key(party, "party_id"), []) if row["attended"] in how]


def _met(records: Records, party: Row) -> set[str]:
    """The conferences at which this party met others."""
    held = [records.conferences[key(row, "conference_id")] for row in came(records, party, PRESENT)]
    return {one["conference_id"] for one in held if one["conference_type"] in MEETINGS}


def _placed(records: Records, party: Row, bucket: str, **more: Any) -> Fact:
    """A party in the month it first took part in; else the first it was invited to; else its case's first."""
    invited = records.attendance_of.get(key(party, "party_id"), [])
    for rows in (came(records, party), invited, records.exchanges(records.case_of(party))):
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
            is_there = any(_met(records, party) & _met(records, supporter) for supporter in supporters)
            yield _placed(records, party, "met" if is_there else "not_met")


def support_pathway(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        if party["role"] not in PRINCIPALS or not _met(records, party):
            continue
        supporters = records.supporters_of.get(key(party, "party_id"), [])
        offered = party.get("support_offered")
        way: tuple[str, str | None] = ("came", "support_not_offered" if offered == "no" else "unknown")
        if any(_met(records, party) & _met(records, supporter) for supporter in supporters):
            way = ("support_there", None)
        elif offered == "yes":
            way = ("support_offered", "came_without")
        yield _placed(records, party, "met", value=way)


def risk_assessed_rate(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        if party["role"] in PRINCIPALS and _met(records, party):
            yield _placed(records, party, yes_no(party.get("risk_assessed")))


def withdrawal_rate(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        if party.get("decision") != "consented":
            continue
        is_open = not is_closed(records.case_of(party)) and not came(records, party)
        left = party.get("withdrew_day") is not None
        yield party_fact(records, party, "met" if left else "pending" if is_open else "not_met")


def people_supported_without_conference(records: Records) -> Iterator[Fact]:
    accepted = {key(case, "case_id") for case in records.rows("cases") if is_accepted(records, case)}
    for party in own_parties(records):
        is_in = key(party, "case_id") in accepted and is_reached(party) and not came(records, party)
        if is_in and is_a_person(party):
            yield party_fact(records, party, "met", person=person_of(party))


def people_turned_away(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        if records.case_of(party).get("screening") == "service_full" and is_a_person(party):
            yield party_fact(records, party, "met", person=person_of(party))


def cost_per_person_taking_part(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        if came(records, party) and is_a_person(party):
            yield _placed(records, party, "met", person=person_of(party))


def person_of(party: Row) -> tuple[str, str]:
    return party["programme"], party.get("person_id") or party["party_id"]
