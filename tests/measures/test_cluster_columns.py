"""What a conference, or a person, adds up to."""

from typing import Any

import pytest

from pipelines.measures.answers import Answer, Ask, ClusterAnswer, RateAnswer, ScoreAnswer
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.cluster_columns import fewest_answers, has_clusters, score_unit
from pipelines.measures.compute import compute_answers
from pipelines.vocabulary import Dimension, Role
from tests.support.grains import build_grains

find = load_catalogue().find
AFTER = {"role": "harmed", "wave": "after", "is_person": True, "perspective": "harmed"}


def answer(name: str, rows: list[dict[str, Any]], *, with_clusters: bool = False, **where: str) -> Answer:
    measure = find(name)
    filters = tuple((Dimension(dimension), value) for dimension, value in where.items())
    ask = Ask(measure=measure, basis=measure.basis, where=filters, with_clusters=with_clusters)
    (table,) = compute_answers(build_grains(response=rows), [ask])
    return table.rows[0].answer


def test_which_figures_need_conferences() -> None:
    assert [
        find(name).is_clustered for name in ("perspective_gap", "conference_concordance", "felt_safe_rate")
    ] == [
        True,
        True,
        False,
    ]
    assert [has_clusters(find(name)) for name in ("felt_safe_rate", "healing_index", "consent_rate")] == [
        True,
        True,
        False,
    ]


def test_answers_of_a_rate_by_conference() -> None:
    rows = [
        {**AFTER, "conference_id": "one", "g1": "5"},
        {**AFTER, "conference_id": "one", "g1": "2"},
        {**AFTER, "conference_id": "two", "g1": "4"},
        {**AFTER, "conference_id": "three", "g1": "prefer_not"},
        {**AFTER, "conference_id": None, "g1": "4", "times": 2},
        {**AFTER, "conference_id": "four", "g1": "4", "is_off_window": True},
    ]
    found = answer("overall_satisfaction_rate", rows, with_clusters=True)
    # An answer without a known conference stands for itself; a conference that said nothing is not one.
    assert found == ClusterAnswer(rows=(((1, 1), 3), ((1, 2), 1)))


def test_scores_of_an_index_are_whole_parts_of_a_point() -> None:
    measure = find("procedural_justice_index")
    assert score_unit(measure) == 420
    assert [fewest_answers(measure, role) for role in (Role.HARMED, Role.RESPONSIBLE)] == [3, 4]
    three = {"g4": "4", "g5": "5", "g7": "5"}
    rows = [
        {**AFTER, "conference_id": "one", **three},
        {**AFTER, "conference_id": "one", "g4": "1"},
        {**AFTER, "conference_id": "two", "role": "responsible", **three},
    ]
    assert answer("procedural_justice_index", rows, with_clusters=True, role="harmed") == ClusterAnswer(
        rows=(((140 * 14, 1), 1),)
    )
    found = answer("procedural_justice_index", rows, role="harmed")
    assert found == ScoreAnswer(rows=(((1, None, None, None, None), 1), ((4, 5, 5, None, None), 1)), fewest=3)


def test_a_reversed_item_is_turned() -> None:
    rows = [{**AFTER, "conference_id": "one", "h6a": "5", "h6c": "1"}]
    assert answer("healing_index", rows, with_clusters=True) == ClusterAnswer(rows=(((10, 1), 1),))
    assert answer("healing_index", rows) == ScoreAnswer(rows=(((5, 5), 1),), fewest=2)


@pytest.mark.parametrize(
    ("answers", "bucket"),
    [
        (("5", "4"), "met"),
        (("5", "3"), "not_met"),
        (("5", None), "not_applicable"),
        (("5", "not_applicable"), "not_applicable"),
    ],
)
def test_a_conference_agrees_where_everybody_does(answers: tuple[str | None, ...], bucket: str) -> None:
    of_one = {"conference_id": "one", "is_linked": True, "wave": "after", "is_person": True}
    rows = [
        {**of_one, "role": side, "perspective": side, "g1": given}
        for side, given in zip(("harmed", "responsible"), answers, strict=True)
    ]
    found = answer("conference_concordance", rows)
    assert isinstance(found, RateAnswer)
    assert getattr(found.buckets, bucket) == found.buckets.population == 1


def test_a_change_needs_the_same_person() -> None:
    def said(party: str, wave: str, given: str) -> dict[str, Any]:
        return {**AFTER, "is_linked": True, "party_id": party, "wave": wave, "h4": given}

    rows = [said("ana", "after", "2"), said("ana", "follow_up", "5"), said("ben", "follow_up", "prefer_not")]
    # Somebody with no valid answer at all changed nothing, and is not in it.
    assert answer("durability_say", rows) == ClusterAnswer(rows=(((2, 5), 1),))
