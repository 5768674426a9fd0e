"""Sentences made by rule: they say what the figures allow and no more."""

from datetime import date
from pathlib import Path

import pytest

import dashboard
from dashboard.wording import (
    change_in_words,
    filters_in_words,
    is_verdict_withheld,
    period_in_words,
    response_in_words,
    target_in_words,
)
from pipelines.publication import (
    Change,
    Choice,
    DataStatus,
    Rate,
    Request,
    Response,
    Shown,
    SourceStamp,
    Target,
    TargetVerdict,
    Verdict,
)
from pipelines.vocabulary import Dimension

RATE = Shown(figure=Rate(value=0.74, low=0.70, high=0.77, met=550, denominator=748))
STATUS = DataStatus(
    stamp=SourceStamp(kind="warehouse", id="s1"),
    as_of=date(2026, 9, 30),
    programmes=(Choice(code="elm", label="Elm Park"), Choice(code="court", label="The Court")),
    offence_categories=(),
    first_month="2023-10",
    last_month="2026-09",
)


def change(verdict: Verdict, difference: float | None = None) -> Change:
    return Change(verdict=verdict, difference=difference)


@pytest.mark.parametrize(
    ("verdict", "difference", "words"),
    [
        (Verdict.UP, 0.07, "▲ Up 7 pts on the period before"),
        (Verdict.DOWN, -0.07, "▼ Down 7 pts on the period before"),
        (Verdict.NO_CLEAR_CHANGE, 0.02, "■ No clear change (+2 pts) on the period before"),
        (Verdict.NO_CLEAR_CHANGE, -0.3, "■ No clear change (−30 pts) on the period before"),
        (Verdict.NO_CLEAR_CHANGE, None, "■ No clear change on the period before"),
        (Verdict.NO_EARLIER, None, "No earlier period to compare"),
    ],
)
def test_a_change_is_what_its_verdict_says(verdict: Verdict, difference: float | None, words: str) -> None:
    assert change_in_words(change(verdict, difference)) == words


def test_no_comparison_asked_is_no_words() -> None:
    assert change_in_words(None) == ""


def test_too_few_answers_withhold_the_change() -> None:
    words = change_in_words(change(Verdict.UP, 0.2), Response(answered=29, asked=100))
    assert words == "Too few answered to compare with the period before"
    assert change_in_words(change(Verdict.UP, 0.2), Response(answered=30, asked=100)).startswith("▲")


@pytest.mark.parametrize(
    ("verdict", "direction", "words"),
    [
        (TargetVerdict.MET, "higher", "Above target of 60%"),
        (TargetVerdict.MET, "lower", "Below target of 60%"),
        (TargetVerdict.MISSED, "higher", "Below target of 60%"),
        (TargetVerdict.MISSED, "lower", "Above target of 60%"),
        (TargetVerdict.TOO_CLOSE, "higher", "Too close to call: target of 60%"),
        (TargetVerdict.NOT_JUDGED, "higher", ""),
    ],
)
def test_a_target_is_said_as_it_was_judged(verdict: TargetVerdict, direction: str, words: str) -> None:
    assert target_in_words(Target(value=0.6, direction=direction, verdict=verdict)) == words


@pytest.mark.parametrize(
    ("answered", "asked", "words"),
    [
        (261, 409, "261 of 409 answered, 64%"),
        (49, 100, "49 of 100 answered, 49%. Fewer than half answered, so others may feel differently"),
        (29, 100, "29 of 100 answered, 29%. Fewer than 3 in 10 answered, so no conclusion is drawn"),
        (4, 5, "4 of 5 answered"),
        (0, 0, "Nobody was asked"),
    ],
)
def test_a_response_carries_its_caution(answered: int, asked: int, words: str) -> None:
    assert response_in_words(Response(answered=answered, asked=asked)) == words


def test_answers_without_a_party_say_so() -> None:
    words = response_in_words(Response(answered=60, asked=100, is_linked=False))
    assert words == "60 of 100 answered, 60% (answers not linked to who was asked)"


def test_a_verdict_is_withheld_below_three_in_ten() -> None:
    assert is_verdict_withheld(Response(answered=29, asked=100))
    assert not is_verdict_withheld(Response(answered=30, asked=100))
    assert not is_verdict_withheld(None)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("all", "all dates to 30 September 2026"),
        ("last-12-months", "the 12 months to 30 September 2026"),
        ("2025", "2025"),
        ("2025Q3", "July to September 2025"),
    ],
)
def test_a_period_is_said_in_words(period: str, words: str) -> None:
    assert period_in_words(period, date(2026, 9, 30)) == words


def test_filters_are_said_in_words() -> None:
    request = Request(
        measure="m",
        where=(
            (Dimension.PROGRAMME, "elm"),
            (Dimension.OFFENCE_CATEGORY, "theft"),
            (Dimension.ROLE, "harmed"),
        ),
        period="last-24-months",
    )
    words = "Elm Park, theft, role: harmed party, the 24 months to 30 September 2026"
    assert filters_in_words(request, STATUS) == words
    assert filters_in_words(Request(measure="m"), STATUS) == (
        "All programmes, all types of harm, all dates to 30 September 2026"
    )


@pytest.mark.parametrize(
    "word", ["dropped out", "failed", "compliance", "healed", "forgiven", "victim", "offender"]
)
def test_words_we_do_not_use_of_people(word: str) -> None:
    rooms = [Path(path) for path in dashboard.__path__]
    files = [file for room in rooms for file in (*room.glob("*.py"), *room.glob("charts/*.py"))]
    assert files
    assert [file.name for file in files if word in file.read_text(encoding="utf-8").lower()] == []
