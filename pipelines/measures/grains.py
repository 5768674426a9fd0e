"""What one row of each grain table is, and the columns a definition may use.

The tables themselves are built by the warehouse; a test holds these lists against a real snapshot. Nothing
outside them can be named in a definition, so nothing else of a case can reach a figure.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from pipelines.instrument import ITEMS
from pipelines.vocabulary import Basis


class Grain(StrEnum):
    """What one row of a grain table is."""

    CASE = "case"
    PARTY = "party"
    CONFERENCE = "conference"
    AGREEMENT = "agreement"
    OBLIGATION = "obligation"
    INVITATION = "invitation"
    RESPONSE = "response"

    @property
    def table(self) -> str:
        return f"grain_{self.value}"


class ColumnKind(StrEnum):
    """What a grain column holds, as far as a condition needs to know."""

    TEXT = "text"
    MONTH = "month"
    WHOLE = "whole"
    DECIMAL = "decimal"
    FLAG = "flag"


BASIS_MONTHS: Mapping[Basis, str] = MappingProxyType(
    {
        Basis.REFERRAL: "referral_month",
        Basis.EVENT: "event_month",
        Basis.CLOSING: "closing_month",
        Basis.ACTIVITY: "activity_month",
    }
)
"""The column that places a row in a period, for each basis."""

_COMMON = """
    text: case_id programme site referral_source stage offence_category severity harmed_kind harmed_took_part
          conference_type programme_version case_status closure_reason
    month: referral_month event_month closing_month activity_month
    whole: observed_days
