"""Second opinion: restitution, one loop for each measure of `measures.md`. Amounts are in minor units."""

from collections.abc import Iterator

from tests.support.opinion_agreements import (
    case_of_agreement,
    ended,
    is_not_owed,
    is_nothing,
    obligation_due_day,
    obligation_fact,
    waived_minor,
)
from tests.support.opinion_records import Fact, Records, Row, first_known, key

MONEY = "restitution_money"


def obligation_completion_rate(records: Records) -> Iterator[Fact]:
    for obligation in records.rows("obligations"):
        bucket = _matured(records, obligation)
        if obligation["status"] == "waived":
            bucket = "not_applicable"
        elif bucket == "met":
            bucket = _kept(records, obligation)
        yield obligation_fact(records, obligation, bucket)


def _kept(records: Records, obligation: Row) -> str:
    due, applied = due_and_applied(records, obligation)
    # Reading: what was paid says whether restitution was kept; other money does not pass through the books.
    if obligation["obligation_type"] == MONEY and due is not None and applied is not None:
        return "met" if applied == due else "not_met"
    agreement = records.agreements[key(obligation, "agreement_id")]
    return ended(obligation, case_of_agreement(records, agreement))


def paid_in_full_rate(records: Records) -> Iterator[Fact]:
    for obligation in money_obligations(records):
        bucket = _matured(records, obligation)
        if bucket == "met":
            due, applied = due_and_applied(records, obligation)
            bucket = "unknown" if applied is None else "met" if applied == due else "not_met"
        yield obligation_fact(records, obligation, bucket)


def restitution_collected_rate(records: Records) -> Iterator[Fact]:
    for obligation in money_obligations(records):
        due, applied = due_and_applied(records, obligation)
        if _matured(records, obligation) == "met" and due is not None and applied is not None:
            yield obligation_fact(records, obligation, "met", numerator=applied, denominator=due)


def restitution_waived_share(records: Records) -> Iterator[Fact]:
    # Reading: over all money obligations in force, due or not; replaced ones live on in what replaced them.
    for obligation in money_obligations(records):
        agreement = records.agreements[key(obligation, "agreement_id")]
        agreed = obligation.get("amount_agreed_minor")
        original = first_known([obligation.get("amount_original_minor"), agreed])
        if obligation["status"] == "replaced" or agreement["status"] == "superseded" or original is None:
            continue
        waived = waived_minor(obligation)
        yield obligation_fact(records, obligation, "met", numerator=waived, denominator=original)


def _matured(records: Records, obligation: Row) -> str:
    """not_applicable, pending or unknown, else met: due by the as-of day and not wholly let off."""
    agreement = records.agreements[key(obligation, "agreement_id")]
    if obligation["status"] == "replaced" or is_not_owed(agreement) or is_nothing(obligation):
        return "not_applicable"
    due = obligation_due_day(records, obligation)
    if due is None:
        return "unknown"
    return "pending" if due > case_of_agreement(records, agreement)["observed_days"] else "met"


def due_and_applied(records: Records, obligation: Row) -> tuple[int | None, int | None]:
    """What is due after waiving, and how much of it was paid; None where an amount is not recorded."""
    agreed, paid = obligation.get("amount_agreed_minor"), paid_minor(records, obligation)
    if agreed is None:
        return None, None
    due = max(0, agreed - waived_minor(obligation))
    # Reading: refunds larger than payments leave nothing paid, not less than nothing.
    return due, None if paid is None else max(0, min(paid, due))


def paid_minor(records: Records, obligation: Row) -> int | None:
    """Cleared money net of refunds; the total handed over where the programme has no payment records."""
    if not any(row["programme"] == obligation["programme"] for row in records.rows("payments")):
        amount: int | None = obligation.get("amount_paid_minor")
        return amount
    cleared = (row for row in payments_at(records, obligation) if row["status"] == "cleared")
    return sum(row["amount_minor"] for row in cleared)


def payments_at(records: Records, obligation: Row) -> list[Row]:
    """Payments on it, and those that followed it from the promises it replaced."""
    found, one, seen = [], obligation, set()
    while one["obligation_id"] not in seen:
        seen.add(one["obligation_id"])
        if _counts_at(records, one) == obligation["obligation_id"]:
            found += records.payments_of.get(key(one, "obligation_id"), [])
        if one.get("replaces_obligation_id"):
            one = records.obligations.get(key(one, "replaces_obligation_id"), one)
    return found


def _counts_at(records: Records, obligation: Row) -> str:
    """The last promise of its chain that is money of the same kind and currency."""
    # Reading: money that was paid stays money where the promise became work; it has nothing to follow to.
    last, one, seen = obligation, obligation, {obligation["obligation_id"]}
    while later := records.replaced_by.get(key(one, "obligation_id")):
        one = later[0]
        if one["obligation_id"] in seen:
            break
        seen.add(one["obligation_id"])
        is_same = all(one[name] == obligation[name] for name in ("unit", "obligation_type"))
        if is_same and records.currency(one) == records.currency(obligation):
            last = one
    return str(last["obligation_id"])


def money_obligations(records: Records) -> Iterator[Row]:
    for obligation in records.rows("obligations"):
        if obligation["obligation_type"] == MONEY:  # a donation in money is not restitution
            yield obligation
