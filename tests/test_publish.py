"""The exact source, end to end: on a warehouse the pipeline built, on one case, and on none."""

import shutil
from pathlib import Path

import pytest

from pipelines.errors import DefinitionError, UsageError, WarehouseError
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.grains import Grain
from pipelines.measures.measure import Measure
from pipelines.publication import (
    Audience,
    Kind,
    NoCases,
    NoChart,
    NotSupplied,
    Pathway,
    PublishedTable,
    Rate,
    Request,
    Shown,
    TargetVerdict,
)
from pipelines.publish import WarehouseSource, open_warehouse
from pipelines.vocabulary import Basis, Dimension
from pipelines.warehouse.actions import ACTIONS, read_actions
from tests.conftest import ONE_CASE, load, write_export
from tests.measures.test_definition_file import BUCKETS, HEAD

NAMES = [measure.name for measure in load_catalogue()]


@pytest.fixture(scope="module")
def tables(sample_source: WarehouseSource) -> dict[str, PublishedTable]:
    found = sample_source.load_tables([Request(measure=name) for name in NAMES])
    return {table.definition.name: table for table in found}


def test_every_measure_answers_on_the_sample(tables: dict[str, PublishedTable]) -> None:
    assert list(tables) == NAMES
    for table in tables.values():
        assert table.rows
        assert table.stamp.kind == "warehouse"
        assert table.sql.startswith("SELECT")
        states = {row.cell.state for row in table.rows}
        assert states <= {"shown", "too_few", "too_soon", "no_cases", "not_supplied"}
        assert "not_supplied" not in states, table.definition.name


@pytest.mark.parametrize("name", NAMES)
def test_the_buckets_of_every_rate_add_up_to_its_population(
    name: str, tables: dict[str, PublishedTable]
) -> None:
    for row in tables[name].rows:
        if isinstance(row.cell, Shown) and isinstance(row.cell.figure, Rate):
            buckets = row.cell.figure.buckets
            assert buckets is not None
            parts = (buckets.met, buckets.not_met, buckets.pending, buckets.not_applicable, buckets.unknown)
            assert sum(parts) == buckets.population
            assert (buckets.met, buckets.denominator) == (row.cell.figure.met, row.cell.figure.denominator)


def test_buckets_add_up_to_the_population(tables: dict[str, PublishedTable]) -> None:
    table = tables["agreement_completion_rate"]
    assert isinstance(table.cell, Shown)
    figure = table.cell.figure
    assert isinstance(figure, Rate)
    assert figure.buckets is not None
    assert figure.buckets.denominator == figure.denominator
    assert figure.buckets.population > figure.denominator


def test_the_pathway_starts_with_every_case_referred(tables: dict[str, PublishedTable]) -> None:
    pathway = tables["pathway"].cell
    referred = tables["cases_referred"].cell
    assert isinstance(pathway, Shown)
    assert isinstance(pathway.figure, Pathway)
    assert isinstance(referred, Shown)
    assert pathway.figure.steps[0].reached == referred.figure.value  # type: ignore[union-attr]


def test_a_breakdown_adds_up_to_its_total(sample_source: WarehouseSource) -> None:
    name = "agreement_completion_rate"
    total, by = sample_source.load_tables(
        [
            Request(measure=name),
            Request(measure=name, by=(Dimension.OFFENCE_CATEGORY, Dimension.HARMED_TOOK_PART)),
        ]
    )
    populations = [
        row.cell.figure if isinstance(row.cell, Shown) else row.cell for row in (*total.rows, *by.rows)
    ]
    first, *rest = [found.buckets.population for found in populations]  # type: ignore[union-attr]
    assert first == sum(rest)


def test_the_bases_are_different_cohorts(sample_source: WarehouseSource) -> None:
    request = Request(measure="agreement_completion_rate", period="2025")
    bases = (Basis.EVENT, Basis.REFERRAL, Basis.CLOSING)
    tables = sample_source.load_tables(
        [Request(measure=request.measure, period="2025", basis=basis) for basis in bases]
    )
    assert [table.basis for table in tables] == list(bases)
    assert len({str(table.cell) for table in tables}) == 3


def test_what_may_not_be_asked(sample_source: WarehouseSource) -> None:
    with pytest.raises(UsageError):
        sample_source.load_tables([Request(measure="acceptance_rate", by=(Dimension.AGE_BAND,))])


def test_it_serves_managers(sample_source: WarehouseSource) -> None:
    assert sample_source.audience is Audience.MANAGER
    assert {one.kind for one in sample_source.load_definitions()} == set(Kind)
    actions = sample_source.load_actions().actions
    assert {action.kind for action in actions} == {"safeguarding", "overdue_agreement", "overdue_restitution"}


