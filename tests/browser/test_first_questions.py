"""The first questions of each audience, asked as a new user would: by what is written on the page alone.

`measures.md` names them: four of a manager, three of a funder, three of an evaluator. Each answer is read off
the page; a test that finds none within a minute fails.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.reading import IS_IDLE, PAGES, Watched, open_page

pytestmark = pytest.mark.browser

A_MINUTE = 60_000
Ask = Callable[[str], Page]


@pytest.fixture
def manager(watched: Watched, address: str) -> Ask:
    """Opens the app on its front page, then what somebody would choose in the navigation."""
    watched.page.set_default_timeout(A_MINUTE)

    def go(name: str) -> Page:
        open_page(watched, address, name)
        return watched.page

    return go


@pytest.fixture
def funder(watched: Watched, release_address: str) -> Ask:
    watched.page.set_default_timeout(A_MINUTE)

    def go(name: str) -> Page:
        open_page(watched, release_address, name, charts=None)
        return watched.page

    return go


def panel(page: Page, words: str) -> Locator:
    """The panel whose subtitle or finding holds these words."""
    return page.locator("[class*='st-key-panel-']").filter(has_text=words).first


def sentence(page: Page) -> str:
    return page.locator(".ro-sentence").first.inner_text()


def test_a_manager_sees_how_many_got_a_conference_and_where_the_rest_were_lost(manager: Ask) -> None:
    page = manager("Participation")

    assert re.search(r"\d+ of \d+ referrals led to a conference", sentence(page))
    pathway = panel(page, "Cases at each stage, and why others left")
    pathway.get_by_role("tab", name="Table").click()
    assert pathway.get_by_role("rowheader", name="– Harmed party chose not to take part").first.is_visible()


def test_a_manager_sees_whether_the_people_harmed_are_reached(manager: Ask) -> None:
    page = manager("Participation")
    finding = page.get_by_role("heading", name=re.compile("^Parties reached: ")).inner_text()

    assert re.search(r"harmed party \d+%, responsible party \d+%", finding)


def test_a_manager_finds_what_is_overdue_and_by_how_much(manager: Ask) -> None:
    page = manager("Agreements")
    overdue = page.locator(".st-key-panel-overdue")

    assert re.match(r"\d+ promises are overdue", overdue.locator("h2").inner_text())
    first = overdue.locator("tbody tr").first.inner_text()
    assert re.search(r"rv-.*\d+ days.*Riverside", first, re.DOTALL)


def test_a_manager_sees_at_which_step_people_wait(manager: Ask) -> None:
    page = manager("Participation")
    waiting = panel(page, "Days at each step")
    waiting.get_by_role("tab", name="Table").click()
    row = waiting.get_by_role("row").filter(has_text="Days from referral to the first conference")

    assert re.search(r"\d+ days", row.first.inner_text())


def test_a_funder_sees_how_many_took_part_and_whether_promises_were_kept(funder: Ask) -> None:
    page = funder("Impact summary")

    assert re.search(r"[\d,]+ people took part", sentence(page))
    assert re.search(r"agreements due by now were kept \(\d+%\)", sentence(page))
    assert page.get_by_text("To protect the people behind these figures").first.is_visible()


def test_a_funder_sees_how_much_the_people_harmed_got_back(funder: Ask) -> None:
    page = funder("Restitution")
    words = sentence(page)

    assert re.search(r"[£€$][\d,]+ of [£€$][\d,]+", words)
    assert "restitution due by now was paid" in words


def test_a_funder_sees_what_people_said_and_how_many_were_asked(funder: Ask) -> None:
    page = funder("What people said")

    assert "harmed parties who answered would choose it again" in sentence(page)
    assert re.search(
        r"Harmed parties.*\d+ of [\d,]+ answered", page.locator("main, body").first.inner_text(), re.DOTALL
    )


def test_an_evaluator_reads_every_denominator_and_what_became_of_open_cases(manager: Ask) -> None:
    page = manager("Explore")
    table = page.locator(".st-key-panel-denominators table")
    numbers = [int(cell.replace(",", "")) for cell in table.locator("tbody td").all_inner_texts()[:-1]]

    assert numbers[0] == sum(numbers[1:])
    assert "Could still happen" in table.locator("thead").inner_text()


def test_an_evaluator_sees_how_different_it_could_be_if_everybody_had_answered(manager: Ask) -> None:
    page = manager("What people said")
    bounds = panel(page, "If everybody had answered")
    bounds.get_by_role("tab", name="Table").click()

    assert re.search(r"Harmed\s+\d+ to \d+%", bounds.locator("tbody").inner_text())


def test_an_evaluator_finds_the_query_and_the_definition_of_a_number(manager: Ask) -> None:
    page = manager("Explore")
    page.get_by_label("Measure").click()
    page.get_by_label("Measure").fill("paid in full")
    page.get_by_role("option", name="Restitution: Restitution paid in full").click()
    page.get_by_role("heading", name=re.compile("Restitution paid in full: ")).wait_for()
    page.wait_for_function(IS_IDLE, arg=PAGES["Explore"])
    asked = page.locator(".st-key-panel-asked")
    asked.get_by_role("tab", name="About").click()
    asked.get_by_text("The query that ran").click()

    assert "SELECT" in asked.locator("pre").inner_text()
    assert "paid_in_full_rate" in asked.inner_text()
