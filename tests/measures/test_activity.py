"""Which figures may be asked of what happened in a period, and what is said of those that may not."""

import pytest

from pipelines.measures.activity import why_not_on
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.measure import Measure
from pipelines.publication import Kind
from pipelines.vocabulary import Basis

CATALOGUE = load_catalogue()
FOLLOWED = (Kind.DAYS, Kind.CURVE, Kind.PATHWAY, Kind.FLOW, Kind.CHANGE, Kind.GAP, Kind.BOUNDS)
"""Kinds that need more than one month of the same people."""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("acceptance_rate", "what became of those who began together"),
        ("agreement_completion_rate", "what became of those who began together"),
        ("completion_by_day", "only those that ended early"),
        ("referral_to_contact_days", "only those that ended early"),
        ("durability", "given in different periods"),
        ("perspective_gap", "given in different periods"),
        ("conference_concordance", "given in different periods"),
        ("non_response_bounds", "given in different periods"),
        ("people_turned_away", "no month is kept"),
        ("people_taking_part", "a person is counted once"),
        ("restitution_paid", "paid in several months"),
        ("cost_per_person_taking_part", "handed over for a year"),
    ],
)
def test_why_not(name: str, words: str) -> None:
    measure = CATALOGUE.find(name)
    assert Basis.ACTIVITY not in measure.bases
    assert words in why_not_on(measure, Basis.ACTIVITY)


def test_what_is_open_is_in_no_closing_cohort() -> None:
    measure = CATALOGUE.find("open_case_age")
    assert measure.bases == (Basis.REFERRAL,)
    assert "closed in no month" in why_not_on(measure, Basis.CLOSING)
    assert why_not_on(CATALOGUE.find("people_turned_away"), Basis.CLOSING) == ""


@pytest.mark.parametrize(
    ("name", "placed_by"),
    [
        ("cases_referred", Basis.REFERRAL),
        ("conferences_held", Basis.ACTIVITY),
        ("agreements_made", Basis.EVENT),
        ("agreement_completion_rate_closed", Basis.ACTIVITY),
        ("obligation_mix", Basis.EVENT),
        ("hours_completed", Basis.ACTIVITY),
        ("response_rate", Basis.ACTIVITY),
        ("choose_again_rate", Basis.ACTIVITY),
        ("answers_g1", Basis.ACTIVITY),
        ("safety_event_rate", Basis.ACTIVITY),
    ],
)
def test_whose_month_it_is(name: str, placed_by: Basis) -> None:
    measure = CATALOGUE.find(name)
    assert Basis.ACTIVITY in measure.bases
    assert measure.placed_by(Basis.ACTIVITY) is placed_by
    assert measure.placed_by(Basis.CLOSING) is Basis.CLOSING


OF_ENDED = ("agreement_completion_rate_closed", "harmed_informed_rate")
"""By the month in which they ended, none of these is open."""


@pytest.mark.parametrize("measure", list(CATALOGUE), ids=lambda measure: measure.name)
def test_what_needs_time_is_not_what_happened(measure: Measure) -> None:
    is_followed = measure.kind in FOLLOWED or measure.is_concordance or measure.matures_at > 0
    is_followed = is_followed and measure.name not in OF_ENDED
    assert not (is_followed and Basis.ACTIVITY in measure.bases)
    assert measure.activity is Basis.ACTIVITY or Basis.ACTIVITY in measure.bases
