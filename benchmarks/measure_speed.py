"""How long the headline figures take from definitions, against SQL written by hand.

`python -m benchmarks.measure_speed`: every headline by programme and quarter over the grains of one and of
ten million parties, made up at random. Both ways must give the same figures before they are compared.
"""

import argparse
import tempfile
from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.recording import fastest_of, record, seconds_of, table_lines, verdict
from pipelines.measures.answers import Answer, AnswerTable, Ask, CountAnswer, MoneyRateAnswer, RateAnswer
from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.compute import compute_answers
from pipelines.vocabulary import Dimension

TARGET = 1.5
LINEAR = 1.25
"""Ten times the rows may take this much more than ten times as long, and still be called linear."""

N_PROGRAMMES = 40
BY_HAND = Path(__file__).with_name("headlines_by_hand.sql")

_COMMON = f"""
    'programme_' || chance(i, 1, {N_PROGRAMMES}) AS programme, NULL::VARCHAR AS case_id,
    printf('%d-%02d', 2022 + chance(i, 2, 4), 1 + chance(i, 3, 12)) AS event_month
"""
_ANSWER = """CASE chance(i, {n}, 20) WHEN 0 THEN NULL WHEN 1 THEN 'not_applicable' WHEN 2 THEN 'prefer_not'
    ELSE CAST(1 + chance(i, {n} + 10, 5) AS VARCHAR) END"""
_GRAINS = {
    "party": (
        1.0,
        """printf('%016x', hash(CAST(i / 1.2 AS BIGINT))) AS person_key, chance(i, 4, 3) > 0 AS took_part,
        chance(i, 5, 20) = 0 AS is_stand_in,
        ['person', 'person', 'person', 'household', 'organisation'][1 + chance(i, 6, 5)] AS party_type""",
    ),
    "response": (
        0.7,
        f"""['harmed', 'responsible', 'supporter', 'community'][1 + chance(i, 4, 4)] AS role, 'after' AS wave,
        chance(i, 5, 50) = 0 AS is_off_window, {_ANSWER.format(n=6)} AS g3, {_ANSWER.format(n=7)} AS g10""",
    ),
    "agreement": (
        0.16,
        """['completed', 'completed', 'completed', 'active', 'partly_completed', 'not_completed', 'withdrawn',
        'superseded', 'waived', 'closed_unknown'][1 + chance(i, 4, 10)] AS status,
        ['harmed', 'programme'][1 + chance(i, 5, 2)] AS waived_by,
        ['harmed', 'responsible'][1 + chance(i, 6, 2)] AS withdrawn_by,
        ['open', 'closed', 'closed'][1 + chance(i, 7, 3)] AS case_status,
        CASE WHEN chance(i, 8, 40) > 0 THEN 90 END AS first_due_day, chance(i, 9, 4) > 0 AS is_due""",
    ),
    "obligation": (
        0.22,
        """*, GREATEST(due_minor - applied_minor, 0) AS outstanding_minor FROM (SELECT i, programme, case_id,
        event_month, ['restitution_money', 'apology_verbal', 'restitution_money'][1 + chance(i, 4, 3)]
        AS obligation_type, 'GBP' AS currency, chance(i, 5, 30) = 0 AS is_replaced,
        chance(i, 6, 30) = 0 AS is_wholly_waived, chance(i, 7, 40) = 0 AS agreement_is_set_aside,
        CASE WHEN chance(i, 8, 40) > 0 THEN 90 END AS first_due_day, chance(i, 9, 4) > 0 AS is_due,
        CAST(1000 + chance(i, 10, 100000) AS BIGINT) AS due_minor,
        CAST((1000 + chance(i, 10, 100000)) * (chance(i, 11, 3)) // 2 AS BIGINT) AS paid_minor,
        LEAST(due_minor, paid_minor) AS applied_minor FROM grain_rows)""",
    ),
}
"""Rows to a party, and the columns that the headlines read."""

ASKED: tuple[tuple[str, tuple[tuple[Dimension, str], ...]], ...] = (
    ("people_taking_part", ()),
    ("choose_again_rate", ((Dimension.ROLE, "harmed"),)),
    ("felt_safe_rate", ()),
    ("agreement_completion_rate", ()),
    ("paid_in_full_rate", ()),
    ("restitution_collected_rate", ()),
)
_IN_RATE = ("met", "not_met")
_BUCKETS = (*_IN_RATE, "pending", "not_applicable", "unknown")
_ANSWERED = (*_IN_RATE, "not_applicable", "unknown")
_SUMS = ("numerator", "denominator", "numerator_squared", "denominator_squared", "product")
COLUMNS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("people_taking_part", "value"),),
    (*(("choose_again_rate", b) for b in _ANSWERED), *(("felt_safe_rate", b) for b in _ANSWERED)),
    tuple(("agreement_completion_rate", b) for b in _BUCKETS),
    (*(("paid_in_full_rate", b) for b in _BUCKETS), *(("restitution_collected_rate", s) for s in _SUMS)),
)
"""What the statements written by hand give after programme and quarter, in order."""

