from pathlib import Path

from tests.exports.handing_over import CASES, mapped, staged, write_files

LOG = """
[sources.log]
leave_out = [
    { column = "Ref", in = ["TEST"], reason = "test record" },
    { column = "In", is = "blank", reason = "never referred" },
]
[tables.cases]
from = "log"
where = { column = "Kind", not_in = ["advice"] }
[tables.cases.columns]
case_id = "Ref"
referral_month = "In"
status = { constant = "open" }
"""


def test_every_row_read_is_used_or_left_out_with_its_reason(tmp_path: Path) -> None:
    log = "Ref,In,Kind\n1,2026-01,case\n2,2026-01,Advice\ntest,2026-01,case\n4,,case\n,,\nTotal,,4\n"
    with mapped(tmp_path, {"log.csv": log}, LOG) as export:
        (account,) = export.told.accounts
        assert (account.rows_read, account.rows_used) == (5, 1)
        assert account.left_out == (
            ("totals row", 1),
            ("test record", 1),
            ("never referred", 1),
            ("no table of ours takes this row", 1),
        )


def test_a_table_nobody_asked_for_is_accounted_for(tmp_path: Path) -> None:
    with staged(write_files(tmp_path, {"cases.csv": CASES, "hubs.csv": "hub\nNorth\n"})) as export:
        cases, hubs = export.told.accounts
        assert (cases.file, cases.rows_read, cases.rows_used) == ("cases.csv", 1, 1)
        assert (hubs.file, hubs.rows_read, hubs.rows_used) == ("hubs.csv", 0, 0)
        assert hubs.left_out == (("the mapping does not name this table", 0),)


def test_columns_left_behind_on_purpose_are_not_news(tmp_path: Path) -> None:
    mapping = LOG.replace("[sources.log]", '[sources.log]\nnot_read = ["STAFF "]')
    with mapped(tmp_path, {"log.csv": "Ref,In,Kind,Staff,New\n1,2026-01,case,3,4\n"}, mapping) as export:
        assert export.told.accounts[0].columns_left == ("E",)


def test_columns_left_behind_are_told_by_letter_and_never_by_header(tmp_path: Path) -> None:
    header = "case_id,referral_month,status,Colour of form,Status,Refferal source"
    cases = f"{header}\nA,2026-01,open,green,closed,police\n"
    with staged(write_files(tmp_path, {"cases.csv": cases})) as export:
        assert export.told.accounts[0].columns_left == ("D", "E", "F (referral_source?)")
