"""What a mapping can say, one feature a test, on tables small enough to see through."""

from pathlib import Path

from tests.exports.handing_over import CASES_FROM_LOG, mapped

DATES = 'dates = ["%d/%m/%Y"]\n'


def test_one_source_feeds_several_tables(tmp_path: Path) -> None:
    log = "Ref,In,Met\n7,01/02/2026,03/03/2026\n8,01/02/2026,\n"
    mapping = (
        DATES
        + CASES_FROM_LOG
        + """
[tables.conferences]
from = "log"
where = { column = "Met", is = "given" }
[tables.conferences.columns]
conference_id = { template = "c-{Ref}" }
case_id = "Ref"
held_date = "Met"
conference_type = { constant = "circle" }
result = { constant = "not_recorded" }
"""
    )
    with mapped(tmp_path, {"log.csv": log}, mapping) as export:
        assert export.column("cases", "case_id") == ["7", "8"]
        assert export.rows("conferences", "_row", "conference_id", "case_id", "held_day", "held_month") == [
            (2, "c-7", "7", "30", "2026-03")
        ]
        assert export.told.accounts[0].rows_used == 2


def test_two_sources_are_joined_on_a_key(tmp_path: Path) -> None:
    mapping = (
        DATES
        + """
[sources.log]
[sources.extra]
[tables.cases]
from = "log"
join = { source = "extra", on = { "Ref" = "Case" } }
[tables.cases.columns]
case_id = "Ref"
referral_date = "In"
status = { constant = "open" }
offence_category = "extra.Harm"
"""
    )
    files: dict[str, str | bytes] = {
        "log.csv": "Ref,In\n7,01/02/2026\n8,01/02/2026\n9,01/02/2026\n",
        "extra.csv": "Case,Harm\n 8 ,Theft\n9,Theft\n9,Arson\n5,Theft\n",
    }
    with mapped(tmp_path, files, mapping) as export:
        # 7 has no row beside it; 9 has two that differ, so its row is refused by the contract.
        assert export.rows("cases", "case_id", "offence_category") == [
            ("7", None),
            ("8", "theft"),
            ("9", "!ambiguous"),
        ]
        extra, log = export.told.accounts
        assert (log.rows_read, log.rows_used) == (3, 3)
        assert (extra.rows_read, extra.rows_used) == (4, 3)
        assert extra.left_out == (("no row of the other table has its key", 1),)


def test_a_column_is_made_of_the_first_filled_of_several(tmp_path: Path) -> None:
    mapping = DATES + CASES_FROM_LOG + 'site = { from = ["Hub", "Old hub"], codes = { "N" = "north" } }\n'
    mapping += '[lists.site]\nnorth = "North"\n'
    log = "Ref,In,Hub,Old hub\n7,01/02/2026,,N\n8,01/02/2026,N,S\n9,01/02/2026,,\n"
    with mapped(tmp_path, {"log.csv": log}, mapping) as export:
        assert export.column("cases", "site") == ["north", "north", None]


def test_filled_and_blank_can_stand_for_a_code(tmp_path: Path) -> None:
    mapping = DATES + CASES_FROM_LOG.replace(
        'status = { constant = "open" }', 'status = { from = "Out", present = "closed", blank = "open" }'
    )
    log = "Ref,In,Out\n7,01/02/2026,yes\n8,01/02/2026, \n"
    with mapped(tmp_path, {"log.csv": log}, mapping) as export:
        assert export.column("cases", "status") == ["closed", "open"]


def test_a_column_counts_only_where_its_condition_holds(tmp_path: Path) -> None:
    log = "Ref,In,Answer,Day\n7,01/02/2026,Yes,03/02/2026\n8,01/02/2026,No,04/02/2026\n"
    mapping = (
        DATES
        + CASES_FROM_LOG
        + 'closed_date = { from = "Day", where = { column = "Answer", in = ["yes"] } }\n'
    )
    with mapped(tmp_path, {"log.csv": log}, mapping) as export:
        assert export.column("cases", "closed_day") == ["2", None]


def test_rows_can_be_left_out_with_a_reason(tmp_path: Path) -> None:
    mapping = DATES + CASES_FROM_LOG.replace(
        "[sources.log]",
        '[sources.log]\nleave_out = { column = "Ref", in = ["TEST"], reason = "test record" }',
    )
    log = "Ref,In\n7,01/02/2026\ntest,01/02/2026\nTotal,\n"
    with mapped(tmp_path, {"log.csv": log}, mapping) as export:
        assert export.column("cases", "case_id") == ["7"]
        (account,) = export.told.accounts
        assert (account.rows_read, account.rows_used) == (3, 1)
        assert account.left_out == (("totals row", 1), ("test record", 1))


