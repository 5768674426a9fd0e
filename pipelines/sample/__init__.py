"""Invented exports with a known truth: how they are made, and where the committed ones lie.

Read `programme.build_programme` first: the stages of a case, called in order. `writing.write_sample` puts the
three programmes on disk, with the faults planted in them and a manifest of both.
"""

import json
from pathlib import Path


def sample_folder() -> Path:
    """The committed sample: inside an installed package, else in the checkout it was started from."""
    packaged = Path(__file__).parent / "data"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "data" / "sample"


def sample_exports(folder: Path) -> tuple[Path, ...]:
    """The exports in a folder that `write_sample` filled, each a folder or zip ready to be ingested."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return tuple(folder / entry["export"] for entry in manifest["programmes"])
