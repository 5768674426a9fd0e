"""Requests: what may be asked, and of which programmes."""

from datetime import date
from typing import Any

import pytest

from pipelines.errors import UsageError
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.requests import Facts, Plan, fallback_words, outside_words, plan_request
from pipelines.measures.supply import Supply
from pipelines.publication import Request
from pipelines.vocabulary import Basis, Dimension, Role
from tests.support.grains import everything

ALL = frozenset(
    everything() | {f"{grain}.{basis}_month" for grain in ("case", "party", "agreement") for basis in Basis}
)


def plan(name: str, items: dict[str, frozenset[str]] | None = None, **more: Any) -> Plan:
    supplied = items if items is not None else {"a": ALL, "b": ALL}
    days = {"a": date(2026, 9, 30), "b": date(2026, 6, 30), "c": date(2026, 3, 31)}
    facts = Facts(as_of={name: days[name] for name in supplied}, supply=Supply(supplied))
    return plan_request(Request(measure=name, **more), load_catalogue(), facts)


def refuse(message: str, name: str, **more: Any) -> None:
    with pytest.raises(UsageError, match=message):
        plan(name, **more)


def test_a_period_outside_the_data_is_told() -> None:
    facts = Facts(as_of={"a": date(2026, 9, 30)}, supply=Supply({"a": ALL}), first_month="2024-02")

    def told(period: str) -> tuple[str, ...]:
        request = Request(measure="cases_referred", period=period)
        return outside_words(plan_request(request, load_catalogue(), facts), facts)

    assert told("2022") == ("2022 is outside the data (2024-02 to 2026-09)",)
    assert told("2025") == told("all") == ()


def test_what_was_spent_is_told_apart_by_nothing_but_programmes() -> None:
    refuse("has no role: what was spent is handed over", "cost_per_person_taking_part", by=(Dimension.ROLE,))


def test_the_measures_own_basis_and_everything_to_date() -> None:
    found = plan("agreement_completion_rate")
    assert found.basis is Basis.EVENT
    assert found.period is None
    assert found.as_of == date(2026, 9, 30)
    assert found.ask is not None
    assert (found.ask.by, found.ask.where, found.ask.months, found.ask.programmes) == ((), (), None, None)


def test_what_is_asked_for() -> None:
    found = plan(
        "contact_rate",
        by=(Dimension.ROLE, Dimension.PERIOD),
        where=((Dimension.SITE, "north"), (Dimension.OFFENCE_CATEGORY, "theft")),
        period="2025Q3",
        basis=Basis.CLOSING,
    )
    assert found.ask is not None
    assert found.ask.by == (Dimension.ROLE, Dimension.PERIOD)
    assert found.ask.where == ((Dimension.OFFENCE_CATEGORY, "theft"), (Dimension.SITE, "north"))
    assert found.ask.months == ("2025-07", "2025-09")
    assert found.ask_before is None  # every quarter stands beside the one before already


OF_ROLES = ("contact_rate", "consent_rate", "attendance_rate", "support_presence_rate")
SAID = ("choose_again_rate", "felt_safe_rate", "answers_g3", "non_response_bounds_safe", "durability_safe")


@pytest.mark.parametrize("name", [*OF_ROLES, *SAID])
def test_roles_are_told_apart_wherever_none_is_asked_for(name: str) -> None:
    def by(**more: Any) -> tuple[Dimension, ...]:
        ask = plan(name, **more).ask
        assert ask is not None
        return ask.by

    assert by() == (Dimension.ROLE,)
    assert by(by=(Dimension.SITE,)) == (Dimension.SITE, Dimension.ROLE)
    assert by(by=(Dimension.ROLE,)) == (Dimension.ROLE,)
    assert by(by=(Dimension.PERSPECTIVE,)) == (Dimension.PERSPECTIVE,)
    assert by(where=((Dimension.ROLE, "harmed"),)) == ()
    assert by(where=((Dimension.PERSPECTIVE, "harmed"),)) == ()


def test_an_index_is_told_apart_by_role_within_a_perspective_too() -> None:
    found = plan("procedural_justice_index", where=((Dimension.PERSPECTIVE, "harmed"),))
    assert found.ask is not None
    assert found.ask.by == (Dimension.ROLE,)


