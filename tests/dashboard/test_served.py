"""Scripts and styles go out compressed to whoever takes them so; nothing else is touched."""

import asyncio
import gzip
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from dashboard.served import CompressedFiles

FILES = Path(st.__file__).parent / "static" / "static"
PLOTLY = next(path for path in (FILES / "js").iterdir() if "plotly" in path.name.lower())


async def _left_to_streamlit(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def ask(path: str, *, accepts: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body, as a browser would get them."""
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> dict[str, str]:
        return {"type": "http.request"}

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "headers": [(b"accept-encoding", accepts.encode())],
    }
    asyncio.run(CompressedFiles(_left_to_streamlit)(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, sent[1]["body"]


def test_the_largest_script_is_a_third_of_its_size_and_the_same() -> None:
    status, headers, body = ask(f"/static/js/{PLOTLY.name}", accepts="gzip, deflate, br")
    assert (status, headers["content-encoding"], headers["vary"]) == (200, "gzip", "Accept-Encoding")
    assert gzip.decompress(body) == PLOTLY.read_bytes()
    assert len(body) < PLOTLY.stat().st_size / 3


@pytest.mark.parametrize(
    ("path", "accepts"),
    [
        (f"/static/js/{PLOTLY.name}", "identity"),
        ("/static/js/../../index.html", "gzip"),
        ("/static/js/nothing.js", "gzip"),
        ("/", "gzip"),
    ],
)
def test_everything_else_is_left_to_streamlit(path: str, accepts: str) -> None:
    assert ask(path, accepts=accepts)[0] == 299
