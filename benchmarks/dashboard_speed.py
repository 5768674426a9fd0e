"""How soon the dashboard answers in a real Chromium: `python -m benchmarks.dashboard_speed`.

From the start of the process to the headline cards and to the last chart; from a changed filter to the new
headline and to every chart; how much memory sessions take; what a page weighs. One machine runs all of it.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.recording import record, table_lines, verdict
from tests.browser.conftest import FLAGS, find_chromium
from tests.browser.reading import IS_IDLE, PAGES

PORT = 8699
HEADLINE, CHARTS, COLD_CARDS, COLD_CHARTS, MEMORY_MB = 0.4, 1.0, 3.0, 5.0, 1000
HAS_CARDS = "document.querySelectorAll('.ro-card .ro-value').length > 3"
SENTENCE = "document.querySelector('.ro-sentence')?.textContent"
WIDE = {"width": 1280, "height": 900}


def build_warehouse(folder: Path, n_cases: int) -> Path:
    """One invented programme of so many cases, loaded."""
    from pipelines.ingest import IngestRequest, ingest
    from pipelines.sample.writing import write_sample

    write_sample(folder / "sample", cases=n_cases)
    (export,) = [path for path in (folder / "sample").iterdir() if path.is_dir()]
    ingest(IngestRequest(paths=(export,)), folder / "warehouse")
    return folder / "warehouse"


@contextmanager
def serve(warehouse: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The app as `outcomes dashboard` runs it."""
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/served.py", "--server.port", str(PORT)]
    environment = os.environ | {"OUTCOMES_WAREHOUSE": str(warehouse)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            yield server
        finally:
            server.kill()


def open_when_up(page: Page) -> None:
    """As soon as somebody answers at the address."""
    while True:
        try:
            page.goto(f"http://127.0.0.1:{PORT}")
            return
        except Exception:  # noqa: BLE001  (nobody is there yet)
            time.sleep(0.02)


def measure_start(browser: Browser, warehouse: Path) -> tuple[float, float, int, int]:
    """Seconds from the start of the process to the cards and to the charts; bytes and requests of it."""
    start = time.perf_counter()
    with serve(warehouse):
        page = browser.new_page(viewport=WIDE)
        open_when_up(page)
        page.wait_for_function(HAS_CARDS)
        cards = time.perf_counter() - start
        page.wait_for_function(IS_IDLE, arg=PAGES["Overview"])
        charts = time.perf_counter() - start
        sizes = page.evaluate("performance.getEntriesByType('resource').map((one) => one.transferSize)")
        page.close()
    return cards, charts, sum(sizes), len(sizes)


def measure_filter(page: Page, times: int) -> tuple[list[float], list[float]]:
    """Seconds from a click on a period to the new headline, and to every chart; each time another answer."""
    headlines, charts = [], []
    for turn in range(times):
        name = ("24 months", "All", "12 months")[turn % 3]
        before = page.evaluate(SENTENCE)
        start = time.perf_counter()
        page.get_by_role("radio", name=name).click()
        page.wait_for_function(f"(before) => {SENTENCE} !== before", arg=before, polling=10)
        headlines.append(time.perf_counter() - start)
        page.wait_for_function(IS_IDLE, arg=PAGES["Overview"], polling=10)
        charts.append(time.perf_counter() - start)
    return headlines, charts


def resident_mb(server: subprocess.Popen[bytes]) -> int:
    """What the server holds in memory, in megabytes (Linux)."""
    lines = Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) // 1024


def measure_sessions(browser: Browser, server: subprocess.Popen[bytes], n: int) -> tuple[int, int]:
    """Memory with one session, and with `n` of them."""
    first = resident_mb(server)
    contexts = [browser.new_context(viewport=WIDE) for _ in range(n - 1)]
    for context in contexts:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{PORT}")
        page.wait_for_function(IS_IDLE, arg=PAGES["Overview"])
    many = resident_mb(server)
    for context in contexts:
        context.close()
    return first, many


def percentile_95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=30, help="changed filters")
    parser.add_argument("--sessions", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="outcomes-bench-") as folder, sync_playwright() as playwright:
        warehouse = build_warehouse(Path(folder), options.cases)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        cards, charts, weight, requests = measure_start(browser, warehouse)
        with serve(warehouse) as server:
            page = browser.new_page(viewport=WIDE)
            open_when_up(page)
            page.wait_for_function(IS_IDLE, arg=PAGES["Overview"])
            cold, _ = measure_filter(page, 3)
            headlines, redrawn = measure_filter(page, options.times)
            first, many = measure_sessions(browser, server, options.sessions)
        browser.close()
    p95 = percentile_95(headlines), percentile_95(redrawn)
    rows = [
        ("start to cards", f"{cards:.2f} s", verdict(cards, COLD_CARDS)),
        ("start to every chart", f"{charts:.2f} s", verdict(charts, COLD_CHARTS)),
        ("first change of filter to headline, asked for the first time", f"{max(cold):.2f} s", ""),
        ("changed filter to headline, p95", f"{p95[0]:.2f} s", verdict(p95[0], HEADLINE)),
        ("changed filter to every chart, p95", f"{p95[1]:.2f} s", verdict(p95[1], CHARTS)),
        ("memory, one session", f"{first} MB", ""),
        (f"memory, {options.sessions} sessions", f"{many} MB", verdict(many, MEMORY_MB)),
        ("page weight", f"{weight / 1e6:.1f} MB in {requests} requests", ""),
    ]
    lines = [
        f"{options.cases:,} cases, the overview at 1280 px.",
        "",
        *table_lines(("what", "is", "target"), rows),
    ]
    data = {
        "cases": options.cases, "cards": cards, "charts": charts, "headline_p95": p95[0],
        "charts_p95": p95[1], "first_mb": first, "sessions": options.sessions, "many_mb": many,
        "bytes": weight, "requests": requests,
    }  # fmt: skip
    record("dashboard_speed", "The dashboard in a real browser", data, lines)


if __name__ == "__main__":
    main()
