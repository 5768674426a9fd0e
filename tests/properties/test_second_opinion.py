"""Every figure twice: through the whole pipeline, and in plain loops written from the words alone."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipelines.measures.catalogue import load_catalogue
from pipelines.warehouse.connection import open_for_reading
from pipelines.warehouse.snapshots import current_snapshot
from tests.support.opinion_comparison import find_differences, find_differences_of, read_accepted
from tests.support.opinion_records import Records
from tests.support.random_exports import RandomExport, random_exports
from tests.support.second_opinion import LOOPS
from tests.support.steady_draws import STEADY

TOGETHER = ("river", "harbour", "hill", "meadow", "moor")
"""Five programmes' exports are handed over as one: loading takes most of the time."""

PARTS = 3
"""Each hand-over is asked every third question: together they are asked all of them, several times."""


def test_every_measure_has_a_second_opinion() -> None:
    assert set(LOOPS) == {measure.name for measure in load_catalogue()}


def test_both_place_a_measure_on_the_same_basis_where_none_is_asked() -> None:
    theirs = {name: basis for name, (_, basis) in LOOPS.items()}
    assert theirs == {measure.name: measure.basis.value for measure in load_catalogue()}


def test_the_sample(sample_warehouse: Path) -> None:
    snapshot = current_snapshot(sample_warehouse)
    assert snapshot is not None
    with open_for_reading(snapshot.path) as connection:
        assert list(find_differences(connection, Records(read_accepted(connection)))) == []


@pytest.mark.timeout(900)
@settings(
    max_examples=50 // len(TOGETHER),
    # The same fifty in every run; `make bench` looks at five hundred new ones.
    derandomize=True,
    backend=STEADY,
    deadline=None,
    # Not shrunk: each try loads a hand-over whole, and what is printed can be read as it is.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(export=random_exports(programmes=TOGETHER), start=st.integers(0, PARTS - 1))
def test_fifty_random_exports(
    export: RandomExport, start: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("random")
    assert list(find_differences_of(export, folder, start=start, step=PARTS)) == []
