"""Every figure twice: through the whole pipeline, and in plain loops written from the words alone."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from pipelines.ingest import IngestRequest, ingest
from pipelines.warehouse.connection import Connection, open_for_reading
from pipelines.warehouse.snapshots import current_snapshot
from tests.support.opinion_comparison import find_differences, read_accepted
from tests.support.opinion_records import Records
from tests.support.random_exports import RandomExport, random_exports

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


def load(warehouse: Path, *exports: Path) -> Connection:
    for export in exports:
        ingest(IngestRequest(paths=(export,)), warehouse)
    snapshot = current_snapshot(warehouse)
    assert snapshot is not None
    return open_for_reading(snapshot.path)


def test_the_sample(tmp_path: Path) -> None:
    exports = [SAMPLE / "elm_park", SAMPLE / "northfield.zip", SAMPLE / "riverside.zip"]
    with load(tmp_path / "warehouse", *exports) as connection:
        assert list(find_differences(connection, Records(read_accepted(connection)))) == []


@settings(
    max_examples=50,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(export=random_exports())
def test_random_exports(export: RandomExport, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("random")
    handed_over = export.write(folder / "export")
    result = ingest(IngestRequest(paths=(handed_over,)), folder / "warehouse")
    assert result.n_quarantined == 0, result.findings
    with load(folder / "warehouse") as connection:
        # From the rows handed over, not the snapshot's: reading, typing and duplicates are checked too.
        assert list(find_differences(connection, Records(export.accepted()))) == []
