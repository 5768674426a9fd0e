"""Second opinion: what became of cases, and the way of cases and parties through it: plain loops."""

from collections.abc import Iterator

from tests.support.opinion_agreements import agreements_of
from tests.support.opinion_episodes import WholeCase, whole_cases
from tests.support.opinion_participation import (
    SCREENED_OUT,
    acceptance_rate,
    accepted_cases,
    is_offered,
    is_reached,
    other_side_ended,
    party_fact,
    side_ended,
)
from tests.support.opinion_parties import came, own_parties
from tests.support.opinion_records import (
    PRINCIPALS,
    Fact,
    Records,
    Row,
    is_closed,
    is_stand_in,
    key,
    yes_no,
)

STAGES = ("referred", "accepted", "reached", "consented", "conference", "agreement")
NO_AGREEMENT = ("no_agreement", "none_sought", "stopped")


def mutual_consent_rate(records: Records) -> Iterator[Fact]:
    for whole in accepted_cases(records):
        # Reading: both in one episode; a yes of then and one of now are not to the same thing.
        if not any(records.side(case, "harmed") for case in whole.episodes):
            bucket = "not_applicable"
        elif any(all(_has_consented(records, case, side) for side in PRINCIPALS) for case in whole.episodes):
            bucket = "met"
        elif any(_side_left(records, whole.last, side) for side in PRINCIPALS):
            bucket = "not_met"
        else:
            bucket = "unknown" if is_closed(whole.last) else "pending"
        yield whole.fact(bucket)


def _has_consented(records: Records, case: Row, side: str) -> bool:
    return any(party.get("decision") == "consented" for party in own_side(records, case, side))


def _side_left(records: Records, case: Row, side: str) -> bool:
    return side_ended(records, case, side)


def own_side(records: Records, case: Row, side: str) -> list[Row]:
    """Who stands for another speaks for the side only where nobody else is on it."""
    parties = records.side(case, side)
    return [party for party in parties if not is_stand_in(party)] or parties


def reopened_rate(records: Records) -> Iterator[Fact]:
    for whole in whole_cases(records):
        yield whole.fact("met" if any(case.get("reopened_from") for case in whole.episodes) else "not_met")


def complaint_rate(records: Records) -> Iterator[Fact]:
    for whole in whole_cases(records):
        said = {yes_no(case.get("complaint")) for case in whole.episodes}
        yield whole.fact("met" if "met" in said else "unknown" if "unknown" in said else "not_met")


entry_rate_ratio = acceptance_rate


def pathway(records: Records) -> Iterator[Fact]:
    for whole in whole_cases(records):
        stage = max((_case_stage(records, case) for case in whole.episodes), key=STAGES.index)
        yield whole.fact(value=(stage, _case_reason(records, whole, stage)))


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


def _case_reason(records: Records, whole: WholeCase, stage: str) -> str | None:
    if stage == "agreement":
        return None
    # Reading: while it is under way again, what an earlier episode came to is no reason for having left.
    which = whole.episodes if is_closed(whole.last) else [whole.last]
    held = [held for case in which if (held := records.exchanges(case))]
    if stage == "conference" and held:
        last = max(held[-1], key=lambda row: row["held_day"] or 0)
        if last.get("result") in NO_AGREEMENT:
            return str(last["result"])
    out = screening(records, whole.last)
    if stage == "referred" and out in (*SCREENED_OUT, "returned", "duplicate"):
        return out
    return whole.last.get("closure_reason") or "unknown" if is_closed(whole.last) else "waiting"


def pathway_of_parties(records: Records) -> Iterator[Fact]:
    for party in own_parties(records):
        stage = _party_stage(records, party)
        yield party_fact(records, party, "met", value=(stage, _party_reason(records, party, stage)))


def _party_stage(records: Records, party: Row) -> str:
    for stage, is_there in (
        ("took_part", bool(came(records, party))),
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
