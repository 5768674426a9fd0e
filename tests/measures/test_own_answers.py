"""What a programme's own definition gives: its example is run, numbers far out tried, its name is free."""

from dataclasses import replace

import pytest

from pipelines.errors import DefinitionError
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.measure import Measure
from pipelines.measures.own_answers import check_answers, check_name
from tests.measures.test_definition_file import BUCKETS, HEAD, read

OURS = HEAD + BUCKETS


def test_what_gives_its_own_answer_passes() -> None:
    check_answers(read(OURS), "own_rate.toml")
    check_name(read(OURS), "own_rate.toml")


def test_what_it_gives_instead_is_said() -> None:
    with pytest.raises(DefinitionError, match=r"own_rate\.toml, example\.answer: .*met = 1, not_met = 1\. "):
        check_answers(read(OURS.replace("not_met = 1 }", "not_met = 2 }")), "own_rate.toml")


def test_an_example_asks_only_for_what_the_measure_may_be_told_apart_by() -> None:
    sound = OURS.replace("[example]", "[example]\nask = { where = { site = 'unknown' } }")
    check_answers(read(sound), "own_rate.toml")
    with pytest.raises(DefinitionError, match=r"example\.ask takes by and where.*Allowed: programme"):
        check_answers(read(sound.replace("site", "colour")), "own_rate.toml")


def test_too_many_rows_are_nobodys_example() -> None:
    with pytest.raises(DefinitionError, match="all rows together are up to 1000"):
        check_answers(read(OURS.replace("{ status", "{ times = 1001, status")), "own_rate.toml")


@pytest.mark.parametrize(
    "measure", [one for one in load_catalogue() if not one.item], ids=lambda measure: measure.name
)
def test_every_shipped_definition_stands_for_numbers_far_out(measure: Measure) -> None:
    check_answers(measure, measure.name)


@pytest.mark.parametrize("name", ["party", "case", "mix", "belongs", "site", "n"])
def test_a_name_that_rows_have_already_is_refused(name: str) -> None:
    with pytest.raises(DefinitionError, match=f"a measure cannot be called {name}"):
        check_name(replace(read(OURS), name=name), f"{name}.toml")
