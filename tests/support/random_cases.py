"""Cases with their parties and conferences for a random export."""

from datetime import timedelta

from pipelines.vocabulary import (
    ClosureReason,
    ConferenceResult,
    ConferenceType,
    NonParticipationReason,
    Screening,
)
from tests.support.random_answers import draw_answers, recorded_answers
from tests.support.random_draft import AS_OF, MONTHS, UNKNOWN, Draft, OpenedCase, last_day_of, month_of
from tests.support.random_promises import draw_agreements, recorded_promises

FLAGS = ("yes", "no", *UNKNOWN)

PEOPLE = ("", "", "ann", "bea", "cyd")
"""Persons who may turn up in several cases, on both sides; blank where nobody is known again."""


def draw_case(draft: Draft) -> None:
    month = draft.pick(MONTHS)
    followed = (AS_OF - last_day_of(month)).days
    last_held = draft.day(0, followed)
    codes = {**_case_codes(draft), "reopened_from": _earlier(draft, month)}
    row = draft.add("cases", referral_month=month, status="open", **codes)
    if draft.chance():
        row["status"] = "closed"
        closed = draft.day(last_held, followed)
        row["closed_day"] = str(closed)
        row["closed_month"] = month_of(month, closed)
        row["closure_reason"] = draft.pick((*ClosureReason.codes(), ""))
    parties = tuple(_draw_party(draft, row["case_id"], role, followed) for role in _draw_roles(draft))
    for party in parties:
        principals = [other["party_id"] for other in parties if other["role"] in {"harmed", "responsible"}]
        if party["role"] == "supporter" and principals:
            party["supports_party_id"] = draft.pick(principals)
    _draw_stand_in(draft, row["case_id"], parties)
    case = OpenedCase(id=row["case_id"], referral_month=month, followed=followed, parties=parties)
    for _ in range(draft.pick((1, 2, 0))):
        draw_conference(draft, case, last_held)
    if draft.rarely():
        _join_conference(draft, case, last_held)
    draw_answers(draft, case)


def _case_codes(draft: Draft) -> dict[str, str]:
    return {
        "screening": draft.pick(("accepted", "accepted", "accepted", *Screening.codes(), *UNKNOWN)),
        "offence_category": draft.pick(("theft", "assault", *UNKNOWN)),
        "stage": draft.pick(("post_sentence", "pre_charge", "")),
        "complaint": draft.pick(FLAGS),
    }


def _earlier(draft: Draft, month: str) -> str:
    """The case that one referred in this month takes up again, which another may have taken up too."""
    # Of two of one month, equally far from the first, the ids say which was last, and a load makes those up.
    taken = {(referred, *_place(draft, case_id)) for case_id, referred in _months(draft).items()}
    possible = []
    for earlier in _months(draft):
        first, steps = _place(draft, earlier)
        if (month, first, steps + 1) not in taken:
            possible.append(earlier)
    return draft.pick(possible) if possible and draft.rarely() else ""


def _months(draft: Draft) -> dict[str, str]:
    return {row["case_id"]: row["referral_month"] for row in draft.tables["cases"]}


def _place(draft: Draft, case_id: str) -> tuple[str, int]:
    """The first case it goes back to, over how many."""
    back = {row["case_id"]: row["reopened_from"] for row in draft.tables["cases"]}
    steps = 0
    while back.get(case_id):
        case_id, steps = back[case_id], steps + 1
    return case_id, steps


def _draw_roles(draft: Draft) -> list[str]:
    return [
        *["harmed"] * draft.pick((1, 2, 0)),
        *["responsible"] * draft.pick((1, 2, 0)),
        *["supporter"] * draft.count(1),
        *["community"] * draft.count(1),
    ]


def _draw_party(draft: Draft, case_id: str, role: str, followed: int) -> dict[str, str]:
    return draft.add(
        "parties",
        case_id=case_id,
        person_id=draft.pick(PEOPLE),
        role=role,
        party_type=draft.pick(("person", "person", "person", "organisation", "household", "public_body")),
        directness=draft.pick(("direct", "direct", *UNKNOWN, "surrogate", "representative")),
        contact_allowed=draft.pick(("yes", "yes", "no", *UNKNOWN)),
        contacted_day=draft.maybe_day(0, followed),
        offered_day=draft.maybe_day(0, followed),
        decision=draft.pick(("consented", "declined", "undecided", "not_offered", *UNKNOWN)),
        withdrew_day=draft.maybe_day(0, followed) if draft.rarely() else "",
        non_participation_reason=draft.pick(("", "", "", *NonParticipationReason.codes())),
        decided_day=draft.maybe_day(0, followed),
        wants_informed=draft.pick(FLAGS),
        support_offered=draft.pick(FLAGS),
        risk_assessed=draft.pick(FLAGS),
        consent_recorded=draft.pick(FLAGS),
        preparation_meetings=draft.pick(("", "0", "1", "2")),
        first_preparation_day=draft.maybe_day(0, followed),
    )


