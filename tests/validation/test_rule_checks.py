"""Every rule on a real database: what it blames, and what it lets stand."""

import pytest

from pipelines.validation.rule_checks import check_rules, find_superseded
from pipelines.validation.rules import RULES
from tests.validation.rule_examples import Example, examples
from tests.validation.staged_rows import AS_OF, Rows, changed_rows, found_rows, sound_rows, stage

EXAMPLES = examples()


def blamed_rows(rows: Rows, rule: str, currency: str | None = "GBP") -> list[int]:
    staging = stage(rows)
    check_rules(staging, AS_OF, tuple(rows), currency=currency, rules=[RULES[rule]])
    return found_rows(staging, rule)


def test_nothing_is_wrong_with_the_sound_export() -> None:
    staging = stage(sound_rows())
    check_rules(staging, AS_OF, tuple(sound_rows()), currency="GBP")
    assert staging.execute("SELECT rule, _id FROM findings").fetchall() == []


def test_every_rule_with_sql_has_an_example() -> None:
    assert {example.rule for example in EXAMPLES} == {rule.id for rule in RULES.values() if rule.sql}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.rule)
def test_a_rule_blames_what_breaks_it_each_row_once(example: Example) -> None:
    found = blamed_rows(changed_rows(*example.broken), example.rule, example.currency)
    assert found == list(example.blamed)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.rule)
def test_a_rule_lets_a_near_miss_stand(example: Example) -> None:
    assert blamed_rows(changed_rows(*example.sound), example.rule, example.currency) == []


def test_blanks_and_unreadable_values_are_left_to_the_contract() -> None:
    marks = {"closed_day": "!unreadable", "closed_month": "Zed", "observed_days": "!ambiguous"}
    staging = stage(changed_rows(("cases", 1, marks)))
    check_rules(staging, AS_OF, tuple(sound_rows()), currency="GBP")
    assert staging.execute("SELECT rule FROM findings").fetchall() == []


@pytest.mark.parametrize(("day", "blamed"), [("241", []), ("242", [2])])
def test_without_a_referral_date_a_day_is_held_against_the_first_of_the_month(
    day: str, blamed: list[int]
) -> None:
    rows = changed_rows(("conferences", 2, {"held_day": day, "held_month": None}))
    assert blamed_rows(rows, "conferences.held_day.after_as_of") == blamed


def test_a_closing_month_is_held_against_the_month_of_the_conference() -> None:
    rows = changed_rows(("cases", 1, {"closed_day": None, "closed_month": "2026-02"}))
    assert blamed_rows(rows, "cases.closed_day.before_conference") == [1]


def test_an_impossible_conference_day_does_not_cost_its_case() -> None:
    rows = changed_rows(("conferences", 1, {"held_day": "9000"}))
    assert blamed_rows(rows, "cases.closed_day.before_conference") == []
    assert blamed_rows(rows, "conferences.held_day.after_as_of") == [1]


def test_the_exports_currency_stands_in_for_one_that_is_not_named() -> None:
    rows = changed_rows(("obligations", 1, {"currency": None}), ("payments", 1, {"currency": None}))
    for table in ("obligations", "payments"):
        assert blamed_rows(rows, f"{table}.currency.not_named", "GBP") == []
        assert blamed_rows(rows, f"{table}.currency.not_named", None) == [1]


def test_without_an_amount_agreed_waiving_is_held_against_the_first_amount() -> None:
    rows = changed_rows(("obligations", 1, {"amount_agreed": None, "amount_waived": "121"}))
    assert blamed_rows(rows, "obligations.amount_waived.above_agreed") == [1]


def test_closing_dates_are_missed_only_where_the_export_has_some() -> None:
    cells = {"closed_day": None, "closed_month": None, "closure_reason": None}
    rows = changed_rows(("cases", 1, cells))
    assert blamed_rows(rows, "cases.closed_day.not_recorded") == []
    assert blamed_rows(rows, "cases.closure_reason.not_recorded") == []


def test_a_conference_for_two_cases_takes_parties_of_both() -> None:
    rows = changed_rows(
        ("conferences", 3, {"case_id": "c2"}), ("attendance", 4, {"conference_id": "k1", "party_id": "r2"})
    )
    assert blamed_rows(rows, "attendance.party_id.other_case") == []
    assert blamed_rows(rows, "conferences.key.conflict") == []
    assert blamed_rows(rows, "conferences.key.duplicate") == []


def test_a_copy_of_a_conference_is_found_beside_its_second_case() -> None:
    rows = changed_rows(("conferences", 3, {"case_id": "c2"}), ("conferences", 4, {}))
    assert blamed_rows(rows, "conferences.key.duplicate") == [4]


