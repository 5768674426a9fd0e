"""How many were asked and how many answered stands under every survey figure, with the same filters."""

from typing import Any

import pytest

from pipelines.publication import PublishedTable, Request, Response
from pipelines.publish import WarehouseSource
from pipelines.vocabulary import Basis, Dimension
from tests.support.grains import build_grains, everything

EVERYTHING = everything()
ANSWER = {"role": "harmed", "wave": "after", "is_person": True, "is_linked": True, "has_valid_answer": True}
INVITED = {"role": "harmed", "wave": "after", "party_type": "person"}
GRAINS = {
    "response": [{**ANSWER, "g3": "5", "h6a": "5", "site": "north", "times": 12}],
    "invitation": [
        {**INVITED, "site": "north", "has_response": True, "times": 12},
        {**INVITED, "site": "north", "times": 6},
        {**INVITED, "site": "south", "times": 2},
        {**INVITED, "role": "responsible", "times": 30},
        {**INVITED, "wave": "follow_up", "times": 30},
        {**INVITED, "site": "north", "party_type": "organisation", "times": 7},
    ],
}


def load(name: str, supplied: dict[str, set[str]] | None = None, **more: Any) -> PublishedTable:
    grains = more.pop("grains", GRAINS)
    source = WarehouseSource(build_grains(supplied=supplied, **grains), "0001")
    (table,) = source.load_tables([Request(measure=name, **more)])
    return table


def responses(table: PublishedTable) -> list[Response | None]:
    return [row.response for row in table.rows]


def test_of_the_same_roles_and_wave() -> None:
    harmed = ((Dimension.ROLE, "harmed"),)
    assert responses(load("choose_again_rate", where=harmed)) == [Response(answered=12, asked=27)]
    assert responses(load("choose_again_rate")) == [Response(answered=12, asked=27)]  # told apart by role


def test_healing_asks_people_only() -> None:
    assert responses(load("recovery_rate")) == [Response(answered=12, asked=20)]


def test_of_the_same_group_and_filter() -> None:
    where = ((Dimension.ROLE, "harmed"),)
    by_site = load("choose_again_rate", by=(Dimension.SITE,), where=where)
    assert responses(by_site) == [Response(answered=12, asked=25)]
    grains = {**GRAINS, "case": [{"site": "north"}]}
    north = load("recovery_rate", grains=grains, where=((Dimension.SITE, "north"),))
    assert responses(north) == [Response(answered=12, asked=18)]


def test_distributions_have_it_too_and_counts_of_other_things_do_not() -> None:
    assert responses(load("answers_h6a")) == [Response(answered=12, asked=20)]
    assert set(responses(load("response_rate"))) == {None}


def test_nobody_says_who_was_invited() -> None:
    table = load("recovery_rate", {"riverside": EVERYTHING - {"survey_invitations"}})
    assert responses(table) == [None]


def test_what_an_invitation_does_not_know_leaves_it_out() -> None:
    assert responses(load("recovery_rate", by=(Dimension.SIDE,))) == [None]


def test_answers_without_a_party_are_counted_and_capped_at_the_invited() -> None:
    unlinked = {**ANSWER, "is_linked": False, "case_id": None, "h6a": "4", "times": 5}
    grains = {**GRAINS, "response": [*GRAINS["response"], unlinked]}
    table = load("recovery_rate", grains=grains)
    assert responses(table) == [Response(answered=17, asked=20, is_linked=False)]
    assert "Some answers carry no party: they are counted, and never more than were asked." in table.notes
    many = {**GRAINS, "response": [*GRAINS["response"], {**unlinked, "times": 50}]}
    assert responses(load("recovery_rate", grains=many)) == [Response(answered=20, asked=20, is_linked=False)]


@pytest.mark.parametrize(
    ("asked", "note"),
    [
        (24, None),
        (25, "Fewer than half of those asked answered: the others may think differently."),
        (41, "Fewer than 30 in 100 of those asked answered: no rise, fall or target is called."),
    ],
)
def test_few_who_answered_are_said_under_the_figure(asked: int, note: str | None) -> None:
    invited = [{**INVITED, "has_response": True, "times": 12}, {**INVITED, "times": asked - 12}]
    table = load("recovery_rate", grains={**GRAINS, "invitation": invited})
    assert table.notes == (() if note is None else (note,))


def test_below_thirty_in_a_hundred_no_change_is_called() -> None:
    def year(month: str, answer: str) -> dict[str, Any]:
        return {**ANSWER, "h6a": answer, "event_month": month, "times": 30}

    grains = {
        "response": [year("2025-03", "5"), year("2024-03", "1")],
        "invitation": [
            {**INVITED, "event_month": "2025-03", "has_response": True, "times": 30},
            {**INVITED, "event_month": "2025-03", "times": 71},
        ],
    }
    table = load("recovery_rate", grains=grains, period="2025", compare=True)
    assert table.rows[0].change is None
    grains["invitation"] = grains["invitation"][:1]
    assert load("recovery_rate", grains=grains, period="2025", compare=True).rows[0].change is not None


