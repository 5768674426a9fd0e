"""What its reader wants answered:

"How many of those referred got a conference, where do we lose the rest, and do we reach the people harmed
or only those responsible?"

Taking part is free, so no figure here takes a target.
"""

from dashboard.charts.drawings import MARKS, PATHWAY, QUARTERS, RATES
from dashboard.charts.findings import find_each, find_sides, find_wait
from dashboard.widgets.filters import FilterChoice
from dashboard.widgets.page import show_foot, show_head
from dashboard.widgets.panel import Panel, show_panel, show_panels
from dashboard.widgets.sentence import say_stage, show_if_empty, show_sentence
from pipelines.publication import PublishedTable, Request, Source
from pipelines.vocabulary import Dimension, Role

_OFFER_RATE = (
    "How many of all people affected by harm were offered this cannot be worked out from a case export: "
    "it only holds those who were referred."
)

_WAITING = (
    "Days are from cases that came as far as that. Those still waiting are not in them, so a recent rise can "
    "hide; the curve of each step, in Explore, counts them."
)
_FREE = "A support person is an offer, not a duty: more is not better in itself."

_SEVERAL = "One conference can be on several of these lines: they do not add up."
_OTHER_WAYS = "People may also exchange letters, or speak through the facilitator, without meeting."


_SIDES = (Role.HARMED, Role.RESPONSIBLE)
_PRESENCE = (
    "harmed_presence_rate",
    "surrogate_presence_rate",
    "representative_presence_rate",
    "organisation_presence_rate",
)
_STEPS = (
    "referral_to_contact_days",
    "referral_to_decision_days",
    "referral_to_conference_days",
    "conference_to_agreement_days",
    "open_case_age",
)


def show(source: Source) -> None:
    page = show_head(source, "Participation")
    found = page.load(_ask(page.choice))
    show_sentence(
        page,
        [
            say_stage(found["pathway"], "accepted", "referrals were accepted"),
            say_stage(found["pathway"], "conference", "referrals led to a conference or exchange so far"),
        ],
        about=found["pathway"],
    )
    show_if_empty(page, [found["referred"]])
    pathway, *others = _build_panels(found)
    show_panel(page, pathway)
    show_panels(page, _build_ways(found))
    for start in range(0, len(others), 2):
        show_panels(page, others[start : start + 2])
    show_foot(source, page)


def _ask(choice: FilterChoice) -> dict[str, Request]:
    role = (Dimension.ROLE,)
    return {
        "referred": choice.ask("cases_referred"),
        "pathway": choice.ask("pathway"),
        "acceptance": choice.ask("acceptance_rate"),
        **{
            f"way-{side}": choice.ask("pathway_of_parties", where=((Dimension.ROLE, side.value),))
            for side in _SIDES
        },
        "support": choice.ask("support_presence_rate", by=role),
        "attendance": choice.ask("attendance_rate", by=role),
        "preparation": choice.ask("preparation_rate"),
        "voluntary": choice.ask("voluntariness_recorded_rate"),
        **{measure: choice.ask(measure) for measure in _STEPS},
        "contact": choice.ask("contact_rate", by=role),
        "consent": choice.ask("consent_rate", by=role),
        "conference": choice.ask("conference_rate"),
        "exchange": choice.ask("any_exchange_rate"),
        **{measure: choice.ask(measure) for measure in _PRESENCE},
        "quarters": choice.over_all_dates().ask("conference_rate", by=(Dimension.PERIOD,)),
    }


def _build_ways(found: dict[str, PublishedTable]) -> list[Panel]:
    """The way of each side through the programme: where people leave, and why."""
    return [
        Panel(
            key=f"way-{side}",
            drawing=PATHWAY,
            tables=[found[f"way-{side}"]],
            measures=f"{side.label}: how far they came, and why others left",
        )
        for side in _SIDES
    ]


def _build_panels(found: dict[str, PublishedTable]) -> list[Panel]:
    """In the order of the page."""
    return [
        Panel(
            key="pathway",
            drawing=PATHWAY,
            tables=[found["pathway"]],
            measures="Cases at each stage, and why others left",
        ),
        Panel(
            key="contact",
            drawing=RATES,
            tables=[found["contact"]],
            measures="Parties reached, of those who may be contacted",
            title=find_sides(found["contact"]),
        ),
        Panel(
            key="consent",
            drawing=RATES,
            tables=[found["consent"]],
            measures="Parties who chose to take part, of those reached and offered",
            title=find_sides(found["consent"]),
            notes=[_OFFER_RATE],
        ),
        Panel(
            key="acceptance",
            drawing=RATES,
            tables=[found["acceptance"]],
            measures="Cases accepted, of those screened",
        ),
        Panel(
            key="exchange",
            drawing=RATES,
            tables=[found["conference"], found["exchange"]],
            measures="Accepted cases with a conference, and with any exchange",
            title=find_each([found["conference"], found["exchange"]]),
            notes=[_OTHER_WAYS],
        ),
        Panel(
            key="presence",
            drawing=RATES,
            tables=[found[measure] for measure in _PRESENCE],
            measures="Conferences with the harmed party there, or somebody else for them",
            title=find_each([found[measure] for measure in _PRESENCE]),
            notes=[_SEVERAL],
        ),
        Panel(
            key="support",
            drawing=RATES,
            tables=[found["support"]],
            measures="Parties at a conference with a support person of theirs there",
            title=find_sides(found["support"]),
            notes=[_FREE],
        ),
        Panel(
            key="attendance",
            drawing=RATES,
            tables=[found["attendance"]],
            measures="Invited parties who took part",
        ),
        Panel(
            key="preparation",
            drawing=RATES,
            tables=[found["preparation"], found["voluntary"]],
            measures="Conferences where everybody was prepared, and had agreed to it first",
            title=find_each([found["preparation"], found["voluntary"]]),
        ),
        Panel(
            key="waiting",
            drawing=MARKS,
            tables=[found[measure] for measure in _STEPS],
            measures="Days at each step: half within, and nine in ten within",
            title=find_wait(found["referral_to_conference_days"]) or "Days at each step",
            notes=[_WAITING],
        ),
        Panel(
            key="quarters",
            drawing=QUARTERS,
            tables=[found["quarters"]],
            measures="Accepted cases that had a conference, by quarter of referral",
        ),
    ]
