"""What was promised, and what was paid."""

import pandera.pandas as pa
from pandera.typing import Series

from pipelines import vocabulary as v
from pipelines.validation.contract.fields import (
    code_field,
    currency_field,
    day_field,
    flag_field,
    id_field,
    money_field,
    month_field,
    quantity_field,
)


class Obligations(pa.DataFrameModel):
    """One row per promised action inside an agreement."""

    obligation_id: Series[str] = id_field("The promised action.", required=True)
    agreement_id: Series[str] = id_field("The agreement it is part of.", required=True)
    obligation_type: Series[str] = code_field("What was promised.", v.ObligationType)
    owed_to: Series[str] = code_field("To whom it was promised.", v.OwedTo)
    beneficiary_party_id: Series[str] = id_field("The party who is to receive it.")
    replaces_obligation_id: Series[str] = id_field("The promise it replaces; payments follow it.")
    unit: Series[str] = code_field("What it is counted in.", v.ObligationUnit, known=True)
    amount_agreed: Series[str] = money_field("The amount now in force, before waiving.")
    amount_original: Series[str] = money_field("The amount first agreed.")
    amount_waived: Series[str] = money_field("The part that need not be paid any more.")
    amount_paid: Series[str] = money_field("Paid by the extraction date; used where no payments come.")
    paid_to: Series[str] = code_field("Who takes the money.", v.PaidTo)
    currency: Series[str] = currency_field("The currency of its amounts.")
    quantity_agreed: Series[str] = quantity_field("How much was promised.")
    quantity_completed: Series[str] = quantity_field("How much was done.")
    due_day: Series[str] = day_field("When it is due.")
    due_month: Series[str] = month_field("When it is due.")
    status: Series[str] = code_field("How far it has been kept.", v.ObligationStatus)
    completed_day: Series[str] = day_field("When it was completed.")
    completed_month: Series[str] = month_field("When it was completed.")
    supporter_named: Series[str] = flag_field("Whether somebody was named to help with it.")


class Payments(pa.DataFrameModel):
    """One row per payment or reversal."""

    payment_id: Series[str] = id_field("The payment.", required=True)
    obligation_id: Series[str] = id_field("The promise it pays towards.", required=True)
    paid_day: Series[str] = day_field("When it was paid.")
    paid_month: Series[str] = month_field("When it was paid.")
    amount: Series[str] = money_field("The amount paid.", may_be_negative=True, required=True)
    currency: Series[str] = currency_field("The currency of the amount.")
    status: Series[str] = code_field("Whether the money arrived.", v.PaymentStatus, required=True)
    disbursed_day: Series[str] = day_field("When it was passed on to whom it is owed.")
