"""What loading would change, in counts and published figures, worked out by hand."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.changes import HEADLINES, ProgrammeChanges, compare_snapshots, reasons_to_ask
from pipelines.ingest import IngestRequest, ingest
from pipelines.measures.catalogue import load_catalogue
from pipelines.publication import MoneyRate, NotSupplied, Shown
from pipelines.warehouse.comparing import CaseCounts, CohortCounts, compare_cases
from pipelines.warehouse.snapshots import finished_snapshots
from tests.support.small_exports import Rows, of_cases, small_rows, write_rows

Change = Callable[[Rows], None]


@pytest.fixture(scope="module")
def twenty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty cases, loaded."""
    folder = tmp_path_factory.mktemp("twenty")
    ingest(IngestRequest(paths=(write_rows(folder / "first", small_rows(20)),)), folder / "warehouse")
    return folder / "warehouse"


@pytest.fixture
def changes_of(twenty: Path, tmp_path: Path) -> Callable[..., ProgrammeChanges]:
    """Change the twenty cases, load them again: what the second load would have changed."""

    def load(change: Change, *, as_of: str = "2026-09-30") -> ProgrammeChanges:
        warehouse, rows = shutil.copytree(twenty, tmp_path / "warehouse"), small_rows(20)
        change(rows)
        second = write_rows(tmp_path / "second", rows, as_of=as_of)
        ingest(IngestRequest(paths=(second,)), warehouse, is_confirmed=True)
        before, after = (snapshot.path for snapshot in finished_snapshots(warehouse))
        (changes,) = compare_snapshots(before, after, ["tiny"])
        return changes

    return load


def counts(changes: ProgrammeChanges) -> CaseCounts:
    assert changes.cases is not None
    return changes.cases


def nothing(rows: Rows) -> None:
    rows["cases"].reverse()


def test_another_order_and_a_later_extraction_change_no_case(
    changes_of: Callable[..., ProgrammeChanges],
) -> None:
    changes = changes_of(nothing, as_of="2026-12-31")
    assert counts(changes) == CaseCounts(
        added=0, changed=0, unchanged=20, vanished=0, set_aside=0, restated=0
    )
    assert changes.cohorts == ()
    assert reasons_to_ask([changes]) == ()


def edit(table: str, column: str, value: str, row: int = 3) -> Change:
    def change(rows: Rows) -> None:
        rows[table][row][column] = value

    return change


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("cases", "offence_category", "burglary"),
        ("cases", "referral_month", "2025-01"),
        ("parties", "contacted_day", "4"),
        ("conferences", "held_day", "31"),
        ("attendance", "attended", "online"),
        ("agreements", "due_day", "91"),
        ("obligations", "amount_agreed", "120.51"),
        ("payments", "amount", "120.49"),
        ("survey_answers", "answer", "4"),
    ],
)
def test_a_case_has_changed_when_anything_that_hangs_on_it_has(
    changes_of: Callable[..., ProgrammeChanges], table: str, column: str, value: str
) -> None:
    cases = counts(changes_of(edit(table, column, value)))
    assert (cases.changed, cases.restated, cases.unchanged) == (1, 1, 19)


def test_cases_added_vanished_and_set_aside_are_told_apart(
    changes_of: Callable[..., ProgrammeChanges],
) -> None:
    def change(rows: Rows) -> None:
        kept = of_cases(small_rows(23), *(str(i) for i in range(2, 23)))
        kept["cases"][0]["status"] = "perhaps"
        rows.update(kept)

    changes = changes_of(change)
    assert counts(changes) == CaseCounts(
        added=3, changed=0, unchanged=17, vanished=2, set_aside=1, restated=0
    )
    assert (counts(changes).before, counts(changes).gone) == (20, 3)
    assert changes.cohorts == (CohortCounts(quarter="2025Q1", added=3, restated=0, gone=3),)
    (reason,) = reasons_to_ask([changes])
    assert reason == "tiny: 3 of 20 cases would be gone (2 not in the export, 1 set aside)"


