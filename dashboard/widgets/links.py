"""A link opens the same view: the filters and the release are in it, and what has changed since is said."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from pipelines.publication import DataStatus

RELEASE = "release"
"""The key under which a link carries the snapshot or release that it was made from."""


def build_query(address: Sequence[tuple[str, str]], status: DataStatus) -> str:
    """What stands behind the question mark of a link to this view."""
    return urlencode([*address, (RELEASE, status.stamp.id)])


def explain_other_release(status: DataStatus) -> str:
    """A sentence where a link was made from other data than what is shown; empty otherwise."""
    asked = st.query_params.get(RELEASE)
    if asked is None or asked == status.stamp.id:
        return ""
    return (
        (
            f"This link was made from other data ({status.stamp.kind} {asked}). "
            f"You are looking at {status.stamp.kind} {status.stamp.id}, so figures may differ."
        )
        if asked.isalnum()
        else "This link was made from other data, so figures may differ."
    )