Figures = dict[tuple[str, str, str, str], int]


def write_grains(file: Path, n_parties: int) -> duckdb.DuckDBPyConnection:
    """The grain tables of this many parties, in a database file."""
    connection = duckdb.connect(str(file))
    connection.execute("CREATE TEMP MACRO chance(i, draw, k) AS CAST(hash(i * 100 + draw) % k AS BIGINT)")
    for name, (each, columns) in _GRAINS.items():
        rows = f"SELECT i, {_COMMON} FROM range({int(n_parties * each)}) AS t(i)"
        own = columns if "grain_rows" in columns else f"*, {columns} FROM grain_rows"
        connection.execute(f"CREATE TABLE grain_{name} AS WITH grain_rows AS ({rows}) SELECT {own}")
    connection.execute("CHECKPOINT")
    return connection


def asks() -> list[Ask]:
    """Every headline by programme and quarter."""
    catalogue = load_catalogue()
    by = (Dimension.PROGRAMME, Dimension.PERIOD)
    measures = [(catalogue.find(name), where) for name, where in ASKED]
    return [Ask(measure=measure, basis=measure.basis, by=by, where=where) for measure, where in measures]


def figures_from_definitions(tables: list[AnswerTable]) -> Figures:
    found: Figures = {}
    for table in tables:
        for row in table.rows:
            by = {dimension.value: value for dimension, value in row.by}
            for key, value in _numbers(row.answer).items():
                found[by["programme"], by["period"], table.ask.measure.name, key] = value
    return found


def _numbers(answer: Answer) -> Mapping[str, int]:
    match answer:
        case CountAnswer():
            return {"value": answer.value}
        case RateAnswer():
            return vars(answer.buckets)
        case MoneyRateAnswer():
            return {key: getattr(answer, key) for key in _SUMS}
    raise TypeError(type(answer).__name__)


def run_by_hand(connection: duckdb.DuckDBPyConnection) -> list[list[tuple[Any, ...]]]:
    """The rows of each statement of the file."""
    text = "\n".join(
        line for line in BY_HAND.read_text(encoding="utf-8").splitlines() if not line.startswith("--")
    )
    return [connection.execute(sql).fetchall() for sql in text.split(";") if sql.strip()]


def figures_by_hand(results: list[list[tuple[Any, ...]]]) -> Figures:
    return {
        (row[0], row[1], measure, key): int(value or 0)
        for rows, columns in zip(results, COLUMNS, strict=True)
        for row in rows
        for (measure, key), value in zip(columns, row[2:], strict=True)
    }


def compare(scratch: Path, n_parties: int) -> dict[str, Any]:
    """Seconds of both ways over the same rows, after their figures were found to be the same."""
    connection = write_grains(scratch / f"{n_parties}.duckdb", n_parties)
    asked = asks()
    ours = figures_from_definitions(compute_answers(connection, asked))
    theirs = figures_by_hand(run_by_hand(connection))
    different = [key for key, value in theirs.items() if ours.get(key, 0) != value]
    assert not different, f"not the same figures: {different[:3]}"
    definitions, by_hand = fastest_of(
        lambda: compute_answers(connection, asked), lambda: run_by_hand(connection)
    )
    found = {
        "parties": n_parties,
        "figures": len(theirs),
        "definitions_seconds": definitions,
        "by_hand_seconds": by_hand,
    }
    for name in sorted({ask.measure.grain.value for ask in asked}):
        own = [ask for ask in asked if ask.measure.grain == name]
        found[f"{name}_seconds"] = seconds_of(partial(compute_answers, connection, own))
    connection.close()
    return found | {"ratio": found["definitions_seconds"] / found["by_hand_seconds"]}


def _growth_words(growth: float) -> str:
    return "no worse than linear" if growth <= LINEAR else f"{growth - 1:.0%} OVER linear"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parties", type=int, nargs="+", default=[1_000_000, 10_000_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="outcomes-bench-") as folder:
        runs = [compare(Path(folder), n) for n in options.parties]
    rows = [
        (
            f"{run['parties']:,}",
            f"{run['definitions_seconds']:.2f} s",
            f"{run['by_hand_seconds']:.2f} s",
            f"**{run['ratio']:.2f} ×**",
            verdict(run["ratio"], TARGET),
        )
        for run in runs
    ]
    growth = [
        b["definitions_seconds"] / a["definitions_seconds"] / (b["parties"] / a["parties"])
        for a, b in pairwise(runs)
    ]
    lines = [
        f"Every headline by programme and quarter; {runs[-1]['figures']:,} numbers, the same both ways. "
        f"Target {TARGET:g} ×.",
        "",
        *table_lines(("parties", "from definitions", "by hand", "ratio", "target"), rows),
        "",
        *(
            f"Ten times the parties take {10 * one:.1f} times as long: {_growth_words(one)}."
            for one in growth
        ),
    ]
    record(
        "measure_speed",
        "Headline measures against SQL written by hand",
        {"runs": runs, "growth": growth},
        lines,
    )


if __name__ == "__main__":
    main()