def test_three_copies_leave_one() -> None:
    assert blamed_rows(changed_rows(("payments", 3, {}), ("payments", 4, {})), "payments.key.duplicate") == [
        3,
        4,
    ]


def test_a_blank_key_is_no_duplicate() -> None:
    rows = changed_rows(("payments", 1, {"payment_id": None}), ("payments", 2, {"payment_id": None}))
    assert blamed_rows(rows, "payments.key.conflict") == []


def test_an_orphan_response_is_blamed_in_every_answer() -> None:
    rows = changed_rows(
        ("survey_answers", 1, {"party_id": "nobody"}), ("survey_answers", 2, {"party_id": "nobody"})
    )
    assert blamed_rows(rows, "survey_answers.party_id.orphan") == [1, 2]


def test_one_bad_cell_does_not_cost_the_rest_of_its_response() -> None:
    rows = changed_rows(("survey_answers", 2, {"party_id": "nobody"}))
    staging = stage(rows)
    check_rules(staging, AS_OF, tuple(rows))
    assert found_rows(staging, "survey_answers.party_id.orphan") == [2]
    assert found_rows(staging, "survey_answers.response_id.mixed") == []


def test_answers_without_a_party_are_nobodys_mixture() -> None:
    rows = changed_rows(("survey_answers", 2, {"party_id": None, "case_id": None}))
    assert blamed_rows(rows, "survey_answers.response_id.mixed") == []


def test_an_item_of_the_programmes_own_is_for_every_role() -> None:
    assert (
        blamed_rows(changed_rows(("survey_answers", 2, {"item": "x1"})), "survey_answers.item.not_for_role")
        == []
    )


def test_the_short_form_takes_items_from_the_others() -> None:
    rows = changed_rows(("survey_answers", 2, {"item": "g13", "wave": "not_proceeding"}))
    assert blamed_rows(rows, "survey_answers.item.not_for_wave") == []


def test_a_case_that_is_not_known_is_not_after_a_plea() -> None:
    rows = changed_rows(("survey_answers", 3, {"case_id": None, "party_id": None}))
    assert blamed_rows(rows, "survey_answers.item.not_before_plea") == [3]


@pytest.mark.parametrize(("currency", "blamed"), [("GBP", []), ("EUR", [1]), (None, [])])
def test_a_blank_currency_is_the_programmes_own(currency: str | None, blamed: list[int]) -> None:
    rows = changed_rows(("obligations", 1, {"currency": None}), ("payments", 2, {"currency": None}))
    assert blamed_rows(rows, "payments.currency.other_than_owed", currency=currency) == blamed


@pytest.mark.parametrize(
    ("currency", "amount", "blamed"), [("JPY", "10.5", [1]), ("JPY", "10.0", []), ("KWD", "10.005", [])]
)
def test_decimals_are_counted_in_the_rows_own_currency(currency: str, amount: str, blamed: list[int]) -> None:
    rows = changed_rows(("payments", 1, {"currency": currency, "amount": amount}))
    assert blamed_rows(rows, "payments.amount.too_fine") == blamed


def test_money_is_outstanding_by_the_total_where_no_payments_come() -> None:
    rule = "obligations.status.completed_with_money_outstanding"
    for paid, blamed in (("79.99", [1]), ("80", []), (None, [])):
        rows = changed_rows(("obligations", 1, {"amount_paid": paid}))
        del rows["payments"]
        assert blamed_rows(rows, rule) == blamed


def test_payments_follow_an_obligation_to_the_one_that_replaces_it() -> None:
    new = {"obligation_id": "o3", "replaces_obligation_id": "o1"}
    rows = changed_rows(("obligations", 1, {"status": "replaced"}), ("obligations", 3, new))
    assert blamed_rows(rows, "obligations.status.completed_with_money_outstanding") == []


def test_without_its_own_table_a_row_has_no_case() -> None:
    rows = sound_rows()
    del rows["conferences"]
    assert blamed_rows(rows, "agreements.conference_id.orphan") == [1, 2]


def test_a_reference_to_a_table_that_was_not_handed_over_is_not_doubted() -> None:
    rows = sound_rows()
    del rows["parties"]
    assert blamed_rows(rows, "agreements.party_id.orphan") == []
    assert blamed_rows(rows, "survey_answers.party_id.orphan") == []


def test_cases_alone_can_be_checked() -> None:
    assert blamed_rows({"cases": sound_rows()["cases"]}, "cases.key.duplicate") == []


