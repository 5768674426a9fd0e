"""What makes an answer met: every combination of answers to one part and to two."""

import itertools

import pytest

from pipelines.instrument import ITEMS
from pipelines.measures.answers import Ask, RateAnswer
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.compute import compute_answers
from pipelines.measures.measure import SurveyPart
from pipelines.measures.survey_parts import (
    build_buckets,
    invitation_population,
    roles_asked,
    roles_asked_any,
    statement_of,
)
from pipelines.vocabulary import Answer, Role, Wave
from tests.support.grains import build_grains

ANSWERS = (*Answer.codes(), None)
VALID = ("1", "2", "3", "4", "5")


def bucket_of(name: str, **answers: str | None) -> str:
    measure = load_catalogue().find(name)
    row = {"role": "harmed", "wave": "after", "is_person": True, **answers}
    (table,) = compute_answers(build_grains(response=[row]), [Ask(measure=measure, basis=measure.basis)])
    answer = table.rows[0].answer
    assert isinstance(answer, RateAnswer)
    (bucket,) = (bucket for bucket, n in vars(answer.buckets).items() if n)
    return str(bucket)


@pytest.mark.parametrize("answer", ANSWERS)
def test_one_item(answer: str | None) -> None:
    expected = {
        "4": "met",
        "5": "met",
        "not_applicable": "not_applicable",
        "prefer_not": "unknown",
        None: "unknown",
    }
    assert bucket_of("choose_again_rate", g3=answer) == expected.get(answer, "not_met")


def test_two_parts() -> None:
    answers = ("2", "4", "not_applicable", "prefer_not", None)
    for first, second in itertools.product(answers, repeat=2):
        parts = {first, second}
        if parts == {"not_applicable"}:
            expected = "not_applicable"
        elif parts & {"prefer_not", None}:
            expected = "unknown"
        else:
            expected = "not_met" if "2" in parts else "met"
        assert bucket_of("benefit_h1_rate", h1a=first, h1b=second) == expected, (first, second)


def test_a_reversed_item_is_met_by_disagreeing() -> None:
    part = SurveyPart(items=("h6c",), wave=Wave.AFTER, roles=(Role.HARMED,), is_people_only=True)
    met = next(bucket for bucket in build_buckets(part) if bucket.name == "met")
    assert (met.when, met.words) == ("h6c IN ('1', '2')", "disagreed or strongly disagreed")


def test_who_was_asked() -> None:
    assert roles_asked([ITEMS["v1"], ITEMS["v3"]]) == (Role.RESPONSIBLE,)
    assert roles_asked_any([ITEMS["v1"], ITEMS["v3"]]) == tuple(Role)
    part = SurveyPart(items=("h6a",), wave=Wave.AFTER, roles=(Role.HARMED,), is_people_only=True)
    assert invitation_population(part) == (
        "role IN ('harmed') AND wave = 'after' AND party_type NOT IN ('organisation', 'public_body')"
    )


def test_the_words_of_a_later_wave() -> None:
    assert statement_of(["g10"], Wave.AFTER) == "I felt safe."
    assert statement_of(["g10"], Wave.FOLLOW_UP) == "I have felt safe since."
