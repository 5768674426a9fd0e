import zipfile
from pathlib import Path

import pytest

from pipelines.errors import RefusedError, UnreadableError, UsageError
from pipelines.exports import files
from pipelines.exports.export import Scratch
from pipelines.exports.files import find_files
from tests.exports.handing_over import CASES, write_files


def test_a_folder_is_walked_and_other_files_are_named(tmp_path: Path) -> None:
    write_files(tmp_path / "in", {"cases.CSV": CASES})
    write_files(
        tmp_path, {"letter.pdf": "x", "~$book.xlsx": "x", ".hidden.csv": "x", "export.toml": "contract = 1"}
    )
    found = find_files([tmp_path], Scratch())
    assert [name for name, _ in found.data] == ["in/cases.CSV"]
    assert found.other == ("letter.pdf",)
    assert found.settings == tmp_path / "export.toml"


def test_settings_lie_beside_a_single_file(tmp_path: Path) -> None:
    write_files(tmp_path, {"cases.csv": CASES, "export.toml": "contract = 1"})
    assert find_files([tmp_path / "cases.csv"], Scratch()).settings == tmp_path / "export.toml"


def test_two_files_of_one_name_are_both_read(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        write_files(tmp_path / folder, {"cases.csv": CASES})
    found = find_files([tmp_path / "a", tmp_path / "b"], Scratch())
    assert [name for name, _ in found.data] == ["cases.csv", "cases.csv (2)"]


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such file or folder"):
        find_files([tmp_path / "nothing"], Scratch())


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="no table found"):
        find_files([tmp_path], Scratch())


@pytest.mark.parametrize(
    "name", ["../cases.csv", "/etc/cases.csv", "..\\cases.csv", "C:\\cases.csv", "a/../../cases.csv"]
)
def test_a_zip_that_points_outside_is_refused(name: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr(name, CASES)
    with pytest.raises(UnreadableError, match="points outside the zip"):
        find_files([tmp_path / "export.zip"], Scratch())
    assert not (tmp_path / "cases.csv").exists()
    assert not (tmp_path.parent / "cases.csv").exists()


def test_a_zip_made_to_fill_a_disk_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cases.csv", b"0" * (32 << 20))
    with pytest.raises(UnreadableError, match="unpacks to more than an export can be"):
        find_files([tmp_path / "export.zip"], Scratch())


def test_a_zip_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FILES", 2)
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.csv", CASES)
    with pytest.raises(UnreadableError, match="2 files"):
        find_files([tmp_path / "export.zip"], Scratch())


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04"])
def test_a_broken_zip_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(content)
    with pytest.raises(UnreadableError, match="not a readable zip"):
        find_files([tmp_path / "export.zip"], Scratch())


def test_a_zip_brings_its_settings(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("x/cases.csv", CASES)
        archive.writestr("x/export.toml", "contract = 1")
    scratch = Scratch()
    found = find_files([tmp_path / "export.zip"], scratch)
    assert [name for name, _ in found.data] == ["cases.csv"]
    assert found.settings is not None
    assert found.settings.read_text() == "contract = 1"


def test_what_was_unpacked_is_removed_with_the_scratch_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("cases.csv", CASES)
    scratch = Scratch()
    ((_, path),) = find_files([tmp_path / "export.zip"], scratch).data
    assert path.exists()
    scratch.close()
    scratch.close()
    assert not path.exists()
