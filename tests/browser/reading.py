"""How a test reads the app: open a page as a person would, wait until it is still, notice what went wrong."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

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
  return charts < 0 ? drawn.length > 0 : drawn.length === charts;
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


def open_page(watched: Watched, address: str, name: str, charts: int | None = -1) -> None:
    """As a reader would: the front page, then the navigation. Waits until every chart is drawn.

    `charts` is None where nobody says how many a page draws: in a release.
    """
    page = watched.page
    if charts is None:
        page.goto(f"{address}/{name.lower().replace(' ', '-')}")
        page.wait_for_function(IS_IDLE, arg=-1)
        return
    page.goto(address)
    page.wait_for_function(IS_IDLE, arg=PAGES["Overview"])
    if name != "Overview":
        page.get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", name=name, exact=True, level=1).wait_for()
        page.wait_for_function(IS_IDLE, arg=PAGES[name])
