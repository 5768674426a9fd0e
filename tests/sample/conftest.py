import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest

from pipelines.sample import sample_folder
from pipelines.sample.programme import build_programme, live_programme
from pipelines.sample.programmes import PROGRAMMES
from pipelines.sample.records import Records
from pipelines.sample.writing import SEED

Tables = Mapping[str, pd.DataFrame]


def read_files(export: Path) -> dict[str, bytes]:
    """The files of an export, a folder or a zip, by name."""
    if export.suffix == ".zip":
        with ZipFile(export) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    return {path.name: path.read_bytes() for path in sorted(export.iterdir())}


@pytest.fixture(scope="session")
def records() -> dict[str, Records]:
    """The typed rows of each programme, by its code."""
    return {spec.code: live_programme(spec, SEED) for spec in PROGRAMMES}


@pytest.fixture(scope="session")
def clean() -> dict[str, Tables]:
    """The tables of each programme before any fault is planted."""
    return {spec.code: build_programme(spec, SEED) for spec in PROGRAMMES}


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    """The committed manifest."""
    told: dict[str, Any] = json.loads((sample_folder() / "manifest.json").read_text(encoding="utf-8"))
    return told


@pytest.fixture(scope="session")
def committed(manifest: dict[str, Any]) -> dict[str, Tables]:
    """The committed tables of each programme, all text; the index is the row as a person counts."""
    tables = {}
    for entry in manifest["programmes"]:
        files = read_files(sample_folder() / entry["export"])
        frames = {
            name.removesuffix(".csv"): pd.read_csv(
                BytesIO(content), dtype="str", keep_default_na=False, na_values=[""]
            )
            for name, content in files.items()
            if name.endswith(".csv")
        }
        tables[entry["programme"]] = {name: frame.set_axis(frame.index + 2) for name, frame in frames.items()}
    return tables
