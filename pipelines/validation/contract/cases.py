"""Cases and the parties in them."""

import pandera.pandas as pa
from pandera.typing import Series

from pipelines import vocabulary as v
from pipelines.validation.contract.fields import (
    code_field,
    count_field,
    day_field,
    declared_field,
    flag_field,
    id_field,
    label_field,
    month_field,
    tidy_code_field,
)


class Cases(pa.DataFrameModel):
    """One row per case (one referral of one incident)."""

    case_id: Series[str] = id_field("The case.", required=True)
    programme: Series[str] = tidy_code_field("The programme that handles the case.")
    received_day: Series[str] = day_field("When the programme received the referral's papers.", high=0)
    referral_month: Series[str] = month_field("When the case was referred.", required=True)
    site: Series[str] = declared_field("Where the programme handles the case.")
    referral_source: Series[str] = code_field("Who referred the case.", v.ReferralSource)
    stage: Series[str] = code_field("The stage of justice at referral.", v.Stage)
    offence_category: Series[str] = code_field("The kind of harm.", v.OffenceCategory)
    severity: Series[str] = declared_field("How serious the harm was.")
    months_since_harm: Series[str] = count_field(
        "Time from the harm to the referral.", "Whole months", most=1_200
    )
    specialist_facilitator: Series[str] = flag_field("Whether a specialist facilitator was assigned.")
    complaint: Series[str] = flag_field("Whether a complaint was made about the case.")
    sexual_harm: Series[str] = flag_field("Whether the harm was sexual.")
    domestic_harm: Series[str] = flag_field("Whether the harm was domestic or in the family.")
    screening: Series[str] = code_field("What the programme decided about taking the case on.", v.Screening)
    screened_day: Series[str] = day_field("When that was decided.")
    status: Series[str] = code_field("Whether the case is open or closed.", v.CaseStatus, required=True)
    closure_reason: Series[str] = code_field("Why the case was closed.", v.ClosureReason)
    closed_day: Series[str] = day_field("When the case was closed.")
    closed_month: Series[str] = month_field("When the case was closed.")
    reopened_from: Series[str] = id_field("The earlier case that this one reopens.")
    programme_version: Series[str] = label_field(
        "How the programme worked then; a new value breaks a series."
    )
    observed_days: Series[str] = day_field("How long the case has been followed, at the extraction date.")


class Parties(pa.DataFrameModel):
    """One row per party in a case."""

    party_id: Series[str] = id_field("The party.", required=True)
    case_id: Series[str] = id_field("The case the party is in.", required=True)
    person_id: Series[str] = id_field("The person behind the party, the same across cases.")
    role: Series[str] = code_field("What the party is in this case.", v.Role, required=True)
    party_type: Series[str] = code_field("Who or what the party is.", v.PartyType, known=True)
    directness: Series[str] = code_field("Whether they take part in their own right.", v.Directness)
    supports_party_id: Series[str] = id_field("The party whom a support person supports.")
    stands_for_party_id: Series[str] = id_field("The party whom a guardian or representative stands for.")
    age_band: Series[str] = code_field("Age at referral, in years.", v.AgeBand)
    gender: Series[str] = declared_field("Gender, as the person says it.")
    ethnicity: Series[str] = declared_field("Ethnicity, as the person says it.")
    relationship: Series[str] = declared_field("How the harmed and responsible party knew each other.")
    contact_allowed: Series[str] = flag_field("Whether the party may be contacted (no order against it).")
    contacted_day: Series[str] = day_field("The first contact both ways.")
    offered_day: Series[str] = day_field("When taking part was offered.")
    decision: Series[str] = code_field("What the party decided about taking part.", v.Decision)
    decided_day: Series[str] = day_field("When the party decided.")
    withdrew_day: Series[str] = day_field("When the party withdrew after choosing to take part.")
    non_participation_reason: Series[str] = code_field("Why not, if not.", v.NonParticipationReason)
    support_offered: Series[str] = flag_field("Whether bringing support people was offered.")
    preparation_meetings: Series[str] = count_field("Preparation held.", "Meetings", most=200)
    first_preparation_day: Series[str] = day_field("The first preparation meeting.")
    risk_assessed: Series[str] = flag_field("Whether risk was assessed.")
    risk_assessed_day: Series[str] = day_field("When risk was assessed.")
    consent_recorded: Series[str] = flag_field("Whether the choice to take part was recorded.")
    consent_recorded_day: Series[str] = day_field("When it was recorded.")
    wants_informed: Series[str] = flag_field("Whether the party wants to be told how the plan ended.")
    interpreter_need: Series[str] = code_field("Whether an interpreter was needed.", v.InterpreterNeed)
    goal: Series[str] = declared_field("What the party hoped for, as a theme.")
    follow_up_contact_day: Series[str] = day_field("When the party was asked afterwards how they are.")
