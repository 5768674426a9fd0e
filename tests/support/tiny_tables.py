"""Rows of the contract tables, blank but for what a test names: small tables that fit on a screen."""

from typing import Any

from pipelines.contract_tables import TABLES, columns_of

AMOUNTS = ("amount_agreed", "amount_original", "amount_waived", "amount_paid", "amount")
"""In the warehouse these are whole minor units, and their names say so."""

DEFAULTS: dict[str, dict[str, Any]] = {
    "cases": {"status": "open", "screening": "accepted", "referral_month": "2026-01", "observed_days": 200},
    "parties": {"case_id": "c1", "role": "harmed", "party_type": "person"},
    "conferences": {
        "case_id": "c1",
        "conference_type": "face_to_face",
        "held_day": 10,
        "held_month": "2026-02",
        "result": "full_agreement",
    },
    "attendance": {"conference_id": "k1", "attended": "in_person"},
    "agreements": {"conference_id": "k1", "status": "active", "agreed_day": 10, "agreed_month": "2026-02"},
    "obligations": {
        "agreement_id": "a1",
        "obligation_type": "restitution_money",
        "unit": "money",
        "status": "active",
        "currency": "GBP",
        "due_day": 100,
    },
    "payments": {"obligation_id": "o1", "status": "cleared"},
    "survey_invitations": {"party_id": "p1", "wave": "after"},
    "survey_answers": {"case_id": "c1", "role": "harmed", "wave": "after"},
}


def make_row(table: str, **values: Any) -> dict[str, Any]:
    """One accepted row as it stands in a snapshot."""
    names = [f"{name}_minor" if name in AMOUNTS else name for name in columns_of(table)]
    blank: dict[str, Any] = dict.fromkeys(["programme", *names])
    row = {**blank, "programme": "river", **DEFAULTS[table], **values}
    unknown = set(row) - set(blank)
    assert not unknown, f"{table} has no {unknown}"
    return row


def make_rows(table: str, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    """Several, with ids counted up (c1, p1, k1, a1, o1 …) where a row names none."""
    own_id, *rest = TABLES[table].key
    if rest:  # a pair of ids names the row, and the test gives both
        return [make_row(table, **row) for row in rows]
    prefix = {"conferences": "k", "payments": "y"}.get(table, table[0])
    return [make_row(table, **{own_id: f"{prefix}{place}", **row}) for place, row in enumerate(rows, start=1)]


def make_response(response_id: str, *, day: int | None = 15, **parts: Any) -> list[dict[str, Any]]:
    """The answer rows of one filled-in form: upper-case names are items, the others columns."""
    answers = {name: value for name, value in parts.items() if name[0].isupper()}
    columns = {name: value for name, value in parts.items() if not name[0].isupper()}
    return [
        make_row(
            "survey_answers", response_id=response_id, item=item, answer=answer, answered_day=day, **columns
        )
        for item, answer in answers.items()
    ]


ONE_CASE: dict[str, list[dict[str, Any]]] = {
    "cases": make_rows("cases", {"offence_category": "theft"}),
    "parties": make_rows("parties", {}, {"role": "responsible"}),
    "conferences": make_rows("conferences", {}),
    "attendance": make_rows("attendance", {"party_id": "p1"}, {"party_id": "p2"}),
}
"""One open case, followed for 200 days: both sides met on day 10."""
