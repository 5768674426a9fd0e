"""Every figure twice: through the whole pipeline, and in plain loops written from the words alone."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipelines.ingest import IngestRequest, ingest
from pipelines.measures.catalogue import load_catalogue
from pipelines.warehouse.connection import Connection, open_for_reading
from pipelines.warehouse.snapshots import current_snapshot
from tests.support.opinion_comparison import find_differences, read_accepted
from tests.support.opinion_records import Records
from tests.support.random_exports import RandomExport, random_exports
from tests.support.second_opinion import LOOPS

PARTS = 5
"""Each random export is asked every fifth question: together they are asked all of them, many times."""


def open_current(warehouse: Path) -> Connection:
    snapshot = current_snapshot(warehouse)
    assert snapshot is not None
    return open_for_reading(snapshot.path)


def test_every_measure_has_a_second_opinion() -> None:
    assert set(LOOPS) == {measure.name for measure in load_catalogue()}


def test_the_sample(sample_warehouse: Path) -> None:
    with open_current(sample_warehouse) as connection:
        assert list(find_differences(connection, Records(read_accepted(connection)))) == []


@pytest.mark.timeout(900)  # fifty exports, each loaded whole
@settings(
    max_examples=50,
    derandomize=True,
    deadline=None,
    # Not shrunk: each try loads an export whole, and what is printed can be read as it is.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(export=random_exports(), start=st.integers(0, PARTS - 1))
def test_random_exports(export: RandomExport, start: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("random")
    handed_over = export.write(folder / "export")
    result = ingest(IngestRequest(paths=(handed_over,)), folder / "warehouse")
    assert result.n_quarantined == 0, result.findings
    with open_current(folder / "warehouse") as connection:
        # From the rows handed over, not the snapshot's: reading, typing and duplicates are checked too.
        assert list(find_differences(connection, Records(export.accepted()), start=start, step=PARTS)) == []
