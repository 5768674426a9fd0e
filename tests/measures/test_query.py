"""The one query builder: one scan, bound values, names from closed lists, and no engine's own words."""

import re

import pytest
import sqlglot

from pipelines.measures.answers import Ask
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.query import build_query, grouping_sets
from pipelines.vocabulary import Basis, Dimension

CATALOGUE = load_catalogue()
EVIL = "x' OR 1 = 1; DROP TABLE grain_case; --"


def ask(name: str, **more: object) -> Ask:
    measure = CATALOGUE.find(name)
    return Ask(**{"measure": measure, "basis": measure.basis, **more})  # type: ignore[arg-type]


def test_many_measures_and_breakdowns_are_one_scan() -> None:
    query = build_query(
        [
            ask("agreement_completion_rate"),
            ask("on_time_completion_rate", by=(Dimension.SITE,)),
            ask("agreements_made", by=(Dimension.SITE, Dimension.PERIOD)),
        ]
    )
    assert query.sql.count("grain_agreement") == 1
    assert "GROUPING SETS" in query.sql
    assert {"agreement_completion_rate__met", "on_time_completion_rate__met", "agreements_made__n"} <= set(
        query.names
    )
    assert query.groups == ("site", "period")


def test_a_measure_asked_twice_is_counted_once() -> None:
    query = build_query([ask("acceptance_rate"), ask("acceptance_rate", by=(Dimension.SITE,))])
    assert query.names.count("acceptance_rate__met") == 1


def test_one_breakdown_needs_no_grouping_sets() -> None:
    assert "GROUPING" not in build_query([ask("acceptance_rate", by=(Dimension.SITE,))]).sql
    assert "GROUP BY" not in build_query([ask("acceptance_rate")]).sql


def test_values_are_bound_and_never_text_of_the_query() -> None:
    query = build_query(
        [
            ask(
                "acceptance_rate",
                where=((Dimension.OFFENCE_CATEGORY, "theft"), (Dimension.SITE, EVIL)),
                months=("2025-01", "2025-12"),
                programmes=("a", "b"),
            )
        ]
    )
    assert query.parameters == ("a", "b", "theft", EVIL, "2025-01", "2025-12")
    assert query.sql.count("?") == len(query.parameters)
    assert "theft" not in query.sql
    assert "DROP" not in query.sql


def test_values_stand_in_the_order_of_their_marks() -> None:
    sql = build_query(
        [
            ask(
                "acceptance_rate",
                where=((Dimension.SITE, "x"),),
                months=("2025-01", "2025-12"),
                programmes=("a",),
            )
        ]
    ).sql
    marks = re.sub(r"\s+", " ", sql[sql.index("WHERE") :])
    assert "( programme IN (?) AND site = ? ) AND referral_month BETWEEN ? AND ?" in marks


def test_another_choice_of_a_filter_is_the_same_sql() -> None:
    one = build_query([ask("acceptance_rate", where=((Dimension.SITE, "north"),))])
    other = build_query([ask("acceptance_rate", where=((Dimension.SITE, "south"),))])
    assert one.sql == other.sql
    assert (one.parameters, other.parameters) == (("north",), ("south",))


@pytest.mark.parametrize("basis", [Basis.CLOSING, Basis.ACTIVITY])
def test_nothing_is_in_a_cohort_it_never_reached(basis: Basis) -> None:
    assert f"NOT {basis.value}_month IS NULL" in build_query([ask("acceptance_rate", basis=basis)]).sql
    assert "IS NULL" not in build_query([ask("acceptance_rate", basis=Basis.REFERRAL)]).sql


def test_money_is_grouped_by_currency() -> None:
    assert grouping_sets(ask("restitution_collected_rate", by=(Dimension.SITE,))) == [("site", "currency")]


def test_a_mix_counts_each_kind_and_the_whole() -> None:
    by = (Dimension.SITE, Dimension.OBLIGATION_TYPE)
    assert grouping_sets(ask("obligation_mix", by=by)) == [("site", "obligation_type"), ("site",)]
    only = ask("obligation_mix", where=((Dimension.OBLIGATION_TYPE, "donation"), (Dimension.SITE, "north")))
    assert grouping_sets(only) == [("obligation_type",), ()]
    assert build_query([only]).parameters == ("north",)


@pytest.mark.parametrize("measure", list(CATALOGUE), ids=lambda measure: measure.name)
def test_every_definition_runs_on_another_engine_too(measure: object) -> None:
    """Spark stands for the engines of networks that outgrow one machine; sqlglot raises for what it lacks."""
    name = getattr(measure, "name", "")
    asks = [
        ask(name, where=((Dimension.SITE, "x"),), months=("2025-01", "2025-12"), programmes=("a",)),
        ask(name, by=(Dimension.PERIOD,), where=((Dimension.SITE, "x"),), months=("2025-01", "2025-12")),
    ]
    for sql in (build_query(asks).sql, build_query(asks[:1]).sql):
        (spark,) = sqlglot.transpile(
            sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
        )
        assert "FILTER" not in spark
        # Read back as Spark's own, it is the same tree: nothing was passed through unread.
        assert sqlglot.transpile(spark, read="spark", write="spark") == [spark]
