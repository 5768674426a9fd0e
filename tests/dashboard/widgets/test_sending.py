"""A file is made in the rerun that asked for it, once, and only a file that may be asked for."""

import base64
import json
from typing import Any

from streamlit.testing.v1 import AppTest


def show_buttons() -> None:
    from dashboard.widgets.sending import Sender

    sender = Sender(key="sent", buttons="<p></p>", endings=("csv",))
    wanted = sender.take_wanted()
    sender.show(file=sender.pack(f"page.{wanted}", b"a,b") if wanted else None)


def data_of(script: AppTest) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(script.get("bidi_component")[0].proto.json)
    return said


def test_a_file_is_sent_once_with_its_kind() -> None:
    script = AppTest.from_function(show_buttons)
    script.session_state["ro_sent_wanted"], script.session_state["ro_sent_sent"] = "csv", 1
    file = data_of(script.run())["file"]
    assert (file["name"], file["type"], file["number"]) == ("page.csv", "text/csv;charset=utf-8", 1)
    assert base64.b64decode(file["content"]) == b"a,b"
    assert data_of(script.run())["file"] is None
