"""A release is built, the same to the byte each time, and only where it may be."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines.disclosure.release_policy import STRICT
from pipelines.errors import ReleaseError
from pipelines.measures.catalogue import Catalogue
from pipelines.measures.supply import Engine
from pipelines.publication import Count, Distribution, Rate, Request, Shown
from pipelines.publish import WarehouseSource
from pipelines.released.cells import from_row
from pipelines.released.files import open_folder, read_every_row
from pipelines.released.source import open_release
from pipelines.releasing.build import ReleaseRequest, build_release
from pipelines.releasing.continuity import read_last, write_last
from pipelines.releasing.data import ReleaseData
from tests.conftest import SECRET, build_one


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


class _Shuffled:
    """The same engine, which returns rows in another order, as one with more threads may."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def execute(self, sql: str, parameters: Any = None) -> Any:
        self._result = self._engine.execute(sql, parameters)
        return self

    def fetchall(self) -> Any:
        return list(reversed(self._result.fetchall()))

    def df(self) -> Any:
        return self._result.df().sample(frac=1, random_state=7)


def test_a_rebuild_is_the_same_to_the_byte_in_whatever_order_rows_come(
    release_data: ReleaseData, sample_source: WarehouseSource, sample_release: Path, tmp_path: Path
) -> None:
    shuffled = ReleaseData(
        _Shuffled(sample_source.engine), release_data.catalogue, sample_source.load_status()
    )
    assert hashes(build_one(shuffled, tmp_path, STRICT)) == hashes(sample_release)


def test_the_strict_profile_adds_to_the_standard_ones_own_draw(
    standard_release: Path, sample_release: Path
) -> None:
    standard = open_release(standard_release)
    strict = open_release(sample_release)
    request = Request(measure="cases_referred")
    first, second = (source.load_tables([request])[0].cell for source in (standard, strict))
    assert isinstance(first, Shown)
    assert isinstance(second, Shown)
    assert isinstance(first.figure, Count)
    assert isinstance(second.figure, Count)
    # The second draw is 4 at most, and rounding to fives adds 2 at most.
    assert abs(first.figure.value - second.figure.value) <= 4 + 2


def test_the_manifest_says_what_guards_and_names_no_secret(sample_release: Path) -> None:
    text = (sample_release / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert SECRET not in text
    assert manifest["policy"]["most"] == 5
    assert manifest["to_date"] == "to 2026Q3"
    assert {"id", "data", "attacks", "checksums", "code", "lattice"} <= set(manifest)


def test_fewer_than_150_cases_a_year_get_the_pack_instead(
    small_data: ReleaseData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ReleaseData, "cases_a_year", lambda self: 149)
    with pytest.raises(ReleaseError, match="outcomes headlines"):
        build_one(small_data, tmp_path, STRICT)


def test_the_release_before_must_be_named(
    small_data: ReleaseData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTCOMES_RELEASE_SECRET", SECRET)
    first = build_one(small_data, tmp_path, STRICT)
    # As if forty people had come since.
    last = read_last(tmp_path)
    fewer = frozenset(sorted(last["strict"].people)[40:])
    write_last(tmp_path, {"strict": replace(last["strict"], people=fewer, to_date="to 2026Q2")})
    request = ReleaseRequest(warehouse=tmp_path, to=tmp_path / "second", profile=STRICT)
    with pytest.raises(ReleaseError, match="--previous"):
        build_release(request, small_data, lambda stage: None)
    released = build_release(replace(request, previous=first), small_data, lambda stage: None)
    assert open_folder(released.folder).manifest["previous"] == open_folder(first).manifest["id"]


def test_a_statement_of_the_survey_has_one_published_share(
    sample_source: WarehouseSource, tmp_path: Path
) -> None:
    both = {one.name: one for one in sample_source.catalogue if one.name in {"respect_rate", "answers_g7"}}
    data = ReleaseData(sample_source.engine, Catalogue(both), sample_source.load_status())
    cells = [from_row(row) for row in read_every_row(build_one(data, tmp_path, STRICT))]
    figures = {
        (cell.measure, cell.statistic, cell.period, cell.selection): cell.cell.figure
        for cell in cells
        if isinstance(cell.cell, Shown)
    }
    told = {place[1:]: one for place, one in figures.items() if isinstance(one, Distribution)}
    assert len(told) > 5
    for place, answers in told.items():
        share = figures["respect_rate", *place]
        assert isinstance(share, Rate)
        assert (share.met, share.denominator) == (answers.agree, answers.n)
        assert share.value == pytest.approx(answers.agree / answers.n, abs=0.0051)
    # Where too few disagreed for their number, the share stands alone.
    alone = [one for place, one in figures.items() if place[0] == "respect_rate" and place[1:] not in told]
    assert all(isinstance(one, Rate) and one.method == "Wilson, with noise" for one in alone)