def test_what_happened_is_asked_of_the_month_it_happened_in() -> None:
    found = plan("agreements_made", basis=Basis.ACTIVITY, period="2025Q3")
    assert found.ask is not None
    assert (found.basis, found.ask.basis) == (Basis.ACTIVITY, Basis.EVENT)
    assert plan("conferences_held", {"a": frozenset()}, basis=Basis.ACTIVITY).missing["a"] != ()


def test_the_period_before() -> None:
    found = plan("agreement_completion_rate", period="last-12-months")
    assert found.ask_before is not None
    assert found.ask_before.months == ("2024-10", "2025-09")
    assert plan("agreement_completion_rate").ask_before is None


def test_periods_end_with_the_as_of_day_of_the_programmes_asked() -> None:
    found = plan("acceptance_rate", where=((Dimension.PROGRAMME, "b"),), period="last-12-months")
    assert found.programmes == ("b",)
    assert found.ask is not None
    assert found.ask.months == ("2025-07", "2026-06")
    assert found.ask.programmes is None  # the filter says it already


def test_what_may_not_be_asked() -> None:
    refuse("there is no measure 'success_rate'", "success_rate")
    refuse(
        "on the activity basis: it asks what became of .* Allowed: referral, closing",
        "acceptance_rate",
        basis=Basis.ACTIVITY,
    )
    refuse("no single gender", "acceptance_rate", by=(Dimension.GENDER,))
    refuse("no single role", "acceptance_rate", where=((Dimension.ROLE, "harmed"),))
    refuse("twice by the same", "contact_rate", by=(Dimension.ROLE, Dimension.ROLE))
    refuse("one value at a time", "contact_rate", where=((Dimension.SITE, "a"), (Dimension.SITE, "b")))
    refuse("chosen with the period", "contact_rate", where=((Dimension.PERIOD, "2025Q3"),))
    refuse("not a role of the data. Allowed: harmed", "contact_rate", where=((Dimension.ROLE, "client"),))
    refuse("not a programme of the data. Allowed: a, b", "contact_rate", where=((Dimension.PROGRAMME, "z"),))
    refuse("this is not a period", "contact_rate", period="yesterday")


def test_nothing_anybody_typed_is_echoed() -> None:
    with pytest.raises(UsageError) as error:
        plan("contact_rate", where=((Dimension.PROGRAMME, "Jane Doe"),))
    assert "Jane" not in str(error.value)


def test_a_mix_is_always_of_its_kinds() -> None:
    found = plan("obligation_mix")
    assert found.ask is not None
    assert found.ask.by == (Dimension.OBLIGATION_TYPE,)
    one = plan("obligation_mix", where=((Dimension.OBLIGATION_TYPE, "donation"),))
    assert one.ask is not None
    assert one.ask.by == ()


def test_only_programmes_that_supply_it() -> None:
    found = plan("acceptance_rate", {"a": ALL, "b": frozenset(), "c": ALL})
    assert (found.programmes, found.used) == (("a", "b", "c"), ("a", "c"))
    assert found.missing == {"b": ("cases.screening",)}
    assert found.ask is not None
    assert found.ask.programmes == ("a", "c")


def test_nobody_supplies_it() -> None:
    found = plan("acceptance_rate", {"a": frozenset()})
    assert found.ask is None
    assert found.ask_before is None
    assert found.missing == {"a": ("cases.screening",)}


def test_no_programme_at_all_is_no_cases_rather_than_not_supplied() -> None:
    found = plan("acceptance_rate", {})
    assert found.ask is not None
    assert found.missing == {}


def test_a_role_that_is_not_recorded_is_not_supplied() -> None:
    without = {"a": ALL - {"role:harmed"}}
    where = ((Dimension.ROLE, Role.HARMED.value),)
    assert plan("contact_rate", without, where=where).missing == {"a": ("role:harmed",)}
    assert plan("contact_rate", without).missing == {}


