"""The command that serves, run where Streamlit never ran before: nothing is asked, and nobody is told."""

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.support.serving import find_free_port, wait_for_server

COMMAND = [sys.executable, "-c", "from dashboard.command import main; main()"]


def test_a_first_start_on_a_new_account_asks_nothing_and_opens_the_browser(tmp_path: Path) -> None:
    opened, browser = tmp_path / "opened", tmp_path / "xdg-open"
    os.mkfifo(opened)  # read from, it waits for whoever opens the browser
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', encoding="utf-8")
    browser.chmod(0o755)
    # A home without any trace of Streamlit, and a screen: where it would ask for an e-mail address.
    settings = {
        **os.environ, "HOME": str(tmp_path), "DISPLAY": ":9", "PYTHONUNBUFFERED": "1",
        "PATH": f"{tmp_path}:{os.environ['PATH']}", "BROWSER": f"{browser} %s &",
    }  # fmt: skip
    port = find_free_port()
    with subprocess.Popen(
        [*COMMAND, "start", "--port", str(port)], cwd=Path(__file__).parents[2], env=settings,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as server:  # fmt: skip
        said = wait_for_server(server)
        address = f"http://127.0.0.1:{port}"
        with urllib.request.urlopen(address) as answer:  # left open, the server would wait for it
            assert answer.status == 200
        assert opened.read_text(encoding="utf-8").strip() == address
        server.terminate()
        assert server.stdout is not None
        said += server.stdout.readlines()
    told = "".join(said).lower()
    assert "email" not in told
    assert "statistics" not in told
    assert (tmp_path / "Restorative Outcomes").is_dir()
