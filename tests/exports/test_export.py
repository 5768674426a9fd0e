import gc
import os
import time
from pathlib import Path

from pipelines.exports.export import SCRATCH_PREFIX, Scratch, remove_stale_scratch

DAY = 24 * 3600


def leave(folder: Path, name: str, *, days_ago: float) -> Path:
    """What a killed command leaves: a folder with a table in it, last written so long ago."""
    left = folder / name
    left.mkdir()
    (left / "cases.csv").write_text("x")
    then = time.time() - days_ago * DAY
    for path in (left / "cases.csv", left):
        os.utime(path, (then, then))
    return left


def test_a_forgotten_scratch_folder_is_removed() -> None:
    scratch = Scratch()
    folder = scratch.folder
    (folder / "cases.csv").write_text("x")
    del scratch
    gc.collect()
    assert not folder.exists()


def test_what_killed_commands_left_is_removed_after_a_day(tmp_path: Path) -> None:
    export = leave(tmp_path, f"{SCRATCH_PREFIX}a", days_ago=1.1)
    checked = leave(tmp_path, "outcomes-check-b", days_ago=30)
    assert remove_stale_scratch(tmp_path) == 2
    assert not export.exists()
    assert not checked.exists()


def test_what_may_still_be_in_use_stays(tmp_path: Path) -> None:
    running = leave(tmp_path, f"{SCRATCH_PREFIX}a", days_ago=0.9)
    served = leave(tmp_path, "outcomes-demo-b", days_ago=30)
    others = leave(tmp_path, "outcomes of last year", days_ago=30)
    written_again = leave(tmp_path, f"{SCRATCH_PREFIX}c", days_ago=30)
    (written_again / "cases.csv").write_text("y")
    assert remove_stale_scratch(tmp_path) == 0
    assert all(path.exists() for path in (running, served, others, written_again))


def test_a_link_is_never_followed(tmp_path: Path) -> None:
    kept = leave(tmp_path, "kept", days_ago=30)
    (tmp_path / f"{SCRATCH_PREFIX}link").symlink_to(kept)
    assert remove_stale_scratch(tmp_path) == 0
    assert (kept / "cases.csv").exists()