def test_a_cohort_is_restated_once_its_quarter_is_over(changes_of: Callable[..., ProgrammeChanges]) -> None:
    def change(rows: Rows) -> None:
        late = small_rows(1, first=50)
        late["cases"][0] |= {
            "referral_month": "2026-10",
            "status": "open",
            "closure_reason": "",
            "closed_day": "",
        }
        for table in ("cases", "parties"):
            rows[table] += late[table]

    changes = changes_of(change, as_of="2026-12-31")
    assert counts(changes).added == 1
    assert changes.cohorts == ()


def test_every_headline_is_read_before_and_after(changes_of: Callable[..., ProgrammeChanges]) -> None:
    def change(rows: Rows) -> None:
        for row in rows["payments"][:2]:
            row["amount"] = "60.25"

    changes = changes_of(change)
    found = {headline.measure: headline for headline in changes.headlines}
    assert list(found) == [measure for measure, _ in HEADLINES]
    # 19 of 20 amounts' worth is in: two of twenty paid half.
    assert found["restitution_collected_rate"].of == "GBP"
    assert found["restitution_collected_rate"].points == pytest.approx(-5)
    assert found["paid_in_full_rate"].points == pytest.approx(-10)
    assert found["choose_again_rate"].of == "harmed party"
    assert found["people_taking_part"].before == found["people_taking_part"].after
    cell = found["restitution_collected_rate"].after
    assert isinstance(cell, Shown)
    assert isinstance(cell.figure, MoneyRate)
    assert cell.figure.met_minor == 19 * 12_050
    assert reasons_to_ask([changes]) == ()


def test_a_headline_that_moves_further_than_the_setting_is_asked_about(
    changes_of: Callable[..., ProgrammeChanges], monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(rows: Rows) -> None:
        for row in rows["agreements"][:3]:
            row["status"] = "not_completed"

    changes = changes_of(change)
    assert reasons_to_ask([changes]) == ("tiny: “Agreements kept” would move by -15.0 points",)
    monkeypatch.setenv("OUTCOMES_ASK_WHEN_RATE_MOVES_POINTS", "20")
    assert reasons_to_ask([changes]) == ()


def test_a_headline_that_is_handed_over_no_more_is_asked_about(
    changes_of: Callable[..., ProgrammeChanges],
) -> None:
    changes = changes_of(lambda rows: rows["attendance"].clear())
    found = {headline.measure: headline for headline in changes.headlines}
    assert isinstance(found["people_taking_part"].after, NotSupplied)
    assert "tiny: “People taking part” would be not supplied any more" in reasons_to_ask([changes])


def test_people_who_would_be_gone_are_asked_about(changes_of: Callable[..., ProgrammeChanges]) -> None:
    def change(rows: Rows) -> None:
        for row in rows["attendance"][:6]:
            row["attended"] = "absent"

    assert "tiny: “People taking part” would fall" in reasons_to_ask([changes_of(change)])


def test_the_first_load_of_a_programme_is_said_to_be_one(tmp_path: Path) -> None:
    for name in ("ash", "birch"):
        folder = write_rows(tmp_path / name, small_rows(2), programme=name)
        ingest(IngestRequest(paths=(folder,)), tmp_path / "warehouse")
    first, second = (snapshot.path for snapshot in finished_snapshots(tmp_path / "warehouse"))
    ash, birch = compare_snapshots(first, second, ["birch", "ash"])
    assert (ash.is_first_load, birch.is_first_load) == (False, True)
    assert (birch.cases, birch.cohorts) == (None, ())
    assert all(headline.before is None for headline in birch.headlines)
    assert reasons_to_ask([ash, birch]) == ()


def test_a_case_of_one_programme_is_not_counted_with_another(tmp_path: Path) -> None:
    for name in ("ash", "birch"):
        folder = write_rows(tmp_path / name, small_rows(2), programme=name)
        ingest(IngestRequest(paths=(folder,)), tmp_path / "warehouse")
    first, second = (snapshot.path for snapshot in finished_snapshots(tmp_path / "warehouse"))
    assert compare_cases(first, second, ["ash"])["ash"][0].unchanged == 2


def test_every_headline_is_in_the_catalogue() -> None:
    assert {measure for measure, _ in HEADLINES} <= set(load_catalogue().measures)