def test_a_repeated_case_is_one_row_where_it_is_the_same(tmp_path: Path) -> None:
    mapping = DATES + CASES_FROM_LOG.replace('from = "log"\n', 'from = "log"\ndistinct = true\n')
    log = "Ref,In,Person\n7,01/02/2026,a\n7,01/02/2026,b\n8,01/02/2026,c\n"
    with mapped(tmp_path, {"log.csv": log}, mapping) as export:
        assert export.rows("cases", "_row", "case_id") == [(2, "7"), (4, "8")]
        assert export.told.accounts[0].rows_used == 3


SURVEY = (
    CASES_FROM_LOG
    + """
[sources.survey]
[tables.survey_answers]
from = "survey"
[tables.survey_answers.columns]
response_id = "Response"
case_id = "Ref"
role = "Role"
wave = { constant = "after" }
answered_date = "When"
[tables.survey_answers.answers]
"""
)


def survey(tmp_path: Path, answers: str, rows: str) -> list[tuple[str | None, ...]]:
    files: dict[str, str | bytes] = {
        "log.csv": "Ref,In\n7,01/02/2026\n",
        "survey.csv": "Response,Ref,Role,When,Q1,Q2\n" + rows,
    }
    with mapped(tmp_path, files, DATES + SURVEY + answers) as export:
        return export.rows("survey_answers", "response_id", "item", "answer", "answered_day")


def test_a_wide_survey_becomes_one_row_an_answer(tmp_path: Path) -> None:
    made = survey(tmp_path, 'g1 = "Q1"\ng2 = "Q2"\n', "r,7,harmed,02/02/2026,5,4\ns,7,harmed,03/02/2026,,3\n")
    assert made == [("r", "g1", "5", "1"), ("r", "g2", "4", "1"), ("s", "g2", "3", "2")]


def test_scales_are_declared_and_may_run_the_other_way(tmp_path: Path) -> None:
    answers = 'g1 = { from = "Q1", scale = 7 }\ng2 = { from = "Q2", scale = 5, reversed = true }\n'
    made = survey(
        tmp_path, answers, "r,7,harmed,02/02/2026,7,1\ns,7,harmed,02/02/2026,4,5\nt,7,harmed,02/02/2026,8,0\n"
    )
    assert [(item, answer) for _, item, answer, _ in made] == [
        ("g1", "5"),
        ("g2", "5"),
        ("g1", "3"),
        ("g2", "1"),
        # Off the scale: they stay, for the contract to refuse.
        ("g1", "8"),
        ("g2", "0"),
    ]


def test_not_applicable_of_a_question_for_others_is_no_answer(tmp_path: Path) -> None:
    answers = 'h6a = { from = "Q1", codes = { "9" = "not_applicable" } }\n'
    made = survey(
        tmp_path,
        answers,
        "r,7,harmed,02/02/2026,9,\ns,7,responsible,02/02/2026,9,\nt,7,responsible,02/02/2026,3,\n",
    )
    # An answer to a question that was not for them stays: a rule refuses it.
    assert made == [("r", "h6a", "not_applicable", "1"), ("t", "h6a", "3", "1")]


def test_a_response_without_any_answer_is_left_out(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "log.csv": "Ref,In\n7,01/02/2026\n",
        "survey.csv": "Response,Ref,Role,When,Q1\nr,7,harmed,02/02/2026,5\ns,7,harmed,02/02/2026,\n",
    }
    with mapped(tmp_path, files, DATES + SURVEY + 'g1 = "Q1"\n') as export:
        account = next(account for account in export.told.accounts if account.file == "survey.csv")
        assert (account.rows_read, account.rows_used) == (2, 1)
        assert sum(rows for _, rows in account.left_out) == 1


def test_several_feeds_fill_one_table(tmp_path: Path) -> None:
    mapping = (
        DATES
        + CASES_FROM_LOG
        + """
[[tables.parties]]
from = "log"
[tables.parties.columns]
party_id = { template = "h{Ref}" }
case_id = "Ref"
role = { constant = "harmed" }
party_type = { constant = "person" }
[[tables.parties]]
from = "log"
[tables.parties.columns]
party_id = { template = "r{Ref}" }
case_id = "Ref"
role = { constant = "responsible" }
party_type = { constant = "person" }
age_band = { from = "Age", age = true }
"""
    )
    with mapped(tmp_path, {"log.csv": "Ref,In,Age\n7,01/02/2026,17\n"}, mapping) as export:
        assert sorted(export.rows("parties", "party_id", "role", "age_band"), key=str) == [
            ("h7", "harmed", None),
            ("r7", "responsible", "16-17"),
        ]


def test_a_template_is_blank_where_its_column_is(tmp_path: Path) -> None:
    mapping = DATES + CASES_FROM_LOG.replace('case_id = "Ref"', 'case_id = { template = "c-{Ref}" }')
    with mapped(tmp_path, {"log.csv": "Ref,In\n,01/02/2026\n"}, mapping) as export:
        assert export.column("cases", "case_id") == [None]
