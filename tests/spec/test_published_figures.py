"""Figures that others have printed, from their counts: if these come out, we count as they did.

Roy (1993) on restitution contracts, Umbreit (1989) on agreements, the Youth Justice Agency of Northern
Ireland on its referrals, and Derbyshire on satisfaction.
"""

import duckdb
import pytest

from pipelines.measures.answers import Ask, RateAnswer
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.compute import compute_answers
from pipelines.measures.statistics import newcombe_difference, round_half_up, wilson_interval
from pipelines.publication import Buckets
from pipelines.vocabulary import Dimension
from tests.support.grains import build_grains


def percent(share: float, digits: int) -> str:
    return str(round_half_up(100 * share, digits))


@pytest.mark.parametrize(
    ("met", "denominator", "share", "low", "high"),
    [
        (87, 114, "76.3", "67.73", "83.18"),  # Roy 1993, one county
        (85, 109, "78.0", "69.32", "84.73"),  # and the other
        (101, 128, "78.9", "71.05", "85.08"),  # Umbreit 1989, agreements kept
        (54, 57, "94.7", "85.63", "98.19"),  # Derbyshire, satisfied
    ],
)
def test_rates_and_intervals(met: int, denominator: int, share: str, low: str, high: str) -> None:
    interval = wilson_interval(met, denominator)
    assert percent(met / denominator, 1) == share
    assert [percent(part, 2) for part in interval] == [low, high]


def test_roys_two_counties_do_not_differ() -> None:
    _, low, high = newcombe_difference(87, 114, 85, 109)
    assert low < 0 < high


def test_umbreits_shares_do_not_add_up_and_are_not_made_to() -> None:
    counts = {
        "money": 56,
        "service to the harmed party": 22,
        "money and service": 8,
        "community service": 13,
        "money and community service": 2,
        "apology only": 25,
        "other": 2,
    }
    shares = [percent(count / 128, 0) for count in counts.values()]
    assert sum(counts.values()) == 128
    assert shares == ["44", "17", "6", "10", "2", "20", "2"]
    assert sum(map(int, shares)) == 101


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (1712, 1631, "-4.7"),  # Northern Ireland, referrals
        (1435, 1361, "-5.2"),  # and the young people referred
        (160, 126, "-21.3"),  # custody: exactly -21.25, and half goes up
    ],
)
def test_changes_over_a_year(before: int, after: int, change: str) -> None:
    assert percent((after - before) / before, 1) == change


def test_derbyshires_over_95_percent_is_neither_met_nor_excluded() -> None:
    low, high = wilson_interval(54, 57)
    assert low < 0.95 < high


# ---------------------------------------------------------------- the same, from rows through the definitions


def ask(connection: duckdb.DuckDBPyConnection, name: str, **where: str) -> Buckets:
    measure = load_catalogue().find(name)
    filters = tuple((Dimension(dimension), value) for dimension, value in where.items())
    (table,) = compute_answers(connection, [Ask(measure=measure, basis=measure.basis, where=filters)])
    answer = table.rows[0].answer
    assert isinstance(answer, RateAnswer)
    return answer.buckets


def printed(buckets: Buckets, digits: int = 1) -> str:
    return percent(buckets.met / buckets.denominator, digits)


def test_agreements_kept_from_rows() -> None:
    ended = {"is_due": True, "first_due_day": 100, "observed_days": 400}
    rows = [
        {**ended, "programme": "roy_one", "status": "completed", "times": 87},
        {**ended, "programme": "roy_one", "status": "not_completed", "times": 27},
        {**ended, "programme": "roy_two", "status": "completed", "times": 85},
        {**ended, "programme": "roy_two", "status": "partly_completed", "times": 24},
        {**ended, "programme": "umbreit", "status": "completed", "times": 101},
        {**ended, "programme": "umbreit", "status": "active", "case_status": "open", "times": 27},  # overdue
    ]
    connection = build_grains(agreement=rows)
    found = {
        name: printed(ask(connection, "agreement_completion_rate", programme=name))
        for name in ("roy_one", "roy_two", "umbreit")
    }
    assert found == {"roy_one": "76.3", "roy_two": "78.0", "umbreit": "78.9"}


def test_what_umbreits_agreements_held_from_rows() -> None:
    # 56 money, 22 service, 8 both, 13 community service, 2 money and that, 25 apology only, 2 other
    kinds = {
        "restitution_money": 56 + 8 + 2,
        "service_to_harmed": 22 + 8,
        "community_service": 13 + 2,
        "apology_verbal": 25,
        "other": 2,
    }
    held = [
        *[("restitution_money",)] * 56,
        *[("service_to_harmed",)] * 22,
        *[("restitution_money", "service_to_harmed")] * 8,
        *[("community_service",)] * 13,
        *[("restitution_money", "community_service")] * 2,
        *[("apology_verbal",)] * 25,
        *[("other",)] * 2,
    ]
    connection = build_grains(
        obligation=[
            {"agreement_id": f"agreement {number}", "obligation_type": kind}
            for number, agreement in enumerate(held)
            for kind in agreement
        ]
    )
    for kind, count in kinds.items():
        in_agreements = ask(connection, "obligation_mix_by_agreement", obligation_type=kind)
        of_promises = ask(connection, "obligation_mix", obligation_type=kind)
        assert (in_agreements.met, in_agreements.denominator) == (count, 128)
        assert (of_promises.met, of_promises.denominator) == (count, 138)


def test_derbyshires_satisfaction_from_rows() -> None:
    answered = {"role": "harmed", "wave": "after", "is_person": True}
    rows = [{**answered, "g1": "5", "times": 54}, {**answered, "g1": "2", "times": 3}]
    assert printed(ask(build_grains(response=rows), "overall_satisfaction_rate")) == "94.7"
