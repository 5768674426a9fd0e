"""The domain's closed lists, each code with the words people see. A leaf: it imports nothing of ours.

A code not listed here is refused, never turned into a default. The labels are people-first and in the
order a reader expects; a programme may show its own words instead.
"""

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """A closed list. Each member is its code; `label` is what a person reads."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def codes(cls) -> tuple[str, ...]:
        """Every code, in reading order."""
        return tuple(member.value for member in cls)


class Unknown(Code):
    """Four ways of not knowing. Accepted by every code column except those in `NO_UNKNOWNS`."""

    UNKNOWN = "unknown", "Unknown"
    DECLINED = "declined", "Declined to say"
    NOT_ASKED = "not_asked", "Not asked"
    NOT_APPLICABLE = "not_applicable", "Not applicable"


NO_UNKNOWNS = ("role", "wave", "unit", "party_type", "cases.status", "payments.status")
"""Columns that must be known: a row without them cannot be placed in any measure."""


class Role(Code):
    HARMED = "harmed", "Harmed party"
    RESPONSIBLE = "responsible", "Responsible party"
    SUPPORTER = "supporter", "Support person"
    COMMUNITY = "community", "Community member"


class Perspective(Code):
    """Whose view a figure gives. Community holds support people and community members."""

    HARMED = "harmed", "Harmed parties"
    RESPONSIBLE = "responsible", "Responsible parties"
    COMMUNITY = "community", "Community"
    EVERYONE = "everyone", "Everyone"


class PartyType(Code):
    PERSON = "person", "Person"
    ORGANISATION = "organisation", "Organisation"
    HOUSEHOLD = "household", "Household"
    PUBLIC_BODY = "public_body", "Public body"


class Directness(Code):
    DIRECT = "direct", "In their own right"
    SURROGATE = "surrogate", "Surrogate"
    REPRESENTATIVE = "representative", "Representative"
    GUARDIAN = "guardian", "Guardian"


class Decision(Code):
    CONSENTED = "consented", "Chose to take part"
    DECLINED = "declined", "Chose not to take part"
    UNDECIDED = "undecided", "Not yet decided"
    NOT_OFFERED = "not_offered", "Not offered"


class CaseStatus(Code):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class ReferralSource(Code):
    POLICE = "police", "Police"
    PROSECUTOR = "prosecutor", "Prosecutor"
    COURT = "court", "Court"
    DEFENCE = "defence", "Defence"
    PROBATION = "probation", "Probation"
    PRISON_PAROLE = "prison_parole", "Prison or parole"
    YOUTH_SERVICE = "youth_service", "Youth service"
    SUPPORT_SERVICE = "support_service", "Support service"
    SCHOOL = "school", "School"
    COMMUNITY = "community", "Community"
    SELF_HARMED = "self_harmed", "Harmed party asked"
    SELF_RESPONSIBLE = "self_responsible", "Responsible party asked"
    OTHER = "other", "Other"


class Stage(Code):
    PRE_CHARGE = "pre_charge", "Before charge"
    POST_CHARGE = "post_charge", "After charge"
    PRE_SENTENCE = "pre_sentence", "Before sentence"
    POST_SENTENCE = "post_sentence", "After sentence"
    CUSTODY = "custody", "In custody"
    POST_RELEASE = "post_release", "After release"
    NON_CRIMINAL = "non_criminal", "Outside criminal justice"


class OffenceCategory(Code):
    ASSAULT = "assault", "Assault"
    SERIOUS_VIOLENCE = "serious_violence", "Serious violence"
    SEXUAL = "sexual", "Sexual harm"
    DOMESTIC_FAMILY = "domestic_family", "Domestic or family harm"
    ROBBERY = "robbery", "Robbery"
    BURGLARY = "burglary", "Burglary"
    THEFT = "theft", "Theft"
    VEHICLE = "vehicle", "Vehicle crime"
    CRIMINAL_DAMAGE = "criminal_damage", "Criminal damage"
    FRAUD = "fraud", "Fraud"
    HARASSMENT_THREATS = "harassment_threats", "Harassment or threats"
    HATE = "hate", "Hate"
    TRAFFIC_HARM = "traffic_harm", "Harm on the road"
    PUBLIC_ORDER = "public_order", "Public order"
    ARSON = "arson", "Arson"
    HOMICIDE_RELATED = "homicide_related", "Homicide related"
    CONFLICT_NO_OFFENCE = "conflict_no_offence", "Conflict without an offence"
    OTHER = "other", "Other"


class OffenceGroup(Code):
    """Types of harm, merged for protected figures: a rare one beside a place would name a case."""

    VIOLENCE = "violence", "Violence"
    SEXUAL_DOMESTIC = "sexual_domestic", "Sexual, domestic or family harm"
    PROPERTY = "property", "Theft, damage or fraud"
    THREATS_HATE = "threats_hate", "Threats, hate or public order"
    TRAFFIC = "traffic", "Harm on the road"
    OTHER_HARM = "other_harm", "Conflict, other or not recorded"


OFFENCE_GROUPS: dict[str, OffenceGroup] = {
    OffenceCategory.ASSAULT: OffenceGroup.VIOLENCE,
    OffenceCategory.SERIOUS_VIOLENCE: OffenceGroup.VIOLENCE,
    OffenceCategory.ROBBERY: OffenceGroup.VIOLENCE,
    OffenceCategory.HOMICIDE_RELATED: OffenceGroup.VIOLENCE,
    OffenceCategory.SEXUAL: OffenceGroup.SEXUAL_DOMESTIC,
    OffenceCategory.DOMESTIC_FAMILY: OffenceGroup.SEXUAL_DOMESTIC,
    OffenceCategory.BURGLARY: OffenceGroup.PROPERTY,
    OffenceCategory.THEFT: OffenceGroup.PROPERTY,
    OffenceCategory.VEHICLE: OffenceGroup.PROPERTY,
    OffenceCategory.CRIMINAL_DAMAGE: OffenceGroup.PROPERTY,
    OffenceCategory.FRAUD: OffenceGroup.PROPERTY,
    OffenceCategory.ARSON: OffenceGroup.PROPERTY,
    OffenceCategory.HARASSMENT_THREATS: OffenceGroup.THREATS_HATE,
    OffenceCategory.HATE: OffenceGroup.THREATS_HATE,
    OffenceCategory.PUBLIC_ORDER: OffenceGroup.THREATS_HATE,
    OffenceCategory.TRAFFIC_HARM: OffenceGroup.TRAFFIC,
    OffenceCategory.CONFLICT_NO_OFFENCE: OffenceGroup.OTHER_HARM,
    OffenceCategory.OTHER: OffenceGroup.OTHER_HARM,
}
"""Category → its group; what is not known is in the last one."""


class Screening(Code):
    ACCEPTED = "accepted", "Accepted"
    DECLINED_UNSAFE = "declined_unsafe", "Not accepted: not safe now"
    DECLINED_INELIGIBLE = "declined_ineligible", "Not accepted: outside the programme's remit"
    DECLINED_NO_RESPONSIBILITY = (
        "declined_no_responsibility",
        "Not accepted: responsibility not taken",
    )
    SERVICE_FULL = "service_full", "Service full"
    NOT_ABLE_NOW = "not_able_now", "Not able to take part now"
    RETURNED = "returned", "Returned to the referrer"
    DUPLICATE = "duplicate", "Duplicate referral"
    UNDECIDED = "undecided", "Not yet decided"


class ClosureReason(Code):
    COMPLETED = "completed", "Completed"
    COMPLETED_WITHOUT_AGREEMENT = "completed_without_agreement", "Completed without an agreement"
    HARMED_DECLINED = "harmed_declined", "Harmed party chose not to take part"
    RESPONSIBLE_DECLINED = "responsible_declined", "Responsible party chose not to take part"
    HARMED_UNREACHABLE = "harmed_unreachable", "Harmed party could not be reached"
    RESPONSIBLE_UNREACHABLE = "responsible_unreachable", "Responsible party could not be reached"
    UNSAFE = "unsafe", "Not safe to go on"
    RESPONSIBLE_DENIES = "responsible_denies", "Responsibility not taken"
    NEW_OFFENCE = "new_offence", "New offence"
    NON_COMPLIANCE = "non_compliance", "Agreement not carried out"
    HARMED_WITHDREW = "harmed_withdrew", "Harmed party withdrew"
    RESPONSIBLE_WITHDREW = "responsible_withdrew", "Responsible party withdrew"
    JUSTICE_DECISION = "justice_decision", "Decision in the justice process"
    TRANSFERRED = "transferred", "Transferred elsewhere"
    ADMINISTRATIVE = "administrative", "Administrative"
    DECEASED = "deceased", "A party died"
    OTHER = "other", "Other"
    UNKNOWN = "unknown", "No reason recorded"


class NonParticipationReason(Code):
    NOT_INTERESTED = "not_interested", "Not interested"
    TOO_UPSET = "too_upset", "Too upset"
    FEAR_SAFETY = "fear_safety", "Worried about safety"
    TOO_LONG_AGO = "too_long_ago", "Too long ago"
    NOT_SERIOUS_ENOUGH = "not_serious_enough", "Not serious enough"
    TIME_TRAVEL = "time_travel", "Time or travel"
    ADVISED_AGAINST = "advised_against", "Advised against it"
    PREFERS_COURT = "prefers_court", "Prefers court"
    DENIES = "denies", "Responsibility not taken"
    OTHER_SIDE_ENDED = "other_side_ended", "The other side ended it"
    PRACTICAL = "practical", "Practical reasons"
    OTHER = "other", "Other"
    NOT_ASKED = "not_asked", "Not asked"


class InterpreterNeed(Code):
    NONE = "none", "None"
    MET = "met", "Needed and provided"
    UNMET = "unmet", "Needed, not provided"


class AgeBand(Code):
    """Age at referral."""

    A10_12 = "10-12", "10 to 12"
    A13_15 = "13-15", "13 to 15"
    A16_17 = "16-17", "16 to 17"
    A18_20 = "18-20", "18 to 20"
    A21_25 = "21-25", "21 to 25"
    A26_35 = "26-35", "26 to 35"
    A36_50 = "36-50", "36 to 50"
    A51_65 = "51-65", "51 to 65"
    A66_PLUS = "66+", "66 and over"


class ConferenceType(Code):
    FACE_TO_FACE = "face_to_face", "Face to face"
    ONLINE = "online", "Online"
    SHUTTLE = "shuttle", "Through the facilitator"
    LETTER_EXCHANGE = "letter_exchange", "Exchange of letters"
    CIRCLE = "circle", "Circle"
    SURROGATE = "surrogate", "With a surrogate"


MEETING_TYPES = (ConferenceType.FACE_TO_FACE, ConferenceType.ONLINE, ConferenceType.CIRCLE)
"""Conferences where people met, in one room or on screen. Shuttle and letters are exchanges."""


class ConferenceResult(Code):
    FULL_AGREEMENT = "full_agreement", "Full agreement"
    PARTIAL_AGREEMENT = "partial_agreement", "Partial agreement"
    NO_AGREEMENT = "no_agreement", "No agreement"
    NONE_SOUGHT = "none_sought", "No agreement sought"
    STOPPED = "stopped", "Stopped"
    NOT_RECORDED = "not_recorded", "Not recorded"


class Attended(Code):
    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"
    WRITTEN = "written", "In writing"
    BY_PROXY = "by_proxy", "Somebody came for them"
    ABSENT = "absent", "Absent"
    EXCUSED = "excused", "Excused"


class AgreementStatus(Code):
    ACTIVE = "active", "Under way"
    COMPLETED = "completed", "Completed"
    PARTLY_COMPLETED = "partly_completed", "Partly completed"
    NOT_COMPLETED = "not_completed", "Not completed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    SUPERSEDED = "superseded", "Replaced by a later agreement"
    WAIVED = "waived", "Waived"
    CLOSED_UNKNOWN = "closed_unknown", "Closed, result not recorded"


class WaivedBy(Code):
    HARMED = "harmed", "Harmed party"
    PROGRAMME = "programme", "Programme"
    COURT = "court", "Court"


class WithdrawnBy(Code):
    HARMED = "harmed", "Harmed party"
    RESPONSIBLE = "responsible", "Responsible party"
    PROGRAMME = "programme", "Programme"


class ObligationType(Code):
    RESTITUTION_MONEY = "restitution_money", "Restitution in money"
    RESTITUTION_ITEM = "restitution_item", "Returning or replacing an item"
    REPAIR_WORK = "repair_work", "Repair work"
    SERVICE_TO_HARMED = "service_to_harmed", "Service to the harmed party"
    COMMUNITY_SERVICE = "community_service", "Community service"
    APOLOGY_VERBAL = "apology_verbal", "Spoken apology"
    APOLOGY_WRITTEN = "apology_written", "Written apology"
    APOLOGY_SYMBOLIC = "apology_symbolic", "Symbolic apology"
    COUNSELLING = "counselling", "Counselling"
    EDUCATION_TRAINING = "education_training", "Education or training"
    SUBSTANCE_TREATMENT = "substance_treatment", "Substance treatment"
    BEHAVIOUR_UNDERTAKING = "behaviour_undertaking", "Undertaking about behaviour"
    REFLECTIVE_WORK = "reflective_work", "Reflective work"
    DONATION = "donation", "Donation"
    MENTORING = "mentoring", "Mentoring"
    OTHER = "other", "Other"


class OwedTo(Code):
    HARMED = "harmed", "Harmed party"
    COMMUNITY = "community", "Community"
    SELF = "self", "Themselves"
    OTHER = "other", "Other"


class ObligationUnit(Code):
    MONEY = "money", "Money"
    HOURS = "hours", "Hours"
    ITEM = "item", "Item"
    TASK = "task", "Task"


class PaidTo(Code):
    HARMED = "harmed", "Harmed party"
    PROGRAMME = "programme", "Programme"
    COURT = "court", "Court"


class ObligationStatus(Code):
    ACTIVE = "active", "Under way"
    COMPLETED = "completed", "Completed"
    PARTLY_COMPLETED = "partly_completed", "Partly completed"
    NOT_COMPLETED = "not_completed", "Not completed"
    REPLACED = "replaced", "Replaced"
    WAIVED = "waived", "Waived"


class PaymentStatus(Code):
    CLEARED = "cleared", "Cleared"
    PENDING = "pending", "Pending"
    BOUNCED = "bounced", "Bounced"
    REVERSED = "reversed", "Reversed"


class Wave(Code):
    BEFORE = "before", "Before the conference"
    AFTER = "after", "After the conference"
    FOLLOW_UP = "follow_up", "Three to six months later"
    NOT_PROCEEDING = "not_proceeding", "After choosing not to go on"


class SurveyMode(Code):
    PAPER = "paper", "Paper"
    PHONE = "phone", "Phone"
    ONLINE = "online", "Online"
    IN_PERSON = "in_person", "In person"


class InvitationOutcome(Code):
    REPLIED = "replied", "Replied"
    REFUSED = "refused", "Refused"
    UNDELIVERED = "undelivered", "Not delivered"
    NO_REPLY = "no_reply", "No reply"


class Answer(Code):
    STRONGLY_DISAGREE = "1", "Strongly disagree"
    DISAGREE = "2", "Disagree"
    NEITHER = "3", "Neither"
    AGREE = "4", "Agree"
    STRONGLY_AGREE = "5", "Strongly agree"
    NOT_APPLICABLE = "not_applicable", "Does not apply"
    PREFER_NOT = "prefer_not", "Prefer not to say"


class Flag(Code):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Unknown"


class HarmedKind(Code):
    """How the harmed side of a case is made up: the most direct harmed party decides."""

    DIRECT = "direct", "A person harmed"
    SURROGATE = "surrogate", "A surrogate"
    REPRESENTATIVE = "representative", "A representative"
    ORGANISATION = "organisation", "An organisation"
    NONE = "none", "No harmed party"


class Basis(Code):
    """Which month places a row in a period. Chosen and printed, never mixed in one table."""

    REFERRAL = "referral", "Cases referred in the period"
    EVENT = "event", "Conferences held or agreements made in the period"
    CLOSING = "closing", "Cases closed in the period"
    ACTIVITY = "activity", "What happened in the period"


class Dimension(Code):
    """What a measure may be broken down or filtered by."""

    PROGRAMME = "programme", "Programme"
    SITE = "site", "Site"
    REFERRAL_SOURCE = "referral_source", "Who referred"
    STAGE = "stage", "Stage of justice"
    OFFENCE_CATEGORY = "offence_category", "Type of harm"
    SEVERITY = "severity", "Severity"
    CONFERENCE_TYPE = "conference_type", "Kind of conference"
    HARMED_KIND = "harmed_kind", "Who was harmed"
    HARMED_TOOK_PART = "harmed_took_part", "Harmed party took part"
    AGE_BAND = "age_band", "Age at referral"
    GENDER = "gender", "Gender"
    ETHNICITY = "ethnicity", "Ethnicity"
    PERIOD = "period", "Quarter"
    PROGRAMME_VERSION = "programme_version", "Programme version"
    ROLE = "role", "Role"
    PERSPECTIVE = "perspective", "Perspective"
    SIDE = "side", "Side"
    WAVE = "wave", "Survey wave"
    OBLIGATION_TYPE = "obligation_type", "Kind of promise"
    UNIT = "unit", "Unit"
    FACILITATOR = "facilitator", "Facilitator"


CLOSED_LISTS: dict[str, type[Code]] = {
    Dimension.REFERRAL_SOURCE: ReferralSource,
    Dimension.STAGE: Stage,
    Dimension.OFFENCE_CATEGORY: OffenceCategory,
    Dimension.CONFERENCE_TYPE: ConferenceType,
    Dimension.HARMED_KIND: HarmedKind,
    Dimension.HARMED_TOOK_PART: Flag,
    Dimension.AGE_BAND: AgeBand,
    Dimension.ROLE: Role,
    Dimension.PERSPECTIVE: Perspective,
    Dimension.WAVE: Wave,
    Dimension.OBLIGATION_TYPE: ObligationType,
    Dimension.UNIT: ObligationUnit,
}
"""Dimensions whose values are the same everywhere. The others are declared by each programme."""

STATISTIC_DIMENSIONS = (
    Dimension.ROLE,
    Dimension.PERSPECTIVE,
    Dimension.SIDE,
    Dimension.WAVE,
    Dimension.OBLIGATION_TYPE,
    Dimension.UNIT,
)
"""Part of what a statistic is about: allowed wherever the grain has them, no disclosure dimension."""

ROLE_DIMENSIONS = (Dimension.ROLE, Dimension.PERSPECTIVE, Dimension.SIDE)
"""Each of them tells the sides apart."""

PERSON_DIMENSIONS = (Dimension.AGE_BAND, Dimension.GENDER, Dimension.ETHNICITY)
"""Facts of one person: allowed only where a row has one party."""


MINOR_UNITS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        1,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 1000),
}
"""How many minor units make one of a currency, where it is not 100 (ISO 4217)."""


def minor_units(currency: str) -> int:
    """How many minor units make one of `currency`."""
    return MINOR_UNITS.get(currency, 100)
