"""The second opinion on volume and participation, on tables small enough to count by eye."""

from typing import Any

from tests.support.second_opinion import Tally, breakdown, second_opinion
from tests.support.tiny_tables import ONE_CASE, make_rows

Tables = dict[str, list[dict[str, Any]]]


def test_counts() -> None:
    tables = {
        **ONE_CASE,
        # c2 takes up c1 again, and is no case more; c3 is a duplicate: a referral all the same
        "cases": make_rows("cases", {}, {"reopened_from": "c1"}, {"screening": "duplicate"}),
        "conferences": make_rows("conferences", {}, {"conference_type": "shuttle"}, {"result": "stopped"}),
        "agreements": make_rows("agreements", {}, {"status": "superseded"}),
    }
    assert second_opinion(tables, "cases_referred") == 2
    assert second_opinion(tables, "conferences_held") == 2  # the shuttle is an exchange
    assert second_opinion(tables, "agreements_made") == 2


def test_people_are_counted_once_in_a_role_and_stand_ins_never() -> None:
    parties = make_rows(
        "parties",
        {"person_id": "ann"},
        {"person_id": "ann", "case_id": "c2"},  # the same person in a second case
        {"person_id": "ann", "case_id": "c2", "role": "responsible"},  # and on the other side of it
        {"role": "responsible"},
        {"role": "harmed", "stands_for_party_id": "p1"},
        {"role": "harmed", "directness": "guardian"},
        {"role": "supporter"},  # came to nothing
    )
    attendance = make_rows(
        "attendance",
        *({"party_id": f"p{n}"} for n in (1, 2, 3, 5, 6)),
        {"party_id": "p4", "attended": "written"},
        {"party_id": "p7", "attended": "excused"},
    )
    tables = {**ONE_CASE, "cases": make_rows("cases", {}, {}), "parties": parties, "attendance": attendance}
    assert second_opinion(tables, "people_taking_part") == 2  # ann and p4
    assert breakdown(tables, "people_taking_part", "role") == {("harmed",): 1, ("responsible",): 2}
    assert second_opinion(tables, "people_taking_part", role="supporter") == 0


def test_acceptance() -> None:
    screenings = ("accepted", "service_full", "declined_unsafe", "duplicate", "returned", "undecided", None)
    cases: list[dict[str, Any]] = [{"screening": screening} for screening in screenings]
    closed: list[dict[str, Any]] = [
        {"screening": None, "status": "closed"},
        {"screening": "undecided", "status": "closed"},
    ]
    tables = {"cases": make_rows("cases", *cases, *closed, {"reopened_from": "c1"})}
    assert second_opinion(tables, "acceptance_rate") == Tally(
        met=1, not_met=2, pending=2, not_applicable=2, unknown=2
    )


def test_contact() -> None:
    tables = {
        "cases": make_rows(
            "cases",
            {},
            {"status": "closed", "closure_reason": "responsible_declined"},
            {"screening": "service_full", "status": "closed"},
        ),
        "parties": make_rows(
            "parties",
            {"contacted_day": 3},
            {"decision": "declined"},  # a decision implies contact
            {"contact_allowed": "no", "contacted_day": 3},  # an order against it
            {},  # open, not yet
            {"case_id": "c2"},  # not approached, the other side ended it
            {"case_id": "c2", "role": "responsible"},  # its own side ended it
            {"case_id": "c3"},  # the case was never taken on
        ),
    }
    assert second_opinion(tables, "contact_rate") == Tally(met=2, not_met=1, pending=1, not_applicable=3)
    assert second_opinion(tables, "contact_rate", role="responsible") == Tally(not_met=1)


def test_one_of_several_who_declines_does_not_end_it_for_the_others() -> None:
    declined = {"role": "responsible", "decision": "declined"}
    some: Tables = {
        "cases": make_rows("cases", {}),
        "parties": make_rows("parties", {}, declined, {"role": "responsible", "contacted_day": 2}),
    }
    every: Tables = {**some, "parties": make_rows("parties", {}, declined, {**declined, "withdrew_day": 9})}
    assert second_opinion(some, "contact_rate", role="harmed") == Tally(pending=1)
    assert second_opinion(every, "contact_rate", role="harmed") == Tally(not_applicable=1)


