"""The cells of the tables about promises and answers: agreements, obligations, payments, the survey."""

import numpy as np

from pipelines.sample.calendar_days import NEVER
from pipelines.sample.columns import Days, blank_unless, text_flags, text_money, text_numbers
from pipelines.sample.draws import Ints
from pipelines.sample.records import Cells, Ids, Records
from pipelines.sample.survey import UNLINKED

ONE_IN_TWO = 0.5
"""Of responses that came back without a party: the case is not known either."""


def agreement_cells(ids: Ids, records: Records) -> Cells:
    made = records.agreements
    case = made["case"]
    return {
        "agreement_id": ids.of("agreements", made.index),
        "conference_id": ids.of("conferences", made["conference"]),
        "party_id": ids.of("parties", made["party"]),
        "agreed_day": ids.days(case, made["agreed_day"]),
        "due_day": ids.days(case, made["due_day"]),
        "original_due_day": ids.days(case, made["original_due_day"]),
        "status": made["status"].to_numpy(dtype=object),
        "waived_by": made["waived_by"].to_numpy(dtype=object),
        "withdrawn_by": made["withdrawn_by"].to_numpy(dtype=object),
        "closed_day": ids.days(case, made["closed_day"]),
        "harmed_informed": made["harmed_informed"].to_numpy(dtype=object),
        "supersedes": ids.of("agreements", made["supersedes"]),
    }


def obligation_cells(ids: Ids, records: Records) -> Cells:
    rows = records.obligations
    is_money = (rows["unit"] == "money").to_numpy()
    case = rows["case"]
    return {
        "obligation_id": ids.of("obligations", rows.index),
        "agreement_id": ids.of("agreements", rows["agreement"]),
        "obligation_type": rows["type"].to_numpy(dtype=object),
        "owed_to": rows["owed_to"].to_numpy(dtype=object),
        "beneficiary_party_id": ids.of("parties", rows["beneficiary"]),
        "replaces_obligation_id": ids.of("obligations", rows["replaces"]),
        "unit": rows["unit"].to_numpy(dtype=object),
        "amount_agreed": blank_unless(is_money, text_money(rows["agreed_minor"].to_numpy())),
        "amount_original": blank_unless(is_money, text_money(rows["original_minor"].to_numpy())),
        "amount_waived": blank_unless(is_money, text_money(rows["waived_minor"].to_numpy())),
        "amount_paid": blank_unless(is_money, text_money(_paid_so_far(records))),
        "paid_to": rows["paid_to"].to_numpy(dtype=object),
        "currency": blank_unless(is_money, np.full(len(rows), ids.spec.currency, dtype=object)),
        "quantity_agreed": text_numbers(rows["quantity"].to_numpy()),
        "quantity_completed": text_numbers(rows["quantity_done"].to_numpy()),
        "due_day": ids.days(case, rows["due_day"]),
        "status": rows["status"].to_numpy(dtype=object),
        "completed_day": ids.days(case, rows["completed_day"]),
        "supporter_named": text_flags(rows["supporter_named"]),
    }


def _paid_so_far(records: Records) -> Ints:
    """Cleared amounts of each obligation, refunds taken off."""
    cleared = records.payments[records.payments["status"] == "cleared"]
    paid = np.zeros(len(records.obligations), dtype=np.int64)
    np.add.at(paid, cleared["obligation"].to_numpy(), cleared["minor"].to_numpy())
    return paid


def payment_cells(ids: Ids, records: Records) -> Cells:
    rows = records.payments
    return {
        "payment_id": ids.of("payments", rows.index),
        "obligation_id": ids.of("obligations", rows["obligation"]),
        "paid_day": ids.days(rows["case"], rows["paid_day"]),
        "amount": text_money(rows["minor"].to_numpy()),
        "currency": np.full(len(rows), ids.spec.currency, dtype=object),
        "status": rows["status"].to_numpy(dtype=object),
        "disbursed_day": ids.days(rows["case"], rows["disbursed_day"]),
    }


def invitation_cells(ids: Ids, records: Records) -> Cells:
    asked = records.asked
    return {
        "party_id": ids.of("parties", asked["party"]),
        "wave": asked["wave"].to_numpy(dtype=object),
        "invited_day": ids.days(asked["case"], asked["invited_day"]),
        "mode": asked["mode"].to_numpy(dtype=object),
        "outcome": asked["outcome"].to_numpy(dtype=object),
    }


def answer_cells(ids: Ids, records: Records) -> Cells:
    rows = records.answers
    unlinked = rows["unlinked"].to_numpy()
    has_party = unlinked >= UNLINKED
    has_case = unlinked >= UNLINKED * ONE_IN_TWO
    # Without its case a day since referral means nothing; the month stands.
    day = ids.days(rows["case"], rows["answered_day"])
    known = Days(day=np.where(has_case, day.day, NEVER), referral=day.referral)
    return {
        "response_id": ids.of("responses", rows["response"]),
        "item": rows["item"].to_numpy(dtype=object),
        "case_id": blank_unless(has_case, ids.of("cases", rows["case"])),
        "party_id": blank_unless(has_party, ids.of("parties", rows["party"])),
        "role": rows["role"].to_numpy(dtype=object),
        "wave": rows["wave"].to_numpy(dtype=object),
        "answered_day": known,
        "mode": rows["mode"].to_numpy(dtype=object),
        "assisted": text_flags(rows["assisted"]),
        "proxy": text_flags(rows["proxy"]),
        "answer": rows["answer"].to_numpy(dtype=object),
    }