def _draw_stand_in(draft: Draft, case_id: str, parties: tuple[dict[str, str], ...]) -> None:
    if parties and draft.rarely():
        other = draft.pick(parties)
        draft.add(
            "parties",
            case_id=case_id,
            role=other["role"],
            party_type="person",
            directness=draft.pick(("guardian", "representative", "")),
            stands_for_party_id=other["party_id"],
            decision=draft.pick(("consented", "declined", "")),
        )


def draw_conference(draft: Draft, case: OpenedCase, last_held: int) -> None:
    held = draft.day(0, last_held)
    if any(row["case_id"] == case.id and row["held_day"] == str(held) for row in draft.tables["conferences"]):
        return  # of two on one day, which was the last is for the ids to say, and those are made up by a load
    row = draft.add(
        "conferences",
        case_id=case.id,
        held_day=held,
        held_month=case.month(held),
        conference_type=draft.pick(("face_to_face", *ConferenceType.codes(), *UNKNOWN)),
        result=draft.pick((*ConferenceResult.codes(), *UNKNOWN)),
        co_facilitated=draft.pick(FLAGS),
        safety_event=draft.pick(FLAGS),
        safety_event_after=draft.pick(FLAGS),
    )
    _draw_attendance(draft, case, row["conference_id"])
    draw_agreements(draft, case, row["conference_id"], held)


def _join_conference(draft: Draft, case: OpenedCase, last_held: int) -> None:
    """One conference for two cases: another case's was held for this one too, on a day of its own count."""
    months = _months(draft)
    taken = {row["held_day"] for row in draft.tables["conferences"] if row["case_id"] == case.id}
    possible = []
    for row in draft.tables["conferences"]:
        held = last_day_of(months[row["case_id"]]) + timedelta(days=int(row["held_day"]))
        day = (held - last_day_of(case.referral_month)).days
        if row["case_id"] != case.id and 0 <= day <= last_held and str(day) not in taken:
            possible.append((row, day))
    if possible:
        row, day = draft.pick(possible)
        draft.tables["conferences"].append({**row, "case_id": case.id, "held_day": str(day)})
        _draw_attendance(draft, case, row["conference_id"])
        before = len(draft.tables["agreements"])
        draw_agreements(draft, case, row["conference_id"], day)
        responsible = [party["party_id"] for party in case.parties if party["role"] == "responsible"]
        for agreement in draft.tables["agreements"][before:]:
            # Without its party nothing would say which of the two cases its days are counted in.
            agreement["party_id"] = agreement["party_id"] or responsible[0]


def _draw_attendance(draft: Draft, case: OpenedCase, conference_id: str) -> None:
    in_case = [party for party in draft.tables["parties"] if party["case_id"] == case.id]
    for party in in_case:
        if not draft.rarely():
            draft.add(
                "attendance",
                conference_id=conference_id,
                party_id=party["party_id"],
                attended=draft.pick(
                    (
                        "in_person",
                        "in_person",
                        "online",
                        "written",
                        "by_proxy",
                        "absent",
                        "excused",
                        "unknown",
                    )
                ),
            )


def recorded_case(draft: Draft) -> None:
    """The first case: every column that a measure needs has a known value here, so all is supplied."""
    case = draft.add(
        "cases", referral_month="2025-03", status="open", screening="accepted", offence_category="theft",
        stage="post_sentence", complaint="no"
    )  # fmt: skip
    known: dict[str, str | int] = {
        "case_id": case["case_id"],
        "contact_allowed": "yes",
        "contacted_day": 2,
        "offered_day": 3,
        "decided_day": 4,
        "wants_informed": "yes",
        "support_offered": "yes",
        "risk_assessed": "yes",
        "consent_recorded": "yes",
        "preparation_meetings": 1,
        "first_preparation_day": 5,
    }
    for role in ("harmed", "responsible", "supporter", "community"):
        draft.add(
            "parties", **known, role=role, party_type="person", directness="direct", decision="consented",
            person_id=f"first_{role}",
        )  # fmt: skip
    conference = draft.add(
        "conferences", case_id=case["case_id"], held_day=20, held_month="2025-04",
        conference_type="face_to_face", result="full_agreement", co_facilitated="yes", safety_event="no",
        safety_event_after="no",
    )  # fmt: skip
    for party in draft.tables["parties"]:
        here = {"conference_id": conference["conference_id"], "party_id": party["party_id"]}
        draft.add("attendance", **here, attended="in_person")
        for wave in ("after", "follow_up"):
            draft.add("survey_invitations", party_id=party["party_id"], wave=wave, outcome="replied")
    recorded_promises(draft)
    recorded_answers(draft)
