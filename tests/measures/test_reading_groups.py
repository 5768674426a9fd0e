"""Groups against everybody, and what conferences of several groups add up to."""

from pipelines.measures.answers import Ask, ClusterAnswer, RatioAnswer
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.compute import compute_answers
from pipelines.vocabulary import Dimension
from tests.support.grains import build_grains

find = load_catalogue().find
CASES = [
    {"programme": "a", "site": "north", "screening": "accepted", "times": 3},
    {"programme": "a", "site": "south", "screening": "service_full"},
    {"programme": "b", "site": "north", "screening": "accepted"},
]


def ratios(*by: Dimension, **where: str) -> dict[tuple[str, ...], tuple[int, int, int, int]]:
    measure = find("entry_rate_ratio")
    filters = tuple((Dimension(dimension), value) for dimension, value in where.items())
    (table,) = compute_answers(
        build_grains(case=CASES), [Ask(measure=measure, basis=measure.basis, by=by, where=filters)]
    )
    found = {}
    for row in table.rows:
        assert isinstance(row.answer, RatioAnswer)
        group, overall = row.answer.buckets, row.answer.overall
        key = tuple(value for _, value in row.by)
        found[key] = (group.met, group.denominator, overall.met, overall.denominator)
    return found


def test_each_group_against_everybody() -> None:
    assert ratios(Dimension.SITE) == {("north",): (4, 4, 4, 5), ("south",): (0, 1, 4, 5)}


def test_a_filter_on_the_groups_leaves_everybody_whole() -> None:
    assert ratios(Dimension.SITE, site="north") == {("north",): (4, 4, 4, 5)}
    assert ratios(Dimension.SITE, programme="a") == {("north",): (3, 3, 3, 4), ("south",): (0, 1, 3, 4)}


def test_the_last_named_groups_are_compared_inside_the_others() -> None:
    assert ratios(Dimension.PROGRAMME, Dimension.SITE) == {
        ("a", "north"): (3, 3, 3, 4),
        ("a", "south"): (0, 1, 3, 4),
        ("b", "north"): (1, 1, 1, 1),
    }


def test_a_conference_counts_once_in_each_group() -> None:
    of_one = {"conference_id": "one", "wave": "after", "g1": "5"}
    rows = [{**of_one, "role": "harmed"}, {**of_one, "role": "supporter", "g2": "1", "times": 2}]
    names = ("overall_satisfaction_rate", "recommend_rate")
    asks = [
        Ask(measure=find(name), basis=find(name).basis, by=by, with_clusters=True)
        for name in names
        for by in ((), (Dimension.ROLE,))
    ]
    whole, by_role, recommend, _ = compute_answers(build_grains(response=rows), asks)
    assert [row.answer for row in whole.rows] == [ClusterAnswer(rows=(((3, 3), 1),))]
    found = {row.by[0][1]: row.answer for row in by_role.rows}
    assert found == {
        "harmed": ClusterAnswer(rows=(((1, 1), 1),)),
        "supporter": ClusterAnswer(rows=(((2, 2), 1),)),
    }
    assert [row.answer for row in recommend.rows] == [ClusterAnswer(rows=(((0, 2), 1),))]
