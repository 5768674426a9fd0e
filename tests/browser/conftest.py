"""A real server on a free port and a real Chromium. Skipped with the reason where there is none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.reading import PATIENCE, Watched
from tests.support.serving import find_free_port, wait_for_server

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find_chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = find_chromium()
    if chromium is None or not Path(chromium).exists():
        reason = "no Chromium: install Debian's chromium, or set CHROMIUM to one"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def serve(**source: str) -> Iterator[str]:
    """The app, started as a person would start it. The source goes in by the environment."""
    port = find_free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/served.py", "--server.port", str(port)]
    settings = {**os.environ, **source, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        wait_for_server(server)
        yield f"http://127.0.0.1:{port}"
        # It only reads, so there is nothing to save; asked politely, it waits for idle connections.
        server.kill()


@pytest.fixture(scope="session")
def address(sample_warehouse: Path) -> Iterator[str]:
    """On the sample's warehouse: exact, for managers."""
    with serve(OUTCOMES_WAREHOUSE=str(sample_warehouse)) as address:
        yield address


@pytest.fixture(scope="session")
def release_address(sample_release: Path) -> Iterator[str]:
    """On a release of the sample: protected, for funders."""
    with serve(OUTCOMES_RELEASE=str(sample_release)) as address:
        yield address


@contextmanager
def watch(browser: Browser, scheme: Literal["light", "dark"], locale: str = "en-GB") -> Iterator[Watched]:
    """A browser of its own, whose console and network are listened to."""
    context = browser.new_context(color_scheme=scheme, locale=locale, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    watched = Watched(page=context.new_page())
    watched.page.on("console", watched.hear)
    watched.page.on("pageerror", lambda error: watched.errors.append(str(error)))
    watched.page.on("request", watched.follow)
    yield watched
    context.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """In the light, for what colours have no part in."""
    with watch(browser, "light") as watched:
        yield watched


@pytest.fixture(params=["light", "dark"])
def shaded(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Watched]:
    """In the light and in the dark, for what is seen."""
    with watch(browser, request.param) as watched:
        yield watched