def test_one_case_gives_no_rate(one_case_warehouse: Path) -> None:
    tables = open_warehouse(one_case_warehouse).load_tables([Request(measure=name) for name in NAMES])
    cells = [row.cell for table in tables for row in table.rows]
    assert not [cell for cell in cells if isinstance(cell, Shown) and isinstance(cell.figure, Rate)]


def test_an_empty_warehouse_has_no_cases_and_counts_none(empty_warehouse: Path) -> None:
    source = open_warehouse(empty_warehouse)
    rate, count, mix = source.load_tables(
        [Request(measure=name) for name in ("acceptance_rate", "cases_referred", "obligation_mix")]
    )
    assert isinstance(rate.cell, NoCases)
    assert isinstance(count.cell, Shown)
    assert isinstance(mix.cell, NoCases)
    assert mix.rows == ()


def test_a_column_never_handed_over_is_not_supplied(one_case_warehouse: Path) -> None:
    (table,) = open_warehouse(one_case_warehouse).load_tables([Request(measure="harmed_informed_rate")])
    assert table.cell == NotSupplied(missing=("agreements.harmed_informed", "parties.wants_informed"))


@pytest.fixture(scope="module")
def only_cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PublishedTable]:
    """Every measure on a hand-over of one table: a case, and nothing of what became of it."""
    folder = tmp_path_factory.mktemp("only_cases")
    export = write_export(folder / "export", {"cases": ONE_CASE["cases"]})
    source = open_warehouse(load(folder / "warehouse", export))
    found = source.load_tables([Request(measure=name) for name in NAMES])
    return {table.definition.name: table for table in found}


@pytest.mark.parametrize("measure", list(load_catalogue()), ids=lambda measure: measure.name)
def test_a_measure_whose_table_is_missing_is_not_supplied(
    measure: Measure, only_cases: dict[str, PublishedTable]
) -> None:
    states = {row.cell.state for row in only_cases[measure.name].rows}
    if measure.grain is not Grain.CASE:
        assert states == {"not_supplied"}
    elif any("cases." not in need for need in measure.needs):
        assert "shown" not in states


def test_no_warehouse_no_figure(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="outcomes ingest"):
        open_warehouse(tmp_path)


def test_a_programmes_own_measures_lie_in_its_warehouse(one_case_warehouse: Path) -> None:
    own = one_case_warehouse / "measures"
    own.mkdir()
    try:
        needs = 'needs = ["agreements.status"]'
        (own / "our_rate.toml").write_text(needs + HEAD + BUCKETS, encoding="utf-8")
        names = [one.name for one in open_warehouse(one_case_warehouse).load_definitions()]
        assert "our_rate" in names
        load_catalogue.cache_clear()
        (own / "our_rate.toml").write_text(HEAD, encoding="utf-8")
        (words,) = open_warehouse(one_case_warehouse).load_status().refused
        assert words.startswith("our_rate.toml, example")
    finally:
        (own / "our_rate.toml").unlink()
        own.rmdir()
        load_catalogue.cache_clear()


def test_a_target_of_the_warehouse_stands_beside_its_figure(sample_warehouse: Path) -> None:
    path = sample_warehouse / "targets.toml"
    try:
        path.write_text(
            '[[target]]\nmeasure = "agreement_completion_rate"\nvalue = 0.99\nbaseline = "2024"\n'
            'where = { programme = "riverside" }\n',
            encoding="utf-8",
        )
        whole, by = open_warehouse(sample_warehouse).load_tables(
            [
                Request(measure="agreement_completion_rate"),
                Request(measure="agreement_completion_rate", by=(Dimension.PROGRAMME,), period="2025"),
            ]
        )
        assert whole.rows[0].target is None
        targets = {dict(row.by)["programme"]: row.target for row in by.rows}
        assert targets["elm_park"] is None
        target = targets["riverside"]
        assert target is not None
        assert target.verdict is TargetVerdict.MISSED
        assert target.baseline_period == "2024"
        assert isinstance(target.baseline, Shown)
        path.write_text('[[target]]\nmeasure = "consent_rate"\nvalue = 0.9\n', encoding="utf-8")
        with pytest.raises(
            DefinitionError, match=r"^targets\.toml, target 1, measure: consent_rate takes no"
        ):
            open_warehouse(sample_warehouse)
    finally:
        path.unlink()


