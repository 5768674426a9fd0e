"""The columns a definition may use are the columns the warehouse builds, with what they hold."""

from pathlib import Path

import pytest

from pipelines.instrument import ITEMS
from pipelines.measures.grains import BASIS_MONTHS, GRAIN_COLUMNS, ColumnKind, Grain
from pipelines.vocabulary import Basis
from pipelines.warehouse.connection import open_for_reading
from pipelines.warehouse.snapshots import current_snapshot

ENGINE_TYPES = {
    ColumnKind.TEXT: {"VARCHAR", "ENUM"},
    ColumnKind.MONTH: {"VARCHAR"},
    ColumnKind.WHOLE: {"INTEGER", "BIGINT", "HUGEINT"},
    ColumnKind.DECIMAL: {"DOUBLE"},
    ColumnKind.FLAG: {"BOOLEAN"},
}


@pytest.mark.parametrize("grain", list(Grain))
def test_the_warehouse_builds_these_columns(grain: Grain, sample_warehouse: Path) -> None:
    snapshot = current_snapshot(sample_warehouse)
    assert snapshot is not None
    with open_for_reading(snapshot.path) as connection:
        built = dict(
            connection.execute(
                "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = ?",
                [grain.table],
            ).fetchall()
        )
    assert built.keys() == GRAIN_COLUMNS[grain].keys()
    for name, kind in GRAIN_COLUMNS[grain].items():
        # A code is of the snapshot's own type, which knows all its codes.
        assert built[name].partition("(")[0] in ENGINE_TYPES[kind], name


def test_every_grain_can_be_placed_on_every_basis() -> None:
    for columns in GRAIN_COLUMNS.values():
        assert {columns[BASIS_MONTHS[basis]] for basis in Basis} == {ColumnKind.MONTH}


def test_every_item_of_the_survey_is_a_column_of_a_response() -> None:
    assert set(ITEMS) <= set(GRAIN_COLUMNS[Grain.RESPONSE])
