"""Who was asked, and what they answered."""

import pandera.pandas as pa
from pandera.typing import Series

from pipelines import vocabulary as v
from pipelines.validation.contract.fields import (
    code_field,
    day_field,
    flag_field,
    id_field,
    item_field,
    month_field,
)


class SurveyInvitations(pa.DataFrameModel):
    """One row per party invited to one wave."""

    party_id: Series[str] = id_field("The party invited.", required=True)
    wave: Series[str] = code_field("The wave of the survey.", v.Wave, required=True)
    invited_day: Series[str] = day_field("When the party was invited.")
    invited_month: Series[str] = month_field("When the party was invited.")
    mode: Series[str] = code_field("How the survey was offered.", v.SurveyMode)
    outcome: Series[str] = code_field("What came of the invitation.", v.InvitationOutcome)


class SurveyAnswers(pa.DataFrameModel):
    """One row per answer to one item in one response."""

    response_id: Series[str] = id_field("The response: one form filled in once.", required=True)
    item: Series[str] = item_field("The item answered.")
    case_id: Series[str] = id_field("The case it is about; blank: counted in totals only.")
    party_id: Series[str] = id_field("The party who answered; blank: not linked to anybody.")
    role: Series[str] = code_field("The role of whoever answered.", v.Role, required=True)
    wave: Series[str] = code_field("The wave of the survey.", v.Wave, required=True)
    answered_day: Series[str] = day_field("When it was answered.")
    answered_month: Series[str] = month_field("When it was answered.")
    mode: Series[str] = code_field("How it was answered.", v.SurveyMode)
    assisted: Series[str] = flag_field("Whether somebody helped to fill it in.")
    proxy: Series[str] = flag_field("Whether somebody answered for the party.")
    answer: Series[str] = code_field(
        "The answer as given, 1 strongly disagree to 5 strongly agree; blank: no answer.", v.Answer
    )
