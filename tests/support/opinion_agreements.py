"""Second opinion: agreements and promises, one loop for each measure of `measures.md`."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.support.opinion_records import (
    UNKNOWNS,
    Fact,
    Key,
    Records,
    Row,
    case_months,
    first_known,
    is_closed,
    key,
)


def agreement_reached_rate(records: Records) -> Iterator[Fact]:
    # Reading: every row of the table, exchanges included: an agreement can be reached by letter.
    for conference in records.rows("conferences"):
        case = records.case_of(conference)
        yield Fact(
            programme=conference["programme"],
            case=case,
            months={**case_months(case), "event": conference.get("held_month")},
            bucket=_reached(conference),
        )


def _reached(conference: Row) -> str:
    result = conference.get("result")
    if result == "none_sought":
        return "not_applicable"
    if result in {"full_agreement", "partial_agreement"}:
        return "met"
    if result == "not_recorded" or result in UNKNOWNS:
        return "unknown"
    return "not_met"  # no agreement; and stopped, which is a recorded result too


def agreement_completion_rate(records: Records) -> Iterator[Fact]:
    for agreement in records.rows("agreements"):
        due = first_due_day(records, agreement)
        yield agreement_fact(records, agreement, agreement_completion(records, agreement, due))


def agreement_completion(records: Records, agreement: Row, due: int | None) -> str:
    case = case_of_agreement(records, agreement)
    if is_not_owed(agreement):
        return "not_applicable"
    if due is None:
        return "unknown"  # no due day and no day agreed: nothing to count from
    if due > case["observed_days"]:
        return "pending"
    return ended(agreement, case)


def agreement_completion_rate_closed(records: Records) -> Iterator[Fact]:
    for agreement in records.rows("agreements"):
        case = case_of_agreement(records, agreement)
        if is_not_owed(agreement):
            bucket = "not_applicable"
        elif agreement["status"] == "active" and not is_closed(case):
            bucket = "pending"
        else:
            bucket = ended(agreement, case)
        yield ended_fact(records, agreement, bucket)


def ended(agreement: Row, case: Row) -> str:
    status = agreement["status"]
    if status == "completed":
        return "met"
    if status == "closed_unknown" or (status == "active" and is_closed(case)):
        return "unknown"
    # Reading: "all else" is not met, but a status recorded as unknown is no failure: it is not known.
    return "unknown" if status in UNKNOWNS else "not_met"


def completion_by_day(records: Records) -> Iterator[Fact]:
    """Days from the agreement to its end, or to the as-of day where it is still open."""
    for agreement in records.rows("agreements"):
        case = case_of_agreement(records, agreement)
        start, status = agreement.get("agreed_day"), agreement["status"]
        if is_not_owed(agreement) or start is None:
            continue
        # Reading: an end without a recorded result is no failure, it is lost from sight: censored there. An
        # end without a day is placed on the last day it can have come, and so is what is active in a closed
        # case.
        event = {"completed": 1, "active": 0, "closed_unknown": 0}.get(status, 0 if status in UNKNOWNS else 2)
        end = first_known([agreement.get("closed_day"), case.get("closed_day"), case["observed_days"]])
        yield _curve_fact(records, agreement, max(0, (end or 0) - start), event)


def first_due_day(records: Records, agreement: Row) -> int | None:
    agreed = agreement.get("agreed_day")
    default = None if agreed is None else agreed + records.default_due_days(agreement["programme"])
    return first_known([agreement.get("original_due_day"), agreement.get("due_day"), default])


def obligation_due_day(records: Records, obligation: Row) -> int | None:
    # Reading: without a due day of its own, or with its agreement's, it is first due when its agreement is:
    # an extension of the agreement must not take an overdue promise out of the figure.
    agreement = records.agreements[key(obligation, "agreement_id")]
    own: int | None = obligation.get("due_day")
    return first_due_day(records, agreement) if own in {None, agreement.get("due_day")} else own


def is_not_owed(agreement: Row) -> bool:
    """Superseded, or the harmed party let it go: nothing could be completed any more."""
    waived = agreement["status"] == "waived" and agreement.get("waived_by") == "harmed"
    withdrawn = agreement["status"] == "withdrawn" and agreement.get("withdrawn_by") == "harmed"
    return agreement["status"] == "superseded" or waived or withdrawn


def is_wholly_waived(obligation: Row) -> bool:
    agreed: int = obligation.get("amount_agreed_minor") or 0
    return waived_minor(obligation) >= agreed > 0 or (not agreed and obligation["status"] == "waived")


def is_nothing(obligation: Row) -> bool:
    """Let off whole, or promised with an amount of zero: there is nothing to pay."""
    return is_wholly_waived(obligation) or obligation.get("amount_agreed_minor") == 0


def waived_minor(obligation: Row) -> int:
    # Reading: what was let off is the amount recorded; without one, all in force if the status says so.
    recorded: int = obligation.get("amount_waived_minor") or 0
    if recorded or obligation["status"] != "waived":
        return recorded
    return obligation.get("amount_agreed_minor") or 0


def agreements_of(records: Records, case: Row) -> list[Row]:
    """Every agreement of the case's own parties."""
    if "agreements" not in records.read:
        found: dict[Key, list[Row]] = defaultdict(list)
        for agreement in records.rows("agreements"):
            found[key(case_of_agreement(records, agreement), "case_id")].append(agreement)
        records.read["agreements"] = found
    agreements: dict[Key, list[Row]] = records.read["agreements"]
    return agreements.get(key(case, "case_id"), [])


def case_of_agreement(records: Records, agreement: Row) -> Row:
    # Reading: "an agreement of one responsible party" is in that party's case, whichever conference made it.
    party = records.parties.get(key(agreement, "party_id")) if agreement.get("party_id") else None
    return records.case_of(party or records.conferences[key(agreement, "conference_id")])


def ended_fact(records: Records, agreement: Row, bucket: str) -> Fact:
    """For figures of ended agreements: what happened is that one ended."""
    fact = agreement_fact(records, agreement, bucket)
    return replace(fact, months={**fact.months, "activity": agreement.get("closed_month")})


def _agreement_months(records: Records, agreement: Row) -> dict[str, str | None]:
    months = case_months(case_of_agreement(records, agreement))
    return {**months, "event": agreement.get("agreed_month")}


def agreement_fact(records: Records, agreement: Row, bucket: str) -> Fact:
    return Fact(
        programme=agreement["programme"],
        case=case_of_agreement(records, agreement),
        months=_agreement_months(records, agreement),
        bucket=bucket,
    )


def _curve_fact(records: Records, agreement: Row, day: int, event: int) -> Fact:
    return Fact(
        programme=agreement["programme"],
        case=case_of_agreement(records, agreement),
        months=_agreement_months(records, agreement),
        day=day,
        event=event,
    )


def obligation_fact(
    records: Records, obligation: Row, bucket: str, *, has_currency: bool = True, **more: Any
) -> Fact:
    agreement = records.agreements[key(obligation, "agreement_id")]
    return Fact(
        programme=obligation["programme"],
        case=case_of_agreement(records, agreement),
        months=_agreement_months(records, agreement),
        bucket=bucket,
        obligation_type=obligation["obligation_type"] or "unknown",
        unit=obligation["unit"],
        currency=records.currency(obligation) if has_currency else "",
        **more,
    )
