"""The pathway: bars on one scale, reasons in words, a title that says "so far" while it is."""

from dataclasses import replace

import pytest

from dashboard.charts.pathway import describe_pathway, draw_pathway, tabulate_pathway, title_pathway
from dashboard.charts.theme import LIGHT
from pipelines.publication import Hidden, Kind, Pathway, PathwayStep, PublishedTable, Shown
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import broken_down, make_definition, one, pathway, texts_of

CASES = make_definition(Kind.PATHWAY, "Pathway", unit="case")


def table(*, waiting: int = 0) -> PublishedTable:
    return one(CASES, Shown(figure=pathway(waiting=waiting)))


def small() -> PublishedTable:
    steps = (
        PathwayStep(stage="referred", label="Referred", reached=7, left=(("Service full", 4),), waiting=0),
        PathwayStep(stage="conference", label="Conference held", reached=3, left=(), waiting=0),
    )
    return one(CASES, Shown(figure=Pathway(steps=steps)))


def test_the_title_gives_the_parts_of_its_share() -> None:
    assert title_pathway(table()) == "550 of 925 referrals (59%) led to a conference"


def test_the_title_says_so_far_while_some_can_still_get_there() -> None:
    assert title_pathway(table(waiting=20)) == "550 of 925 referrals (59%) have led to a conference so far"


def test_the_title_takes_its_words_from_the_stage() -> None:
    steps = (
        PathwayStep(stage="referred", label="Referred", reached=40, left=(("Service full", 4),), waiting=0),
        PathwayStep(
            stage="conference",
            label="Conference or exchange held",
            reached=36,
            left=(("No agreement", 6),),
            waiting=0,
        ),
        PathwayStep(stage="agreement", label="Agreement made", reached=30, left=(), waiting=0),
    )
    whole = one(CASES, Shown(figure=Pathway(steps=steps)))
    assert title_pathway(whole) == "36 of 40 referrals (90%) led to a conference or exchange"
    without = Pathway(
        steps=(
            PathwayStep(stage="referred", label="Referred", reached=40, left=(("Other", 10),), waiting=0),
            steps[2],
        )
    )
    assert title_pathway(one(CASES, Shown(figure=without))) == "30 of 40 referrals (75%) led to an agreement"


def test_bars_are_on_the_scale_of_all_referrals() -> None:
    figure = draw_pathway(table(), LIGHT)
    lengths = [trace.x[0] for trace in figure.data if trace.marker.color != LIGHT.track]
    assert lengths == pytest.approx([1, 748 / 925, 669 / 925, 550 / 925, 508 / 925])


def test_reasons_stand_under_the_bar_they_are_missing_from_and_small_ones_are_added_up() -> None:
    words = texts_of(draw_pathway(table(waiting=20), LIGHT, fits=600))
    assert "57 · service full" in words
    assert "20 · still under way" in words
    assert "2 · for other reasons" in words
    assert "administrative" not in words


def test_where_rare_reasons_are_hidden_it_says_that_reasons_do_not_add_up() -> None:
    hidden = replace(pathway(), is_protected=True)
    said = "Reasons of few people are not shown"
    assert said in texts_of(draw_pathway(one(CASES, Shown(figure=hidden)), LIGHT))
    assert said not in texts_of(draw_pathway(one(CASES, Shown(figure=pathway())), LIGHT))


def test_the_table_of_a_release_has_a_line_for_reasons_that_are_not_shown_at_every_stage() -> None:
    hidden = replace(pathway(), is_protected=True)
    rows = tabulate_pathway(one(CASES, Shown(figure=hidden)))
    kept_back = [row for row in rows if row["Stage"] == "– For reasons of few people"]
    assert [row["Referrals"] for row in kept_back] == ["[c]"] * len(hidden.steps)
    assert "few people" not in str(tabulate_pathway(one(CASES, Shown(figure=pathway()))))


def test_on_a_narrow_screen_the_unit_of_the_percent_is_said_once() -> None:
    narrow, wide = (texts_of(draw_pathway(table(), LIGHT, fits=fits)) for fits in (250, 600))
    assert narrow.count("of referrals") == 1
    assert "748 · 81% of referrals" in wide


def test_no_percent_is_made_of_a_handful() -> None:
    assert title_pathway(small()) == "3 of 7 referrals led to a conference"
    assert "%" not in texts_of(draw_pathway(small(), LIGHT))
    assert "%" not in describe_pathway(small())
    assert "[low]" in str(tabulate_pathway(small()))


def test_the_table_says_both_shares_and_every_reason() -> None:
    rows = tabulate_pathway(table(waiting=20))
    held = next(row for row in rows if row["Stage"] == "Conference held")
    assert held == {
        "Stage": "Conference held",
        "Referrals": "550",
        "Of those entering": "82%",
        "Of all referred": "59%",
    }
    assert {row["Stage"]: row["Referrals"] for row in rows}["– Administrative"] == "1"
    assert {row["Stage"]: row["Referrals"] for row in rows}["– Still under way"] == "20"


def test_parties_of_a_role_are_named() -> None:
    parties = make_definition(Kind.PATHWAY, "Pathway of harmed parties", unit="party")
    cells = {"harmed": Shown(figure=pathway()), "responsible": Hidden(words="fewer than 10")}
    both = broken_down(parties, Dimension.ROLE, cells)  # type: ignore[arg-type]
    words = texts_of(draw_pathway(both, LIGHT))
    assert "Harmed party" in words
    assert "Hidden to protect people: fewer than 10" in words
    assert title_pathway(both) == "Pathway of harmed parties"
    assert {row["Group"] for row in tabulate_pathway(both)} == {"Harmed party", "Responsible party"}


def test_a_release_makes_no_percent_of_fewer_than_thirty() -> None:
    """It gives no rate of so few either: its numbers were moved by as much as a few people."""
    steps = (
        PathwayStep(stage="referred", label="Referred", reached=25, left=(("Service full", 10),), waiting=0),
        PathwayStep(stage="conference", label="Conference held", reached=15, left=(), waiting=0),
    )
    for is_protected in (True, False):
        few = one(CASES, Shown(figure=Pathway(steps=steps, is_protected=is_protected)))
        said = [title_pathway(few), describe_pathway(few), texts_of(draw_pathway(few, LIGHT))]
        assert ["%" in words for words in said] == [not is_protected] * 3
        assert (tabulate_pathway(few)[-1 - is_protected]["Of all referred"] == "[c]") == is_protected
