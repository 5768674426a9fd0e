"""Contrast is computed, never judged by eye (Web Content Accessibility Guidelines 2.2, 1.4.3 and 1.4.11)."""

import re

import pytest

from dashboard.charts.theme import CONFIG, DARK, LIGHT, Theme, base_layout, theme_of

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
PERSPECTIVES = ("harmed", "responsible", "community", "supporter")


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@THEMES
@pytest.mark.parametrize("name", ["text", "muted", "harmed", "responsible", "community", "accent"])
def test_text_can_be_read_on_card_and_page(theme: Theme, name: str) -> None:
    assert contrast(getattr(theme, name), theme.card) >= 4.5
    assert contrast(getattr(theme, name), theme.page) >= 4.5


@THEMES
def test_every_answer_stands_out_and_its_number_can_be_read(theme: Theme) -> None:
    for fill, ink in zip(theme.answers, theme.inks, strict=True):
        assert contrast(fill, theme.card) >= 3
        assert contrast(ink, fill) >= 4.5


@THEMES
@pytest.mark.parametrize("name", ["accent", "context"])
def test_bars_stand_out(theme: Theme, name: str) -> None:
    assert contrast(getattr(theme, name), theme.card) >= 3


@pytest.mark.parametrize(
    ("theme", "name", "claimed"),
    [
        (LIGHT, "text", 15.6),
        (LIGHT, "muted", 6.1),
        (DARK, "text", 14.7),
        (DARK, "muted", 7.8),
        (LIGHT, "harmed", 6.1),
        (DARK, "harmed", 10.4),
        (LIGHT, "responsible", 5.4),
        (DARK, "responsible", 7.5),
        (LIGHT, "community", 9.7),
        (DARK, "community", 5.8),
    ],
)
def test_the_contrasts_of_the_table_hold(theme: Theme, name: str, claimed: float) -> None:
    assert contrast(getattr(theme, name), theme.card) == pytest.approx(claimed, abs=0.06)


@THEMES
def test_perspectives_differ_without_colour_too(theme: Theme) -> None:
    looks = [theme.look(perspective) for perspective in PERSPECTIVES]
    assert len({look.dash for look in looks}) == len(looks)
    assert len({look.marker for look in looks}) == len(looks)


@THEMES
def test_nothing_moves_and_nothing_is_fetched(theme: Theme) -> None:
    layout = base_layout(theme)
    assert layout["dragmode"] is False
    assert "transition" not in layout
    assert "http" not in repr(layout)
    assert layout["paper_bgcolor"] == "rgba(0,0,0,0)"
    assert CONFIG["displayModeBar"] is False


def test_each_figure_gets_a_layout_of_its_own() -> None:
    base_layout(LIGHT)["dragmode"] = "zoom"
    assert base_layout(LIGHT)["dragmode"] is False


def test_the_palette_follows_the_browser() -> None:
    assert [theme_of(name).name for name in ("dark", "light", None)] == ["dark", "light", "light"]


@THEMES
def test_colours_are_six_digits(theme: Theme) -> None:
    colours = [value for key, value in vars(theme).items() if key != "name"]
    flat = [one for value in colours for one in (value if isinstance(value, tuple) else (value,))]
    assert all(re.fullmatch("#[0-9A-F]{6}", one) for one in flat)
