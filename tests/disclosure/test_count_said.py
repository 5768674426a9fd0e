"""Counting what people said: three groups of answers, and scores of those who answered enough."""

import pytest

from pipelines.disclosure.count_said import SCORE_PARTS, count_answers, count_score
from pipelines.instrument import ITEMS
from pipelines.publication import Distribution, Score, Shown
from tests.support.counted_rows import guard_all, of, rows

INDEX = of("healing_index")


def test_answers_are_told_in_three_groups_and_what_is_none_is_left_out() -> None:
    frame = rows(answers_g7=["1", "2", "3", "4", "5", "not_applicable", "prefer_not", "blank", None])
    counted = count_answers(of("answers_g7"), frame)
    assert counted.rows.tolist() == [0, 1, 2, 3, 4]
    assert counted.parts.tolist() == [0, 0, 1, 2, 2]
    many = count_answers(of("answers_g7"), rows(answers_g7=["1"] * 10 + ["3"] * 12 + ["5"] * 20))
    assert guard_all(many) == Shown(figure=Distribution(counts=(10, 12, 20)))


def response(points: int, missing: int = 0, role: str = "harmed") -> dict[str, str | None]:
    """One response to the items of the index, turned where an item is; the last ones left out."""
    assert INDEX.survey is not None
    asked = [item for item in INDEX.survey.items if role in {r.value for r in ITEMS[item].roles}]
    said = {item: str(6 - points if ITEMS[item].is_reversed else points) for item in INDEX.survey.items}
    return {**said, **dict.fromkeys(asked[len(asked) - missing :] if missing else [], None), "role": role}


def frame_of(*responses: dict[str, str | None]) -> object:
    names = responses[0].keys()
    return rows(**{name: [one[name] for one in responses] for name in names})


def n_asked(role: str = "harmed") -> int:
    assert INDEX.survey is not None
    return sum(role in {r.value for r in ITEMS[item].roles} for item in INDEX.survey.items)


def test_a_score_is_the_mean_of_the_items_a_role_is_asked() -> None:
    counted = count_score(INDEX, frame_of(response(5), response(3), response(1)))  # type: ignore[arg-type]
    assert counted.rows.tolist() == [0, 1, 2]
    assert counted.amounts["score"].tolist() == [4 * SCORE_PARTS, 2 * SCORE_PARTS, 0]
    assert not counted.has_caps


def test_who_answered_too_few_of_them_has_no_score() -> None:
    from math import ceil

    from pipelines.measures.cluster_columns import ENOUGH_ANSWERED

    may_miss = n_asked() - ceil(ENOUGH_ANSWERED * n_asked())
    found = count_score(
        INDEX,
        frame_of(response(4), response(4, may_miss), response(4, may_miss + 1), response(4, n_asked())),  # type: ignore[arg-type]
    )
    assert found.rows.tolist() == [0, 1]
    assert found.amounts["score"].tolist() == [3 * SCORE_PARTS] * 2


def test_what_a_role_is_not_asked_does_not_count() -> None:
    assert INDEX.survey is not None
    first = next(item for item in INDEX.survey.items if "harmed" in {r.value for r in ITEMS[item].roles})
    own = response(4)
    # An answer to another role's item, with the most there is.
    others = {
        item: "5" for item in INDEX.survey.items if "harmed" not in {r.value for r in ITEMS[item].roles}
    }
    found = count_score(INDEX, frame_of({**own, **others, first: own[first]}))  # type: ignore[arg-type]
    assert found.amounts["score"].tolist() == [3 * SCORE_PARTS]


@pytest.mark.parametrize(("points", "mean"), [(5, 5.0), (3, 3.0), (2, 2.0)])
def test_the_published_score_is_the_mean_again(points: int, mean: float) -> None:
    cell = guard_all(count_score(INDEX, frame_of(*[response(points)] * 40)))  # type: ignore[arg-type]
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, Score)
    assert (cell.figure.mean, cell.figure.n) == (mean, 40)
