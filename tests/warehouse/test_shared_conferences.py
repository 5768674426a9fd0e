"""One conference held for two cases: it counts once, and each case has had it."""

from pathlib import Path

import pytest

from pipelines.ingest import IngestRequest, ingest
from pipelines.warehouse.upkeep import forget_case
from tests.support.small_exports import Rows, query, small_rows, write_rows


def shared() -> Rows:
    """Three cases; the conference of k0 was k1's too, on another day since the referral."""
    rows = small_rows(3)
    rows["conferences"] = [row for row in rows["conferences"] if row["conference_id"] != "f1"]
    rows["conferences"].append(rows["conferences"][0] | {"case_id": "k1", "held_day": "20"})
    for table in ("attendance", "agreements"):
        for row in rows[table]:
            row["conference_id"] = row["conference_id"].replace("f1", "f0")
    return rows


def load(folder: Path, rows: Rows, *, more: str = "") -> Path:
    warehouse = folder.parent / "warehouse"
    ingest(IngestRequest(paths=(write_rows(folder, rows, more=more),)), warehouse, is_confirmed=True)
    return warehouse


OF_CASES = """
    SELECT first_meeting_day, has_meeting, n_agreements, n_agreements_completed FROM grain_case
    ORDER BY first_meeting_day
"""


def test_both_cases_have_had_it_each_on_its_own_day(tmp_path: Path) -> None:
    warehouse = load(tmp_path / "export", shared())
    assert query(warehouse, OF_CASES) == [(20, True, 1, 1), (30, True, 1, 1), (30, True, 1, 1)]


def test_it_is_counted_once_and_all_who_came_were_there(tmp_path: Path) -> None:
    warehouse = load(tmp_path / "export", shared())
    assert query(warehouse, "SELECT n_present FROM grain_conference ORDER BY 1") == [(2,), (4,)]
    assert query(warehouse, "SELECT COUNT(*) FROM grain_party WHERE met") == [(6,)]


def test_an_agreement_is_in_the_case_of_its_party(tmp_path: Path) -> None:
    warehouse = load(tmp_path / "export", shared())
    misplaced = "SELECT COUNT(*) FROM {} JOIN parties USING (party_id) WHERE {}.case_id <> parties.case_id"
    for grain in ("grain_agreement", "grain_obligation"):
        assert query(warehouse, misplaced.format(grain, grain)) == [(0,)]
    assert query(warehouse, "SELECT held_day FROM grain_agreement ORDER BY 1") == [(20,), (30,), (30,)]


def test_the_days_to_an_agreement_count_from_one_referral(tmp_path: Path) -> None:
    rows = shared()
    # Agreed on the day of the conference, which is day 30 of the first case and day 20 of the second.
    rows["agreements"][0]["agreed_day"], rows["agreements"][1]["agreed_day"] = "30", "20"
    warehouse = load(tmp_path / "export", rows)
    assert query(warehouse, "SELECT agreed_after_days FROM grain_conference") == [(0,), (0,)]


def test_an_agreement_without_a_party_is_in_the_case_of_its_conference(tmp_path: Path) -> None:
    rows = shared()
    rows["agreements"][1]["party_id"] = ""
    warehouse = load(tmp_path / "export", rows)
    assert query(warehouse, "SELECT n_agreements FROM grain_case ORDER BY 1") == [(0,), (1,), (2,)]


@pytest.mark.parametrize("bad", [0, 1])
def test_a_case_that_is_set_aside_costs_the_other_nothing(bad: int, tmp_path: Path) -> None:
    rows = shared()
    rows["cases"][bad]["closed_day"] = "-5"
    warehouse = load(tmp_path / "export", rows)
    kept = [(20 if bad == 0 else 30, True, 1, 1), (30, True, 1, 1)]
    assert query(warehouse, OF_CASES) == kept
    for table, n in (
        ("parties", 4),
        ("conferences", 2),
        ("attendance", 4),
        ("agreements", 2),
        ("payments", 2),
    ):
        assert query(warehouse, f"SELECT COUNT(*) FROM {table}") == [(n,)]


@pytest.mark.parametrize("changed", [[], [0], [1], [2]])
def test_a_partial_export_leaves_it_with_both(changed: list[int], tmp_path: Path) -> None:
    rows = shared()
    warehouse = load(tmp_path / "export", rows)
    first = query(warehouse, "SELECT conference_id, case_id FROM conferences ORDER BY ALL")
    again = [row | {"offence_category": "fraud"} for i, row in enumerate(rows["cases"]) if i in changed]
    new = small_rows(1, first=7)["cases"]
    load(tmp_path / "partial", {"cases": [*new, *again]}, more="partial = true\n")
    assert query(warehouse, f"SELECT * FROM ({OF_CASES}) WHERE has_meeting") == [
        (20, True, 1, 1),
        (30, True, 1, 1),
        (30, True, 1, 1),
    ]
    assert query(warehouse, "SELECT conference_id, case_id FROM conferences ORDER BY ALL") == first


def test_another_programme_and_forgetting_keep_what_is_shared(tmp_path: Path) -> None:
    warehouse = load(tmp_path / "export", shared())
    other = write_rows(tmp_path / "other", small_rows(1), programme="other")
    ingest(IngestRequest(paths=(other,)), warehouse)
    forget_case(warehouse, programme="tiny", reference="k2")
    tiny = f"SELECT * FROM ({OF_CASES.replace('SELECT', 'SELECT programme,')}) WHERE programme = 'tiny'"
    assert query(warehouse, tiny) == [("tiny", 20, True, 1, 1), ("tiny", 30, True, 1, 1)]
    forget_case(warehouse, programme="tiny", reference="k1")
    assert query(warehouse, "SELECT COUNT(*) FROM conference_cases") == [(2,)]


def test_forgetting_its_first_case_leaves_it_with_the_second(tmp_path: Path) -> None:
    warehouse = load(tmp_path / "export", shared())
    forget_case(warehouse, programme="tiny", reference="k0")
    assert query(warehouse, OF_CASES) == [(20, True, 1, 1), (30, True, 1, 1)]
    assert query(warehouse, "SELECT COUNT(*) FROM conferences JOIN cases USING (case_id)") == [(2,)]
    for table, n in (("attendance", 4), ("agreements", 2), ("payments", 2)):
        assert query(warehouse, f"SELECT COUNT(*) FROM {table}") == [(n,)]


def test_forgetting_both_its_cases_removes_it(tmp_path: Path) -> None:
    warehouse = load(tmp_path / "export", shared())
    forget_case(warehouse, programme="tiny", reference="k0")
    forget_case(warehouse, programme="tiny", reference="k1")
    assert query(warehouse, "SELECT COUNT(*) FROM conferences") == [(1,)]
    assert query(warehouse, "SELECT COUNT(*) FROM conference_cases") == [(1,)]
