"""What a warehouse holds for a release: closed quarters, horizons, and what is not supplied."""

from datetime import date

import pytest

from pipelines.measures.catalogue import load_catalogue
from pipelines.releasing.data import ReleaseData, closed_quarters, month_span
from pipelines.vocabulary import Dimension
from tests.support.grains import build_grains


@pytest.mark.parametrize(
    ("as_of", "last"),
    [(date(2026, 9, 30), "2026Q3"), (date(2026, 9, 29), "2026Q2"), (date(2026, 1, 1), "2025Q4")],
)
def test_a_quarter_is_closed_once_its_last_day_is_in(as_of: date, last: str) -> None:
    found = closed_quarters("2025-02", as_of)
    assert found[0] == "2025Q1"
    assert found[-1] == last


@pytest.mark.parametrize(
    ("as_of", "span"),
    [(date(2026, 9, 30), ("2025-10", "2026-09")), (date(2026, 9, 29), ("2025-09", "2026-08"))],
)
def test_a_year_of_cases_is_the_last_twelve_whole_months(as_of: date, span: tuple[str, str]) -> None:
    assert month_span(as_of) == span


def test_the_lattice_holds_closed_lists_only(release_data: ReleaseData) -> None:
    lattice = release_data.lattice()
    assert lattice.dimensions == (
        Dimension.PROGRAMME,
        Dimension.SITE,
        Dimension.OFFENCE_CATEGORY,
        Dimension.HARMED_TOOK_PART,
    )
    assert len(lattice.values_of(Dimension.OFFENCE_CATEGORY)) == 6
    assert lattice.quarters[-1] == "2026Q3"
    assert lattice.years == ("2024", "2025")


def test_a_site_of_later_episodes_alone_is_in_the_lattice(release_data: ReleaseData) -> None:
    month = {"referral_month": "2025-03"}
    engine = build_grains(
        case=[month | {"site": "north", "times": 10}],
        party=[
            month | {"site": site, "case_id": f"{site}{number}"}
            for site, n in (("south", 10), ("east", 9))
            for number in range(n)
            for _ in ("harmed", "responsible")
        ],
    )
    lattice = ReleaseData(engine, load_catalogue(), release_data.status).lattice()
    assert lattice.values_of(Dimension.SITE) == ("north", "south")


def test_a_period_waits_until_everybody_in_it_has_had_the_time(release_data: ReleaseData) -> None:
    found = {rows.measure.name: rows.facts for rows in release_data.rows(release_data.lattice())}
    assert "2026Q3" in found["cases_referred"].periods
    # A year to keep an agreement: of what was agreed by September 2025.
    assert found["agreement_completion_rate"].periods[:-3][-1] <= "2025Q3"
    assert "2026Q1" in found["consent_rate"].periods
    assert "2026Q2" not in found["consent_rate"].periods


def test_what_a_measure_is_made_for_is_known_to_the_reader(release_data: ReleaseData) -> None:
    found = {rows.measure.name: rows for rows in release_data.rows(release_data.lattice())}
    taking_part = found["people_taking_part"].facts
    assert taking_part.values["role"] == ("community", "harmed", "responsible", "supporter")
    assert () in found["cases_referred"].statistics
    assert found["restitution_agreed"].facts.currencies == ("EUR", "GBP")
    assert found["choose_again_rate"].facts.survey is not None


def test_cases_a_year(release_data: ReleaseData) -> None:
    assert release_data.cases_a_year() > 150


def test_cases_are_counted_by_value_and_harm_in_its_groups(release_data: ReleaseData) -> None:
    lattice = release_data.lattice()
    found = release_data.cases_by_value(lattice)
    assert set(found) == {Dimension.SITE, Dimension.OFFENCE_CATEGORY, Dimension.HARMED_TOOK_PART}
    for dimension, cases in found.items():
        assert tuple(cases) == lattice.values_of(dimension)
    took_part, harm = found[Dimension.HARMED_TOOK_PART], found[Dimension.OFFENCE_CATEGORY]
    assert sum(took_part.values()) == sum(harm.values()) > 1_000
    assert min(harm.values()) > 0
