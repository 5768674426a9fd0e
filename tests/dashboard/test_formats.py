"""Numbers, amounts and dates as people read them."""

from contextvars import copy_context
from datetime import date

import pytest

from dashboard.formats import (
    format_count,
    format_date,
    format_days,
    format_interval,
    format_money,
    format_month,
    format_percent,
    format_points,
    format_quarter,
    in_locale,
    join_words,
    set_locale,
)


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [
        (0.745, 0, "75%"),
        (0.785, 0, "79%"),
        (0.5, 0, "50%"),
        (0.005, 0, "1%"),
        (-0.2125, 1, "−21.3%"),
        (-0.0468, 1, "−4.7%"),
        (54 / 57, 1, "94.7%"),
        (0.0, 0, "0%"),
        (1.0, 0, "100%"),
    ],
)
def test_a_percent_is_rounded_half_up(value: float, digits: int, words: str) -> None:
    assert format_percent(value, digits) == words


def test_none_and_all_are_kept_for_what_is_truly_none_or_all() -> None:
    assert format_percent(0.004) == "under 1%"
    assert format_percent(0.996) == "over 99%"
    assert format_percent(0.9997, 1) == "over 99.9%"


@pytest.mark.parametrize(
    ("difference", "words"),
    [(0.02, "+2 pts"), (-0.07, "−7 pts"), (0.01, "+1 pt"), (0.004, "less than 1 pt"), (0.0, "0 pts")],
)
def test_a_difference_is_in_points_with_a_true_minus(difference: float, words: str) -> None:
    assert format_points(difference) == words


def test_an_interval_says_percent_once() -> None:
    assert format_interval(0.6999, 0.771) == "70 to 77%"
    assert format_interval(-0.126, 0.094) == "−13 to 9%"


@pytest.mark.parametrize(
    ("minor", "currency", "exact", "words"),
    [
        (123_449, "GBP", False, "£1,234"),
        (123_450, "GBP", False, "£1,235"),
        (123_450, "GBP", True, "£1,234.50"),
        (1_250, "EUR", False, "€12.50"),
        (1_200, "USD", False, "$12"),
        (0, "USD", False, "$0"),
        (123_400, "CAD", False, "CAD 1,234"),
        (1_234, "JPY", False, "JPY 1,234"),
        (1_234_567, "KWD", True, "KWD 1,234.567"),
        (-5_000, "GBP", False, "−£50"),
    ],
)
def test_money_is_read_in_its_own_currency(minor: int, currency: str, exact: bool, words: str) -> None:
    assert format_money(minor, currency, exact=exact) == words


def test_counts_days_and_dates() -> None:
    assert format_count(1_234_567) == "1,234,567"
    assert format_count(-3) == "−3"
    assert [format_days(days) for days in (1, 44.5, 0)] == ["1 day", "45 days", "0 days"]
    assert format_date(date(2026, 9, 30)) == "30 September 2026"
    assert format_month("2026-09") == "September 2026"


def test_a_quarter_is_said_by_its_months() -> None:
    assert format_quarter("2025Q3") == "July to September 2025"
    assert format_quarter("2025Q3", short=True) == "Q3 2025"
    assert format_quarter("2025") == "2025"


def test_words_are_joined_as_in_a_sentence() -> None:
    assert [join_words(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


@pytest.mark.parametrize(
    ("locale", "day", "american", "canadian"),
    [
        ("en-GB", "30 September 2026", "$1,200", "CAD 1,200"),
        ("en-US", "September 30, 2026", "$1,200", "CAD 1,200"),
        ("en-CA", "September 30, 2026", "USD 1,200", "$1,200"),
        ("en-NZ", "30 September 2026", "USD 1,200", "CAD 1,200"),
        ("de-DE", "30 September 2026", "$1,200", "CAD 1,200"),  # English words, so written as usual
    ],
)
def test_a_place_writes_its_own_dates_and_dollars(
    locale: str, day: str, american: str, canadian: str
) -> None:
    with in_locale(locale):
        assert format_date(date(2026, 9, 30)) == day
        assert (format_money(120_000, "USD"), format_money(120_000, "CAD")) == (american, canadian)
    assert format_date(date(2026, 9, 30)) == "30 September 2026"


def test_one_readers_place_is_not_anothers() -> None:
    def read(locale: str | None) -> str:
        set_locale(locale)
        return format_date(date(2026, 9, 30))

    places = ("en-US", None, "en-GB", "en-US")
    found = [copy_context().run(read, place) for place in places]
    assert found == ["September 30, 2026", "30 September 2026", "30 September 2026", "September 30, 2026"]
    assert format_date(date(2026, 9, 30)) == "30 September 2026"
