from pathlib import Path

import pytest

from pipelines.ingest import IngestRequest, ingest
from pipelines.warehouse.comparing import CaseCounts, CohortCounts, compare_cases
from pipelines.warehouse.snapshots import finished_snapshots
from tests.support.small_exports import Rows, small_rows, write_rows


def compare(tmp_path: Path, before: Rows, after: Rows) -> tuple[CaseCounts, tuple[CohortCounts, ...]]:
    for name, rows in (("before", before), ("after", after)):
        request = IngestRequest(paths=(write_rows(tmp_path / name, rows),))
        ingest(request, tmp_path / "warehouse", is_confirmed=True)
    first, second = (snapshot.path for snapshot in finished_snapshots(tmp_path / "warehouse"))
    return compare_cases(first, second, ["tiny"])["tiny"]


def test_an_open_case_that_went_on_has_changed_and_is_not_restated(tmp_path: Path) -> None:
    before, after = small_rows(3), small_rows(3)
    before["cases"][1] |= {"status": "open", "closure_reason": "", "closed_day": ""}
    counts, cohorts = compare(tmp_path, before, after)
    assert (counts.changed, counts.restated, counts.unchanged) == (1, 0, 2)
    assert cohorts == ()


@pytest.mark.parametrize(
    "table", ["parties", "conferences", "attendance", "agreements", "obligations", "payments"]
)
def test_a_row_that_is_there_no_more_changes_its_case(tmp_path: Path, table: str) -> None:
    after = small_rows(3)
    after[table].pop()
    counts, cohorts = compare(tmp_path, small_rows(3), after)
    assert (counts.changed, counts.restated, counts.unchanged) == (1, 1, 2)
    assert cohorts == (CohortCounts(quarter="2025Q1", added=0, restated=1, gone=0),)


def test_an_answer_that_names_no_party_belongs_to_its_case_and_one_without_a_case_to_none(
    tmp_path: Path,
) -> None:
    before, after = small_rows(3), small_rows(3)
    for rows, answer in ((before, "5"), (after, "2")):
        for row in rows["survey_answers"][:2]:
            row["party_id"] = ""
        for row in rows["survey_answers"][4:]:
            row |= {"party_id": "", "case_id": ""}
        rows["survey_answers"][0]["answer"] = answer
        rows["survey_answers"][4]["answer"] = answer
    counts, _ = compare(tmp_path, before, after)
    assert (counts.changed, counts.unchanged) == (1, 2)
