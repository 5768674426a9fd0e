"""Bars of a mix: the most frequent first, what is kept back last and in words."""

from collections.abc import Mapping

import pytest

from dashboard.charts.mix import describe_mix, draw_mix, tabulate_mix, title_mix
from dashboard.charts.theme import LIGHT
from pipelines.publication import Count, Hidden, Kind, PublishedCell, PublishedTable, Shown
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import broken_down, make_definition, make_table, rate, texts_of

SHARES = make_definition(Kind.RATE, "What was promised")
COUNTS = make_definition(Kind.COUNT, "What was promised")


def shares(**met: int) -> dict[str, PublishedCell]:
    return {code: Shown(figure=rate(n, 128)) for code, n in met.items()}


def counts(**values: int) -> dict[str, PublishedCell]:
    return {code: Shown(figure=Count(value=n)) for code, n in values.items()}


def mix(cells: Mapping[str, PublishedCell], by: Dimension = Dimension.OBLIGATION_TYPE) -> PublishedTable:
    kind = (
        COUNTS
        if any(isinstance(c, Shown) and isinstance(c.figure, Count) for c in cells.values())
        else SHARES
    )
    return broken_down(kind, by, cells)


def test_the_most_frequent_comes_first_and_what_is_hidden_last() -> None:
    rows = tabulate_mix(
        mix({"donation": Hidden(words="fewer than 10"), **shares(mentoring=20, counselling=56)})
    )
    assert [row["Kind of promise"] for row in rows] == ["Counselling", "Mentoring", "Donation"]
    assert [row["Share"] for row in rows] == ["44%", "16%", "[c]"]


def test_a_dimension_with_an_order_of_its_own_keeps_it() -> None:
    cells = {code: Shown(figure=rate(n, 128)) for code, n in (("10-12", 5), ("13-15", 70), ("16-17", 30))}
    rows = tabulate_mix(mix(cells, Dimension.AGE_BAND))
    assert [row["Age at referral"] for row in rows] == ["10 to 12", "13 to 15", "16 to 17"]


def test_shares_are_on_the_scale_of_all_and_counts_on_that_of_the_largest() -> None:
    lengths = [trace.x[0] for trace in draw_mix(mix(shares(counselling=64)), LIGHT).data]
    assert lengths == [1, 0.5]
    lengths = [trace.x[0] for trace in draw_mix(mix(counts(a=50, b=25)), LIGHT).data]
    assert lengths == [1, 1, 1, 0.5]


def test_a_true_zero_is_a_zero_and_a_hidden_one_is_words() -> None:
    words = texts_of(draw_mix(mix({**counts(a=50, b=0), "c": Hidden()}), LIGHT))
    assert "B 0" in words
    assert "C Hidden to protect people" in words


def test_few_are_led_by_their_range() -> None:
    few: dict[str, PublishedCell] = {"a": Shown(figure=rate(7, 14, half=0.25), is_cautious=True)}
    assert "25 to 75% · 7 of 14" in texts_of(draw_mix(mix(few), LIGHT))


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        (shares(counselling=56, mentoring=25), "What was promised: most often counselling (44%)"),
        (shares(counselling=56, mentoring=50), "What was promised"),
        ({**shares(counselling=56, mentoring=5), "donation": Hidden()}, "What was promised"),
        (counts(counselling=56, mentoring=55), "What was promised: most often counselling (56)"),
        (counts(counselling=56, mentoring=56), "What was promised"),
        (counts(counselling=0), "What was promised"),
    ],
)
def test_the_title_names_the_most_frequent_only_where_it_is_clear(
    cells: dict[str, PublishedCell], title: str
) -> None:
    assert title_mix(mix(cells)) == title


def test_roles_are_named_in_their_order_and_none_comes_first() -> None:
    cells = counts(responsible=549, harmed=498, community=211)
    assert title_mix(mix(cells, Dimension.ROLE)) == (
        "What was promised: harmed 498, responsible 549, community 211"
    )
    assert title_mix(mix({**cells, "supporter": Hidden()}, Dimension.ROLE)) == "What was promised"


def test_a_note_on_how_a_count_was_made_is_said_once() -> None:
    cells = {code: Shown(figure=Count(value=50, note="counted as parties")) for code in ("a", "b")}
    assert describe_mix(mix(cells)) == ("Bar chart of what was promised. A: 50; B: 50. Counted as parties.")


def test_in_a_release_counts_must_differ_by_more_than_protection_moves_them() -> None:
    exact = mix(counts(counselling=70, mentoring=50))
    release = make_table(COUNTS, exact.rows, by=(Dimension.OBLIGATION_TYPE,), stamp="release")
    assert title_mix(exact) == "What was promised: most often counselling (70)"
    assert title_mix(release) == "What was promised"
