import json
import tomllib
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd

from pipelines.sample import sample_exports, sample_folder
from pipelines.sample.writing import SEED, ZIP_TIME, write_sample
from tests.sample.conftest import read_files

TWO_MEGABYTES = 2_000_000


def test_committed_sample_is_what_the_generator_makes(tmp_path: Path) -> None:
    write_sample(tmp_path)
    for name in ("README.md", "manifest.json"):
        assert (tmp_path / name).read_bytes() == (sample_folder() / name).read_bytes(), f"write {name} again"
    for made, kept in zip(sample_exports(tmp_path), sample_exports(sample_folder()), strict=True):
        # Contents, not the zip's own bytes: another build of zlib may squeeze the same bytes differently.
        assert read_files(made) == read_files(kept), (
            f"write {kept.name} again: outcomes sample --to data/sample"
        )


def test_same_seed_same_bytes_other_seed_other_rows(tmp_path: Path) -> None:
    for folder, seed in (("first", 5), ("again", 5), ("other", 6)):
        write_sample(tmp_path / folder, cases=40, seed=seed)
    first, again, other = (read_files(tmp_path / name / "riverside") for name in ("first", "again", "other"))
    assert first == again
    assert first["cases.csv"] != other["cases.csv"]


def test_zips_have_sorted_names_and_a_fixed_time() -> None:
    with ZipFile(sample_folder() / "riverside.zip") as archive:
        members = archive.infolist()
    assert [member.filename for member in members] == sorted(member.filename for member in members)
    assert {member.date_time for member in members} == {ZIP_TIME}


def test_committed_sample_is_small() -> None:
    assert sum(path.stat().st_size for path in sample_folder().rglob("*") if path.is_file()) < TWO_MEGABYTES


def test_one_programme_of_any_size_for_benchmarks(tmp_path: Path) -> None:
    write_sample(tmp_path, cases=300)
    (export,) = sample_exports(tmp_path)
    cases = pd.read_csv(export / "cases.csv", dtype="str")
    assert len(cases) == 300
    assert {path.suffix for path in export.iterdir()} == {".csv", ".toml"}


def test_settings_come_with_every_export(manifest: dict[str, Any]) -> None:
    for entry in manifest["programmes"]:
        settings = tomllib.loads(read_files(sample_folder() / entry["export"])["export.toml"].decode())
        assert settings["programme"] == entry["programme"]
        assert settings["currency"] == entry["currency"]
        assert settings["as_of"].isoformat() == manifest["as_of"]


def test_manifest_holds_seed_truth_and_rows(manifest: dict[str, Any]) -> None:
    assert manifest["seed"] == SEED
    for entry in manifest["programmes"]:
        files = read_files(sample_folder() / entry["export"])
        rows = {name: len(pd.read_csv(BytesIO(files[f"{name}.csv"]), dtype="str")) for name in entry["rows"]}
        assert rows == entry["rows"]
        assert 0 < entry["truth"]["keeps_agreement"] < 1
    assert json.dumps(manifest)
