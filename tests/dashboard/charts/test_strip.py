"""The strip of a card: where things stand, and words where nothing may be drawn."""

import pytest

from dashboard.charts.strip import STRIP_CSS, strip_html
from dashboard.charts.theme import DARK, LIGHT
from pipelines.publication import Count, Shown
from tests.dashboard.charts.published import IN_PLACE, NOT_SHOWN, rate

SHARE = Shown(figure=rate(75, 100))


def test_interval_and_estimate_stand_at_their_place() -> None:
    strip = strip_html(SHARE)
    assert 'class="ro-strip-range" style="left:70.0%;width:10.0%"' in strip
    assert 'class="ro-strip-value" style="left:75.0%"' in strip
    assert 'aria-hidden="true"' in strip


def test_a_target_is_drawn_where_a_measure_may_have_one() -> None:
    assert 'class="ro-strip-target" style="left:60.0%"' in strip_html(SHARE, target=0.6, direction="higher")
    assert "ro-strip-target" not in strip_html(SHARE, target=0.6, direction="neither")
    assert "ro-strip-target" not in strip_html(SHARE, direction="higher")


@pytest.mark.parametrize("state", NOT_SHOWN)
def test_a_state_is_words(state: str) -> None:
    assert strip_html(NOT_SHOWN[state]) == f'<div class="ro-strip-words">{IN_PLACE[state]}</div>'


def test_few_are_hollow_and_what_has_no_share_has_no_strip() -> None:
    assert "is-cautious" in strip_html(Shown(figure=rate(11, 14, half=0.2), is_cautious=True))
    assert strip_html(Shown(figure=Count(value=5))) == ""


def test_the_style_follows_light_and_dark_without_a_rerun() -> None:
    assert f"light-dark({LIGHT.accent}, {DARK.accent})" in STRIP_CSS
    assert "svg" not in STRIP_CSS
