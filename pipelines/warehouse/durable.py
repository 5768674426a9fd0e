"""Files that are there whole or not at all, on every system, also after a power cut."""

import os
from pathlib import Path


def write_durably(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Replace a small file at once: a reader sees the old content or the new one."""
    temporary = path.with_name(f"{path.name}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def append_durably(path: Path, line: str) -> None:
    """Add one line at the end of a file. What is there is never rewritten."""
    with path.open("ab+") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            # Left half-written by a process that was killed: the new line begins on its own.
            line = line if file.read(1) == b"\n" else f"\n{line}"
        file.write(f"{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    """Wait until a file that is written is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until what was moved into a folder is on the disk."""
    if os.name == "nt":
        # Windows cannot open a folder to sync it; replacing a file there is durable enough by itself.
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unlink_if_free(path: Path) -> bool:
    """Delete a file that nobody needs; False where it has to wait until the next time."""
    try:
        path.unlink()
    except OSError:
        # On Windows a file that a dashboard still reads cannot be deleted.
        return False
    return True
