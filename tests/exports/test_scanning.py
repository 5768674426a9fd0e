from pathlib import Path

import pytest

from pipelines.exports.mapping import load_mapping
from pipelines.exports.matching import find_sheets
from pipelines.exports.reading import open_memory, read_export
from pipelines.exports.scanning import SAMPLE_ROWS, count_values, read_odd_values, sample_columns
from tests.exports.handing_over import AS_OF, write_files


def test_few_values_are_read_whole_and_many_by_sample(tmp_path: Path) -> None:
    rows = [f"c{number},2026-01,{'open' if number % 2 else 'closed'}\n" for number in range(52_000)]
    rows[51_000] = "an odd one,2026-01,open\n"
    write_files(tmp_path, {"cases.csv": "case_id,referral_month,status\n" + "".join(rows)})
    with read_export([tmp_path], programme="x", as_of=AS_OF) as export, open_memory() as memory:
        (found,) = find_sheets(export, load_mapping(None))
        ids, months, statuses = sample_columns(memory, export, found)
        assert (ids.is_whole, len(ids.values), ids.has_odd) == (False, SAMPLE_ROWS, True)
        assert (months.is_whole, months.values) == (True, ("2026-01",))
        assert sorted(statuses.values) == ["closed", "open"]
        assert list(read_odd_values(memory, export, found, 0)) == ["an odd one"]
        assert sum(count for _, count in count_values(memory, export, found, 2)) == 52_000


@pytest.mark.parametrize(
    "text",
    ["case_id,referral_month,status\n\nA,2026-01,open\n", "case_id,referral_month,status\nA,2026-01\n"],
)
def test_a_file_that_is_not_plain_after_all_is_read_from_a_tidy_copy(text: str, tmp_path: Path) -> None:
    write_files(tmp_path, {"cases.csv": text})
    with read_export([tmp_path], programme="x", as_of=AS_OF) as export, open_memory() as memory:
        (found,) = find_sheets(export, load_mapping(None))
        assert sample_columns(memory, export, found)[0].values == ("A",)
