"""The app as it is served: Streamlit's own files go out compressed, which no reader's line should wait for.

`streamlit run` finds the application here, and the pages in `app.py`.
"""

import gzip
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_FILES = Path(st.__file__).parent / "static" / "static"
_KINDS: Mapping[str, str] = {".js": "text/javascript", ".css": "text/css"}
_LEVEL = 6
_HEADERS = {
    "Content-Encoding": "gzip",
    "Vary": "Accept-Encoding",
    # The name of each file holds a hash of what is in it.
    "Cache-Control": "public, immutable, max-age=31536000",
}


class CompressedFiles:
    """Scripts and styles, compressed once a process. Everything else is left to Streamlit."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        # Only what is there at the start can be asked for: no address leads anywhere else.
        self._files = {
            f"/static/{path.relative_to(_FILES).as_posix()}": path
            for path in _FILES.rglob("*")
            if path.suffix in _KINDS
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = self._files.get(scope["path"]) if scope["type"] == "http" else None
        if path is None or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            await self._app(scope, receive, send)
            return
        content = await run_in_threadpool(_compress, path)
        await Response(content, media_type=_KINDS[path.suffix], headers=_HEADERS)(scope, receive, send)


@cache
def _compress(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), _LEVEL, mtime=0)


app = st.App(Path(__file__).with_name("app.py"), middleware=[Middleware(CompressedFiles)])