def test_consent() -> None:
    tables = {
        "cases": make_rows("cases", {}, {"status": "closed"}),
        "parties": make_rows(
            "parties",
            {"decision": "consented", "withdrew_day": 20},  # withdrew later, consented all the same
            {"decision": "declined"},
            {"contacted_day": 1, "offered_day": 2, "decision": "undecided"},
            {"contacted_day": 1, "offered_day": 2, "decision": "undecided", "case_id": "c2"},
            {"contacted_day": 1},  # reached, not offered
            {"decision": "not_offered"},
            {"decision": "consented", "stands_for_party_id": "p1"},
        ),
    }
    assert second_opinion(tables, "consent_rate") == Tally(met=1, not_met=1, pending=1, unknown=1)


def test_conference_and_any_exchange() -> None:
    closed = {"status": "closed"}
    tables = {
        "cases": make_rows("cases", {}, {}, closed, {}, {"screening": "returned"}, closed),
        "conferences": make_rows(
            "conferences",
            {"case_id": "c1", "conference_type": "circle"},
            {"case_id": "c1", "conference_type": "shuttle"},
            {"case_id": "c2", "conference_type": "letter_exchange"},  # open, and its exchange has been
            {"case_id": "c6", "conference_type": "unknown"},
        ),
    }
    # c1 met; c2 not met; c3 closed without; c4 open; c5 not accepted; c6 held, nobody knows how
    assert second_opinion(tables, "conference_rate") == Tally(met=1, not_met=2, pending=1, unknown=1)
    assert second_opinion(tables, "any_exchange_rate") == Tally(met=3, not_met=1, pending=1)


def test_a_programme_without_screening_takes_every_case_it_has() -> None:
    tables = {"cases": make_rows("cases", {"screening": None}, {"screening": "unknown"})}
    assert second_opinion(tables, "conference_rate") == Tally(pending=2)


def test_harmed_presence() -> None:
    tables = {
        "cases": make_rows("cases", {}, {}),
        "parties": make_rows(
            "parties",
            {},
            {"directness": "surrogate"},
            {"party_type": "organisation"},
            {"case_id": "c2", "role": "responsible"},
        ),
        "conferences": make_rows(
            "conferences", {}, {}, {}, {}, {"case_id": "c2"}, {"conference_type": "shuttle"}, {}
        ),
        "attendance": make_rows(
            "attendance",
            {"conference_id": "k1", "party_id": "p1", "attended": "online"},
            {"conference_id": "k2", "party_id": "p2"},  # a surrogate is never direct presence
            {"conference_id": "k3", "party_id": "p3"},  # a shop stands on its own line
            {"conference_id": "k4", "party_id": "p1", "attended": "absent"},
            {"conference_id": "k5", "party_id": "p4"},  # no harmed party in this case
        ),
    }
    # k6 is no meeting; nobody is recorded at k7
    one = Tally(met=1, not_met=3, not_applicable=1, unknown=1)
    assert second_opinion(tables, "harmed_presence_rate") == one
    assert second_opinion(tables, "surrogate_presence_rate") == one
    assert second_opinion(tables, "organisation_presence_rate") == one
    nobody = Tally(not_met=4, not_applicable=1, unknown=1)
    assert second_opinion(tables, "representative_presence_rate") == nobody


def test_quarters_on_the_basis_asked_for() -> None:
    tables = {
        **ONE_CASE,
        "cases": make_rows("cases", {"referral_month": "2025-12"}),
        "agreements": make_rows("agreements", {"agreed_month": "2026-02"}, {"agreed_month": None}),
    }
    assert breakdown(tables, "agreements_made", "period") == {("2026Q1",): 1}
    assert breakdown(tables, "agreements_made", "period", basis="referral") == {("2025Q4",): 2}
    assert breakdown(tables, "agreements_made", "programme") == {("river",): 2}
