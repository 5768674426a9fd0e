import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import UsageError
from pipelines.returns.filling import FilledLine
from pipelines.returns.pack import ReturnPack
from pipelines.returns.writing import Handover, write_return
from pipelines.warehouse.actions import ACTIONS, read_actions

PACK = ReturnPack(name="own", title="T", source="S", caveat="C", lines=())
LINE = FilledLine(label="Cases", value=7919, unit="", origin="cases_referred 1a2b, referral basis")
HANDOVER = Handover(
    recipient="The court", basis="an order", period="2025", since="2023-10", as_of=date(2026, 9, 30),
    programme="riverside", snapshot="0001",
)  # fmt: skip


def test_who_got_it_is_written_down_and_never_what_was_in_it(tmp_path: Path) -> None:
    write_return(tmp_path / "return.csv", PACK, [LINE], HANDOVER, tmp_path)
    rows = list(csv.reader((tmp_path / "return.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert ["Recipient", "The court"] in rows
    assert ["Legal basis", "an order"] in rows
    assert rows[-1] == ["Cases", "7919", "", "cases_referred 1a2b, referral basis"]
    begun, done = read_actions(tmp_path)
    assert (begun["state"], done["state"], done["action"]) == ("begun", "done", "return")
    assert (done["recipient"], done["basis"], done["pack"]) == ("The court", "an order", "own")
    assert "7919" not in (tmp_path / ACTIONS).read_text(encoding="utf-8")


@pytest.mark.parametrize(("recipient", "basis"), [("", "an order"), ("The court", " ")])
def test_without_a_recipient_and_a_basis_there_is_none(recipient: str, basis: str) -> None:
    with pytest.raises(UsageError, match="a named recipient and a legal basis"):
        replace(HANDOVER, recipient=recipient, basis=basis)


def test_it_says_of_which_programme_and_snapshot_it_is(tmp_path: Path) -> None:
    write_return(tmp_path / "return.csv", PACK, [LINE], HANDOVER, tmp_path)
    rows = list(csv.reader((tmp_path / "return.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert ["Programme", "riverside"] in rows
    assert ["Snapshot", "0001"] in rows
    assert read_actions(tmp_path)[-1]["programme"] == "riverside"


def test_a_period_that_is_not_over_is_marked_and_one_that_has_not_begun_refused(tmp_path: Path) -> None:
    write_return(tmp_path / "return.csv", PACK, [LINE], replace(HANDOVER, period="2026"), tmp_path)
    assert "2026, not over on the day of the data" in (tmp_path / "return.csv").read_text("utf-8-sig")
    with pytest.raises(UsageError, match="begins after the day of the data"):
        replace(HANDOVER, period="2027")


def test_before_the_data_begins_there_is_no_zero(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ends before the data begins \\(2023-10\\)"):
        replace(HANDOVER, period="2022")
    write_return(tmp_path / "return.csv", PACK, [LINE], replace(HANDOVER, period="2023"), tmp_path)
    assert "2023, of which there is data from 2023-10" in (tmp_path / "return.csv").read_text("utf-8-sig")


def test_no_word_of_it_is_a_formula(tmp_path: Path) -> None:
    write_return(tmp_path / "return.csv", PACK, [LINE], replace(HANDOVER, recipient="=1+1"), tmp_path)
    assert "Recipient,'=1+1" in (tmp_path / "return.csv").read_text("utf-8-sig")
