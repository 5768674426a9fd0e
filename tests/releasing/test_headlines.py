"""A signed pack for a small service: what it says, who signed, and when it may be given out again."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.errors import ReleaseError, ReleaseRefusedError
from pipelines.ingest import IngestRequest, ingest
from pipelines.publication import Hidden, NotAvailable, PublishedCell, Rate, Request, Shown
from pipelines.released.source import open_release
from pipelines.releasing.continuity import read_last, write_last
from pipelines.releasing.data import ReleaseData, open_release_data
from pipelines.releasing.headlines import Pack, PackRequest, build_pack
from pipelines.sample.writing import write_sample
from pipelines.vocabulary import Dimension
from pipelines.warehouse.actions import read_actions
from tests.conftest import SECRET


def asked(folder: Path, year: str = "2025", programme: str = "elm_park") -> PackRequest:
    (folder / "keys").mkdir(exist_ok=True)
    return PackRequest(
        warehouse=folder, to=folder / f"pack-{year}", programme=programme, year=year, recipient="The Fund",
        purpose="yearly review", signed_by="J. Doe",
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTCOMES_RELEASE_SECRET", SECRET)


def test_a_pack_states_whole_years_exactly_and_nothing_else(
    release_data: ReleaseData, tmp_path: Path
) -> None:
    pack = build_pack(asked(tmp_path), release_data)
    source = open_release(pack.folder)
    total, broken, filtered = source.load_tables(
        [
            Request(measure="felt_safe_rate", period="2024-2025"),
            Request(measure="felt_safe_rate", by=(Dimension.SITE,), period="2025"),
            Request(measure="felt_safe_rate", where=((Dimension.PROGRAMME, "elm_park"),)),
        ]
    )
    match total.cell:
        case Shown(figure=Rate() as rate):
            assert rate.value == rate.met / rate.denominator
        case cell:
            pytest.fail(cell.state)
    assert (broken.cell, filtered.cell) == (NotAvailable(), NotAvailable())
    assert [choice.code for choice in source.load_status().programmes] == ["elm_park"]


def test_another_programmes_currency_is_not_hidden_but_not_there(
    release_data: ReleaseData, tmp_path: Path
) -> None:
    source = open_release(build_pack(asked(tmp_path), release_data).folder)
    [paid] = source.load_tables([Request(measure="restitution_collected_rate", period="2024-2025")])
    assert len(paid.rows) == 1, "elm_park has euros alone, and the sample also pounds"


def test_what_one_side_said_is_found_by_its_side_and_of_others_nothing_is_hidden(
    release_data: ReleaseData, tmp_path: Path
) -> None:
    source = open_release(build_pack(asked(tmp_path), release_data).folder)

    def ask(measure: str, *where: tuple[Dimension, str]) -> PublishedCell:
        return source.load_tables([Request(measure=measure, period="2025", where=where)])[0].cell

    by_role = ask("choose_again_rate", (Dimension.ROLE, "harmed"))
    by_view = ask("choose_again_rate", (Dimension.PERSPECTIVE, "harmed"))
    others = ask("choose_again_rate", (Dimension.PERSPECTIVE, "responsible"))
    whole = ask("choose_again_rate")
    of_one = ask("felt_safe_rate", (Dimension.PERSPECTIVE, "harmed"))
    assert by_role == by_view
    assert isinstance(by_role, Shown)
    assert others == whole == of_one == NotAvailable()


def test_the_statement_is_signed_and_logged_without_a_value(
    release_data: ReleaseData, tmp_path: Path
) -> None:
    pack = build_pack(asked(tmp_path), release_data)
    assert "J. Doe" in pack.statement
    manifest = json.loads((pack.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["statement"]["recipient"] == "The Fund"
    (begun, done) = read_actions(tmp_path)
    assert (begun["state"], done["state"]) == ("begun", "done")
    assert set(done) == {"at", "by", "action", "state", "release", "recipient", "purpose", "signed_by"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"recipient": " "}, "--recipient is empty"),
        ({"year": "2026"}, "closed year"),
        ({"programme": "nobody"}, "--programme"),
    ],
)
def test_what_is_missing_is_named(
    release_data: ReleaseData, tmp_path: Path, change: dict[str, str], words: str
) -> None:
    with pytest.raises(ReleaseError, match=words):
        build_pack(replace(asked(tmp_path), **change), release_data)


def test_a_year_is_stated_again_only_where_ten_people_changed(
    release_data: ReleaseData, tmp_path: Path
) -> None:
    build_pack(asked(tmp_path, "2024"), release_data)
    name = "headlines elm_park 2024"
    last = read_last(tmp_path)
    few = replace(last[name], people=frozenset(sorted(last[name].people)[9:]))
    write_last(tmp_path, {**last, name: few})
    with pytest.raises(ReleaseRefusedError, match="fewer than 10 people changed"):
        build_pack(replace(asked(tmp_path, "2024"), to=tmp_path / "again"), release_data)
    # The next year's pack leaves it out, alone and pooled.
    later = open_release(build_pack(asked(tmp_path, "2025"), release_data).folder)
    offered = [choice.code for choice in later.load_status().periods]
    assert offered == ["2025"]


def test_a_rebuild_is_the_same_pack(release_data: ReleaseData, tmp_path: Path) -> None:
    first = build_pack(asked(tmp_path), release_data)
    again = build_pack(replace(asked(tmp_path), to=tmp_path / "again"), release_data)
    assert first.id == again.id
    files = [(folder / "cells.parquet").read_bytes() for folder in (first.folder, again.folder)]
    assert files[0] == files[1]


@pytest.fixture(scope="module")
def first_year(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The pack of the first whole year of a service with about 120 referrals a year."""
    folder = tmp_path_factory.mktemp("small")
    write_sample(folder / "export", cases=360, seed=11)
    (export,) = [path for path in (folder / "export").iterdir() if path.is_dir()]
    warehouse = folder / "warehouse"
    ingest(IngestRequest(paths=(export,)), warehouse, is_confirmed=True)
    data = open_release_data(warehouse)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUTCOMES_RELEASE_SECRET", SECRET)
        programme = data.facts.supply.programmes[0]
        return build_pack(replace(asked(warehouse, "2024", programme), to=folder / "pack"), data)


def test_a_small_service_gets_seven_in_ten_headlines_in_its_first_year(first_year: Pack) -> None:
    source = open_release(first_year.folder)
    tables = source.load_tables(
        [Request(measure=one.name, period="2024") for one in source.load_definitions()]
    )
    numbered = [table for table in tables if any(isinstance(row.cell, Shown) for row in table.rows)]
    in_words = [table for table in tables if any(isinstance(row.cell, Hidden) for row in table.rows)]
    assert len(numbered) >= 0.7 * first_year.n_measures, (len(numbered), len(in_words))
