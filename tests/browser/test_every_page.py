"""Every page in a real Chromium: charts drawn, no console error, nothing from elsewhere, no overflow, no rule
of axe-core broken."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import watch
from tests.browser.reading import IS_IDLE, OVERFLOW, PAGES, Watched, open_page
from tests.browser.test_accessibility import find_violations

pytestmark = pytest.mark.browser

DESK, TABLET, PHONE, NARROW = 1280, 820, 390, 320


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_drawn_whole_and_alone_and_breaks_no_rule(shaded: Watched, address: str, name: str) -> None:
    page = shaded.page
    open_page(shaded, address, name)
    for width in (DESK, TABLET, PHONE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(IS_IDLE, arg=PAGES[name])
        assert page.evaluate(OVERFLOW) == [0, 0], f"{name} overflows at {width} px"
        if width in (DESK, PHONE):
            assert find_violations(page) == []

    assert shaded.errors == []
    assert shaded.elsewhere == []


def test_a_link_opens_the_same_view(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/agreements")
    page.wait_for_function(IS_IDLE, arg=PAGES["Agreements"])
    page.get_by_role("radio", name="24 months").click()
    page.wait_for_url("**/agreements?period=24+months")
    page.get_by_text("24 months to").first.wait_for()
    page.goto(page.url)
    page.wait_for_function(IS_IDLE, arg=PAGES["Agreements"])

    assert "24 months to" in page.locator(".ro-sentence").inner_text()
    assert watched.elsewhere == []


def test_a_date_is_written_as_in_the_readers_place(browser: Browser, address: str) -> None:
    with watch(browser, "light", locale="en-US") as watched:
        open_page(watched, address, "Overview")
        assert "to September 30, 2026" in watched.page.locator(".ro-sentence").inner_text()


def test_charts_follow_a_switch_of_light_and_dark(watched: Watched, address: str) -> None:
    page = watched.page
    open_page(watched, address, "Restitution")
    ink = "() => getComputedStyle(document.querySelector('.js-plotly-plot text')).fill"
    before = page.evaluate(ink)
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    page.emulate_media(color_scheme="light" if is_dark else "dark")

    page.wait_for_function(f"(before) => ({ink})() !== before", arg=before)
    page.wait_for_function(IS_IDLE, arg=PAGES["Restitution"])
    assert watched.errors == []
