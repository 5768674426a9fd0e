"""Flags, numbers and text: what meets in a condition must be of one kind."""

import pytest

from pipelines.errors import DefinitionError
from pipelines.measures.condition_types import check_types
from pipelines.measures.conditions import FLAG, NUMBER, TEXT
from pipelines.measures.grains import Grain


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("status = 'active' AND NOT is_due AND due_day BETWEEN 1 AND 30", FLAG),
        ("status IN ('a', 'b') OR (is_due = TRUE AND waived_by IS NULL)", FLAG),
        ("CASE WHEN is_due THEN due_day - agreed_day ELSE 0 END", NUMBER),
        ("LEAST(due_day, 4) * -1 + ABS(COALESCE(due_day, 0)) / 2", NUMBER),
        ("CAST(due_day AS DOUBLE)", NUMBER),
        ("COALESCE(waived_by, NULL, 'nobody')", TEXT),
        ("NULL", NUMBER),
    ],
)
def test_what_goes_together(text: str, wanted: str) -> None:
    check_types(text, Grain.AGREEMENT, "own.toml, key", wanted=wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("status = 5", FLAG),
        ("due_day IN (1, 'x')", FLAG),
        ("due_day BETWEEN 1 AND 'x'", FLAG),
        ("is_due AND due_day", FLAG),
        ("NOT status", FLAG),
        ("status + 1 > 0", FLAG),
        ("CAST(status AS DOUBLE) > 0", FLAG),
        ("CASE WHEN due_day THEN 1 ELSE 0 END = 1", FLAG),
        ("CASE WHEN is_due THEN 1 ELSE 'x' END = 1", FLAG),
        ("COALESCE(due_day, 'never') = 'never'", FLAG),
        ("due_day", FLAG),
        ("is_due", NUMBER),
        ("due_day", TEXT),
    ],
)
def test_what_does_not(text: str, wanted: str) -> None:
    with pytest.raises(DefinitionError, match=r"^own\.toml, key: .* do not go together in "):
        check_types(text, Grain.AGREEMENT, "own.toml, key", wanted=wanted)
