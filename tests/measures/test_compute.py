"""Questions to answers on a real engine: breakdowns, filters, periods, bases, and what cannot be placed."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from pipelines.measures.answers import (
    AnswerTable,
    Ask,
    CountAnswer,
    CurveAnswer,
    MoneyRateAnswer,
    RateAnswer,
    TallyAnswer,
)
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.compute import compute_answers
from pipelines.vocabulary import Basis, Dimension
from tests.support.grains import build_grains

CASES = [
    {"programme": "a", "site": "north", "referral_month": "2025-02", "screening": "accepted", "times": 3},
    {"programme": "a", "site": "south", "referral_month": "2025-05", "screening": "declined_unsafe"},
    {"programme": "b", "site": "north", "referral_month": "2025-05", "screening": "accepted"},
    {"programme": "b", "site": "north", "referral_month": None, "screening": "accepted"},
]


class CountingEngine:
    """A real engine that remembers how often it was asked."""

    def __init__(self, **grains: Iterable[Mapping[str, Any]]) -> None:
        self.connection = build_grains(**grains)
        self.statements: list[str] = []

    def execute(self, sql: str, parameters: Any = None) -> Any:
        self.statements.append(sql)
        return self.connection.execute(sql, parameters)


def ask(name: str, **more: Any) -> Ask:
    measure = load_catalogue().find(name)
    return Ask(**{"measure": measure, "basis": measure.basis, **more})


def by_group(table: AnswerTable) -> dict[tuple[str, ...], Any]:
    return {tuple(value for _, value in row.by): row.answer for row in table.rows}


def met_and_not(table: AnswerTable) -> dict[tuple[str, ...], tuple[int, int]]:
    found = {}
    for group, answer in by_group(table).items():
        assert isinstance(answer, RateAnswer)
        found[group] = (answer.buckets.met, answer.buckets.not_met)
    return found


def test_asked_together_or_alone_the_answer_is_the_same() -> None:
    asks = [
        ask("acceptance_rate"),
        ask("acceptance_rate", by=(Dimension.SITE,)),
        ask("cases_referred", by=(Dimension.SITE,)),
        ask("acceptance_rate", by=(Dimension.PROGRAMME, Dimension.SITE)),
    ]
    engine = CountingEngine(case=CASES)
    together = compute_answers(engine, asks)
    assert len(engine.statements) == 1
    alone = [compute_answers(engine, [one])[0] for one in asks]
    assert [by_group(table) for table in together] == [by_group(table) for table in alone]
    assert met_and_not(together[0]) == {(): (5, 1)}
    assert met_and_not(together[1]) == {("north",): (5, 0), ("south",): (0, 1)}
    assert met_and_not(together[3]) == {
        ("a", "north"): (3, 0),
        ("a", "south"): (0, 1),
        ("b", "north"): (2, 0),
    }


def test_a_page_is_a_few_scans() -> None:
    engine = CountingEngine(case=CASES)
    names = (
        "acceptance_rate",
        "conference_rate",
        "cases_referred",
        "case_completion_rate",
        "agreements_made",
    )
    compute_answers(engine, [ask(name, basis=Basis.REFERRAL) for name in names])
    assert len(engine.statements) == 2  # one of cases, one of agreements


def test_filters_months_and_programmes() -> None:
    engine = CountingEngine(case=CASES)
    tables = compute_answers(
        engine,
        [
            ask("acceptance_rate", where=((Dimension.SITE, "north"),)),
            ask("acceptance_rate", months=("2025-04", "2025-06")),
            ask("acceptance_rate", programmes=("b",)),
        ],
    )
    assert [met_and_not(table)[()] for table in tables] == [(5, 0), (1, 1), (2, 0)]


def test_quarters_and_what_has_no_month() -> None:
    engine = CountingEngine(case=CASES)
    by_period, total = compute_answers(
        engine, [ask("acceptance_rate", by=(Dimension.PERIOD,)), ask("acceptance_rate")]
    )
    assert met_and_not(by_period) == {("2025Q1",): (3, 0), ("2025Q2",): (1, 1)}
    assert by_period.has_unplaced
    assert met_and_not(total) == {(): (5, 1)}
    assert not total.has_unplaced


@pytest.mark.parametrize(
    ("month", "quarter"),
    [(f"2025-{month:02d}", f"2025Q{(month + 2) // 3}") for month in range(1, 13)],
)
def test_every_month_has_its_quarter(month: str, quarter: str) -> None:
    engine = CountingEngine(case=[{"referral_month": month}])
    (table,) = compute_answers(engine, [ask("cases_referred", by=(Dimension.PERIOD,))])
    assert by_group(table) == {(quarter,): CountAnswer(value=1)}


def test_a_case_never_closed_is_in_no_closing_cohort() -> None:
    cases = [{"closing_month": "2025-03", "screening": "accepted"}, {"screening": "accepted"}]
    engine = CountingEngine(case=cases)
    closing, referral = compute_answers(
        engine, [ask("acceptance_rate", basis=Basis.CLOSING), ask("acceptance_rate")]
    )
    assert met_and_not(closing) == {(): (1, 0)}
    assert met_and_not(referral) == {(): (2, 0)}


def test_an_answer_without_a_case_stays_in_the_total_and_leaves_the_breakdown() -> None:
    known = {"role": "harmed", "wave": "after", "g1": "5", "offence_category": "theft", "times": 2}
    unlinked = {"role": "harmed", "wave": "after", "g1": "1", "case_id": None, "offence_category": "unknown"}
    engine = CountingEngine(response=[known, unlinked])
    total, by_offence, by_role, unknown = compute_answers(
        engine,
        [
            ask("overall_satisfaction_rate"),
            ask("overall_satisfaction_rate", by=(Dimension.OFFENCE_CATEGORY,)),
            ask("overall_satisfaction_rate", by=(Dimension.ROLE,)),
            ask("overall_satisfaction_rate", where=((Dimension.OFFENCE_CATEGORY, "unknown"),)),
        ],
    )
    assert met_and_not(total) == {(): (2, 1)}
    assert met_and_not(by_offence) == {("theft",): (2, 0)}
    assert by_offence.has_unplaced
    assert met_and_not(by_role) == {("harmed",): (2, 1)}
    assert met_and_not(unknown) == {(): (0, 0)}


def test_perspective_holds_supporters_and_community_members() -> None:
    parties = [{"role": role, "took_part": True} for role in ("harmed", "supporter", "community")]
    engine = CountingEngine(party=parties)
    (table,) = compute_answers(engine, [ask("people_taking_part", by=(Dimension.PERSPECTIVE,))])
    assert by_group(table) == {("harmed",): CountAnswer(value=1), ("community",): CountAnswer(value=2)}


def test_amounts_of_two_currencies_are_never_added() -> None:
    paid = {
        "obligation_type": "restitution_money",
        "is_due": True,
        "first_due_day": 30,
        "due_minor": 10_000,
        "applied_minor": 5_000,
        "outstanding_minor": 5_000,
    }
    rows = [
        {**paid, "currency": "GBP", "times": 2},
        {**paid, "currency": "EUR"},
        {"obligation_type": "donation"},
    ]
    engine = CountingEngine(obligation=rows)
    rate, agreed = compute_answers(engine, [ask("restitution_collected_rate"), ask("restitution_agreed")])
    found = {row.currency: row.answer for row in rate.rows}
    assert found.keys() == {"GBP", "EUR", ""}
    euros = found["EUR"]
    assert isinstance(euros, MoneyRateAnswer)
    assert (euros.numerator, euros.denominator, euros.product) == (5_000, 10_000, 50_000_000)
    assert {row.currency for row in agreed.rows} == {"GBP", "EUR", ""}


def test_squares_of_large_amounts_stay_exact() -> None:
    large = 9_876_543_210
    row = {
        "obligation_type": "restitution_money",
        "currency": "GBP",
        "is_due": True,
        "first_due_day": 30,
        "due_minor": large,
        "applied_minor": large - 1,
        "outstanding_minor": 1,
        "times": 5,
    }
    (table,) = compute_answers(CountingEngine(obligation=[row]), [ask("restitution_collected_rate")])
    answer = table.rows[0].answer
    assert isinstance(answer, MoneyRateAnswer)
    assert answer.denominator_squared == 5 * large * large
    assert answer.product == 5 * large * (large - 1)


def test_a_mix_is_a_share_of_the_whole() -> None:
    rows = [
        {"site": "north", "obligation_type": "donation", "times": 3},
        {"site": "north", "obligation_type": "mentoring"},
        {"site": "south", "obligation_type": "mentoring", "times": 2},
    ]
    engine = CountingEngine(obligation=rows)
    by_kind, both, one = compute_answers(
        engine,
        [
            ask("obligation_mix", by=(Dimension.OBLIGATION_TYPE,)),
            ask("obligation_mix", by=(Dimension.SITE, Dimension.OBLIGATION_TYPE)),
            ask("obligation_mix", by=(Dimension.SITE,), where=((Dimension.OBLIGATION_TYPE, "donation"),)),
        ],
    )
    assert met_and_not(by_kind) == {("donation",): (3, 3), ("mentoring",): (3, 3)}
    assert met_and_not(both) == {
        ("north", "donation"): (3, 1),
        ("north", "mentoring"): (1, 3),
        ("south", "mentoring"): (2, 0),
    }
    assert met_and_not(one) == {("north",): (3, 1), ("south",): (0, 2)}


def test_days_and_curves_share_one_scan() -> None:
    rows = [
        {
            "status": "completed",
            "agreed_day": 1,
            "completed_day": 31,
            "curve_day": 30,
            "curve_event": 1,
            "times": 2,
        },
        {"status": "active", "case_status": "open", "agreed_day": 1, "curve_day": 10, "curve_event": 0},
        {"status": "superseded", "agreed_day": 1},
    ]
    engine = CountingEngine(agreement=rows)
    curve, days, by_site = compute_answers(
        engine,
        [
            ask("completion_by_day"),
            ask("agreement_to_completion_days"),
            ask("completion_by_day", by=(Dimension.SITE,)),
        ],
    )
    assert len(engine.statements) == 1
    assert by_group(curve) == {(): CurveAnswer(rows=((10, 0, 1), (30, 1, 2)))}
    assert by_group(days) == {(): TallyAnswer(values=((30, 2),), pending=1)}
    assert by_group(by_site) == {("unknown",): CurveAnswer(rows=((10, 0, 1), (30, 1, 2)))}