def test_an_export_is_written_down_where_the_figures_are(one_case_warehouse: Path, tmp_path: Path) -> None:
    warehouse = Path(shutil.copytree(one_case_warehouse, tmp_path / "warehouse"))
    source = open_warehouse(warehouse)
    before = (warehouse / ACTIONS).read_bytes()
    source.record_export(page="Overview", kind="xlsx", filters=["period", "programme"])

    assert (warehouse / ACTIONS).read_bytes().startswith(before)
    line = read_actions(warehouse)[-1]
    assert line.pop("at")
    assert line.pop("by")
    assert line == {
        "action": "export",
        "state": "done",
        "page": "Overview",
        "kind": "xlsx",
        "filters": "period, programme",
    }


def test_figures_without_a_folder_cannot_be_exported(sample_source: WarehouseSource) -> None:
    nowhere = WarehouseSource(sample_source.engine, "0001")
    with pytest.raises(OSError, match="no folder"):
        nowhere.record_export(page="Overview", kind="csv", filters=[])


def test_roles_are_never_pooled_in_silence(sample_source: WarehouseSource) -> None:
    whole, by_site, of_one = sample_source.load_tables(
        [
            Request(measure="consent_rate"),
            Request(measure="consent_rate", by=(Dimension.SITE,), variation=True),
            Request(
                measure="consent_rate",
                by=(Dimension.SITE,),
                where=((Dimension.ROLE, "harmed"),),
                variation=True,
            ),
        ]
    )
    assert [row.by for row in whole.rows] == [
        (("role", role),) for role in ("harmed", "responsible", "supporter", "community")
    ]
    assert isinstance(by_site.variation, NoChart)
    assert by_site.variation.why.startswith("It is told apart by role")
    assert isinstance(of_one.variation, NoChart)
    assert of_one.variation.why.startswith("It needs at least 12 groups")


def test_answers_given_in_a_period_say_that_others_were_asked_in_it(sample_source: WarehouseSource) -> None:
    given, held = sample_source.load_tables(
        [
            Request(measure="respect_rate", basis=basis, period="2025Q3")
            for basis in (Basis.ACTIVITY, Basis.EVENT)
        ]
    )
    note = "Asked in the period, and answers given in it: some were asked in the period before."
    assert (note in given.notes, note in held.notes) == (True, False)
    assert given.rows[0].response is not None


def test_a_young_quarter_says_that_it_is_too_soon_and_no_fall(sample_source: WarehouseSource) -> None:
    by_quarter, whole = sample_source.load_tables(
        [
            Request(measure="conference_rate", by=(Dimension.PERIOD,)),
            Request(measure="conference_rate", period="2024"),
        ]
    )
    words = (
        "Too soon: a period has no figure until 95 in 100 of those it can apply to have ended. It is no fall."
    )
    assert by_quarter.rows[-1].cell.state == "too_soon"
    assert words in by_quarter.notes
    assert words not in whole.notes


def test_a_series_break_inside_a_comparison_is_marked(sample_source: WarehouseSource) -> None:
    months = [f"{year}" for year in (2023, 2024, 2025, 2026)]
    tables = sample_source.load_tables(
        [Request(measure="agreement_completion_rate", period=year, compare=True) for year in months]
    )
    marked = [any(note.startswith("Series break") for note in table.notes) for table in tables]
    (alone,) = sample_source.load_tables([Request(measure="agreement_completion_rate", period="2025")])
    assert any(marked)
    assert not all(marked)
    assert not any(note.startswith("Series break") for note in alone.notes)


@pytest.mark.parametrize(
    ("dimension", "value", "near"),
    [(Dimension.SITE, "harbor", "harbour"), (Dimension.OFFENCE_CATEGORY, "thefd", "theft")],
)
def test_a_mistyped_code_is_refused_with_the_nearest(
    sample_source: WarehouseSource, dimension: Dimension, value: str, near: str
) -> None:
    request = Request(measure="agreement_completion_rate", where=((dimension, value),))
    with pytest.raises(UsageError, match=f"Did you mean '{near}'. Allowed: ") as refused:
        sample_source.load_tables([request])
    assert f" {value}" not in str(refused.value)


def test_a_mistyped_measure_is_refused_with_the_nearest(sample_source: WarehouseSource) -> None:
    with pytest.raises(UsageError, match="Did you mean 'agreement_completion_rate'"):
        sample_source.load_tables([Request(measure="agreement_completion_rat")])


@pytest.mark.parametrize("period", ["2009", "2031Q2"])
def test_a_period_outside_the_data_says_so(sample_source: WarehouseSource, period: str) -> None:
    (table,) = sample_source.load_tables([Request(measure="agreement_completion_rate", period=period)])
    assert any("is outside the data (20" in note for note in table.notes), table.notes
    (inside,) = sample_source.load_tables([Request(measure="agreement_completion_rate", period="2025")])
    assert not any("outside the data" in note for note in inside.notes)
