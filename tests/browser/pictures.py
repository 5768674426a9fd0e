"""Take the pictures that README shows, of the invented sample: `python -m tests.browser.pictures ADDRESS`."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, find_chromium
from tests.browser.reading import IS_IDLE

DOCS = Path(__file__).parents[2] / "docs"
PICTURES = (
    ("", "overview.png", 1280, 2300, "light"),
    ("what-people-said", "said-phone-dark.png", 390, 1700, "dark"),
    ("compare", "compare-tablet.png", 820, 1500, "light"),
)
"""Page, file, width, height and scheme of each."""


def take_pictures(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for path, file, width, height, scheme in PICTURES:
            context = browser.new_context(
                color_scheme="dark" if scheme == "dark" else "light",
                viewport={"width": width, "height": height},
            )
            page = context.new_page()
            page.goto(f"{address}/{path}")
            page.wait_for_function(IS_IDLE, arg=-1)
            page.screenshot(path=DOCS / file)
            context.close()
        browser.close()


if __name__ == "__main__":
    take_pictures(sys.argv[1])
