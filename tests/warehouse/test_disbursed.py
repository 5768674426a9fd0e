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


def test_without_a_day_of_passing_on_only_what_was_paid_straight_is_known(tmp_path: Path) -> None:
    rows = small_rows(3)
    rows["obligations"] = [
        {**row, "paid_to": way}
        for row, way in zip(rows["obligations"], ("harmed", "programme", ""), strict=True)
    ]
    warehouse = tmp_path / "warehouse"
    ingest(IngestRequest(paths=(write_rows(tmp_path / "export", rows),)), warehouse, is_confirmed=True)
    found = query(
        warehouse, "SELECT disbursed_minor FROM grain_obligation ORDER BY disbursed_minor NULLS LAST"
    )
    assert found == [(12_050,), (None,), (None,)]


def test_money_paid_before_a_promise_became_work_stays_paid(tmp_path: Path) -> None:
    rows = small_rows(1)
    (promise,) = rows["obligations"]
    blank = {**dict.fromkeys(promise, ""), "agreement_id": "a0", "owed_to": "harmed", "due_day": "90"}
    work = {"obligation_type": "service_to_harmed", "unit": "hours", "status": "active"}
    again = {
        "obligation_type": "restitution_money",
        "unit": "money",
        "amount_agreed": "50",
        "status": "replaced",
    }
    rows["obligations"] = [
        {**promise, "status": "replaced", "replaces_obligation_id": ""},
        {**blank, **again, "obligation_id": "o1", "replaces_obligation_id": "o0"},
        {**blank, **work, "obligation_id": "o2", "replaces_obligation_id": "o1"},
    ]
    warehouse = tmp_path / "warehouse"
    ingest(IngestRequest(paths=(write_rows(tmp_path / "export", rows),)), warehouse, is_confirmed=True)
    # At the last promise in money, 50.00, which 120.50 was paid on; the work is never priced.
    assert query(
        warehouse, "SELECT agreed_minor, paid_minor FROM grain_obligation ORDER BY agreed_minor NULLS LAST"
    ) == [
        (5_000, 12_050),
        (12_050, 0),
        (None, None),
    ]
