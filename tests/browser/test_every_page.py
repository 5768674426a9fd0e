"""Every page in a real Chromium: charts drawn, no console error, nothing from elsewhere, no overflow."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.browser.conftest import OUTPUT

pytestmark = pytest.mark.browser

PAGES = {
    "Overview": 5,
    "Participation": 13,
    "Agreements": 8,
    "Restitution": 9,
    "What people said": 12,
    "Compare": 4,
    "Explore": 1,
    "Impact summary": 7,
    "About the data": 0,
    "Methods": 0,
}
"""Each page by its name in the navigation, and how many charts it draws."""

WIDTHS = {"desk": 1280, "phone": 390, "narrow": 320}
PATIENCE = 60_000

IS_IDLE = """
(charts) => {
  const app = document.querySelector('[data-testid=stApp]');
  if (!app || app.dataset.testScriptState !== 'notRunning') return false;
  if (!document.querySelector('.ro-foot')) return false;
  const screen = document.querySelector('.ro-screen');
  const step = [320, 375, 480, 640, 800, 1000, 1280].findLast((width) => width <= window.innerWidth);
  if (screen && !screen.dataset.drawn?.endsWith(` ${step}`)) return false;
  const drawn = [...document.querySelectorAll('.js-plotly-plot')].filter((plot) => {
    const svg = plot.querySelector('svg.main-svg');
    return svg && svg.getBoundingClientRect().height > 0;
  });
  return drawn.length === charts;
}
"""
OVERFLOW = """
() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
  .map((box) => box.scrollWidth - box.clientWidth)
"""


@dataclass
class Watched:
    """One page with what its console and network did."""

    page: Page
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def follow(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in ("data", "blob") and url.hostname != "127.0.0.1":
            self.elsewhere.append(request.url)


@pytest.fixture(params=["light", "dark"])
def watched(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(color_scheme=request.param, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    watched = Watched(page=context.new_page())
    watched.page.on("console", watched.hear)
    watched.page.on("pageerror", lambda error: watched.errors.append(str(error)))
    watched.page.on("request", watched.follow)
    yield watched
    context.close()


def open_page(watched: Watched, address: str, name: str) -> None:
    """As a reader would: the front page, then the navigation. Waits until every chart is drawn."""
    page = watched.page
    page.goto(address)
    page.wait_for_function(IS_IDLE, arg=PAGES["Overview"])
    if name != "Overview":
        page.get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", name=name, exact=True, level=1).wait_for()
        page.wait_for_function(IS_IDLE, arg=PAGES[name])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_drawn_whole_and_alone(watched: Watched, address: str, name: str) -> None:
    page = watched.page
    open_page(watched, address, name)

    scheme = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'")
    OUTPUT.mkdir(exist_ok=True)
    for screen, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(IS_IDLE, arg=PAGES[name])
        assert page.evaluate(OVERFLOW) == [0, 0], f"{name} overflows at {width} px"
        height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=OUTPUT / f"{name.lower().replace(' ', '-')}-{screen}-{scheme}.png")

    assert watched.errors == []
    assert watched.elsewhere == []


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
