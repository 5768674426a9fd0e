"""Targets: what may be set, for whom, and how a file that may not is refused."""

from pathlib import Path

import pytest

from pipelines.errors import DefinitionError
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.measure import Measure
from pipelines.measures.targets import KINDS, find_target, read_targets
from pipelines.publication import SetTarget
from pipelines.vocabulary import Dimension

KEPT = 'measure = "agreement_completion_rate"\nvalue = 0.8\n'


def read(folder: Path, text: str) -> tuple[SetTarget, ...]:
    path = folder / "targets.toml"
    path.write_text(text, encoding="utf-8")
    return read_targets(path, load_catalogue(), ["elm_park", "riverside"])


def test_no_file_is_no_target(tmp_path: Path) -> None:
    assert read_targets(tmp_path / "targets.toml", load_catalogue(), []) == ()
    assert read(tmp_path, "") == ()


def test_a_target_for_everybody_and_one_for_some(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        f"[[target]]\n{KEPT}baseline = '2024'\n"
        f"[[target]]\n{KEPT}where = {{ programme = 'riverside', harmed_took_part = 'yes' }}\n",
    )
    assert found == (
        SetTarget(measure="agreement_completion_rate", value=0.8, direction="higher", baseline="2024"),
        SetTarget(
            measure="agreement_completion_rate",
            value=0.8,
            direction="higher",
            where=((Dimension.HARMED_TOOK_PART, "yes"), (Dimension.PROGRAMME, "riverside")),
        ),
    )


def test_the_direction_is_the_definitions(tmp_path: Path) -> None:
    falling = [m.name for m in load_catalogue() if m.direction == "lower" and m.kind in KINDS]
    assert falling
    (found,) = read(tmp_path, f'[[target]]\nmeasure = "{falling[0]}"\nvalue = 0.1\n')
    assert found.direction == "lower"


@pytest.mark.parametrize(
    "measure", [m for m in load_catalogue() if m.direction == "neither"], ids=lambda measure: measure.name
)
def test_what_is_free_choice_or_healing_takes_no_target(tmp_path: Path, measure: Measure) -> None:
    message = rf"^targets\.toml, target 1, measure: {measure.name} takes no target.*Allowed: measures whose"
    with pytest.raises(DefinitionError, match=message):
        read(tmp_path, f'[[target]]\nmeasure = "{measure.name}"\nvalue = 0.5\n')


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[target]", r"^targets\.toml: this is not TOML"),
        ("[[targets]]\nvalue = 1", r"^targets\.toml: unknown targets"),
        ("target = [1]", r"^targets\.toml, target 1 must be a table: \[\[target\]\]"),
        ('[[target]]\nmeasure = "success"\nvalue = 0.8', r"target 1, measure: there is no measure 'success'"),
        (
            '[[target]]\nmeasure = "referral_to_contact_days"\nvalue = 0.8',
            r"measure: .* is of the kind days.*Allowed: rate",
        ),
        (f"[[target]]\n{KEPT.replace('0.8', '80')}", r"target 1, value must be a share .*0\.8 for 80 %"),
        (f"[[target]]\n{KEPT.replace('0.8', 'true')}", r"target 1, value must be a share"),
        (f"[[target]]\n{KEPT}direction = 'lower'", r"target 1: unknown direction"),
        (f"[[target]]\n{KEPT}baseline = 'last-12-months'", r"target 1, baseline must be a year \(2024\)"),
        (
            '[[target]]\nmeasure = "contact_rate"\nvalue = 0.9',
            r"target 1, where must name a role: contact_rate is always told apart by it",
        ),
        (
            '[[target]]\nmeasure = "response_rate"\nvalue = 0.5',
            r"target 1, where must name a role and a survey wave: response_rate is always told apart by it",
        ),
        (f"[[target]]\n{KEPT}baseline = '24'", r"target 1, baseline must be a year \(2024\)"),
        (f"[[target]]\n{KEPT}where = {{ colour = 'red' }}", r"where, colour is not allowed.*programme, site"),
        (f"[[target]]\n{KEPT}where = {{ facilitator = 'f1' }}", r"where, facilitator is not allowed"),
        (f"[[target]]\n{KEPT}where = {{ period = '2025Q1' }}", r"where, period is not allowed"),
        (
            f"[[target]]\n{KEPT}where = {{ programme = 'oak' }}",
            r"where, programme is none .* elm_park, riverside",
        ),
        (
            f"[[target]]\n{KEPT}where = {{ stage = 'x' }}",
            r"where, stage is none of the data. Allowed: .*custody",
        ),
        (f"[[target]]\n{KEPT}[[target]]\n{KEPT}", r"target 2: there is already a target of"),
    ],
)
def test_what_is_refused_names_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        read(tmp_path, text)


def test_a_target_is_found_for_exactly_whom_it_is_for() -> None:
    whole = SetTarget(measure="m", value=0.8, direction="higher")
    part = SetTarget(measure="m", value=0.7, direction="higher", where=((Dimension.SITE, "north"),))
    targets = (whole, part)
    assert find_target(targets, "m", {}) is whole
    assert find_target(targets, "m", {"period": "2025Q1"}) is whole
    assert find_target(targets, "m", {Dimension.SITE: "north"}) is part
    assert find_target(targets, "m", {"site": "south"}) is None
    assert find_target(targets, "m", {"site": "north", "role": "harmed"}) is None
    assert find_target(targets, "n", {}) is None