def test_tables_without_rows_can_be_checked() -> None:
    empty: Rows = {table: [] for table in sound_rows()}
    staging = stage(empty)
    check_rules(staging, AS_OF, tuple(empty))
    assert staging.execute("SELECT COUNT(*) FROM findings").fetchall() == [(0,)]


def test_nothing_is_left_behind_but_the_findings() -> None:
    rows = sound_rows()
    del rows["payments"]
    staging = stage(rows)
    for _ in range(2):
        check_rules(staging, AS_OF, tuple(rows))
    names = {row[0] for row in staging.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert names == {*(f"made_{table}" for table in rows), "findings", "superseded"}
    assert staging.execute("SELECT COUNT(*) FROM duckdb_views() WHERE NOT internal").fetchall() == [(0,)]


def superseded_rows(rows: Rows, table: str) -> list[int]:
    staging = stage(rows)
    check_rules(staging, AS_OF, tuple(rows))
    find_superseded(staging, tuple(rows))
    found = staging.execute(
        "SELECT _id FROM superseded WHERE table_name = ? ORDER BY _id", [table]
    ).fetchall()
    return [row[0] for row in found]


AGAIN = {"response_id": "w5", "answered_day": "70"}


def test_the_latest_complete_response_stays() -> None:
    rows = changed_rows(("survey_answers", 5, AGAIN), ("survey_answers", 6, {**AGAIN, "item": "g1"}))
    assert superseded_rows(rows, "survey_answers") == [1, 2]


def test_a_later_response_with_fewer_answers_gives_way() -> None:
    rows = changed_rows(
        ("survey_answers", 5, AGAIN), ("survey_answers", 6, {**AGAIN, "item": "g1", "answer": None})
    )
    assert superseded_rows(rows, "survey_answers") == [5, 6]


def test_does_not_apply_is_an_answer_and_not_asked_is_none() -> None:
    answered = {**AGAIN, "item": "g1", "answer": "not_applicable"}
    rows = changed_rows(("survey_answers", 5, AGAIN), ("survey_answers", 6, answered))
    assert superseded_rows(rows, "survey_answers") == [1, 2]
    rows["survey_answers"][5]["answer"] = "not_asked"
    assert superseded_rows(rows, "survey_answers") == [5, 6]


def test_another_wave_role_or_party_is_another_response() -> None:
    for cells in ({"wave": "follow_up"}, {"role": "supporter"}, {"party_id": "g1"}):
        assert (
            superseded_rows(changed_rows(("survey_answers", 5, {**AGAIN, **cells})), "survey_answers") == []
        )


def test_responses_without_a_party_are_never_duplicates() -> None:
    rows = changed_rows(
        ("survey_answers", 5, {**AGAIN, "party_id": None}),
        ("survey_answers", 6, {"response_id": "w6", "party_id": None}),
    )
    assert superseded_rows(rows, "survey_answers") == []


def test_a_response_that_is_set_aside_supersedes_nothing() -> None:
    beyond = {**AGAIN, "answered_day": "251"}
    rows = changed_rows(("survey_answers", 5, beyond), ("survey_answers", 6, {**beyond, "item": "g1"}))
    assert superseded_rows(rows, "survey_answers") == []


def test_a_second_case_of_a_conference_gives_way_to_the_first() -> None:
    assert superseded_rows(changed_rows(("conferences", 3, {"case_id": "c2"})), "conferences") == [3]


def test_the_first_whose_case_is_not_set_aside_is_the_first() -> None:
    second = ("conferences", 3, {"case_id": "c2"})
    assert superseded_rows(changed_rows(("cases", 1, {"closed_day": "-5"}), second), "conferences") == []
    copy = ("cases", 3, {})
    assert superseded_rows(changed_rows(copy, second), "conferences") == [3]


def test_days_of_a_shared_conference_are_held_against_each_case() -> None:
    rows = changed_rows(
        ("conferences", 3, {"case_id": "c2", "held_day": "20"}),
        ("agreements", 3, {"agreement_id": "a3", "party_id": "r2", "agreed_day": "20", "due_day": None}),
    )
    assert blamed_rows(rows, "agreements.agreed_day.before_conference") == []
    rows["agreements"][2]["agreed_day"] = "19"
    assert blamed_rows(rows, "agreements.agreed_day.before_conference") == [3]


def test_a_second_case_steps_in_for_a_first_that_is_set_aside() -> None:
    rows = changed_rows(
        ("conferences", 1, {"held_month": "2026-11"}),
        ("conferences", 3, {"case_id": "c2", "held_month": "2026-03"}),
    )
    assert superseded_rows(rows, "conferences") == []
