"""The nine tables of the export contract as plain data: columns, types, keys and links. A leaf.

What may stand in a column is checked by `pipelines.validation.contract`, and a test holds the two
together. Everybody else (exports, warehouse, templates) reads names, order, types and links here.
"""

from pipelines import vocabulary as v
from pipelines.contract_columns import (
    Column,
    ColumnType,
    Parent,
    Table,
    code,
    declared,
    known,
    link,
    of_type,
    reference,
    required_id,
)

__all__ = [
    "CONTRACT_VERSION",
    "TABLES",
    "Column",
    "ColumnType",
    "Parent",
    "Table",
    "columns_of",
    "primary_key",
    "required_columns",
    "table",
]

CONTRACT_VERSION = 1
"""Of the contract this project reads; `export.toml` names the one it was written for."""

CASES = Table(
    name="cases",
    grain="case (one referral of one incident)",
    key=("case_id",),
    parents=(reference("reopened_from", "cases", "case_id"),),
    columns=(
        required_id("case_id"),
        Column(name="programme", type="code"),
        *of_type("day", "received_day"),
        Column(name="referral_month", type="month", required=True),
        *declared("site"),
        code("referral_source", v.ReferralSource),
        code("stage", v.Stage),
        code("offence_category", v.OffenceCategory),
        *declared("severity"),
        *of_type("int", "months_since_harm"),
        *of_type("flag", "specialist_facilitator complaint sexual_harm domestic_harm"),
        code("screening", v.Screening),
        *of_type("day", "screened_day"),
        known("status", v.CaseStatus),
        code("closure_reason", v.ClosureReason),
        *of_type("day", "closed_day"),
        *of_type("month", "closed_month"),
        *of_type("id", "reopened_from"),
        *of_type("text", "programme_version"),
        *of_type("day", "observed_days"),
    ),
)

PARTIES = Table(
    name="parties",
    grain="party in a case",
    key=("party_id",),
    parents=(
        link("case_id", "cases", is_owner=True),
        reference("supports_party_id", "parties", "party_id"),
        reference("stands_for_party_id", "parties", "party_id"),
    ),
    columns=(
        required_id("party_id"),
        required_id("case_id"),
        *of_type("id", "person_id"),
        known("role", v.Role),
        known("party_type", v.PartyType, only_once_supplied=True),
        code("directness", v.Directness),
        *of_type("id", "supports_party_id stands_for_party_id"),
        code("age_band", v.AgeBand),
        *declared("gender ethnicity relationship"),
        *of_type("flag", "contact_allowed"),
        *of_type("day", "contacted_day offered_day"),
        code("decision", v.Decision),
        *of_type("day", "decided_day withdrew_day"),
        code("non_participation_reason", v.NonParticipationReason),
        *of_type("flag", "support_offered"),
        *of_type("int", "preparation_meetings"),
        *of_type("day", "first_preparation_day"),
        *of_type("flag", "risk_assessed"),
        *of_type("day", "risk_assessed_day"),
        *of_type("flag", "consent_recorded"),
        *of_type("day", "consent_recorded_day"),
        *of_type("flag", "wants_informed"),
        code("interpreter_need", v.InterpreterNeed),
        *declared("goal"),
        *of_type("day", "follow_up_contact_day"),
    ),
)

CONFERENCES = Table(
    name="conferences",
    grain="conference or indirect exchange",
    key=("conference_id",),
    parents=(link("case_id", "cases", is_owner=True),),
    columns=(
        required_id("conference_id"),
        required_id("case_id"),
        *of_type("day", "held_day"),
        *of_type("month", "held_month"),
        code("conference_type", v.ConferenceType),
        code("result", v.ConferenceResult),
        *of_type("id", "facilitator"),
        *of_type("flag", "co_facilitated"),
        *of_type("int", "duration_minutes"),
        *of_type("flag", "safety_event safety_event_after"),
        *declared("stopped_reason"),
    ),
)

ATTENDANCE = Table(
    name="attendance",
    grain="party at a conference",
    key=("conference_id", "party_id"),
    parents=(link("conference_id", "conferences", is_owner=True), link("party_id", "parties")),
    columns=(
        required_id("conference_id"),
        required_id("party_id"),
        code("attended", v.Attended),
    ),
)

