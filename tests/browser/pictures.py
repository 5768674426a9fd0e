"""Take pictures of the app on invented data: `python -m tests.browser.pictures ADDRESS` for the README, with
`--every` of every page at three widths in both themes into tests/output, to be looked at, and `--keep` puts
the last ones, small, where docs/pages.md shows them.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import FLAGS, ROOT, find_chromium, watch
from tests.browser.reading import IS_IDLE, PAGES, Watched

OUTPUT = ROOT / "tests" / "output"
KEPT = ROOT / "docs" / "pages"
SHRUNK = {1280: 2.0, 820: 2.0, 390: 1.4}
"""Width of a screen → how many times smaller a kept picture is: its words can still be read."""

WIDTHS = {"desk": 1280, "tablet": 820, "phone": 390}
TALLEST = 12_000
"""Pixels: more than any page is high."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture: of which page, where it goes, and how large; the whole page where no height is said."""

    path: str
    file: Path
    width: int
    scheme: str
    height: int | None = None


README = (
    Picture(path="", file=ROOT / "docs/overview.png", width=1280, height=2300, scheme="light"),
    Picture(
        path="what-people-said", file=ROOT / "docs/said-phone-dark.png", width=390, height=1700, scheme="dark"
    ),
    Picture(path="compare", file=ROOT / "docs/compare-tablet.png", width=820, height=1500, scheme="light"),
)


def list_every_page() -> Iterator[Picture]:
    """Every page at every width in both themes."""
    for name in PAGES:
        path = "" if name == "Overview" else name.lower().replace(" ", "-")
        for screen, width in WIDTHS.items():
            for scheme in ("light", "dark"):
                file = OUTPUT / f"{path or 'overview'}-{screen}-{scheme}.png"
                yield Picture(path=path, file=file, width=width, scheme=scheme)


def take(browser: Browser, address: str, picture: Picture) -> None:
    """Open the page as a link does, and wait until it is still."""
    with watch(browser, "dark" if picture.scheme == "dark" else "light") as watched:
        page = watched.page
        page.set_viewport_size({"width": picture.width, "height": picture.height or 900})
        page.goto(f"{address}/{picture.path}")
        _wait(watched)
        if picture.height is None:
            height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
            page.set_viewport_size({"width": picture.width, "height": min(height + 80, TALLEST)})
            _wait(watched)
        page.screenshot(path=picture.file)


def _wait(watched: Watched) -> None:
    asked = """drawn.length === document.querySelectorAll('[data-testid=stPlotlyChart]').length
      && !document.querySelector('[data-testid=stSkeleton]')"""
    watched.page.wait_for_function(IS_IDLE.replace("drawn.length > 0", asked), arg=-1)


def keep() -> None:
    """The pictures of every page as they are shown in docs/pages.md."""
    KEPT.mkdir(exist_ok=True)
    for picture in list_every_page():
        with Image.open(picture.file) as taken:
            size = (round(taken.width / SHRUNK[picture.width]), round(taken.height / SHRUNK[picture.width]))
            small = taken.convert("RGB").resize(size, Image.Resampling.LANCZOS)
            small.save(KEPT / f"{picture.file.stem}.webp", quality=40, method=6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", default="")
    parser.add_argument("--every", action="store_true")
    parser.add_argument("--keep", action="store_true")
    asked = parser.parse_args()
    if asked.keep:
        keep()
        return
    OUTPUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for picture in list_every_page() if asked.every else README:
            take(browser, asked.address, picture)
        browser.close()


if __name__ == "__main__":
    main()
