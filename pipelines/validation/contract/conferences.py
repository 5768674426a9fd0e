"""Conferences, who came, and what was agreed."""

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
    month_field,
)


class Conferences(pa.DataFrameModel):
    """One row per conference or indirect exchange."""

    conference_id: Series[str] = id_field("The conference or exchange.", required=True)
    case_id: Series[str] = id_field("The case it was held for.", required=True)
    held_day: Series[str] = day_field("When it was held.")
    held_month: Series[str] = month_field("When it was held.")
    conference_type: Series[str] = code_field("How people met or exchanged.", v.ConferenceType)
    result: Series[str] = code_field("What came of it.", v.ConferenceResult)
    facilitator: Series[str] = id_field("The facilitator, by pseudonym.")
    co_facilitated: Series[str] = flag_field("Whether a second facilitator was there.")
    duration_minutes: Series[str] = count_field("How long it lasted.", "Minutes", most=2_880)
    safety_event: Series[str] = flag_field("Whether somebody was unsafe during it.")
    safety_event_after: Series[str] = flag_field("Whether somebody was unsafe after it.")
    stopped_reason: Series[str] = declared_field("Why it was stopped, if it was.")


class Attendance(pa.DataFrameModel):
    """One row per party at a conference."""

    conference_id: Series[str] = id_field("The conference.", required=True)
    party_id: Series[str] = id_field("The party invited to it.", required=True)
    attended: Series[str] = code_field("Whether and how the party came.", v.Attended)


class Agreements(pa.DataFrameModel):
    """One row per agreement of one responsible party."""

    agreement_id: Series[str] = id_field("The agreement.", required=True)
    conference_id: Series[str] = id_field("The conference it was made at.", required=True)
    party_id: Series[str] = id_field("The responsible party who made it.")
    agreed_day: Series[str] = day_field("When it was made.")
    agreed_month: Series[str] = month_field("When it was made.")
    due_day: Series[str] = day_field("When all of it is due, as now in force.")
    due_month: Series[str] = month_field("When all of it is due, as now in force.")
    original_due_day: Series[str] = day_field("When it was first due.")
    status: Series[str] = code_field("How far it has been kept.", v.AgreementStatus)
    waived_by: Series[str] = code_field("Who waived it, if it was waived.", v.WaivedBy)
    withdrawn_by: Series[str] = code_field("Who withdrew it, if it was withdrawn.", v.WithdrawnBy)
    closed_day: Series[str] = day_field("When it was completed or ended.")
    closed_month: Series[str] = month_field("When it was completed or ended.")
    harmed_informed: Series[str] = flag_field("Whether the harmed party was told how it ended.")
    supersedes: Series[str] = id_field("The earlier agreement that this one replaces.")
