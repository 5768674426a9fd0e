"""What was passed on to the harmed party, of what was paid."""

from pathlib import Path

from pipelines.ingest import IngestRequest, ingest
from tests.support.small_exports import query, small_rows, write_rows


def test_what_is_taken_back_leaves_nothing_passed_on_and_not_less(tmp_path: Path) -> None:
    rows = small_rows(1)
    paid = rows["payments"][0]
    rows["payments"] = [
        paid | {"disbursed_day": ""},
        paid | {"payment_id": "back", "amount": "-20.50", "disbursed_day": "75"},
    ]
    warehouse = tmp_path / "warehouse"
    ingest(IngestRequest(paths=(write_rows(tmp_path / "export", rows),)), warehouse, is_confirmed=True)
    assert query(warehouse, "SELECT applied_minor, disbursed_minor FROM grain_obligation") == [(10_000, 0)]
