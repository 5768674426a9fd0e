"""What was done to the warehouse, when and by whom: one line of `actions.jsonl` each, only ever added to.

    {"at": "2026-10-01T09:30:00+00:00", "by": "jo", "action": "rollback", "state": "done",
     "before": "0004", "after": "0003"}

An action is written down before it begins and again when it is done, so that one which was killed half-way
can be told. No line holds a value of a case, and none of its references.
"""

import getpass
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.warehouse.durable import append_durably

ACTIONS = "actions.jsonl"


def operator() -> str:
    """Who is at the keyboard, as the system knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # A container may run under a number that no name belongs to.
        return "unknown"


@contextmanager
def recorded(
    warehouse: Path, action: str, **facts: str | int | None
) -> Iterator[dict[str, str | int | None]]:
    """Write an action down as begun, then as done (with what the block adds to the facts) or stopped."""
    added: dict[str, str | int | None] = {}
    _write(warehouse, action, "begun", facts)
    try:
        yield added
    except BaseException:
        with suppress(OSError):
            _write(warehouse, action, "stopped", facts)
        raise
    # The action is done: a full disk must not make it look as if it were not.
    with suppress(OSError):
        _write(warehouse, action, "done", facts | added)


def record(warehouse: Path, action: str, **facts: str | int | None) -> None:
    """Write down what is done in one step. Raises `OSError`: whoever asks must not go on without the line."""
    _write(warehouse, action, "done", facts)


def read_actions(warehouse: Path) -> list[dict[str, Any]]:
    """Every line, oldest first; one that a killed process left half-written is passed over."""
    path = warehouse / ACTIONS
    if not path.exists():
        return []
    actions = []
    for line in path.read_text(encoding="utf-8").splitlines():
        with suppress(ValueError):
            actions.append(json.loads(line))
    return actions


def _write(warehouse: Path, action: str, state: str, facts: dict[str, str | int | None]) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    line = {"at": at, "by": operator(), "action": action, "state": state, **facts}
    append_durably(warehouse / ACTIONS, json.dumps(line, ensure_ascii=False))
