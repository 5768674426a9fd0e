"""The impact report as a page: whole by itself, and readable by everybody."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader
from typer.testing import CliRunner

from dashboard.command import app
from dashboard.report.verify import verify
from pipelines.released.source import open_release
from tests.browser.reading import Watched, open_page
from tests.browser.test_accessibility import find_violations
from tests.browser.test_passing_on import save

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_breaks_no_rule_fetches_nothing_and_does_not_overflow(
    width: int, browser: Browser, sample_release: Path, tmp_path: Path
) -> None:
    file = tmp_path / "impact.html"
    CliRunner().invoke(app, ["report", "--release", str(sample_release), "--to", str(file)])
    page = browser.new_page(viewport={"width": width, "height": 900})
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(file.as_uri())
    assert [url for url in fetched if not url.startswith(("file:", "data:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert find_violations(page) == []
    for folded in page.locator("summary").all():
        folded.click()
    assert page.locator("details[open]").count() > 3
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert find_violations(page) == []
    page.close()


def test_on_paper_every_table_is_there_and_a_phone_gets_its_own_chart(
    browser: Browser, sample_release: Path, tmp_path: Path
) -> None:
    file = tmp_path / "impact.html"
    CliRunner().invoke(app, ["report", "--release", str(sample_release), "--to", str(file)])
    page = browser.new_page(viewport={"width": 360, "height": 900})
    page.goto(file.as_uri())
    assert page.locator(".on-narrow svg").first.is_visible()
    assert not page.locator(".on-wide svg").first.is_visible()
    folded = page.locator("details").first
    words = folded.locator("tbody th").first.text_content()
    assert not folded.locator("table").is_visible()
    printed = PdfReader(io.BytesIO(page.pdf()))
    text = " ".join(" ".join(sheet.extract_text() for sheet in printed.pages).split())
    assert "Of those entering" in text
    assert words in text
    page.close()


def test_the_report_of_a_release_is_saved_from_its_page(
    watched: Watched, release_address: str, sample_release: Path, tmp_path: Path
) -> None:
    open_page(watched, release_address, "Impact summary", charts=None)
    file = save(watched.page, "PDF", tmp_path)
    assert verify(file.read_bytes(), file.suffix, [open_release(sample_release)]).is_identical
    assert watched.elsewhere == []
