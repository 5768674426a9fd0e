"""The catalogue in words: every measure prints whole, and its SQL is what an engine runs."""

import json

import duckdb
import pytest
import sqlglot
from typer.testing import CliRunner

from dashboard.command import app
from pipelines.describing import (
    FAMILY_WORDS,
    catalogue_json,
    describe_catalogue,
    describe_measure,
    example_rows,
    measure_json,
    measure_sql,
)
from pipelines.measures.catalogue import FAMILIES, load_catalogue
from pipelines.measures.measure import Measure
from tests.support.grains import build_grains

MEASURES = list(load_catalogue())


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return build_grains()


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_every_measure_prints_whole(measure: Measure, connection: duckdb.DuckDBPyConnection) -> None:
    text = describe_measure(measure)
    said = (measure.title, measure.name, measure.version, measure.question, measure.why, measure.source)
    assert [words for words in said if words not in text] == []
    assert [words for words in measure.caveats if words not in text] == []
    assert [bucket.name for bucket in measure.buckets if f"  {bucket.name} " not in text] == []
    assert measure.example is not None
    assert measure.example.words in text
    assert all(column in text for column in example_rows(measure.example)[0])
    assert isinstance(sqlglot.parse_one(measure_sql(measure), read="duckdb"), sqlglot.exp.Select)
    connection.execute(measure_sql(measure))


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_every_measure_is_one_object_for_a_program(measure: Measure) -> None:
    found = json.loads(json.dumps(measure_json(measure), default=str))
    assert found["measure"] == measure.name
    assert found["sql"] == measure_sql(measure)
    assert found["example"]["answer"] == measure.example.answer  # type: ignore[union-attr]
    assert list(found["buckets"]) == [bucket.name for bucket in measure.buckets]


def test_the_catalogue_is_told_by_family() -> None:
    text = describe_catalogue(load_catalogue())
    places = [text.index(f"\n{FAMILY_WORDS[family]}\n") for family in FAMILIES[1:]]
    assert places == sorted(places)
    lines = [line.split()[0] for line in text.splitlines() if line.startswith("  ")]
    assert [line for line in lines if line != "measure"] == [measure.name for measure in MEASURES]


def test_every_family_has_words() -> None:
    assert tuple(FAMILY_WORDS) == FAMILIES


def test_the_headline_as_a_reader_meets_it() -> None:
    text = describe_measure(load_catalogue().find("agreement_completion_rate"))
    assert "  pending         not yet due, whatever its status\n" in text
    assert "WHEN (status = 'completed')" in text or "status = 'completed'" in text
    assert "  status            is_due  first_due_day  times  case_status  is_set_aside\n" in text
    assert "  completed         yes     90             2\n" in text
    assert text.endswith("Answer:\n  met             2\n  not_met         2\n  pending         1\n"
                         "  not_applicable  2\n  unknown         1")  # fmt: skip


def test_what_an_example_asks_is_said() -> None:
    text = describe_measure(load_catalogue().find("obligation_mix"))
    assert "Asked: where obligation_type = apology_verbal" in text
    assert "GROUPING" in text


def test_a_definition_without_buckets_or_with_lists() -> None:
    text = describe_measure(load_catalogue().find("pathway"))
    assert "Buckets" not in text
    assert "(consented, waiting, 1)" in text


def test_the_command_prints_them() -> None:
    whole = CliRunner().invoke(app, ["measures"])
    assert whole.exit_code == 0
    assert "What people said" in whole.stdout
    one = CliRunner().invoke(app, ["measures", "restitution_collected_rate"])
    assert "Worked example" in one.stdout
    as_json = CliRunner().invoke(app, ["measures", "choose_again_rate", "--json"])
    assert json.loads(as_json.stdout)["perspective"] == "everyone"
    lines = CliRunner().invoke(app, ["measures", "--json"]).stdout.splitlines()
    assert [json.loads(line) for line in lines] == catalogue_json(load_catalogue())
