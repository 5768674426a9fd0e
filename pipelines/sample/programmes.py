"""The three programmes of the sample, as data: how large, whom they serve, and what they hand over.

They differ on purpose. Riverside hands over calendar dates and everything else; Northfield days and months
and no payments; Elm Park days and months, in another currency, with no survey invitations and no person ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.sample.truth import Truth


@dataclass(frozen=True, kw_only=True)
class ProgrammeSpec:
    """One invented programme. `left_out` names tables, or `table.column`, that it does not hand over."""

    code: str
    prefix: str
    cases: int
    currency: str
    sites: Mapping[str, float]
    sources: Mapping[str, float]
    ages: Mapping[str, float]
    facilitators: int
    hands_over_dates: bool
    left_out: tuple[str, ...] = ()
    not_recorded: tuple[str, ...] = ()
    new_version_from: str | None = None
    default_due_days: int | None = None
    costs: Mapping[str, int] = field(default_factory=dict)
    """What it spent: a year, or `total`, and whole units of its currency."""
    id_digits: int = 6
    truth: Truth = field(default_factory=Truth)


RIVERSIDE = ProgrammeSpec(
    code="riverside",
    prefix="rv",
    cases=1_500,
    currency="GBP",
    sites={"north_hub": 0.46, "harbour": 0.31, "east_valley": 0.23},
    sources={
        "police": 0.36,
        "youth_service": 0.24,
        "court": 0.13,
        "prosecutor": 0.08,
        "school": 0.06,
        "probation": 0.05,
        "support_service": 0.04,
        "self_harmed": 0.02,
        "community": 0.02,
    },
    ages={
        "10-12": 0.04,
        "13-15": 0.26,
        "16-17": 0.27,
        "18-20": 0.16,
        "21-25": 0.13,
        "26-35": 0.08,
        "36-50": 0.045,
        "51-65": 0.012,
        "66+": 0.003,
    },
    facilitators=14,
    hands_over_dates=True,
    left_out=("obligations.amount_paid",),
    new_version_from="2025-04",
    truth=Truth(kept_by_site={"north_hub": 0.015, "harbour": -0.035, "east_valley": 0.015}),
)

NORTHFIELD = ProgrammeSpec(
    code="northfield",
    prefix="nf",
    cases=400,
    currency="GBP",
    sites={"market_town": 0.64, "outer_villages": 0.36},
    sources={
        "court": 0.34,
        "probation": 0.24,
        "police": 0.16,
        "prison_parole": 0.09,
        "prosecutor": 0.07,
        "support_service": 0.05,
        "self_harmed": 0.04,
        "self_responsible": 0.01,
    },
    ages={
        "16-17": 0.08,
        "18-20": 0.27,
        "21-25": 0.31,
        "26-35": 0.19,
        "36-50": 0.11,
        "51-65": 0.03,
        "66+": 0.01,
    },
    facilitators=5,
    hands_over_dates=False,
    left_out=(
        "payments",
        "conferences.co_facilitated",
        "conferences.duration_minutes",
        "obligations.supporter_named",
        "parties.support_offered",
        "parties.goal",
        "parties.follow_up_contact_day",
    ),
    not_recorded=("parties.goal", "obligations.supporter_named"),
    default_due_days=180,
    truth=Truth(
        accepted=0.79,
        harmed_consents=0.88,
        responsible_consents=0.94,
        meets=0.79,
        keeps_agreement=0.77,
    ),
)

ELM_PARK = ProgrammeSpec(
    code="elm_park",
    prefix="ep",
    cases=360,
    currency="EUR",
    sites={"elm_park": 1.0},
    sources={"school": 0.38, "youth_service": 0.27, "police": 0.22, "community": 0.09, "self_harmed": 0.04},
    ages={"10-12": 0.09, "13-15": 0.42, "16-17": 0.33, "18-20": 0.11, "21-25": 0.05},
    facilitators=4,
    id_digits=4,
    hands_over_dates=False,
    left_out=(
        "survey_invitations",
        "cases.severity",
        "cases.programme_version",
        "cases.reopened_from",
        "parties.person_id",
        "parties.ethnicity",
        "parties.interpreter_need",
        "parties.risk_assessed",
        "parties.risk_assessed_day",
        "parties.goal",
        "obligations.amount_paid",
        "payments.disbursed_day",
        "survey_answers.mode",
        "survey_answers.assisted",
    ),
    not_recorded=("parties.ethnicity", "cases.severity"),
    costs={"total": 231_500, "2024": 82_000, "2025": 86_500},
    truth=Truth(accepted=0.84, harmed_consents=0.94, responsible_consents=0.96, meets=0.85),
)

PROGRAMMES = (ELM_PARK, NORTHFIELD, RIVERSIDE)
