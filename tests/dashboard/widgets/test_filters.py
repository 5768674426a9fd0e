"""A choice becomes a request, and nothing wider than what was chosen."""

from dataclasses import replace
from datetime import date

from streamlit.testing.v1 import AppTest

from dashboard.widgets.filters import PERIODS, FilterChoice, list_filters
from pipelines.publication import Choice, DataStatus, SourceStamp
from pipelines.vocabulary import Dimension

ELM_PARK = Choice(code="elm_park", label="Elm Park")
THEFT = Choice(code="theft", label="Theft")


def test_a_request_is_narrowed_by_everything_chosen() -> None:
    choice = FilterChoice(period="last-12-months", programme=ELM_PARK, offence_category=THEFT)
    request = choice.ask("felt_safe_rate", where=((Dimension.ROLE, "harmed"),), compare=True)

    assert request.where == (
        (Dimension.ROLE, "harmed"),
        (Dimension.PROGRAMME, "elm_park"),
        (Dimension.OFFENCE_CATEGORY, "theft"),
    )
    assert (request.period, request.compare) == ("last-12-months", True)


def test_everything_is_no_condition_at_all() -> None:
    assert FilterChoice(period="all").ask("cases_referred").where == ()


def test_a_chart_of_quarters_keeps_the_place_and_takes_all_dates() -> None:
    request = FilterChoice(period="last-12-months", programme=ELM_PARK).over_all_dates().ask("response_rate")

    assert request.period == "all"
    assert request.where == ((Dimension.PROGRAMME, "elm_park"),)


def test_a_choice_says_its_place() -> None:
    assert FilterChoice(period="all").place == "all programmes, all types of harm"
    assert FilterChoice(period="all", programme=ELM_PARK, offence_category=THEFT).place == "Elm Park, theft"


def test_periods_are_presets() -> None:
    assert [period.code for period in PERIODS] == ["last-12-months", "last-24-months", "all"]


def test_a_source_says_its_own_periods() -> None:
    year = Choice(code="2025", label="2025")
    assert list_filters(make_status())[0].choices == PERIODS
    assert list_filters(replace(make_status(), periods=(year,)))[0].choices == (year,)


def make_status() -> DataStatus:
    return DataStatus(
        stamp=SourceStamp(kind="release", id="r1"),
        as_of=date(2026, 9, 30),
        programmes=(ELM_PARK, Choice(code="river", label="River")),
        offence_categories=(THEFT, Choice(code="fraud", label="Fraud")),
        first_month="2023-10",
        last_month="2026-09",
    )


def show_three() -> None:
    """A page of nothing but its filters, as a script of its own."""
    import streamlit as st

    from dashboard.widgets.filters import show_filters
    from tests.dashboard.widgets.test_filters import make_status

    choice = show_filters(make_status())
    st.text(f"{choice.period} | {choice.place}")


def test_in_a_release_a_third_choice_clears_the_oldest_and_says_so() -> None:
    script = AppTest.from_function(show_three, default_timeout=60).run()
    script.button_group(key="period").set_value("24 months").run()
    script.selectbox(key="programme").set_value("River").run()
    assert script.text[0].value == "last-24-months | River, all types of harm"
    assert not script.info
    script.selectbox(key="harm").set_value("Theft").run()

    assert script.text[0].value == "last-12-months | River, theft"
    assert "period was set back to everything" in script.info[0].value


def test_a_link_with_three_choices_is_cut_to_two() -> None:
    script = AppTest.from_function(show_three, default_timeout=60)
    for key, value in (("period", "24 months"), ("programme", "River"), ("harm", "Theft")):
        script.query_params[key] = value
    script.run()

    assert script.text[0].value == "last-12-months | River, theft"
