"""Rows of a result to answers: what does not add up is an internal error, not a figure."""

import pytest

from pipelines.measures.answers import CountAnswer, RateAnswer
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.reading import READERS
from pipelines.publication import Buckets, Kind

RATE = load_catalogue().find("acceptance_rate")
HOURS = load_catalogue().find("hours_completed")


def row(**counts: int) -> dict[str, int]:
    names = ("met", "not_met", "pending", "not_applicable", "unknown", "n")
    return {f"acceptance_rate__{name}": counts.get(name, 0) for name in names}


def test_buckets_add_up() -> None:
    answer = READERS[Kind.RATE](RATE, [row(met=2, not_met=1, n=3)])
    assert answer == RateAnswer(buckets=Buckets(met=2, not_met=1, pending=0, not_applicable=0, unknown=0))


def test_buckets_that_do_not_add_up_are_an_internal_error() -> None:
    with pytest.raises(RuntimeError, match="acceptance_rate: the five buckets do not add up"):
        READERS[Kind.RATE](RATE, [row(met=2, not_met=1, n=4)])


@pytest.mark.parametrize(("total", "value"), [(None, 0), (25.5, 26), (24.5, 25), (7, 7)])
def test_sums_are_rounded_half_up(total: float | None, value: int) -> None:
    assert READERS[Kind.COUNT](HOURS, [{"hours_completed__n": total}]) == CountAnswer(value=value)
