"""What is printed of a result: words for people, JSON for programs."""

import json
from datetime import date

import pytest

from pipelines.changes import HeadlineChange, ProgrammeChanges
from pipelines.exports.accounts import SourceAccount
from pipelines.ingest import IngestResult
from pipelines.ledger import LedgerRow
from pipelines.printing_results import STATE_WORDS, print_forgotten, print_results, result_json
from pipelines.publication import (
    Count,
    Hidden,
    MoneyRate,
    NoCases,
    NotAvailable,
    NotSupplied,
    PublishedCell,
    Rate,
    Shown,
    TooFew,
    TooSoon,
)
from pipelines.warehouse.comparing import CaseCounts, CohortCounts
from pipelines.warehouse.upkeep import Forgotten

HALF = Rate(value=0.5, low=0.4, high=0.6, met=50, denominator=100)
MORE = Rate(value=0.6254, low=0.5, high=0.7, met=60, denominator=96)
PAID = MoneyRate(
    value=0.25, low=0.1, high=0.4, met_minor=120_050, denominator_minor=480_200, currency="GBP", n=40
)


def headline(before: PublishedCell | None, after: PublishedCell | None) -> HeadlineChange:
    return HeadlineChange(measure="a_rate", title="A rate", of="", before=before, after=after)


def result(*headlines: HeadlineChange) -> IngestResult:
    changes = ProgrammeChanges(
        programme="tiny",
        is_first_load=False,
        cases=CaseCounts(added=3, changed=5, unchanged=90, vanished=1, set_aside=2, restated=4),
        cohorts=(CohortCounts(quarter="2025Q1", added=1, restated=2, gone=3),),
        headlines=headlines,
    )
    return IngestResult(programme="tiny", as_of=date(2026, 9, 30), changes=(changes,))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (Shown(figure=HALF), Shown(figure=MORE), ["50.0 % (50 of 100)", "62.5 % (60 of 96)", "+12.5 points"]),
        (Shown(figure=HALF), Shown(figure=HALF), ["50.0 % (50 of 100)", "50.0 % (50 of 100)", "no"]),
        (Shown(figure=PAID), TooFew(), ["25.0 % (1,200.50 of 4,802.00)", "too few to rely on", "yes"]),
        (None, Shown(figure=Count(value=1234)), ["1,234"]),
        (NotSupplied(), NotSupplied(), ["not supplied", "not supplied", "no"]),
    ],
)
def test_a_headline_is_told_before_and_after(
    capsys: pytest.CaptureFixture[str], before: PublishedCell | None, after: PublishedCell, words: list[str]
) -> None:
    print_results([result(headline(before, after))], as_json=False)
    (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("A rate"))
    assert [part.strip() for part in line.split("  ") if part.strip()] == ["A rate", *words]


def test_cases_and_cohorts_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    print_results([result()], as_json=False)
    told = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["3", "5", "4", "90", "1", "2"] in told
    assert ["2025Q1", "1", "2", "3"] in told


def test_a_program_gets_one_line_an_export(capsys: pytest.CaptureFixture[str]) -> None:
    print_results([result(headline(Shown(figure=HALF), Shown(figure=MORE)))] * 2, as_json=True)
    first, second = capsys.readouterr().out.splitlines()
    assert first == second
    (changes,) = json.loads(first)["changes"]
    assert changes["cases"]["restated"] == 4
    assert changes["headlines"][0]["points"] == 12.54
    assert changes["headlines"][0]["before"]["state"] == "shown"


def test_where_there_was_nothing_before_json_says_null() -> None:
    (told,) = result_json(result(headline(None, NoCases())))["changes"][0]["headlines"]
    assert (told["before"], told["after"]["state"], told["points"]) == (None, "no_cases", None)


def test_every_state_has_its_words() -> None:
    cells: list[PublishedCell] = [Hidden(), TooFew(), TooSoon(), NoCases(), NotSupplied(), NotAvailable()]
    assert {cell.state for cell in cells} == set(STATE_WORDS)


def test_what_was_loaded_before_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    print_results(
        [IngestResult(programme="tiny", as_of=date(2026, 9, 30), is_already_loaded=True)], as_json=False
    )
    assert "Nothing was changed" in capsys.readouterr().out


def test_what_is_forgotten_is_told_in_counts(capsys: pytest.CaptureFixture[str]) -> None:
    print_forgotten(
        Forgotten(snapshot="0006", rows={"cases": 1, "payments": 0}, n_snapshots=3), as_json=False
    )
    told = capsys.readouterr().out
    assert "Rows that went from the one in force: 1 of cases." in told
    assert "brings it back" in told
    assert "still open" not in told
    print_forgotten(Forgotten(snapshot="0006", rows={"cases": 1}, n_snapshots=3, n_left=1), as_json=False)
    assert "1 old file is still open in another program" in capsys.readouterr().out
    print_forgotten(Forgotten(snapshot="0006", rows={}, n_snapshots=2), as_json=False)
    assert "2 old snapshots were deleted." in capsys.readouterr().out
    print_forgotten(Forgotten(snapshot="0006", rows={}, n_snapshots=1), as_json=False)
    assert "1 old snapshot was deleted." in capsys.readouterr().out


def test_how_each_table_was_read_is_told_and_what_was_not(capsys: pytest.CaptureFixture[str]) -> None:
    source = SourceAccount(
        file="book.xlsx",
        sheet="Log",
        rows_read=12,
        rows_used=11,
        left_out=(("totals row", 1),),
        columns_left=("D", "AA"),
        written_as="",
    )
    row = LedgerRow(file=source.title, sha256="ab", rows_read=12, rows_used=11, left_out=source.left_out)
    read = IngestResult(
        programme="tiny", as_of=date(2026, 9, 30), files=(row,), sources=(source,), n_other_files=2
    )
    print_results([read], as_json=False)
    words = capsys.readouterr().out
    for told in ("book.xlsx, sheet Log", "1 totals row", "D, AA", "hold no table, and were not read: 2"):
        assert told in words
    (told_file,) = result_json(read)["files"]
    assert (told_file["columns_not_used"], told_file["left_out"]) == (("D", "AA"), {"totals row": 1})
    assert result_json(read)["files_without_a_table"] == 2
