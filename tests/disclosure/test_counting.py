"""Rows of a measure as numbers, and which of them are in a share."""

import numpy
import pandas

from pipelines.disclosure.counting import numbers_of, rows_in_share
from tests.support.counted_rows import of, rows


def test_what_is_missing_is_no_number() -> None:
    found = numbers_of(pandas.DataFrame({"value": pandas.Series([3, None, 0], dtype="Int64")}), "value")
    assert found[0] == 3
    assert numpy.isnan(found[1])
    assert found[2] == 0


def test_only_met_and_not_met_are_in_a_share() -> None:
    # 0 met, 1 not met, 2 pending, 3 unknown, 4 not applicable.
    frame = rows(consent_rate=[0, 1, 2, None, 1, 4, 0, 3])
    found, parts = rows_in_share(of("consent_rate"), frame)
    assert found.tolist() == [0, 1, 4, 6]
    assert parts.tolist() == [0, 1, 1, 0]
