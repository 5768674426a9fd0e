"""The release as a source: looked up, hidden, too soon, not supplied, not available; never computed."""

from pathlib import Path

import pytest

from pipelines.errors import UsageError
from pipelines.publication import (
    Audience,
    Hidden,
    NotAvailable,
    NotSupplied,
    Rate,
    Request,
    Shown,
    TooSoon,
)
from pipelines.released.source import ReleaseSource, open_release
from pipelines.vocabulary import Basis, Dimension

KEPT = "agreement_completion_rate"


@pytest.fixture(scope="module")
def source(sample_release: Path) -> ReleaseSource:
    return open_release(sample_release)


def test_a_strict_release_is_for_funders_and_lists_no_case(source: ReleaseSource) -> None:
    assert source.audience is Audience.FUNDER
    assert source.load_actions() is None
    status = source.load_status()
    assert (status.ledger, status.accounts, status.quarantine) == ((), (), ())
    assert [choice.code for choice in status.programmes] == ["elm_park", "northfield", "riverside"]
    assert status.stamp.kind == "release"
    assert status.periods[0].code == "all"


def test_a_share_is_looked_up_with_its_noise_in_the_interval(source: ReleaseSource) -> None:
    (table,) = source.load_tables([Request(measure=KEPT)])
    match table.cell:
        case Shown(figure=Rate() as rate):
            assert rate.buckets is None
            assert rate.denominator % 5 == 0
            assert rate.value == round(rate.value, 2)
        case _:
            pytest.fail("the whole sample has enough agreements")
    assert table.sql == ""


def test_a_change_of_method_is_marked_wherever_a_figure_is_told_over_time(source: ReleaseSource) -> None:
    still, compared, by_quarter = source.load_tables(
        [
            Request(measure=KEPT, period="2025"),
            Request(measure=KEPT, period="2025", compare=True),
            Request(measure=KEPT, by=(Dimension.PERIOD,)),
        ]
    )
    assert not any(note.startswith("Series break: Riverside") for note in still.notes)
    for table in (compared, by_quarter):
        assert any(note.startswith("Series break: Riverside") for note in table.notes)


def test_groups_and_periods_have_a_row_each(source: ReleaseSource) -> None:
    (table,) = source.load_tables([Request(measure=KEPT, by=(Dimension.PERIOD,))])
    quarters = [dict(row.by)["period"] for row in table.rows]
    assert quarters[0] < quarters[-1] == "2026Q3"
    # A year after the last closed quarter nobody in it has had the time.
    assert isinstance(table.rows[-1].cell, TooSoon)


def test_what_is_in_the_lattice_and_not_in_the_file_is_hidden(source: ReleaseSource) -> None:
    request = Request(measure=KEPT, by=(Dimension.OFFENCE_CATEGORY,), period="2024Q1")
    (table,) = source.load_tables([request])
    assert any(row.cell == Hidden(words="fewer than 10") for row in table.rows)


@pytest.mark.parametrize(
    "request_",
    [
        Request(measure=KEPT, by=(Dimension.PROGRAMME, Dimension.SITE), period="2024"),
        Request(measure=KEPT, by=(Dimension.GENDER,)),
        Request(measure=KEPT, where=((Dimension.SITE, "nowhere"),)),
        Request(measure=KEPT, period="last-12-months"),
        Request(measure=KEPT, basis=Basis.CLOSING),
    ],
    ids=["three at once", "no such dimension", "no such value", "no such period", "another basis"],
)
def test_what_the_lattice_does_not_hold_is_not_available(source: ReleaseSource, request_: Request) -> None:
    (table,) = source.load_tables([request_])
    assert [row.cell for row in table.rows] == [NotAvailable()]


def test_a_programme_that_does_not_supply_it_says_so(source: ReleaseSource) -> None:
    tables = source.load_tables(
        [Request(measure="restitution_flow", by=(Dimension.PROGRAMME,)), Request(measure="consent_rate")]
    )
    states = {row.cell.state for table in tables for row in table.rows}
    assert states <= {"shown", "hidden", "not_supplied"}


