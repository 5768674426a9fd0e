"""Where conferences gave several answers each, they are drawn again; otherwise they are not."""

import pytest

from pipelines.disclosure.comparing_figures import build_score
from pipelines.disclosure.figures import build_rate
from pipelines.measures.answers import ClusterAnswer, ScoreAnswer
from pipelines.publication import Buckets

ANSWER = ScoreAnswer(rows=(((5, 5), 20), ((3, 3), 20), ((None, 4), 9)), fewest=2)


def test_a_mean_of_single_answers_has_students_interval() -> None:
    each = ClusterAnswer(rows=(((10, 1), 20), ((6, 1), 20), ((None, None), 3)))
    score = build_score(ANSWER, each, unit=2)
    # Mean 4, standard deviation 1.0127, n 40, t(39) 2.0227.
    assert (score.mean, score.n, score.method) == (4, 40, "Student's t")
    assert (round(score.low, 4), round(score.high, 4)) == (3.6761, 4.3239)
    assert score.alpha == pytest.approx(1)


def test_answers_of_one_conference_that_go_together_are_less_sure() -> None:
    together = ClusterAnswer(rows=(((40, 4), 5), ((24, 4), 5)))
    score = build_score(ANSWER, together, unit=2)
    assert score.method == "cluster bootstrap over conferences, approximate: fewer than 20 conferences"
    assert score.low < 3.6761
    assert score.high > 4.3239


def test_a_rate_says_how_its_interval_was_made() -> None:
    buckets = Buckets(met=30, not_met=30, pending=0, not_applicable=0, unknown=0)
    single = ClusterAnswer(rows=(((1, 1), 30), ((0, 1), 30)))
    together = ClusterAnswer(rows=(((3, 3), 10), ((0, 3), 10), ((None, None), 4)))
    few = ClusterAnswer(rows=(((6, 6), 5), ((0, 6), 5)))
    wilson, bootstrap, approximate = (build_rate(buckets, one) for one in (single, together, few))
    assert (wilson.method, wilson) == ("Wilson", build_rate(buckets))
    assert bootstrap.method == "cluster bootstrap over conferences"
    assert approximate.method.endswith("approximate: fewer than 20 conferences")
    assert bootstrap.low < wilson.low < wilson.high < bootstrap.high
