"""No sentence claims more than its interval, none is causal, none mentions what is hidden."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.report.figures import tabulate_figures, tabulate_promises
from dashboard.report.narrative import (
    LIMITS,
    READING,
    TOO_SMALL,
    tell_change,
    tell_changes,
    tell_hidden,
    tell_level,
    tell_target,
)
from pipelines.publication import (
    Change,
    Hidden,
    Kind,
    PublishedCell,
    PublishedRow,
    Rate,
    Response,
    SetTarget,
    Shown,
    TooSoon,
    Verdict,
    difference_of_intervals,
)
from tests.dashboard.charts.published import make_definition, make_table

CAUSAL = re.compile(
    r"\b(because|caus\w+|due to|led to|leads to|effect|impact of|thanks to|result of|reduc\w+|improv\w+|"
    r"prevent\w+|success\w*|fail\w*|only)\b"
)
WITHHELD = 7919
"""A number that stands in no published cell."""


@st.composite
def rates(draw: st.DrawFn) -> Rate:
    denominator = draw(st.integers(10, 5000))
    met = draw(st.integers(0, denominator))
    value = met / denominator
    low = draw(st.floats(0, value))
    high = draw(st.floats(value, 1))
    return Rate(value=value, low=low, high=high, met=met, denominator=denominator)


def cells() -> st.SearchStrategy[PublishedCell]:
    shown: st.SearchStrategy[PublishedCell] = rates().map(lambda rate: Shown(figure=rate))
    return shown | st.just(Hidden(words="fewer than 10")) | st.just(TooSoon())


@st.composite
def rows(draw: st.DrawFn) -> PublishedRow:
    now, before = draw(cells()), draw(rates())
    change = Change(verdict=Verdict.NO_EARLIER)
    if isinstance(now, Shown) and isinstance(now.figure, Rate):
        change = Change.between(*difference_of_intervals(now.figure, before))
    asked = draw(st.integers(1, 500))
    response = draw(st.none() | st.just(Response(answered=draw(st.integers(0, asked)), asked=asked)))
    return PublishedRow(by=(), cell=now, change=change, response=response)


@settings(deadline=None)
@given(row=rows())
def test_a_rise_or_fall_is_said_only_where_the_interval_leaves_out_zero(row: PublishedRow) -> None:
    table = make_table(make_definition(Kind.RATE), [row])
    words = f"{tell_change(table, row)} {tell_changes([('Agreements kept', row)])}"
    change = row.change
    assert change is not None
    is_clear = change.low is not None and change.high is not None and (change.low > 0 or change.high < 0)
    if not is_clear:
        assert "▲" not in words
        assert "▼" not in words
        assert "Clearly" not in words
    if row.response and row.response.share < 0.3:
        assert "Clearly" not in words


@settings(deadline=None)
@given(row=rows(), target=st.floats(0.01, 1), direction=st.sampled_from(["higher", "lower"]))
def test_a_promise_is_kept_only_where_the_whole_range_says_so(
    row: PublishedRow, target: float, direction: str
) -> None:
    words = tell_target(row, SetTarget(measure="kept", value=target, direction=direction))
    if words in ("Kept", "Not kept"):
        assert isinstance(row.cell, Shown)
        assert isinstance(row.cell.figure, Rate)
        low, high = row.cell.figure.low, row.cell.figure.high
        is_kept = low >= target if direction == "higher" else high <= target
        assert is_kept or (high < target if direction == "higher" else low > target)
        assert (words == "Kept") == is_kept
        assert row.response is None or row.response.share >= 0.3


@settings(deadline=None)
@given(row=rows(), target=st.floats(0.01, 1))
def test_no_sentence_has_a_number_that_no_cell_has_and_none_is_causal(
    row: PublishedRow, target: float
) -> None:
    table = make_table(make_definition(Kind.RATE), [row])
    said = [tell_level(table), tell_hidden([table]), tell_change(table, row)]
    said += [value for line in tabulate_figures([table]) for value in line.values()]
    words = " ".join(said)
    assert not CAUSAL.search(words.lower())
    if isinstance(row.cell, Hidden):
        assert tell_level(table) == ""
        assert set(re.findall(r"\d+", words)) <= {"1", "10"}  # one is hidden; the closed list's own words
    aim = SetTarget(measure=table.definition.name, value=target, direction="higher")
    promise = tabulate_promises([table], aim)[0]
    assert not CAUSAL.search(" ".join(promise.values()).lower())


def test_what_always_stands_claims_no_cause() -> None:
    for sentence in (*LIMITS, *READING, *TOO_SMALL):
        assert not CAUSAL.search(sentence.lower()), sentence


def test_what_always_stands_can_be_read_at_twelve() -> None:
    """Flesch-Kincaid grade of about 7, syllables counted as groups of vowels."""
    text = " ".join((*LIMITS, *TOO_SMALL, *READING[:1]))
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word.lower())))) for word in words)
    sentences = len(re.findall(r"[.!?]", text))
    grade = 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
    assert grade < 7.5


def test_a_share_of_few_is_told_with_its_range_first_and_a_caution() -> None:
    figure = Rate(value=0.75, low=0.45, high=0.92, met=9, denominator=12)
    row = PublishedRow(by=(), cell=Shown(figure=figure, is_cautious=True))
    table = make_table(make_definition(Kind.RATE), [row])
    assert tell_level(table).startswith("Agreements kept: 45 to 92% (95% interval), 75%")
    assert tell_level(table).endswith("Few, so read the range before the figure.")
    (line,) = tabulate_figures([table])
    assert line["Result"] == "75% (few)"
    assert line["Based on"] == "9 of 12; few, so read the range first"
