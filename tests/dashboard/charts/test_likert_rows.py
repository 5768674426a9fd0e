"""The rows of a Likert chart: statements, perspectives, and what may be drawn of few answers."""

import pytest

from dashboard.charts.likert_rows import find_answers, read_statements, shares_of, short_percent, words_for
from pipelines.publication import Kind, PublishedTable, Shown, TooSoon
from tests.dashboard.charts.published import answers, make_definition, one, said

FELT_SAFE = answers(1, 2, 3, 4, 10)


def asked(title: str, perspective: str) -> PublishedTable:
    definition = make_definition(
        Kind.DISTRIBUTION, title, statement="It left me feeling worse.", perspective=perspective
    )
    return one(definition, Shown(figure=FELT_SAFE))


def test_a_statement_heads_those_who_answered_it() -> None:
    (line,) = read_statements([said("I felt safe.", harmed=FELT_SAFE)])
    assert (line.heading, line.label) == ("I felt safe.", "Harmed")


def test_a_statement_asked_of_different_people_stands_once() -> None:
    lines = read_statements([asked("Worse", "responsible"), asked("Worse", "harmed")])
    assert [(line.heading, line.label) for line in lines] == [
        ("It left me feeling worse.", "Harmed"),
        ("It left me feeling worse.", "Responsible"),
    ]


def test_a_statement_asked_twice_of_the_same_people_is_named_by_its_titles() -> None:
    lines = read_statements([asked("Left worse after", "harmed"), asked("Left worse later", "harmed")])
    assert [line.heading for line in lines] == ["Left worse after", "Left worse later"]


def test_shares_are_of_the_valid_answers() -> None:
    assert shares_of(FELT_SAFE) == pytest.approx((0.05, 0.1, 0.15, 0.2, 0.5))


def test_fewer_than_ten_answers_have_words_and_no_shares() -> None:
    nine, ten = (read_statements([said("I felt safe.", harmed=answers(0, 0, 0, 0, n))])[0] for n in (9, 10))
    assert find_answers(nine) is None
    assert words_for(nine) == "Too few to rely on"
    assert find_answers(ten) is not None
    (soon,) = read_statements([said("I felt safe.", harmed=TooSoon())])
    assert words_for(soon) == "Too soon to say"


def test_a_narrow_place_keeps_none_and_all_for_what_they_are() -> None:
    assert [short_percent(share) for share in (0, 0.004, 0.5, 0.996, 1)] == ["0", "<1", "50", ">99", "100"]
