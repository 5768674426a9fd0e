"""A release that was changed and sealed again by a hand that knows how."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def reseal(release: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """What a hand does that knows how a release is sealed: change the manifest, and seal it again."""
    path = release / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest["seal"]
    change(manifest)
    seal = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
    path.write_text(json.dumps({**manifest, "seal": seal}), encoding="utf-8")
    return release
