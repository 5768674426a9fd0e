"""Agreements, obligations and payments for a random export."""

from pipelines.vocabulary import AgreementStatus, ObligationStatus
from tests.support.random_draft import UNKNOWN, Draft, OpenedCase

FLAGS = ("yes", "no", *UNKNOWN)
AMOUNTS = ("10.00", "50.00", "100.50", "0.00")
PAYMENTS = ("5.00", "10.00", "50.00", "60.25", "-5.00", "-20.00")


def draw_agreements(draft: Draft, case: OpenedCase, conference_id: str, held: int) -> None:
    """For each responsible party perhaps one, perhaps followed by another that supersedes it."""
    for party in case.parties:
        if party["role"] != "responsible" or draft.rarely():
            continue
        agreed = draft.day(held, min(case.followed, held + 30))
        first = _draw_agreement(draft, case, conference_id, party["party_id"], agreed)
        if draft.rarely():
            later = _draw_agreement(draft, case, conference_id, party["party_id"], agreed)
            first["status"], later["supersedes"] = "superseded", first["agreement_id"]


def _draw_agreement(
    draft: Draft, case: OpenedCase, conference_id: str, party_id: str, agreed: int
) -> dict[str, str]:
    original = draft.maybe_day(agreed, agreed + 400)
    status = draft.pick((*AgreementStatus.codes(), "completed", "active", "unknown"))
    is_dated = not draft.rarely()
    agreement = draft.add(
        "agreements",
        conference_id=conference_id,
        party_id="" if draft.rarely() else party_id,
        agreed_day=agreed if is_dated else "",
        agreed_month=case.month(agreed) if is_dated else "",
        original_due_day=original,
        due_day=draft.maybe_day(int(original or agreed), agreed + 600),
        status=status,
        waived_by=draft.pick(("harmed", "programme", "court", "")) if status == "waived" else "",
        withdrawn_by=draft.pick(("harmed", "responsible", "programme", "")) if status == "withdrawn" else "",
        closed_day="" if status == "active" else draft.maybe_day(agreed, case.followed),
        harmed_informed=draft.pick(FLAGS),
    )
    for _ in range(draft.pick((1, 2, 3, 0))):
        _draw_obligation(draft, case, agreement, agreed)
    return agreement


def _draw_obligation(draft: Draft, case: OpenedCase, agreement: dict[str, str], agreed: int) -> None:
    kind = draft.pick(("money", "money", "donation", "hours", "task"))
    row = draft.add(
        "obligations",
        agreement_id=agreement["agreement_id"],
        due_day=agreement["due_day"] if draft.rarely() else draft.maybe_day(agreed, agreed + 500),
        status=draft.pick((*ObligationStatus.codes(), "completed", "unknown")),
        supporter_named=draft.pick(FLAGS),
        **_promised(draft, kind),
    )
    if kind in {"money", "donation"}:
        _draw_payments(draft, case, row, agreed)
    if kind == "money" and draft.rarely():
        row["status"] = "replaced"
        later = draft.add(
            "obligations",
            agreement_id=agreement["agreement_id"],
            due_day=draft.maybe_day(agreed, agreed + 500),
            status=draft.pick(("active", "completed", "waived")),
            replaces_obligation_id=row["obligation_id"],
            **{**_promised(draft, kind), "currency": row["currency"]},
        )
        _draw_payments(draft, case, later, agreed)


def _promised(draft: Draft, kind: str) -> dict[str, str]:
    if kind == "hours":
        return {
            "obligation_type": "community_service",
            "unit": "hours",
            "quantity_agreed": "20",
            "quantity_completed": draft.pick(("", "0", "7.5", "20", "25")),
        }
    if kind == "task":
        return {"obligation_type": draft.pick(("apology_written", *UNKNOWN)), "unit": "task"}
    agreed = draft.pick((*AMOUNTS, ""))
    part = "0.00" if agreed == "0.00" else "5.00"
    return {
        "obligation_type": "restitution_money" if kind == "money" else "donation",
        "unit": "money",
        "currency": draft.pick(("", "GBP", "EUR")),
        "paid_to": draft.pick(("harmed", "programme", "court", "")),
        "amount_agreed": agreed,
        "amount_original": draft.pick((agreed, "150.00", "")),
        "amount_waived": draft.pick(("", "0.00", part, agreed)) if agreed else "",
        "amount_paid": "" if draft.has_payments else draft.pick(("", "0.00", "10.00", "50.00", "200.00")),
    }


def _draw_payments(draft: Draft, case: OpenedCase, obligation: dict[str, str], agreed: int) -> None:
    for _ in range(draft.count(3) if draft.has_payments else 0):
        paid = draft.day(agreed, case.followed)
        draft.add(
            "payments",
            obligation_id=obligation["obligation_id"],
            paid_day=paid,
            paid_month=case.month(paid),
            amount=draft.pick(PAYMENTS),
            currency=obligation["currency"],
            status=draft.pick(("cleared", "cleared", "cleared", "pending", "bounced", "reversed")),
            disbursed_day=draft.maybe_day(paid, case.followed),
        )


def recorded_promises(draft: Draft) -> None:
    """One agreement, kept, with money, paid, in the first case."""
    agreement = draft.add(
        "agreements", conference_id=draft.tables["conferences"][0]["conference_id"],
        party_id=draft.tables["parties"][1]["party_id"], agreed_day=20, agreed_month="2025-04",
        original_due_day=100, due_day=100, status="completed", closed_day=90, harmed_informed="yes",
    )  # fmt: skip
    money = draft.add(
        "obligations", agreement_id=agreement["agreement_id"], obligation_type="restitution_money",
        unit="money", currency="GBP", amount_agreed="80.00", amount_original="100.00",
        amount_waived="20.00", due_day=100,
        status="completed", supporter_named="yes", paid_to="programme",
        amount_paid="" if draft.has_payments else "60.00",
    )  # fmt: skip
    if draft.has_payments:
        draft.add(
            "payments", obligation_id=money["obligation_id"], paid_day=40, paid_month="2025-05",
            amount="60.00", currency="GBP", status="cleared", disbursed_day=50,
        )  # fmt: skip
