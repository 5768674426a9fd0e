"""Whatever happens to an ingest: the warehouse is as it was or as it was to be; a second run completes."""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from pipelines.ingest import STAGES_OF_ALL, STAGES_OF_EACH, IngestRequest, ingest
from pipelines.progress import silent
from pipelines.warehouse.upkeep import forget_case
from tests.support.killing import Ended, assert_tidy, fingerprint, load, run
from tests.support.small_exports import small_rows, write_rows

RANDOM_KILLS = 10


@dataclass(frozen=True)
class Lab:
    """A warehouse with two snapshots, and what loading one more export makes of it."""

    warehouse: Path
    request: IngestRequest
    before: dict[str, tuple[int, int]]
    after: dict[str, tuple[int, int]]
    steps: int


def forget(warehouse: Path, report: Callable[[str], None]) -> None:
    forget_case(warehouse, programme="tiny", reference="k3")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    folder = tmp_path_factory.mktemp("lab")
    warehouse = folder / "warehouse"
    for name, n in (("first", 12), ("second", 14)):
        ingest(IngestRequest(paths=(write_rows(folder / name, small_rows(n)),)), warehouse)
    request = IngestRequest(paths=(write_rows(folder / "third", small_rows(16)),))
    untroubled = shutil.copytree(warehouse, folder / "untroubled")
    ended = run(partial(load, request, untroubled))
    assert not ended.was_killed
    return Lab(warehouse, request, fingerprint(warehouse), fingerprint(untroubled), ended.steps)


@pytest.fixture
def copied(lab: Lab, tmp_path: Path) -> Path:
    return shutil.copytree(lab.warehouse, tmp_path / "warehouse")


def assert_before_or_after(lab: Lab, warehouse: Path) -> None:
    assert fingerprint(warehouse) in (lab.before, lab.after)
    load(lab.request, warehouse, silent)
    assert fingerprint(warehouse) == lab.after
    assert_tidy(warehouse)


@pytest.mark.parametrize("stage", [*STAGES_OF_EACH, *STAGES_OF_ALL])
def test_killed_as_a_stage_begins_it_is_as_it_was(lab: Lab, copied: Path, stage: str) -> None:
    ended = run(partial(load, lab.request, copied), stage=stage)
    assert (ended.was_killed, ended.stages[-1]) == (True, stage)
    assert fingerprint(copied) == lab.before
    assert_before_or_after(lab, copied)


def test_killed_before_each_step_that_lasts_it_is_before_or_after(lab: Lab, tmp_path: Path) -> None:
    seen = set()
    for step in range(1, lab.steps + 1):
        warehouse = shutil.copytree(lab.warehouse, tmp_path / str(step))
        assert run(partial(load, lab.request, warehouse), step=step).was_killed
        seen.add(fingerprint(warehouse) == lab.after)
        if step % 4 == 0:
            assert_before_or_after(lab, warehouse)
        else:
            assert fingerprint(warehouse) in (lab.before, lab.after)
    assert seen == {False, True}


@pytest.mark.parametrize("seed", range(RANDOM_KILLS))
def test_killed_at_a_random_moment_it_is_before_or_after(lab: Lab, copied: Path, seed: int) -> None:
    run(partial(load, lab.request, copied), seconds=random.Random(seed).uniform(0.02, 1.2))
    assert_before_or_after(lab, copied)


def test_a_case_being_forgotten_is_in_every_snapshot_or_in_none(lab: Lab, tmp_path: Path) -> None:
    untroubled = shutil.copytree(lab.warehouse, tmp_path / "untroubled")
    steps = run(partial(forget, untroubled)).steps
    after = fingerprint(untroubled)
    assert after != lab.before
    for step in range(1, steps + 1):
        warehouse = shutil.copytree(lab.warehouse, tmp_path / str(step))
        assert run(partial(forget, warehouse), step=step).was_killed
        assert fingerprint(warehouse) in (lab.before, after)
        ended: Ended = run(partial(forget, warehouse))
        # Killed after the switch there is nothing left to forget, and what was left behind is cleared away.
        assert ended.error == "" or "no snapshot holds such a case" in ended.error
        assert fingerprint(warehouse) == after
        assert_tidy(warehouse)
