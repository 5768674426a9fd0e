"""Who was asked and answered: invitations, else the totals a programme names, else those who took part."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from pipelines.disclosure.responses import response_notes
from pipelines.publication import NoCases, PublishedRow, PublishedTable, Request, Response
from pipelines.publish import WarehouseSource
from pipelines.vocabulary import Dimension
from tests.support.grains import build_grains, everything

NOT_INVITING = everything() - {"survey_invitations"}
ANSWERED = {"role": "harmed", "wave": "after", "g1": "5", "has_valid_answer": True}
INVITED = [
    ("riverside", "invited:harmed:after", "all", 20),
    ("riverside", "invited:harmed:follow_up", "all", 9),
]


def load(
    request: Request,
    supplied: Mapping[str, Iterable[str]],
    totals: Iterable[tuple[str, str, str, int]] = (),
    **grains: list[dict[str, Any]],
) -> PublishedTable:
    source = WarehouseSource(build_grains(supplied=supplied, totals=totals, **grains), "test")
    return source.load_tables([request])[0]


def test_by_count_against_how_many_were_invited() -> None:
    request = Request(measure="overall_satisfaction_rate")
    supplied = {"riverside": NOT_INVITING}
    answers = [{**ANSWERED, "times": 12}, {**ANSWERED, "wave": "follow_up", "times": 3}]
    table = load(request, supplied, INVITED, response=answers)
    assert table.rows[0].response == Response(answered=12, asked=20, is_linked=False)
    assert table.notes[-1].startswith("Some answers carry no party")


def test_never_more_answered_than_were_invited() -> None:
    request = Request(
        measure="overall_satisfaction_rate",
        by=(Dimension.PROGRAMME,),
        where=((Dimension.ROLE, "harmed"),),
    )
    table = load(request, {"riverside": NOT_INVITING}, INVITED, response=[{**ANSWERED, "times": 25}])
    assert table.rows[0].response == Response(answered=20, asked=20, is_linked=False)


def test_totals_say_nothing_of_a_period_a_site_or_a_role_they_do_not_name() -> None:
    supplied = {"riverside": NOT_INVITING}
    rows = [{**ANSWERED, "times": 12, "event_month": "2025-02", "site": "north"}]
    for request in (
        Request(measure="overall_satisfaction_rate", period="2025"),
        Request(measure="overall_satisfaction_rate", by=(Dimension.SITE,)),
        Request(measure="overall_satisfaction_rate", where=((Dimension.ROLE, "responsible"),)),
    ):
        assert all(row.response is None for row in load(request, supplied, INVITED, response=rows).rows)


def test_where_nobody_says_who_was_invited_those_who_took_part_are_asked() -> None:
    took_part = {"role": "harmed", "took_part": True}
    parties = [{**took_part, "has_answered_after": True, "times": 12}, {**took_part, "times": 8}]
    rows = [{**ANSWERED, "times": 12}]
    request = Request(measure="overall_satisfaction_rate")
    table = load(request, {"riverside": NOT_INVITING}, party=parties, response=rows)
    assert table.rows[0].response == Response(answered=12, asked=20, is_of_attended=True)
    assert table.notes == ("Where nobody says who was invited, answers are set against those who took part.",)


def test_a_follow_up_is_set_against_those_whose_time_for_it_has_come() -> None:
    took_part = {"role": "harmed", "took_part": True, "observed_days": 300}
    parties = [
        {**took_part, "last_held_day": 100, "has_answered_follow_up": True, "times": 5},
        {**took_part, "last_held_day": 210, "times": 15},
        # 89 days ago, or nobody knows when: it cannot have been asked for yet, or it cannot be told.
        {**took_part, "last_held_day": 211, "times": 40},
        {**took_part, "times": 40},
    ]
    rows = [{**ANSWERED, "wave": "follow_up", "g10": "5", "times": 5}]
    request = Request(measure="felt_safe_since_rate")
    table = load(request, {"riverside": NOT_INVITING}, party=parties, response=rows)
    assert table.rows[0].response == Response(answered=5, asked=20, is_of_attended=True)
    # Not "of those asked": nobody knows who was.
    assert (
        "Fewer than 30 in 100 of those who took part answered: no rise, fall or target is called."
        in table.notes
    )


def test_before_a_conference_nobody_has_taken_part() -> None:
    before = [{"role": "supporter", "wave": "before", "c3a": "5", "is_person": True, "times": 12}]
    table = load(Request(measure="answers_c3a"), {"riverside": NOT_INVITING}, response=before)
    assert table.rows[0].response is None
    by_wave = Request(measure="overall_satisfaction_rate", by=(Dimension.WAVE,))
    assert load(by_wave, {"riverside": NOT_INVITING}, response=[ANSWERED]).rows[0].response is None


def test_without_attendance_nothing_is_said() -> None:
    supplied = {"riverside": NOT_INVITING - {"attendance"}}
    table = load(Request(measure="overall_satisfaction_rate"), supplied, response=[ANSWERED])
    assert table.rows[0].response is None


def test_where_nobody_was_asked_or_took_part_there_is_no_share_of_them() -> None:
    request = Request(measure="overall_satisfaction_rate")
    for supplied in (NOT_INVITING, everything()):
        table = load(request, {"riverside": supplied}, response=[{**ANSWERED, "times": 12}])
        assert table.rows[0].response is None


@pytest.mark.parametrize(
    ("answered", "notes"),
    [
        (29, ["Fewer than 30 in 100 of those asked answered: no rise, fall or target is called."]),
        (30, ["Fewer than half of those asked answered: the others may think differently."]),
        (49, ["Fewer than half of those asked answered: the others may think differently."]),
        (50, []),
    ],
)
def test_how_many_answered_decides_what_is_said(answered: int, notes: list[str]) -> None:
    row = PublishedRow(by=(), cell=NoCases(), response=Response(answered=answered, asked=100))
    assert response_notes((row,)) == notes
    assert response_notes((PublishedRow(by=(), cell=NoCases()), row)) == notes
