from pathlib import Path

import pytest

from pipelines.errors import RefusedError
from tests.exports.handing_over import staged, write_files

CASES = "case_id,referral_date,status,closed_date\nA,2026-01-10,open,\nB,2026-02-01,closed,2026-01-20\n"


TABLES: dict[str, str | bytes] = {
    "cases.csv": CASES,
    "conferences.csv": """\
conference_id,case_id,held_date,conference_type,result
f,A,2026-03-01,circle,stopped
""",
    "agreements.csv": """\
agreement_id,conference_id,party_id,agreed_date,due_date,status
a,f,r,2026-03-01,2026-04-01,active
""",
    "obligations.csv": """\
obligation_id,agreement_id,obligation_type,unit,due_date,status
o,a,donation,money,2026-04-02,active
""",
    "payments.csv": "payment_id,obligation_id,paid_date,amount,status\ny,o,2026-04-03,5,cleared\n",
    "parties.csv": "party_id,case_id,role,party_type,contacted_date\nr,A,responsible,person,2026-01-12\n",
    "survey_invitations.csv": "party_id,wave,invited_date\nr,after,2026-03-02\n",
    "survey_answers.csv": """\
response_id,item,party_id,role,wave,answered_date,answer
s,g1,r,responsible,after,2026-03-05,4
""",
}


def test_a_date_becomes_days_since_the_referral_of_its_case(tmp_path: Path) -> None:
    folder = write_files(tmp_path, TABLES)
    with staged(folder) as export:
        # From 10 January: 21 days to the month's end, 28 in February, 1 in March.
        assert export.rows("conferences", "held_day", "held_month") == [("50", "2026-03")]
        assert export.rows("agreements", "agreed_day", "due_day", "due_month") == [("50", "81", "2026-04")]
        assert export.rows("obligations", "due_day", "due_month") == [("82", "2026-04")]
        assert export.rows("payments", "paid_day", "paid_month") == [("83", "2026-04")]
        assert export.column("parties", "contacted_day") == ["2"]
        assert export.rows("survey_invitations", "invited_day", "invited_month") == [("51", "2026-03")]
        assert export.rows("survey_answers", "answered_day", "answered_month") == [("54", "2026-03")]


def test_a_day_before_referral_stays_for_the_rules_to_see(tmp_path: Path) -> None:
    with staged(write_files(tmp_path, {"cases.csv": CASES})) as export:
        assert export.rows("cases", "case_id", "closed_day", "closed_month") == [
            ("A", None, None),
            ("B", "-12", "2026-01"),
        ]


def test_an_unreadable_date_makes_its_day_unreadable(tmp_path: Path) -> None:
    cases = "case_id,referral_date,status,closed_date\nA,10/01/2026,open,\nB,2026-02-01,closed,soon\n"
    with staged(write_files(tmp_path, {"cases.csv": cases})) as export:
        assert export.rows("cases", "referral_month", "closed_day", "closed_month") == [
            ("!unreadable", None, None),
            ("2026-02", "!unreadable", None),
        ]


def test_a_day_that_was_handed_over_stays_where_no_date_was(tmp_path: Path) -> None:
    cases = "case_id,referral_date,status,closed_date,closed_day,closed_month\n"
    cases += "A,2026-01-10,closed,,30,2026-02\nB,2026-01-10,closed,2026-01-11,30,2026-02\n"
    with staged(write_files(tmp_path, {"cases.csv": cases})) as export:
        assert export.rows("cases", "closed_day", "closed_month") == [("30", "2026-02"), ("1", "2026-01")]


def test_a_date_in_a_case_that_names_only_its_month_cannot_be_placed(tmp_path: Path) -> None:
    cases = "case_id,referral_date,referral_month,status,closed_date\nA,,2026-01,closed,2026-02-01\n"
    parties = "party_id,case_id,role,party_type,contacted_date\n"
    parties += "p,A,harmed,person,2026-01-30\nq,Z,harmed,person,2026-01-30\n"
    with staged(write_files(tmp_path, {"cases.csv": cases, "parties.csv": parties})) as export:
        assert export.rows("cases", "referral_month", "observed_days", "closed_day") == [
            ("2026-01", "242", "!uncounted")
        ]
        # The second is of a case that is not there: another rule says so.
        assert export.column("parties", "contacted_day") == ["!uncounted", None]


def test_dates_without_any_referral_date_are_refused(tmp_path: Path) -> None:
    cases = "case_id,referral_month,status,closed_date\nA,2026-01,closed,2026-02-01\n"
    message = r"cases.csv: closed_date cannot become days since referral"
    with pytest.raises(RefusedError, match=message), staged(write_files(tmp_path, {"cases.csv": cases})):
        pass


def test_money_without_a_currency_takes_the_one_of_the_export_or_of_its_obligation(tmp_path: Path) -> None:
    obligations = "obligation_id,agreement_id,unit,currency,status\n"
    obligations += "o,a,money,eur,active\nh,a,hours,,active\nm,a,money,,active\n"
    payments = "payment_id,obligation_id,amount,status,currency\n"
    payments += "1,o,5,cleared,\n2,m,5,cleared,\n3,m,5,cleared,USD\n4,x,5,cleared,\n"
    files: dict[str, str | bytes] = {
        "cases.csv": CASES,
        "obligations.csv": obligations,
        "payments.csv": payments,
    }
    folder = write_files(tmp_path, files)
    with staged(folder, currency="GBP") as export:
        assert export.column("obligations", "currency") == ["EUR", None, "GBP"]
        assert export.column("payments", "currency") == ["EUR", "GBP", "USD", "GBP"]


def test_an_agreement_counts_from_the_referral_of_its_partys_case(tmp_path: Path) -> None:
    # The conference was held for both cases; only the party tells which of them the agreement is in.
    tables = {
        **TABLES,
        "conferences.csv": f"{TABLES['conferences.csv']}f,B,2026-03-01,circle,stopped\n",
        "parties.csv": "party_id,case_id,role,party_type,contacted_date\nr,B,responsible,person,2026-02-02\n",
    }
    with staged(write_files(tmp_path, tables)) as export:
        # From 1 February: 28 days to 1 March.
        assert export.rows("agreements", "agreed_day", "due_day") == [("28", "59")]
        assert export.rows("obligations", "due_day") == [("60",)]
        assert export.rows("payments", "paid_day") == [("61",)]