def test_where_only_some_programmes_say_who_was_invited() -> None:
    both = {
        "response": [{**ANSWER, "programme": name, "h6a": "5", "times": 12} for name in ("a", "b")],
        "invitation": [{**INVITED, "programme": "a", "has_response": True, "times": 12}],
    }
    supplied = {"a": EVERYTHING, "b": EVERYTHING - {"survey_invitations"}}
    table = load("recovery_rate", supplied, grains=both)
    assert responses(table) == [Response(answered=12, asked=12)]
    assert table.notes == ("How many were asked is known for 1 of 2 programmes.",)


def test_a_programme_that_does_not_invite_is_set_against_those_who_took_part() -> None:
    names = ("a", "b", "c")
    took_part = {"role": "harmed", "took_part": True, "party_type": "person"}
    grains = {
        "response": [{**ANSWER, "programme": name, "g1": "5", "times": 12} for name in names],
        "invitation": [
            {**INVITED, "programme": "a", "has_response": True, "times": 12},
            {**INVITED, "programme": "a", "times": 3},
        ],
        "party": [
            {**took_part, "programme": name, "has_answered_after": answered, "times": n}
            for name in names
            for answered, n in ((True, 12), (False, 8))
        ],
    }
    supplied = {"a": EVERYTHING, **dict.fromkeys("bc", EVERYTHING - {"survey_invitations"})}
    by = {"by": (Dimension.PROGRAMME,), "where": ((Dimension.ROLE, "harmed"),)}
    table = load("overall_satisfaction_rate", supplied, grains=grains, **by)
    attended = Response(answered=12, asked=20, is_of_attended=True)
    assert responses(table) == [Response(answered=12, asked=15), attended, attended]
    assert table.notes == (
        "How many were asked is known for 1 of 3 programmes.",
        "Where nobody says who was invited, answers are set against those who took part.",
    )
    whole = load("overall_satisfaction_rate", supplied, grains=grains)
    assert responses(whole) == [Response(answered=12, asked=15)]
    asked = load("response_rate", supplied, grains=grains)
    assert any("sets answers against those who took part" in note for note in asked.notes)


def test_some_invite_some_count_and_some_do_neither() -> None:
    names = ("a", "b", "c")
    grains = {
        "response": [{**ANSWER, "programme": name, "g1": "5", "times": 12} for name in names],
        "invitation": [{**INVITED, "programme": "a", "has_response": True, "times": 12}],
        "party": [
            {"role": "harmed", "took_part": True, "programme": "c", "has_answered_after": True, "times": 12}
        ],
    }
    without = EVERYTHING - {"survey_invitations"}
    supplied = {"a": EVERYTHING, "b": without, "c": without}
    engine = build_grains(supplied=supplied, totals=[("b", "invited:harmed:after", "all", 30)], **grains)
    request = Request(
        measure="overall_satisfaction_rate",
        by=(Dimension.PROGRAMME,),
        where=((Dimension.ROLE, "harmed"),),
    )
    (table,) = WarehouseSource(engine, "0001").load_tables([request])
    assert responses(table) == [
        Response(answered=12, asked=12),
        Response(answered=12, asked=30, is_linked=False),
        Response(answered=12, asked=12, is_of_attended=True),
    ]


def test_nobody_took_part_before_a_conference_and_totals_name_no_period_and_no_site() -> None:
    answer = {**ANSWER, "g1": "5", "site": "north", "event_month": "2025-02", "times": 12}
    supplied = {"riverside": EVERYTHING - {"survey_invitations"}}
    before = {**ANSWER, "role": "supporter", "wave": "before", "c3a": "5"}
    assert responses(load("answers_c3a", supplied, grains={"response": [before]})) == [None]
    totals = [("riverside", "invited:harmed:after", "all", 30)]
    source = WarehouseSource(build_grains(supplied=supplied, totals=totals, response=[answer]), "0001")
    whole, year, by_site = source.load_tables(
        [
            Request(measure="overall_satisfaction_rate"),
            Request(measure="overall_satisfaction_rate", period="2025"),
            Request(measure="overall_satisfaction_rate", by=(Dimension.SITE,)),
        ]
    )
    assert responses(whole) == [Response(answered=12, asked=30, is_linked=False)]
    assert responses(year) == responses(by_site) == [None]


def test_answers_given_in_a_period_need_the_month_of_the_invitation() -> None:
    both = {
        "response": [{**ANSWER, "g1": "5", "activity_month": "2025-02", "times": 12}],
        "invitation": [{**INVITED, "has_response": True, "times": 12}],
    }
    asked = {"basis": Basis.ACTIVITY, "period": "2025"}
    assert responses(load("overall_satisfaction_rate", grains=both, **asked)) == [None]
    both["invitation"] = [{**both["invitation"][0], "activity_month": "2025-02"}]
    found = load("overall_satisfaction_rate", grains=both, **asked)
    assert responses(found) == [Response(answered=12, asked=12)]