def test_survey_figures_say_how_many_answered(source: ReleaseSource) -> None:
    request = Request(measure="choose_again_rate", where=((Dimension.ROLE, "harmed"),))
    (table,) = source.load_tables([request])
    response = table.rows[0].response
    assert response is not None
    assert 0 < response.answered <= response.asked


def test_roles_belong_to_the_figure(source: ReleaseSource) -> None:
    (table,) = source.load_tables([Request(measure="people_taking_part", by=(Dimension.ROLE,))])
    assert [dict(row.by)["role"] for row in table.rows] == ["community", "harmed", "responsible", "supporter"]


def test_amounts_have_a_row_for_each_currency(source: ReleaseSource) -> None:
    (table,) = source.load_tables([Request(measure="restitution_collected_rate")])
    assert [dict(row.by)["currency"] for row in table.rows] == ["EUR", "GBP"]


def test_a_year_is_compared_with_the_one_before(source: ReleaseSource) -> None:
    (table,) = source.load_tables([Request(measure="cases_referred", period="2025", compare=True)])
    of_one = ((Dimension.ROLE, "responsible"),)
    (kept,) = source.load_tables([Request(measure="consent_rate", where=of_one, period="2025", compare=True)])
    # A number of cases is not compared; a share is, by its interval.
    assert table.rows[0].change is None
    assert kept.rows[0].change is not None
    assert kept.rows[0].change.difference is not None


def test_a_measure_that_is_not_there_is_named(source: ReleaseSource) -> None:
    with pytest.raises(UsageError, match="not a measure of this release"):
        source.load_tables([Request(measure="no_such_rate")])


def test_not_supplied_is_never_hidden(source: ReleaseSource) -> None:
    lacking = source._manifest["measures"]["hours_completed"]["missing"]
    for programme in lacking:
        (table,) = source.load_tables(
            [Request(measure="hours_completed", where=((Dimension.PROGRAMME, programme),))]
        )
        assert isinstance(table.cell, NotSupplied)


def test_roles_are_told_apart_wherever_none_is_asked_for(source: ReleaseSource) -> None:
    whole, by_side, of_one = source.load_tables(
        [
            Request(measure="consent_rate"),
            Request(measure="consent_rate", by=(Dimension.PERSPECTIVE,)),
            Request(measure="consent_rate", where=((Dimension.ROLE, "harmed"),)),
        ]
    )
    assert {name for row in whole.rows for name, _ in row.by} == {"role"}
    assert {name for row in by_side.rows for name, _ in row.by} == {"perspective"}
    assert [row.by for row in of_one.rows] == [()]


def test_several_changes_of_a_release_are_called_together(source: ReleaseSource) -> None:
    by_role, whole = source.load_tables(
        [
            Request(measure="consent_rate", period="2025", compare=True),
            Request(measure=KEPT, period="2025", compare=True),
        ]
    )
    compared = [row.change for row in by_role.rows if row.change and row.change.difference is not None]
    assert len(compared) > 1
    assert f"all {len(compared)} changes together" in by_role.notes[-1]
    assert not any("together (Holm" in note for note in whole.notes)


def test_a_programme_that_does_not_invite_is_set_against_those_who_took_part(source: ReleaseSource) -> None:
    asked, figure = source.load_tables(
        [
            Request(measure=measure, by=(Dimension.PROGRAMME,), where=((Dimension.ROLE, "harmed"), *wave))
            for measure, wave in (
                ("response_rate", ((Dimension.WAVE, "after"),)),
                ("choose_again_rate", ()),
            )
        ]
    )
    without = [row.by for row in asked.rows if isinstance(row.cell, NotSupplied)]
    said = {row.by: row.response for row in figure.rows if row.response is not None}
    assert without
    assert {by for by, response in said.items() if response.is_of_attended} == set(without)
