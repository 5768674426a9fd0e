"""Texts are broken so that none clips on the narrowest screen."""

import pytest

from dashboard.charts.fitting import measure_text, wrap_text


@pytest.mark.parametrize(
    ("text", "bold", "real"),
    [
        ("Not accepted: outside the programme's remit", False, 245.2),
        ("Not accepted: outside the programme's remit", True, 258.8),
        ("Both sides chose to take part", True, 163.9),
        ("748 · 81% of referrals", False, 112.4),
        ("WWWW MMMM", True, 84.5),
    ],
)
def test_a_width_is_never_under_the_real_one_and_hardly_over(text: str, bold: bool, real: float) -> None:
    """Real widths were measured with the bundled Source Sans at 13 pixels, weight 400 or 700."""
    assert real <= measure_text(text, 13, bold=bold) <= real * 1.15


def test_lines_fit_and_lose_no_word() -> None:
    text = "Taking part has helped me, even a little, to recover from what happened."
    lines = wrap_text(text, 180)
    assert len(lines) > 1
    assert all(measure_text(line) <= 180 for line in lines)
    assert " ".join(lines) == text


def test_a_word_too_long_stays_whole() -> None:
    assert wrap_text("a incomprehensibilities b", 40) == ["a", "incomprehensibilities", "b"]
    assert wrap_text("", 40) == []
