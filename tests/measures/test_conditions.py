"""Conditions of definition files: what they may hold, and that nothing else gets through."""

import pytest

from pipelines.errors import DefinitionError
from pipelines.measures.conditions import parse_condition
from pipelines.measures.grains import Grain

PLACE = "own.toml, population"


@pytest.mark.parametrize(
    "text",
    [
        "status = 'completed' AND NOT is_due",
        "status IN ('waived', 'withdrawn') OR waived_by IS NULL",
        "COALESCE(due_day, 0) BETWEEN 1 AND 30",
        "CASE WHEN is_due THEN due_day - agreed_day ELSE -1 END > 2 * (3 + 1) / 2",
        "LEAST(due_day, closed_day) <= GREATEST(agreed_day, ABS(closed_day))",
        "CAST(agreed_day AS DOUBLE) <> 0.5",
        "TRUE",
        "status = '--' OR status = '/* no comment */'",
    ],
)
def test_what_is_allowed(text: str) -> None:
    assert parse_condition(text, Grain.AGREEMENT, PLACE) is not None


@pytest.mark.parametrize(
    "text",
    [
        "status IN (SELECT status FROM agreements)",
        "EXISTS (SELECT 1)",
        "(SELECT COUNT(*) FROM ledger) > 0",
        "read_text('/etc/passwd') = ''",
        "getenv('HOME') = ''",
        "status LIKE '%'",
        "status = 'a'; DROP TABLE grain_agreement",
        "status = 'a' UNION SELECT 1",
        "COUNT(*) > 1",
        "SUM(due_day) OVER () > 1",
        "status = ?",
        "status = $1",
        "grain_case.status = 'open'",
        "status IN other_table",
        "due_day IN UNNEST([1])",
        "CAST(due_day AS VARCHAR) = '1'",
        "CAST('x' AS BLOB) IS NULL",
        "due_day::HUGEINT = 1",
        "[1][due_day] = 1",
        "due_day = (x -> x + 1)",
        "*",
        "current_date = 1",
        "status = 'a' -- OR TRUE",
        "/* always */ is_due",
        "status =",
        "",
        "status = 'unclosed",
    ],
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(DefinitionError, match=r"^own\.toml, population: "):
        parse_condition(text, Grain.AGREEMENT, PLACE)


def test_an_unknown_column_is_named_with_those_that_exist() -> None:
    with pytest.raises(DefinitionError, match=r"'colour' is not a column of one row per case.*case_status"):
        parse_condition("colour = 'red'", Grain.CASE, PLACE)


def test_columns_of_another_grain_are_unknown() -> None:
    with pytest.raises(DefinitionError, match="person_key"):
        parse_condition("person_key = 'a'", Grain.CASE, PLACE)


def test_a_condition_that_would_exhaust_the_parser_is_refused() -> None:
    with pytest.raises(DefinitionError, match="longer than"):
        parse_condition("(" * 5_000, Grain.CASE, PLACE)
    with pytest.raises(DefinitionError):
        parse_condition("(" * 3_900 + "TRUE", Grain.CASE, PLACE)
