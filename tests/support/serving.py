"""A server of the app, started by a test: where it may listen, and when it does."""

import socket
import subprocess

import pytest


def find_free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for_server(server: "subprocess.Popen[str]") -> list[str]:
    """Until Streamlit names its address; the lines it said before that. A server that ends fails the test."""
    assert server.stdout is not None
    said = []
    for line in server.stdout:
        said.append(line)
        if "URL:" in line:
            return said
    pytest.fail("the server did not start:\n" + "".join(said))