"""
_PERSON = "text: age_band gender ethnicity"

_OWN: dict[Grain, str] = {
    Grain.CASE: """
        text: screening complaint pathway_stage pathway_left_reason
        whole: closed_day first_meeting_day
               n_agreements n_agreements_applicable n_agreements_matured n_agreements_completed
               n_agreements_unknown
        flag: was_reopened is_accepted has_harmed_party both_consented harmed_ended responsible_ended
              has_meeting has_exchange has_unknown_exchange has_agreement pre_conference_ended
    """,
    Grain.PARTY: f"""
        {_PERSON}
        text: party_id person_key role party_type directness relationship contact_allowed decision
              non_participation_reason support_offered risk_assessed consent_recorded case_screening attended
              pathway_stage pathway_left_reason
        whole: contacted_day offered_day decided_day withdrew_day preparation_meetings
               case_closed_day answered_after_day last_held_day
        flag: is_stand_in is_reached is_offered other_side_ended was_invited took_part met
              has_supporter_present has_answered_after has_answered_follow_up
    """,
    Grain.CONFERENCE: """
        text: conference_id result facilitator co_facilitated safety_event safety_event_after stopped_reason
              principals_prepared consents_recorded
        whole: held_day agreed_after_days duration_minutes n_present
        flag: is_meeting has_harmed_party harmed_direct_present surrogate_present representative_present
              organisation_present harmed_supporter_present responsible_supporter_present community_present
              has_attendance records_safety_after
    """,
    Grain.AGREEMENT: f"""
        {_PERSON}
        text: agreement_id conference_id party_id status waived_by withdrawn_by harmed_informed wants_informed
        whole: held_day agreed_day due_day original_due_day first_due_day due_now_day closed_day completed_day
               n_obligations curve_day curve_event
        flag: is_set_aside due_is_default is_due is_due_now is_renegotiated has_money
    """,
    Grain.OBLIGATION: f"""
        {_PERSON}
        text: obligation_id agreement_id conference_id party_id obligation_type owed_to unit currency status
              agreement_status supporter_named kept
        whole: agreed_minor original_minor waived_minor paid_minor due_minor applied_minor overpaid_minor
               outstanding_minor disbursed_minor first_due_day days_past_due completed_day paid_in_full_day
               curve_day curve_event
        decimal: quantity_agreed quantity_completed
        flag: is_replaced is_wholly_waived agreement_is_set_aside is_due is_over
    """,
    Grain.INVITATION: f"""
        {_PERSON}
        text: party_id person_key role perspective wave party_type outcome
        flag: has_response
    """,
    Grain.RESPONSE: f"""
        {_PERSON}
        text: response_id party_id conference_id role perspective side wave {" ".join(ITEMS)}
        whole: answered_day held_day
        flag: is_off_window is_person is_linked has_valid_answer
    """,
}

GRAIN_NEEDS: Mapping[Grain, tuple[str, ...]] = MappingProxyType(
    {
        Grain.PARTY: ("parties",),
        Grain.CONFERENCE: ("conferences",),
        Grain.AGREEMENT: ("agreements", "conferences"),
        Grain.OBLIGATION: ("obligations", "agreements", "conferences"),
        Grain.INVITATION: ("parties",),
    }
)
"""The tables without which a grain has no row: a figure of it is not supplied, and not "no cases"."""

COLUMN_NEEDS: Mapping[Grain, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        Grain.CASE: {
            "has_meeting": ("conferences.conference_type",),
            "n_agreements": ("agreements", "conferences"),
        },
        Grain.PARTY: {
            "took_part": ("attendance", "conferences"),
            "met": ("attendance", "conferences.conference_type"),
        },
        Grain.CONFERENCE: {"is_meeting": ("conferences.conference_type",)},
    }
)
"""Column that is worked out → what must be handed over for it to say anything but no, or none."""

_EVERYBODY = "everybody counts as a person where it is not recorded who is an organisation"
_ACCEPTED = "every case counts as accepted where screening is not recorded"
_ENDED = "where no reason of closing is recorded, a side ended it if all its parties declined or withdrew"
_WHY = "where no reason of closing is recorded, nothing says why a case closed"
_WHENEVER = "answers count whatever the day they came, where that day or the conference's is not recorded"
_DAYS_OF_ANSWERS = {"conferences.held_day": _WHENEVER, "survey_answers.answered_day": _WHENEVER}
_FIRST = "where no days are recorded, that people were prepared is known, and not that it came first"

COLUMN_FALLBACKS: Mapping[Grain, Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        Grain.CASE: {
            "is_accepted": {"cases.screening": _ACCEPTED},
            "harmed_ended": {"cases.closure_reason": _ENDED},
            "responsible_ended": {"cases.closure_reason": _ENDED},
            "pathway_left_reason": {"cases.closure_reason": _WHY},
        },
        Grain.PARTY: {
            "party_type": {"parties.party_type": _EVERYBODY},
            "case_screening": {"cases.screening": _ACCEPTED},
            "other_side_ended": {"cases.closure_reason": _ENDED},
            "pathway_left_reason": {"cases.closure_reason": _WHY},
            "has_answered_after": _DAYS_OF_ANSWERS,
        },
        Grain.CONFERENCE: {
            "harmed_direct_present": {"parties.party_type": _EVERYBODY},
            "principals_prepared": {"conferences.held_day": _FIRST, "parties.first_preparation_day": _FIRST},
        },
        Grain.RESPONSE: {
            "is_person": {"parties.party_type": _EVERYBODY},
            "is_off_window": _DAYS_OF_ANSWERS,
        },
        Grain.INVITATION: {
            "has_response": _DAYS_OF_ANSWERS,
        },
    }
)
"""Column that is worked out → what it is made without where that lacks, and what a reader is told."""


def _read_columns(text: str) -> dict[str, ColumnKind]:
    columns: dict[str, ColumnKind] = {}
    kind = ColumnKind.TEXT
    for word in text.split():
        if word.endswith(":"):
            kind = ColumnKind(word[:-1])
        else:
            columns[word] = kind
    return columns


GRAIN_COLUMNS: Mapping[Grain, Mapping[str, ColumnKind]] = MappingProxyType(
    {grain: MappingProxyType(_read_columns(_COMMON + own)) for grain, own in _OWN.items()}
)
"""Every column of every grain table that a definition may use, with what it holds."""
