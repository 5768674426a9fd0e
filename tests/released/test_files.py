"""A release folder: opened only if every byte is as it was released."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from pipelines.errors import ReleaseError
from pipelines.released.files import CELLS, MANIFEST, open_folder, write_release
from tests.support.sealing import reseal


@pytest.fixture
def copied(sample_release: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_release, tmp_path / "copied"))


def test_a_release_is_opened_with_its_definitions(sample_release: Path) -> None:
    opened = open_folder(sample_release)
    assert [definition.name for definition in opened.definitions] == opened.manifest["measures_in_order"]
    assert (sample_release / "definitions" / "agreement_completion_rate.toml").is_file()


@pytest.mark.parametrize("name", [CELLS, "definitions/consent_rate.json"])
def test_a_changed_byte_is_found(copied: Path, name: str) -> None:
    content = (copied / name).read_bytes()
    (copied / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(ReleaseError, match="checksums differ"):
        open_folder(copied)


def test_a_file_too_many_or_too_few_is_found(copied: Path) -> None:
    (copied / "definitions" / "more.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ReleaseError, match="checksums differ"):
        open_folder(copied)


def test_no_manifest_and_a_damaged_one_are_no_release(copied: Path) -> None:
    (copied / MANIFEST).write_text("{", encoding="utf-8")
    with pytest.raises(ReleaseError, match="missing or damaged"):
        open_folder(copied)
    (copied / MANIFEST).unlink()
    with pytest.raises(ReleaseError, match="missing or damaged"):
        open_folder(copied)


def test_a_changed_manifest_is_found(copied: Path) -> None:
    text = (copied / MANIFEST).read_text(encoding="utf-8")
    changed = text.replace('"audience": "funder"', '"audience": "evaluator"')
    (copied / MANIFEST).write_text(changed, encoding="utf-8")
    with pytest.raises(ReleaseError, match="was changed"):
        open_folder(copied)


def test_another_format_is_refused(copied: Path) -> None:
    manifest = json.loads((copied / MANIFEST).read_text(encoding="utf-8"))
    (copied / MANIFEST).write_text(json.dumps({**manifest, "format": 1}), encoding="utf-8")
    with pytest.raises(ReleaseError, match="another version"):
        open_folder(copied)


def test_a_release_is_never_written_over(sample_release: Path) -> None:
    with pytest.raises(ReleaseError, match="never changed"):
        write_release(sample_release, (), {}, {})


def test_a_file_of_other_columns_holds_no_cells(copied: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.table({"measure": ["cases_referred"]}), copied / CELLS)
    digest = hashlib.sha256((copied / CELLS).read_bytes()).hexdigest()
    reseal(copied, lambda manifest: manifest["checksums"].update({CELLS: digest}))
    with pytest.raises(ReleaseError, match="does not hold what a release"):
        open_folder(copied)
