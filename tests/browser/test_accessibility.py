"""axe-core, no rule left out, on what is opened; and what it does not see: keys, order, paper, stillness."""

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.reading import PAGES, Watched, open_page

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
RUN = """
axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations.flatMap(
  (broken) => broken.nodes.map((node) => `${broken.id}: ${node.target.join(' ')}`)))
"""


def find_violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN)
    return found


def test_open_tabs_and_folds_break_no_rule(shaded: Watched, address: str) -> None:
    page = shaded.page
    open_page(shaded, address, "Agreements")
    for tab in ("Table", "About"):
        page.get_by_role("tab", name=tab).first.click()
        page.get_by_role("tabpanel", name=tab).first.wait_for()
        assert find_violations(page) == []
    open_page(shaded, address, "Methods")
    page.get_by_label("Search the definitions").fill("agreement_completion_rate_closed")
    page.get_by_label("Search the definitions").press("Enter")
    page.get_by_text("1 of ").first.wait_for()
    assert find_violations(page) == []


def test_a_tab_is_reached_and_opened_with_keys_alone(watched: Watched, address: str) -> None:
    page = watched.page
    open_page(watched, address, "Restitution")
    page.locator("h1").click()
    here = "document.activeElement?.textContent?.trim() + '|' + document.activeElement?.getAttribute('role')"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(here) == "Chart|tab":
            break
    else:
        pytest.fail("no tab of a panel was reached in forty steps")
    page.keyboard.press("ArrowRight")
    page.get_by_role("tabpanel", name="Table").first.wait_for()

    assert page.locator(".ro-table").first.is_visible()


def test_a_reader_hears_the_page_in_its_order(watched: Watched, address: str) -> None:
    page = watched.page
    open_page(watched, address, "Overview")
    headings = page.locator("h1, h2").all_inner_texts()

    assert headings[0] == "Programme outcomes"
    assert headings[1] == "People taking part"
    assert headings[-1] == "Pass this page on"
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map((h) => +h.tagName[1])")
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_chart_says_itself_to_who_cannot_see_it(watched: Watched, address: str) -> None:
    page = watched.page
    open_page(watched, address, "Overview")
    names = page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')]"
        ".map((plot) => plot.closest('[aria-label]')?.getAttribute('aria-label') ?? '')"
    )

    assert len(names) == PAGES["Overview"]
    assert all(any(letter.isdecimal() for letter in name) for name in names)


def test_on_paper_there_is_the_page_and_no_tool_of_it(watched: Watched, address: str) -> None:
    page = watched.page
    open_page(watched, address, "Restitution")
    page.emulate_media(media="print")

    assert not page.locator(".ro-passing").is_visible()
    assert not page.locator(".st-key-filters").is_visible()
    assert page.locator("h1").is_visible()
    assert len(page.pdf(format="A4")) > 20_000


def test_nothing_moves_for_who_asked_for_stillness(watched: Watched, address: str) -> None:
    page = watched.page
    page.emulate_media(reduced_motion="reduce")
    open_page(watched, address, "Overview")
    moving = page.evaluate(
        "document.getAnimations().filter((one) => one.playState === 'running')"
        ".map((one) => one.effect?.target?.className).filter((name) => /ro-|plot/.test(String(name)))"
    )

    assert moving == []
