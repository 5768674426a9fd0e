"""Second opinion: more of agreements and of what was promised, in money and in kind."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from tests.support.opinion_agreements import (
    agreement_completion,
    agreement_fact,
    agreements_of,
    case_of_agreement,
    ended_fact,
    first_due_day,
    is_not_owed,
    is_wholly_waived,
    obligation_due_day,
    obligation_fact,
)
from tests.support.opinion_episodes import WholeCase, whole_cases
from tests.support.opinion_records import (
    UNKNOWNS,
    Fact,
    Records,
    Row,
    case_months,
    first_known,
    is_closed,
    key,
)
from tests.support.opinion_restitution import (
    due_and_applied,
    money_obligations,
    paid_minor,
    payments_at,
)

WAYS_TO_END = ("waived", "not_completed", "partly_completed")


def agreement_completion_rate_due_now(records: Records) -> Iterator[Fact]:
    for agreement in records.rows("agreements"):
        due = first_known([agreement.get("due_day"), first_due_day(records, agreement)])
        yield agreement_fact(records, agreement, agreement_completion(records, agreement, due))


def on_time_completion_rate(records: Records) -> Iterator[Fact]:
    for agreement in records.rows("agreements"):
        first = first_due_day(records, agreement)
        bucket, end = agreement_completion(records, agreement, first), agreement.get("closed_day")
        if bucket == "met":
            due = first_known([agreement.get("due_day"), first])
            bucket = "unknown" if end is None or due is None else "met" if end <= due else "not_met"
        yield agreement_fact(records, agreement, bucket)


def case_completion_rate(records: Records) -> Iterator[Fact]:
    for whole in whole_cases(records):
        made = [one for case in whole.episodes for one in agreements_of(records, case)]
        if made:
            owed = [agreement for agreement in made if not is_not_owed(agreement)]
            found = [agreement_completion(records, one, first_due_day(records, one)) for one in owed]
            yield whole.fact(_of_all(found), held_month=_first_month(records, whole))


completion_rate_ratio = case_completion_rate


def _first_month(records: Records, whole: WholeCase) -> str | None:
    held = (row for case in whole.episodes for row in records.exchanges(case))
    months = [row["held_month"] for row in held if row.get("held_month")]
    return min(months, default=None)


def _of_all(found: list[str]) -> str:
    if not found:
        return "not_applicable"
    if "pending" in found:
        return "pending"
    # One that was not kept decides it; only then does one that is not known.
    return next((bucket for bucket in ("not_met", "unknown") if bucket in found), "met")


def harmed_informed_rate(records: Records) -> Iterator[Fact]:
    for agreement in records.rows("agreements"):
        if agreement["status"] == "superseded":
            continue
        case = case_of_agreement(records, agreement)
        wants = [party.get("wants_informed") for party in records.side(case, "harmed")]
        if all(want == "no" for want in wants):  # nobody was harmed, or nobody harmed wants it
            bucket = "not_applicable"
        elif agreement["status"] == "active" and not is_closed(case):
            bucket = "pending"
        elif "yes" not in wants or agreement.get("harmed_informed") not in {"yes", "no"}:
            bucket = "unknown"
        else:
            bucket = "met" if agreement["harmed_informed"] == "yes" else "not_met"
        yield ended_fact(records, agreement, bucket)


def _promises(records: Records, agreement: Row) -> list[Row]:
    return records.promises_of.get(key(agreement, "agreement_id"), [])


def agreements_without_due_day(records: Records) -> Iterator[Fact]:
    for agreement in records.rows("agreements"):
        if agreement.get("due_day") is None and agreement.get("original_due_day") is None:
            case = case_of_agreement(records, agreement)
            months = {**case_months(case), "event": agreement.get("agreed_month")}
            yield Fact(programme=agreement["programme"], case=case, months=months)


def renegotiated_share(records: Records) -> Iterator[Fact]:
    for agreement in records.rows("agreements"):
        if agreement["status"] == "superseded":
            continue
        is_changed = bool(agreement.get("supersedes")) or _differ(agreement, "due_day", "original_due_day")
        for promise in _promises(records, agreement):
            replaced = bool(promise.get("replaces_obligation_id"))
            is_changed |= replaced or _differ(promise, "amount_original_minor", "amount_agreed_minor")
        yield agreement_fact(records, agreement, "met" if is_changed else "not_met")


def _differ(row: Row, one: str, other: str) -> bool:
    return None not in {row.get(one), row.get(other)} and row[one] != row[other]


def restitution_share(records: Records) -> Iterator[Fact]:
    for agreement in records.rows("agreements"):
        if agreement["status"] != "superseded":
            kinds = [promise["obligation_type"] for promise in _promises(records, agreement)]
            yield agreement_fact(records, agreement, "met" if "restitution_money" in kinds else "not_met")


# ------------------------------------------------------------------------------------------------ promises


def in_force(records: Records) -> Iterator[Row]:
    for obligation in records.rows("obligations"):
        agreement = records.agreements[key(obligation, "agreement_id")]
        if obligation["status"] != "replaced" and agreement["status"] != "superseded":
            yield obligation


def _is_of_restitution(obligation: Row) -> bool:
    return bool(obligation["obligation_type"] == "restitution_money")


def community_backing_rate(records: Records) -> Iterator[Fact]:
    for obligation in in_force(records):
        bucket = {"yes": "met", "no": "not_met"}.get(obligation.get("supporter_named") or "", "unknown")
        yield obligation_fact(records, obligation, bucket)


def obligation_mix(records: Records) -> Iterator[Fact]:
    for obligation in in_force(records):
        kind = obligation["obligation_type"] or "unknown"
        yield obligation_fact(records, obligation, "met", kind=kind)


def obligation_mix_by_agreement(records: Records) -> Iterator[Fact]:
    for obligation in in_force(records):
        kind = obligation["obligation_type"] or "unknown"
        yield obligation_fact(records, obligation, "met", kind=kind, person=key(obligation, "agreement_id"))


def hours_completed(records: Records) -> Iterator[Fact]:
    for obligation in in_force(records):
        if obligation["unit"] == "hours":
            hours = _done(obligation)
            fact = obligation_fact(records, obligation, "met", value=hours)
            yield replace(fact, months={**fact.months, "activity": obligation.get("completed_month")})


def in_kind_completion_rate(records: Records) -> Iterator[Fact]:
    for obligation in records.rows("obligations"):
        if obligation["unit"] not in {"hours", "item", "task"} or _in_kind(records, obligation) != "counted":
            continue
        agreed = Decimal(str(obligation["quantity_agreed"]))
        # Hundredths of a unit, and never more than was promised.
        yield obligation_fact(
            records,
            obligation,
            "met",
            numerator=int(100 * min(_done(obligation), agreed)),
            denominator=int(100 * agreed),
            has_currency=False,
        )


def _done(obligation: Row) -> Decimal:
    done = obligation.get("quantity_completed")
    if done is None:  # completed, and nobody wrote down how much: what was promised
        done = obligation.get("quantity_agreed") if obligation["status"] == "completed" else None
    return Decimal(str(done or 0))


def _in_kind(records: Records, obligation: Row) -> str:
    agreement = records.agreements[key(obligation, "agreement_id")]
    case = case_of_agreement(records, agreement)
    due, agreed = obligation_due_day(records, obligation), obligation.get("quantity_agreed")
    if obligation["status"] == "replaced" or is_not_owed(agreement) or is_wholly_waived(obligation):
        return "not_applicable"
    if due is None or due > case["observed_days"] or agreed is None or float(agreed) <= 0:
        return "not counted"
    status = obligation["status"]
    is_lost = status in UNKNOWNS or status == "waived" or (status == "active" and is_closed(case))
    return "not counted" if obligation.get("quantity_completed") is None and is_lost else "counted"


# ------------------------------------------------------------------------------------------------ money


def restitution_agreed(records: Records) -> Iterator[Fact]:
    for obligation in in_force(records):
        if _is_of_restitution(obligation):
            yield obligation_fact(records, obligation, "met", value=obligation.get("amount_agreed_minor"))


def restitution_paid(records: Records) -> Iterator[Fact]:
    # Reading: whatever became of the promise; at the last of a chain in money, not at earlier ones too.
    for obligation in money_obligations(records):
        paid = paid_minor(records, obligation)
        if paid is not None and paid > 0:
            yield obligation_fact(records, obligation, "met", value=paid)


def restitution_disbursed_rate(records: Records) -> Iterator[Fact]:
    for obligation in in_force(records):
        if not _is_of_restitution(obligation):
            continue
        _, applied = due_and_applied(records, obligation)
        if applied:  # what nothing was paid of has nothing to pass on yet
            passed = applied if obligation.get("paid_to") == "harmed" else _disbursed(records, obligation)
            if passed is None:
                continue  # nobody recorded what became of it
            numerator = max(0, min(passed, applied))
            yield obligation_fact(records, obligation, "met", numerator=numerator, denominator=applied)


def _disbursed(records: Records, obligation: Row) -> int | None:
    if not records.supplies(obligation["programme"], "payments", "disbursed_day"):
        return None
    return sum(
        row["amount_minor"]
        for row in payments_at(records, obligation)
        if row["status"] == "cleared" and row.get("disbursed_day") is not None
    )


def _is_over(records: Records, obligation: Row) -> bool:
    agreement = records.agreements[key(obligation, "agreement_id")]
    return agreement["status"] != "active" or is_closed(case_of_agreement(records, agreement))


def _overdue_by(records: Records, obligation: Row) -> int | None:
    agreement = records.agreements[key(obligation, "agreement_id")]
    due = obligation_due_day(records, obligation)
    observed: int = case_of_agreement(records, agreement)["observed_days"]
    return None if due is None else observed - due


def restitution_flow(records: Records) -> Iterator[Fact]:
    for obligation in in_force(records):
        agreed = obligation.get("amount_agreed_minor")
        if not _is_of_restitution(obligation) or agreed is None:
            continue
        total = max(agreed, obligation.get("amount_original_minor") or agreed)
        due, applied = due_and_applied(records, obligation)
        if due is None or applied is None:
            continue  # nobody recorded what was paid: it is neither paid nor unpaid
        left, late = due - applied, _overdue_by(records, obligation)
        place = 4 if _is_over(records, obligation) else 3 if late is not None and late > 0 else 2
        parts = [total - due, applied, 0, 0, 0]
        parts[place] += left
        yield obligation_fact(records, obligation, "met", value=(total, *parts))


def arrears_by_age(records: Records) -> Iterator[Fact]:
    for obligation in in_force(records):
        if not _is_of_restitution(obligation) or _is_over(records, obligation):
            continue
        due, applied = due_and_applied(records, obligation)
        late = _overdue_by(records, obligation)
        if due is None or applied is None or late is None or late <= 0 or due == applied:
            continue
        parts = [0, 0, 0, 0]
        parts[next((place for place, last in enumerate((30, 90, 180)) if late <= last), 3)] = due - applied
        yield obligation_fact(records, obligation, "met", value=(due - applied, *parts))


def paid_in_full_by_day(records: Records) -> Iterator[Fact]:
    for obligation in in_force(records):
        agreement = records.agreements[key(obligation, "agreement_id")]
        agreed = agreement.get("agreed_day")
        is_followed = _is_of_restitution(obligation) and obligation.get("amount_agreed_minor") != 0
        if not is_followed or is_not_owed(agreement) or agreed is None:
            continue
        case = case_of_agreement(records, agreement)
        due, applied = due_and_applied(records, obligation)
        if due and applied == due:
            end, event = _paid_day(records, obligation, due), 1
        else:
            end, event = None, 0
            ended = agreement["status"] not in {"active", "closed_unknown", *UNKNOWNS}
            if obligation["status"] in WAYS_TO_END or ended:
                event = 2
        last = first_known([end, agreement.get("closed_day"), case.get("closed_day"), case["observed_days"]])
        yield obligation_fact(records, obligation, "met", day=max(0, (last or 0) - agreed), event=event)


def _paid_day(records: Records, obligation: Row, due: int) -> int | None:
    """The day from which it stays paid: paid once and then taken back is not yet paid."""
    found = None
    cleared = [
        (p["paid_day"], p["amount_minor"])
        for p in payments_at(records, obligation)
        if p["status"] == "cleared" and p["paid_day"] is not None
    ]
    for day in sorted({day for day, _ in cleared}):
        so_far = sum(amount for paid, amount in cleared if paid <= day)
        found = None if so_far < due else day if found is None else found
    return found
