"""What export.toml says that no row holds."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import RefusedError
from pipelines.ingest import IngestRequest, ingest
from pipelines.warehouse.connection import open_for_reading
from pipelines.warehouse.snapshots import current_snapshot
from pipelines.warehouse.totals import Total, read_totals
from tests.conftest import EXPORT_SETTINGS, ONE_CASE, load, write_export


def test_costs_in_minor_units_and_invitations_by_role_and_wave() -> None:
    told = {"costs": {"total": 1250.5, "2025": 800}, "survey": {"invited": {"harmed": {"after": 40}}}}
    assert read_totals(told, "GBP") == (
        Total(item="costs", period="all", amount=125_050),
        Total(item="costs", period="2025", amount=80_000),
        Total(item="invited:harmed:after", period="all", amount=40),
    )
    assert read_totals({"costs": {"total": 500}}, "JPY") == (Total(item="costs", period="all", amount=500),)
    assert read_totals({}, None) == ()


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"costs": 5}, "costs: this must be a table"),
        ({"costs": {"spring": 5}}, r"costs\.spring: the key must be total, or a year"),
        ({"costs": {"2025": "5"}}, r"costs\.2025: this must be a number"),
        ({"costs": {"2025": -5}}, "not below zero"),
        ({"survey": {"invited": {"people": {"after": 5}}}}, "allowed are harmed, responsible"),
        ({"survey": {"invited": {"harmed": {"later": 5}}}}, "below each, before, after"),
        ({"survey": {"invited": {"harmed": {"after": True}}}}, "must be a number"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_key(told: dict[str, Any], message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        read_totals(told, "GBP")


def totals_in(warehouse: Path) -> list[tuple[Any, ...]]:
    snapshot = current_snapshot(warehouse)
    assert snapshot is not None
    with open_for_reading(snapshot.path) as connection:
        return connection.execute("SELECT programme, item, period, amount FROM totals").fetchall()


def test_they_come_with_the_snapshot_and_go_with_the_next_export(tmp_path: Path) -> None:
    export = write_export(tmp_path / "export", ONE_CASE)
    (export / "export.toml").write_text(EXPORT_SETTINGS + "[costs]\ntotal = 900\n", encoding="utf-8")
    warehouse = load(tmp_path / "warehouse", export)
    assert totals_in(warehouse) == [("tiny", "costs", "all", 90_000)]
    (export / "export.toml").write_text(EXPORT_SETTINGS, encoding="utf-8")
    ingest(IngestRequest(paths=(export,)), warehouse)
    assert totals_in(warehouse) == []
