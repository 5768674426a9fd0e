"""A figure laid out in pixels from the top."""

from dashboard.charts.fitting import measure_text
from dashboard.charts.sheet import LABEL, LINE, Sheet, quiet
from dashboard.charts.theme import LIGHT


def test_paragraphs_stack_downwards_and_the_figure_is_as_high_as_they_are() -> None:
    sheet = Sheet(theme=LIGHT, fits=250)
    sheet.write("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen")
    lines = len(sheet.notes)
    assert lines > 1
    assert sheet.y == lines * LINE
    assert sheet.finish().layout.height == lines * LINE


def test_a_pixel_on_the_axis_is_a_pixel_on_the_screen() -> None:
    sheet = Sheet(theme=LIGHT)
    sheet.skip(120)
    layout = sheet.finish().layout
    assert layout.yaxis.range == (120, 0)
    assert layout.height == 120
    assert (layout.margin.t, layout.margin.b) == (0, 0)


def test_a_panel_takes_exactly_its_share_of_the_height() -> None:
    sheet = Sheet(theme=LIGHT, left=40)
    sheet.skip(50)
    assert sheet.open_panel(100) == "y2"
    sheet.skip(50)
    assert sheet.open_panel(100) == "y3"
    layout = sheet.finish().layout
    assert layout.yaxis2.domain == (0.5, 1 - 50 / 300)
    assert layout.yaxis3.domain == (0, 1 - 200 / 300)


def test_a_label_gives_way_to_its_number() -> None:
    sheet = Sheet(theme=LIGHT, fits=250)
    sheet.write_pair("Both sides chose to take part", LABEL, "669", " · 72%")
    *label, number = [note["text"] for note in sheet.notes]
    assert number == "<b>669</b> · 72%"
    room = 250 - measure_text("669 · 72%", bold=True)
    assert all(measure_text(str(line)[3:-4], 14, bold=True) <= room for line in label)


def test_a_long_number_stands_under_its_label() -> None:
    sheet = Sheet(theme=LIGHT, fits=250)
    sheet.write_pair("Restitution due that was paid", LABEL, "72%", " · £86,127 of £120,307")
    label, number = sheet.notes
    assert label["y"] != number["y"]


def test_texts_are_escaped_and_coloured() -> None:
    sheet = Sheet(theme=LIGHT)
    sheet.write("a < b & c", quiet(LIGHT))
    assert sheet.notes[0]["text"] == "a &lt; b &amp; c"
    assert sheet.notes[0]["font"] == {"size": 13, "color": LIGHT.muted}
