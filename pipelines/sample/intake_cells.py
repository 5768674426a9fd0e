"""The cells of the tables about who came and who met: cases, parties, conferences, attendance."""

import numpy as np

from pipelines.sample.columns import Days, Texts, text_flags, text_numbers
from pipelines.sample.records import Cells, Ids, Records


def case_cells(ids: Ids, records: Records) -> Cells:
    cases = records.cases
    rows = np.arange(len(cases))
    referral = ids.days(rows, np.zeros(len(cases), dtype=np.int64))
    return {
        "case_id": ids.of("cases", rows),
        "received_day": ids.days(rows, cases["received_day"]),
        "referral_day": referral,
        "site": cases["site"].to_numpy(dtype=object),
        "referral_source": cases["source"].to_numpy(dtype=object),
        "stage": cases["stage"].to_numpy(dtype=object),
        "offence_category": cases["offence"].to_numpy(dtype=object),
        "severity": cases["severity"].to_numpy(dtype=object),
        "months_since_harm": text_numbers(cases["months_since_harm"].to_numpy()),
        "specialist_facilitator": text_flags(cases["specialist"]),
        "complaint": text_flags(cases["complaint"]),
        "sexual_harm": text_flags(cases["sexual_harm"]),
        "domestic_harm": text_flags(cases["domestic_harm"]),
        "screening": cases["screening"].to_numpy(dtype=object),
        "screened_day": ids.days(rows, cases["screened_day"]),
        "status": cases["status"].to_numpy(dtype=object),
        "closure_reason": cases["closure_reason"].to_numpy(dtype=object),
        "closed_day": ids.days(rows, cases["closed_day"]),
        "reopened_from": ids.of("cases", cases["reopened_from"]),
        "programme_version": cases["version"].to_numpy(dtype=object),
    }


PARTY_DAYS = (
    "contacted_day",
    "offered_day",
    "decided_day",
    "withdrew_day",
    "first_preparation_day",
    "risk_assessed_day",
    "consent_recorded_day",
    "follow_up_contact_day",
)
PARTY_CODES = (
    "role",
    "party_type",
    "directness",
    "age_band",
    "gender",
    "ethnicity",
    "relationship",
    "contact_allowed",
    "decision",
    "support_offered",
    "risk_assessed",
    "consent_recorded",
    "wants_informed",
    "interpreter_need",
    "goal",
)


def party_cells(ids: Ids, records: Records) -> Cells:
    parties = records.parties
    cells: dict[str, Texts | Days] = {
        "party_id": ids.of("parties", parties.index),
        "case_id": ids.of("cases", parties["case"]),
        "person_id": ids.of("people", parties["person"]),
        "supports_party_id": ids.of("parties", parties["supports"]),
        "stands_for_party_id": ids.of("parties", parties["stands_for"]),
        "non_participation_reason": parties["reason"].to_numpy(dtype=object),
        "preparation_meetings": text_numbers(parties["preparation_meetings"].to_numpy().astype(np.int64)),
    }
    cells |= {name: parties[name].to_numpy(dtype=object) for name in PARTY_CODES}
    return cells | {name: ids.days(parties["case"], parties[name]) for name in PARTY_DAYS}


def conference_cells(ids: Ids, records: Records) -> Cells:
    held = records.conferences
    return {
        "conference_id": ids.of("conferences", held.index),
        "case_id": ids.of("cases", held["case"]),
        "held_day": ids.days(held["case"], held["held_day"]),
        "conference_type": held["kind"].to_numpy(dtype=object),
        "result": held["result"].to_numpy(dtype=object),
        "facilitator": held["facilitator"].to_numpy(dtype=object),
        "co_facilitated": text_flags(held["co_facilitated"]),
        "duration_minutes": text_numbers(held["duration_minutes"].to_numpy()),
        "safety_event": text_flags(held["safety_event"]),
        "safety_event_after": text_flags(held["safety_event_after"]),
        "stopped_reason": held["stopped_reason"].to_numpy(dtype=object),
    }


def attendance_cells(ids: Ids, records: Records) -> Cells:
    seats = records.seats
    return {
        "conference_id": ids.of("conferences", seats["conference"]),
        "party_id": ids.of("parties", seats["party"]),
        "attended": seats["attended"].to_numpy(dtype=object),
    }
