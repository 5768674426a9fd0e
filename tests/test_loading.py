"""Loading from the page: the same way in as the terminal's, told in published types."""

from importlib.resources import files
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from pipelines.loading import CANONICAL, WarehouseLoader
from pipelines.publication import HandedOver
from pipelines.publish import open_warehouse
from tests.conftest import EXPORT_SETTINGS, ONE_CASE
from tests.exports.handing_over import DATA

TINY = tuple((f"{name}.csv", text.encode()) for name, text in ONE_CASE.items())
SETTINGS = ("export.toml", EXPORT_SETTINGS.encode())


def ignore(stage: str) -> None:
    """Nobody watches."""


def test_checking_changes_nothing_and_loading_does(tmp_path: Path) -> None:
    loader = WarehouseLoader(warehouse=tmp_path / "warehouse")
    export = HandedOver(files=(*TINY, SETTINGS))
    report = loader.check(export, ignore)
    assert (report.refusal, report.is_loaded, report.programmes) == ("", False, ("tiny",))
    assert sum(account.accepted for account in report.accounts) > len(ONE_CASE)
    assert not (tmp_path / "warehouse").exists()

    assert loader.load(export, ignore, is_confirmed=False).is_loaded
    assert open_warehouse(tmp_path / "warehouse").load_status().programmes[0].code == "tiny"
    assert loader.check(export, ignore).is_already_loaded


def test_what_is_said_on_the_page_stands_for_an_export_toml(tmp_path: Path) -> None:
    loader = WarehouseLoader(warehouse=tmp_path)
    said = HandedOver(files=TINY, programme="tiny", as_of="2026-09-30", currency="GBP")
    assert loader.check(said, ignore).refusal == ""
    assert "--as-of" in loader.check(HandedOver(files=TINY, programme="tiny"), ignore).refusal
    wrong = HandedOver(files=TINY, programme="tiny", as_of="30/09/2026")
    assert "YYYY-MM-DD" in loader.check(wrong, ignore).refusal


def test_a_name_refuses_the_file_and_is_not_echoed(tmp_path: Path) -> None:
    loader = WarehouseLoader(warehouse=tmp_path / "warehouse")
    cases = b"case_id,Surname,referral_month,status\nk1,Zebedee,2026-01,open\n"
    export = HandedOver(files=(("cases.csv", cases),), programme="tiny", as_of="2026-09-30")
    for report in (loader.check(export, ignore), loader.load(export, ignore, is_confirmed=True)):
        assert "not anonymised" in report.refusal
        assert "Zebedee" not in report.refusal
    assert not (tmp_path / "warehouse").exists()


def test_a_fault_comes_with_how_to_mend_it_and_a_workbook(tmp_path: Path) -> None:
    tables = ONE_CASE | {"cases": ONE_CASE["cases"] + "k2,2026-01,perhaps,accepted,theft\n"}
    files = tuple((f"{name}.csv", text.encode()) for name, text in tables.items())
    report = WarehouseLoader(warehouse=tmp_path).check(HandedOver(files=(*files, SETTINGS)), ignore)
    [problem] = [problem for problem in report.problems if problem.table == "cases"]
    assert (problem.rows, problem.rule) == (1, "cases.status.not_in_list")
    assert problem.mend
    assert report.workbook[:2] == b"PK"


def test_cases_that_would_go_must_be_confirmed(tmp_path: Path) -> None:
    cases = "case_id,referral_month,status\n" + "".join(f"k{i},2026-01,open\n" for i in range(20))
    fewer = "case_id,referral_month,status\n" + "".join(f"k{i},2026-01,open\n" for i in range(5))
    loader = WarehouseLoader(warehouse=tmp_path)
    loader.load(HandedOver(files=(("cases.csv", cases.encode()), SETTINGS)), ignore, is_confirmed=False)
    export = HandedOver(files=(("cases.csv", fewer.encode()), SETTINGS))
    report = loader.check(export, ignore)
    assert "cases would be gone" in report.must_confirm[0]
    assert report.cases[0].gone == 15
    assert not loader.load(export, ignore, is_confirmed=False).is_loaded
    assert loader.load(export, ignore, is_confirmed=True).is_loaded


