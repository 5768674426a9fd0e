"""One gate: whatever number a page of a release shows, the release published it. A part of it here; the whole
of it, each filter value alone and 200 pairs on both profiles, in `benchmarks/taint.py`.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.seen import read_figure, read_html, read_seen
from tests.support.taint import (
    DECLARED,
    EVERY_PAGE,
    RecordingSource,
    View,
    draw_pairs,
    find_tainted,
    judge,
    list_choices,
    list_views,
    open_once,
    read_published,
    run_view,
)

SEED = 20261128
PAIRS = 6


@pytest.fixture(scope="module")
def releases(sample_release: Path, standard_release: Path) -> list[Path]:
    """One of each profile."""

    return [sample_release, standard_release]


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_a_page_shows_only_what_the_release_published(page: str, releases: list[Path]) -> None:
    place = EVERY_PAGE.index(page)
    release = releases[place % 2]
    chosen = list_choices(release, page)
    view = View(
        page=page, chosen=(chosen[place % len(chosen)],) if chosen else (), file=("csv", "xlsx")[place % 2]
    )
    assert find_tainted(view, release) == []


@pytest.mark.parametrize("number", range(PAIRS))
def test_two_filters_at_once_show_only_what_the_release_published(number: int, releases: list[Path]) -> None:
    release = releases[number % 2]
    assert find_tainted(draw_pairs(release, PAIRS, SEED)[number], release) == []


def test_every_page_filter_and_file_is_walked(sample_release: Path) -> None:
    views = list_views(sample_release)
    assert {view.page for view in views} == set(EVERY_PAGE)
    keys = {key for view in views for key, _ in view.chosen}
    assert keys == {"period", "programme", "harm", "group", "compared", "measure", "search"}
    assert {view.file for view in views if view.page == "overview"} == {"", "csv", "xlsx"}


def show_a_number_more(page: str) -> None:
    """A page that says one number that nobody published."""
    from importlib import import_module

    import streamlit as st

    from tests.support.taint import SERVED

    import_module(f"dashboard.app_pages.{page}").show(SERVED["source"])
    st.html("<p>1,237 people</p>")


def show_in_a_corner(page: str) -> None:
    """A page whose chart carries a number where nobody sees it, and draws it."""
    import streamlit as st

    st.plotly_chart(
        {"data": [{"type": "bar", "x": [0.12345], "y": [1], "customdata": [4711], "hovertext": "17 people"}]}
    )


def show_hidden_as_zero(page: str) -> None:
    """A page that draws a bar of no length for what is hidden."""
    import streamlit as st

    st.plotly_chart({"data": [{"type": "bar", "base": [0], "x": [0], "y": [1]}]})


@pytest.mark.parametrize(
    ("show", "caught"),
    [
        (show_a_number_more, ["1,237"]),
        (show_in_a_corner, ["0.12345", "4711", "17"]),
        (show_hidden_as_zero, ["no length"]),
    ],
)
def test_a_page_that_says_more_is_caught(
    show: Callable[[str], None], caught: list[str], sample_release: Path
) -> None:
    found = "\n".join(find_tainted(View(page="explore"), sample_release, show))
    for number in caught:
        assert number in found


def test_a_number_of_another_selection_is_caught(sample_release: Path) -> None:
    source = RecordingSource(inner=open_once(sample_release))
    run_view(View(page="explore"), source)
    other = View(page="explore", chosen=(("harm", "Violence"),))
    elsewhere = run_view(other, RecordingSource(inner=open_once(sample_release)))
    found = list(judge(read_seen(elsewhere), source, read_published(sample_release)))
    assert any("%" in line for line in found)


def test_a_cell_that_is_not_in_the_file_is_caught(sample_release: Path) -> None:
    source = RecordingSource(inner=open_once(sample_release))
    script = run_view(View(page="explore"), source)
    published = {place: {"changed"} for place in read_published(sample_release)}
    assert "agreement_completion_rate shows a cell that is not in the file" in list(
        judge(read_seen(script), source, published)
    )


def test_everything_of_an_element_is_read() -> None:
    seen = read_html('<p title="12 here">a <b>34</b><span style="left:5.6%;width:7%">x</span></p>')
    assert "12 here" in seen.words
    assert "a 34" in seen.words
    assert seen.positions == pytest.approx((0.056, 0.07))
    figure = read_figure(
        '{"data": [{"type": "bar", "x": [0.5], "text": ["9%"]}], "layout": {"annotations": '
        '[{"text": "fewer than", "x": 3}, {"text": "10 people", "y": 4}], "shapes": [{"x0": 0.25}]}}'
    )
    assert figure.words.split("\n") == ["fewer than 10 people", "bar", "9%"]
    assert figure.positions == (0.5, 0.25)


def test_every_declaration_has_its_reason() -> None:
    assert all(pattern and reason for pattern, reason in DECLARED)
    assert len({reason for _, reason in DECLARED}) == len(DECLARED)
