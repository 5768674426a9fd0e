"""A headline is never a bare number, and never a number that may not be shown."""

from dataclasses import replace

import pytest

from dashboard.widgets.figure_card import Card, build_cards
from pipelines.publication import (
    Buckets,
    Change,
    Count,
    Kind,
    PublishedCell,
    PublishedRow,
    Rate,
    Response,
    Shown,
    Target,
    TargetVerdict,
    Verdict,
)
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import (
    NOT_SHOWN,
    broken_down,
    make_definition,
    make_table,
    money_rate,
    one,
    rate,
)

KEPT = make_definition(Kind.RATE, title="Agreements kept")
SAID = make_definition(Kind.RATE, title="Would choose it again", unit="response")


def test_a_rate_stands_with_its_interval_its_parts_and_what_it_left_out() -> None:
    buckets = Buckets(met=85, not_met=24, pending=31, not_applicable=4, unknown=0)
    figure = Rate(value=85 / 109, low=0.69, high=0.85, met=85, denominator=109, buckets=buckets)
    html = build_cards([Card(label="Agreements kept", table=one(KEPT, Shown(figure=figure)))])

    assert '<p class="ro-value">78%</p>' in html
    assert "95% CI 69 to 85%" in html
    assert "85 of 109 agreements" in html
    assert "Not counted: 31 still open or not due, 4 not applicable" in html


def test_a_survey_figure_says_who_answered() -> None:
    row = PublishedRow(by=(), cell=Shown(figure=rate(261, 409)), response=Response(answered=409, asked=651))
    html = build_cards([Card(label="Again", table=make_table(SAID, [row]))])

    assert "409 of 651 answered, 63%" in html


def test_where_there_are_few_the_range_leads() -> None:
    figure = Rate(value=0.75, low=0.47, high=0.91, met=9, denominator=12)
    html = build_cards([Card(label="Kept", table=one(KEPT, Shown(figure=figure, is_cautious=True)))])

    assert '<p class="ro-value is-cautious">47 to 91%</p>' in html
    assert "75%, from few" in html


@pytest.mark.parametrize("state", NOT_SHOWN)
def test_what_is_not_shown_has_words_and_no_number(state: str) -> None:
    cell: PublishedCell = NOT_SHOWN[state]
    row = PublishedRow(by=(), cell=cell, change=Change(verdict=Verdict.UP, difference=0.07))
    html = build_cards([Card(label="Kept", table=make_table(KEPT, [row]))])

    assert "ro-state" in html
    assert "ro-value" not in html
    assert "%" not in html
    assert "Up" not in html


def test_a_change_is_said_in_words() -> None:
    row = PublishedRow(
        by=(), cell=Shown(figure=rate(85, 109)), change=Change(verdict=Verdict.UP, difference=0.07)
    )

    assert "▲ Up 7 pts" in build_cards([Card(label="Kept", table=make_table(KEPT, [row]))])


def test_two_currencies_stand_apart() -> None:
    paid = make_definition(Kind.MONEY_RATE, title="Restitution due that was paid")
    rows = [
        PublishedRow(by=(("currency", code),), cell=Shown(figure=money_rate(10_000, 20_000)))
        for code in ("GBP", "USD")
    ]
    html = build_cards([Card(label="Paid", table=make_table(paid, rows))])

    assert html.count('class="ro-value"') == 2
    assert "GBP" in html
    assert "USD" in html


def test_a_count_is_broken_down_beside_its_total() -> None:
    people = make_definition(Kind.COUNT, title="People taking part", unit="person")
    parts = broken_down(
        people,
        Dimension.ROLE,
        {"harmed": Shown(figure=Count(value=403)), "responsible": NOT_SHOWN["hidden"]},
    )
    total = one(people, Shown(figure=Count(value=1034)))
    html = build_cards([Card(label="People", table=total, parts=parts)])

    assert "1,034" in html
    assert "<dd>403</dd>" in html
    assert "<dd>fewer than 10</dd>" in html


def test_a_target_is_said_from_the_whole_interval_and_with_where_it_began() -> None:
    began = Target(
        value=0.8,
        direction="higher",
        verdict=TargetVerdict.TOO_CLOSE,
        baseline_period="2024",
        baseline=Shown(figure=rate(70, 100)),
    )
    row = PublishedRow(by=(), cell=Shown(figure=rate(85, 109)), target=began)
    html = build_cards([Card(label="Kept", table=make_table(KEPT, [row]))])
    assert "Too close to call: target of 80% (2024: 70%)" in html

    hidden = PublishedRow(
        by=(), cell=NOT_SHOWN["too_few"], target=replace(began, verdict=TargetVerdict.NOT_JUDGED)
    )
    assert "target" not in build_cards([Card(label="Kept", table=make_table(KEPT, [hidden]))])
