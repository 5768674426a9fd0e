"""Every model by the name of its table. Importing it loads pandera."""

import pandera.pandas as pa

from pipelines.validation.contract.cases import Cases, Parties
from pipelines.validation.contract.conferences import Agreements, Attendance, Conferences
from pipelines.validation.contract.obligations import Obligations, Payments
from pipelines.validation.contract.survey import SurveyAnswers, SurveyInvitations

CONTRACT: dict[str, type[pa.DataFrameModel]] = {
    "cases": Cases,
    "parties": Parties,
    "conferences": Conferences,
    "attendance": Attendance,
    "agreements": Agreements,
    "obligations": Obligations,
    "payments": Payments,
    "survey_invitations": SurveyInvitations,
    "survey_answers": SurveyAnswers,
}
