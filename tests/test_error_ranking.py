"""What to mend first."""

import pytest

from pipelines.checking import CheckedExport, check_opened
from pipelines.error_ranking import rank_rules
from pipelines.ingest import IngestRequest
from pipelines.opening import open_request
from pipelines.progress import silent
from pipelines.validation.rules import PARENT_QUARANTINED
from tests.support.small_exports import small_rows, write_rows


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> CheckedExport:
    """One case with an unknown status, two payments and two parties with an unknown code."""
    folder = tmp_path_factory.mktemp("ranked")
    rows = small_rows(5)
    rows["cases"][0]["status"] = "perhaps"
    for row in rows["payments"][3:]:
        row["status"] = "perhaps"
    for row in rows["parties"][6:8]:
        row["decision"] = "perhaps"
    opened = open_request(IngestRequest(paths=(write_rows(folder / "export", rows),)))
    with opened.export, check_opened(opened, folder, silent) as checked:
        return checked


def test_the_most_comes_first_and_what_is_taken_along_last(checked: CheckedExport) -> None:
    ranked = rank_rules([checked])
    mended = [one for one in ranked if one.count.rule != PARENT_QUARANTINED]
    assert ranked[: len(mended)] == mended
    assert [one.weight for one in mended] == sorted((one.weight for one in mended), reverse=True)
    assert len(ranked) > len(mended)


def test_a_row_that_is_set_aside_moves_what_hangs_on_it(checked: CheckedExport) -> None:
    of = {one.count.rule: one for one in rank_rules([checked])}
    assert of["payments.status.not_in_list"].headlines == (
        "Restitution due that was paid",
        "Restitution paid in full",
    )
    case = of["cases.status.not_in_list"]
    assert {"Agreements kept", "Restitution paid in full", "Felt safe"} <= {*case.headlines}
    assert (case.count.rows, case.weight) == (1, 6)
    assert "Cases referred" in case.others


def test_rows_of_several_exports_are_added(checked: CheckedExport) -> None:
    once, twice = rank_rules([checked]), rank_rules([checked, checked])
    assert [one.weight * 2 for one in once] == [one.weight for one in twice]
