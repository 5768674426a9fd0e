"""A choice becomes a request, and nothing wider than what was chosen."""

from dashboard.widgets.filters import PERIODS, FilterChoice
from pipelines.publication import Choice
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