def test_a_month_is_needed_only_where_one_is_asked_for() -> None:
    without = {"a": ALL - {"agreement.event_month", "agreement.closing_month"}}
    name = "agreement_completion_rate"
    assert plan(name, without).missing == {}
    assert plan(name, without, period="2025").missing == {"a": ("agreement.event_month",)}
    assert plan(name, without, by=(Dimension.PERIOD,)).missing == {"a": ("agreement.event_month",)}
    assert plan(name, without, basis=Basis.CLOSING).missing == {"a": ("agreement.closing_month",)}


def test_stages_some_programme_does_not_record_are_left_out() -> None:
    found = plan("pathway", {"a": ALL, "b": ALL - {"parties.contacted_day", "parties.decision"}})
    assert found.measure.pathway is not None
    assert [stage.name for stage in found.measure.pathway.stages if stage.is_seen] == [
        "referred",
        "accepted",
        "conference",
        "agreement",
    ]
    words = fallback_words(
        found, Supply({"a": ALL, "b": ALL - {"parties.contacted_day", "parties.decision"}})
    )
    assert words == (
        "left out, because not every programme records it: both sides reached, both sides chose to take part",
    )
    every = plan("pathway").measure.pathway
    assert every is not None
    assert all(stage.is_seen for stage in every.stages)


def test_what_a_reader_is_told_where_something_lacks() -> None:
    supplied = {"a": ALL, "b": ALL - {"parties.person_id"}}
    name = "people_taking_part"
    assert fallback_words(plan(name, supplied), Supply(supplied)) != ()
    only = plan(name, supplied, where=((Dimension.PROGRAMME, "a"),))
    assert fallback_words(only, Supply(supplied)) == ()


def test_a_value_that_no_programme_declared_is_refused_and_not_counted_as_no_cases() -> None:
    facts = Facts(
        as_of={"a": date(2026, 9, 30)},
        supply=Supply({"a": ALL}),
        declared={Dimension.SITE: ("harbour", "north_hub")},
    )
    wrong = Request(measure="agreement_completion_rate", where=((Dimension.SITE, "harbor"),))
    with pytest.raises(
        UsageError, match=r"not a site of the data\. Did you mean 'harbour'\? Allowed: harbour, north_hub"
    ):
        plan_request(wrong, load_catalogue(), facts)
    right = Request(measure="agreement_completion_rate", where=((Dimension.SITE, "harbour"),))
    assert plan_request(right, load_catalogue(), facts).used == ("a",)


def test_people_asked_are_told_apart_by_role_and_by_wave() -> None:
    def by(**more: Any) -> tuple[Dimension, ...]:
        ask = plan("response_rate", **more).ask
        assert ask is not None
        return ask.by

    assert by() == (Dimension.ROLE, Dimension.WAVE)
    assert by(by=(Dimension.SITE,), where=((Dimension.WAVE, "after"),)) == (Dimension.SITE, Dimension.ROLE)
    assert by(by=(Dimension.PERSPECTIVE, Dimension.WAVE)) == (Dimension.PERSPECTIVE, Dimension.WAVE)


@pytest.mark.parametrize(
    ("name", "lacks", "told"),
    [
        ("people_taking_part", "parties.party_type", "everybody counts as a person"),
        ("recovery_rate", "parties.party_type", "everybody counts as a person"),
        ("harmed_presence_rate", "parties.party_type", "everybody counts as a person"),
        ("contact_rate", "cases.screening", "every case counts as accepted"),
        ("conference_rate", "cases.screening", "every case counts as accepted"),
        ("contact_rate", "cases.closure_reason", "a side ended it if all"),
        ("mutual_consent_rate", "cases.closure_reason", "a side ended it if all"),
        ("pathway", "cases.closure_reason", "nothing says why a case closed"),
        ("felt_safe_rate", "conferences.held_day", "answers count whatever the day"),
        ("response_rate", "survey_answers.answered_day", "answers count whatever the day"),
        ("durability", "conferences.held_day", "answers count whatever the day"),
        ("preparation_rate", "parties.first_preparation_day", "not that it came first"),
    ],
)
def test_what_moves_a_figure_silently_is_told(name: str, lacks: str, told: str) -> None:
    both = {"a": ALL, "b": (ALL | everything()) - {lacks}}
    (words,) = fallback_words(plan(name, both), Supply(both))
    assert told in words
