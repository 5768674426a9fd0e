"""A full disk or a folder that cannot be written to: one plain sentence, and the warehouse is as it was."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from pipelines.errors import WarehouseError
from pipelines.ingest import IngestRequest, ingest
from pipelines.progress import silent
from pipelines.warehouse.connection import said_plainly
from tests.support.killing import Ended, assert_tidy, fingerprint, load, run
from tests.support.small_exports import small_rows, write_rows

KILOBYTES = (0, 64, 512, 2048, 4096, 6144, 8192, 12_288)
"""How much room is left: from none at all to where it just fits."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loaded")
    ingest(IngestRequest(paths=(write_rows(folder / "export", small_rows(12)),)), folder / "warehouse")
    return folder / "warehouse"


@pytest.fixture
def request_of_more(tmp_path: Path) -> IngestRequest:
    return IngestRequest(paths=(write_rows(tmp_path / "export", small_rows(14)),))


def mount(folder: Path, options: str) -> None:
    folder.mkdir(exist_ok=True)
    if os.name == "nt" or shutil.which("mount") is None:
        pytest.skip("no way to mount a small disk here")
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only an administrator can mount a small disk")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with 32 megabytes."""
    disk = tmp_path / "disk"
    mount(disk, "size=32m")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def assert_said_plainly(ended: Ended, warehouse: Path) -> None:
    assert not ended.was_killed
    assert ended.exit_code == 3, ended.error
    assert "Nothing was changed" in ended.error
    assert "run this again" in ended.error
    assert not (warehouse / "building").exists()


def test_a_full_disk_is_said_and_leaves_the_warehouse_as_it_was(
    small_disk: Path, loaded: Path, request_of_more: IngestRequest
) -> None:
    warehouse = shutil.copytree(loaded, small_disk / "warehouse")
    before, filler = fingerprint(warehouse), small_disk / "filler"
    outcomes = set()
    for left in KILOBYTES:
        filler.write_bytes(b"")
        filler.write_bytes(bytes(max(0, shutil.disk_usage(small_disk).free - left * 1024)))
        ended = run(partial(load, request_of_more, warehouse))
        outcomes.add(ended.exit_code)
        if ended.exit_code:
            assert_said_plainly(ended, warehouse)
            assert fingerprint(warehouse) == before
    assert 3 in outcomes
    filler.unlink()
    assert run(partial(load, request_of_more, warehouse)).error == ""
    assert_tidy(warehouse)


def no_file_above(kilobytes: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of a process's files")
@pytest.mark.parametrize("kilobytes", [1, 64, 256, 1024])
def test_a_file_that_can_grow_no_further_is_said_and_leaves_the_warehouse_as_it_was(
    tmp_path: Path, loaded: Path, request_of_more: IngestRequest, kilobytes: int
) -> None:
    warehouse = shutil.copytree(loaded, tmp_path / "warehouse")
    before = fingerprint(warehouse)
    ended = run(partial(load, request_of_more, warehouse), limits=partial(no_file_above, kilobytes))
    assert_said_plainly(ended, warehouse)
    assert fingerprint(warehouse) == before
    load(request_of_more, warehouse, silent)
    assert_tidy(warehouse)


def test_a_folder_that_cannot_be_written_to_is_said(
    tmp_path: Path, loaded: Path, request_of_more: IngestRequest
) -> None:
    disk = tmp_path / "disk"
    mount(disk, "size=16m")
    try:
        warehouse = shutil.copytree(loaded, disk / "warehouse")
        before = fingerprint(warehouse)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for where in (warehouse, disk / "new"):
            ended = run(partial(load, request_of_more, where))
            assert (ended.was_killed, ended.exit_code) == (False, 3)
            assert "Read-only file system. Nothing was changed" in ended.error
        assert fingerprint(warehouse) == before
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="an administrator may write everywhere")
def test_a_folder_of_somebody_else_is_said(tmp_path: Path, request_of_more: IngestRequest) -> None:
    (tmp_path / "theirs").mkdir(mode=0o500)
    with pytest.raises(WarehouseError, match="Permission denied"):
        ingest(request_of_more, tmp_path / "theirs" / "warehouse")


def test_what_the_system_says_is_passed_on_and_what_the_engine_says_is_not(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="No space left on device"), said_plainly(tmp_path):
        raise OSError(28, "No space left on device", "a file")