def test_a_path_in_a_file_name_leads_nowhere(tmp_path: Path) -> None:
    files = (("../../cases.csv", ONE_CASE["cases"].encode()), SETTINGS)
    assert WarehouseLoader(warehouse=tmp_path).check(HandedOver(files=files), ignore).refusal == ""
    assert list(tmp_path.parent.glob("cases.csv")) == []


def test_two_exports_at_once_are_asked_for_one_by_one(tmp_path: Path) -> None:
    files = (*TINY, SETTINGS, ("more.zip", b"PK"))
    refusal = WarehouseLoader(warehouse=tmp_path).check(HandedOver(files=files), ignore).refusal
    assert "one export at a time" in refusal


def test_every_layout_that_ships_can_be_chosen(tmp_path: Path) -> None:
    choices = WarehouseLoader(warehouse=tmp_path).mappings()
    assert choices[0] == CANONICAL
    assert {"community-court", "agency-workbook"} <= {choice.code for choice in choices}


@pytest.mark.parametrize("file", ["what.docx", "notes.pdf"])
def test_a_file_that_is_no_table_is_refused_in_words(tmp_path: Path, file: str) -> None:
    export = HandedOver(files=((file, b"nothing"),), programme="tiny", as_of="2026-09-30")
    assert WarehouseLoader(warehouse=tmp_path).check(export, ignore).refusal


def test_a_workbook_goes_with_its_settings_and_its_mapping(tmp_path: Path) -> None:
    """Both are files of their own beside it."""
    book = next((DATA / "agency-workbook").glob("*.xlsx"))
    mapping = (files("pipelines.exports") / "mappings" / "agency-workbook.toml").read_bytes()
    export = HandedOver(files=((book.name, book.read_bytes()), SETTINGS, ("ours.toml", mapping)))
    report = WarehouseLoader(warehouse=tmp_path).check(export, ignore)
    assert report.refusal == ""
    assert {account.table: account.made for account in report.accounts}["cases"] == 320


def test_what_a_load_asks_about_can_be_confirmed_on_the_page(tmp_path: Path) -> None:
    """A wrong day of extraction sets most cases aside: said before, not after the button was pressed."""
    loader = WarehouseLoader(warehouse=tmp_path)
    court = tuple((path.name, path.read_bytes()) for path in (DATA / "community-court").glob("*.csv"))
    export = HandedOver(
        files=court, programme="court", as_of="2024-06-30", currency="USD", mapping="community-court"
    )
    (reason,) = loader.check(export, ignore).must_confirm
    assert "cases would be set aside" in reason
    assert loader.load(export, ignore, is_confirmed=True).is_loaded


def test_what_was_not_used_is_told_by_letter_and_by_number_and_never_by_what_stands_in_it(
    tmp_path: Path,
) -> None:
    """A second `status`, a table of no name of ours, and a letter: none of them goes unsaid."""
    tables = {
        "cases.csv": "case_id,referral_month,status,status\nk1,2026-01,open,closed\n",
        "hubs.csv": "k77,quillwort\n",
        "letter.pdf": "%PDF-1.4",
    }
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, text in tables.items():
            archive.writestr(name, text)
    export = HandedOver(files=(("e.zip", packed.getvalue()),), programme="tiny", as_of="2026-09-30")
    report = WarehouseLoader(warehouse=tmp_path).check(export, ignore)
    ours, hubs = report.found

    assert (ours.title, ours.rows, ours.used, ours.columns_not_used) == ("cases.csv", 1, 1, ("D",))
    assert ours.written_as == "utf-8, delimiter , (detected)"
    assert (hubs.used, hubs.left_out) == (0, "all: the mapping does not name this table")
    assert report.n_other_files == 1
    assert "quillwort" not in str(report)
