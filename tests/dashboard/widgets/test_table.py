"""A table is real HTML: headings, row names, nothing unescaped."""

import pytest

from dashboard.widgets.table import build_table

ROWS = [
    {"Group": "Harmed <party>", "Share": "78%", "95% interval": "70 to 85%", "Of": "85 of 109"},
    {"Group": "Responsible", "Share": "[low]", "95% interval": "", "Of": "7 of 9"},
]


def test_every_column_and_row_is_named() -> None:
    html = build_table(ROWS, "Agreements kept")

    assert html.count('<th scope="col"') == 4
    assert html.count('<th scope="row"') == 2
    assert "<caption>Agreements kept</caption>" in html


def test_text_from_data_is_escaped() -> None:
    html = build_table(ROWS, 'A "quoted" <caption>')

    assert "Harmed &lt;party&gt;" in html
    assert "A &quot;quoted&quot; &lt;caption&gt;" in html


@pytest.mark.parametrize(
    "text",
    ["78%", "1,234", "[low]", "70 to 77%", "85 of 109", "£1,234", "CHF 20.50", "under 1%", "−2 pts", ""],
)
def test_numbers_stand_to_the_right(text: str) -> None:
    html = build_table([{"Group": "a", "Share": text}], "Kept")

    assert '<th scope="col" class="is-number">Share</th>' in html


@pytest.mark.parametrize("text", ["words here", "30 September 2026", "2026-10-01 09:42", "0f3a77"])
def test_words_and_dates_stand_to_the_left(text: str) -> None:
    assert '<th scope="col">What</th>' in build_table([{"Group": "a", "What": text}], "Kept")


def test_a_caption_that_repeats_a_heading_is_still_read_out() -> None:
    assert '<caption class="ro-unseen">Kept</caption>' in build_table(ROWS, "Kept", is_caption_seen=False)


def test_a_wide_table_scrolls_in_a_box_the_keyboard_reaches() -> None:
    assert 'role="region" tabindex="0"' in build_table(ROWS, "Kept")
