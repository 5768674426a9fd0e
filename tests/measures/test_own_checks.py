"""A programme's own definition: no ids, real codes, real columns, and every shipped one keeps to it."""

from pathlib import Path

import pytest

from pipelines.errors import DefinitionError
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.grains import Grain
from pipelines.measures.measure import Measure
from pipelines.measures.own_checks import check_own, codes_of
from tests.measures.test_definition_file import BUCKETS, HEAD, read

OURS = HEAD + BUCKETS


def check(text: str) -> None:
    check_own(read(text), "own_rate.toml", ["conferences.result_recorded"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"population = \"case_id = 'c1'\"{OURS}", "population: case_id is an id"),
        (f"population = \"NOT party_id IN ('p1')\"{OURS}", "population: party_id is an id"),
        (OURS.replace("'completed'", "'compleeted'"), r"buckets.met: .*Did you mean 'completed'.*Allowed"),
        (
            OURS.replace("status = 'completed'", "status IN ('completed', 'kept')"),
            "buckets.met: 'kept' is no",
        ),
        ('needs = ["agreements.colour"]' + OURS, "needs: nobody hands over 'agreements.colour'"),
        (
            'bases = ["event"]' + OURS.replace('basis = "event"', 'basis = "activity"'),
            "basis: .*Allowed: event",
        ),
    ],
)
def test_what_is_wrong_is_named_by_file_and_key(text: str, message: str) -> None:
    with pytest.raises(DefinitionError, match=rf"^own_rate\.toml, {message}"):
        check(text)


@pytest.mark.parametrize("sql", ["party_id IS NOT NULL", "status <> 'unknown'", "gender = 'any'"])
def test_what_is_sound_passes(sql: str) -> None:
    check(f'needs = ["agreements.status | conferences.result_recorded"]\npopulation = "{sql}"{OURS}')


def test_codes_are_those_of_the_grain() -> None:
    assert "completed" in codes_of("status", Grain.AGREEMENT)
    assert codes_of("gender", Grain.PARTY) == ()


@pytest.mark.parametrize("measure", list(load_catalogue()), ids=lambda measure: measure.name)
def test_every_shipped_measure_keeps_to_it(measure: Measure) -> None:
    needs = [need for one in load_catalogue() for need in one.needs]
    check_own(measure, measure.name, needs)


def test_the_documented_one_is_sound(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "own-measures.md"
    example = page.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    (tmp_path / "kept_as_agreed.toml").write_text(example, encoding="utf-8")
    assert "kept_as_agreed" in load_catalogue(tmp_path).measures
    load_catalogue.cache_clear()