AGREEMENTS = Table(
    name="agreements",
    grain="agreement of one responsible party",
    key=("agreement_id",),
    parents=(
        link("conference_id", "conferences", is_owner=True),
        link("party_id", "parties"),
        reference("supersedes", "agreements", "agreement_id"),
    ),
    columns=(
        required_id("agreement_id"),
        required_id("conference_id"),
        *of_type("id", "party_id"),
        *of_type("day", "agreed_day"),
        *of_type("month", "agreed_month"),
        *of_type("day", "due_day"),
        *of_type("month", "due_month"),
        *of_type("day", "original_due_day"),
        code("status", v.AgreementStatus),
        code("waived_by", v.WaivedBy),
        code("withdrawn_by", v.WithdrawnBy),
        *of_type("day", "closed_day"),
        *of_type("month", "closed_month"),
        *of_type("flag", "harmed_informed"),
        *of_type("id", "supersedes"),
    ),
)

OBLIGATIONS = Table(
    name="obligations",
    grain="promised action inside an agreement",
    key=("obligation_id",),
    parents=(
        link("agreement_id", "agreements", is_owner=True),
        reference("beneficiary_party_id", "parties", "party_id"),
        reference("replaces_obligation_id", "obligations", "obligation_id"),
    ),
    columns=(
        required_id("obligation_id"),
        required_id("agreement_id"),
        code("obligation_type", v.ObligationType),
        code("owed_to", v.OwedTo),
        *of_type("id", "beneficiary_party_id replaces_obligation_id"),
        known("unit", v.ObligationUnit, only_once_supplied=True),
        *of_type("money", "amount_agreed amount_original amount_waived amount_paid"),
        code("paid_to", v.PaidTo),
        *of_type("text", "currency"),
        *of_type("number", "quantity_agreed quantity_completed"),
        *of_type("day", "due_day"),
        *of_type("month", "due_month"),
        code("status", v.ObligationStatus),
        *of_type("day", "completed_day"),
        *of_type("month", "completed_month"),
        *of_type("flag", "supporter_named"),
    ),
)

PAYMENTS = Table(
    name="payments",
    grain="payment or reversal",
    key=("payment_id",),
    parents=(link("obligation_id", "obligations", is_owner=True),),
    columns=(
        required_id("payment_id"),
        required_id("obligation_id"),
        *of_type("day", "paid_day"),
        *of_type("month", "paid_month"),
        Column(name="amount", type="money", required=True),
        *of_type("text", "currency"),
        known("status", v.PaymentStatus),
        *of_type("day", "disbursed_day"),
    ),
)

SURVEY_INVITATIONS = Table(
    name="survey_invitations",
    grain="party invited to one wave",
    key=("party_id", "wave"),
    parents=(link("party_id", "parties", is_owner=True),),
    columns=(
        required_id("party_id"),
        known("wave", v.Wave),
        *of_type("day", "invited_day"),
        *of_type("month", "invited_month"),
        code("mode", v.SurveyMode),
        code("outcome", v.InvitationOutcome),
    ),
)

SURVEY_ANSWERS = Table(
    name="survey_answers",
    grain="answer to one item in one response",
    key=("response_id", "item"),
    parents=(link("case_id", "cases"), link("party_id", "parties")),
    columns=(
        required_id("response_id"),
        Column(name="item", type="code", required=True),
        *of_type("id", "case_id party_id"),
        known("role", v.Role),
        known("wave", v.Wave),
        *of_type("day", "answered_day"),
        *of_type("month", "answered_month"),
        code("mode", v.SurveyMode),
        *of_type("flag", "assisted proxy"),
        code("answer", v.Answer),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        CASES,
        PARTIES,
        CONFERENCES,
        ATTENDANCE,
        AGREEMENTS,
        OBLIGATIONS,
        PAYMENTS,
        SURVEY_INVITATIONS,
        SURVEY_ANSWERS,
    )
}
"""Parents before children: rows can be checked, taken along and written in this order."""


def table(name: str) -> Table:
    """The table of that name; KeyError if the contract has none."""
    return TABLES[name]


def columns_of(table_name: str) -> tuple[str, ...]:
    """The table's column names in the order of the contract."""
    return TABLES[table_name].column_names


def required_columns(table_name: str) -> tuple[str, ...]:
    """Columns that no row of the table may leave blank."""
    return tuple(column.name for column in TABLES[table_name].columns if column.required)


def primary_key(table_name: str) -> tuple[str, ...]:
    """The columns that tell one row of the table from another."""
    return TABLES[table_name].key
