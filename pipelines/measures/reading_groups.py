"""Groups that belong to something larger: parts of a whole, groups against everybody, sums of conferences."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.measures.answers import Answer, AnswerRow, Ask, ClusterAnswer, RateAnswer, RatioAnswer
from pipelines.measures.cluster_columns import cluster_columns
from pipelines.measures.query import Query, grouping_sets, part_of_whole, rows_of
from pipelines.measures.query_columns import N
from pipelines.measures.reading import read_buckets
from pipelines.publication import Buckets
from pipelines.vocabulary import Dimension

Row = Mapping[str, Any]

FEWEST_PERSPECTIVES = 2
"""Below this nobody can agree with anybody."""


def read_mix(ask: Ask, query: Query, rows: Sequence[Row]) -> list[AnswerRow]:
    """Each kind as a share of the whole: met is of this kind, not met is not."""
    mix, count = ask.measure.mix, f"{ask.measure.name}__{N}"
    assert mix is not None
    each, whole = grouping_sets(ask)
    totals = {tuple(row[name] for name in whole): row[count] for row in rows_of(query, whole, rows)}
    wanted = dict(ask.where).get(mix.of)
    found: dict[tuple[Any, ...], int] = {}
    for row in rows_of(query, each, rows):
        # A kind of which every row lies outside the population is no kind of the mix.
        if row[count] and (wanted is None or row[mix.of.value] == wanted):
            found[tuple(row[name] for name in each)] = row[count]
    if wanted is not None:
        found = {(*key, wanted): found.get((*key, wanted), 0) for key in totals}
    return [
        AnswerRow(
            by=tuple(
                (dimension, dict(zip(each, key, strict=True))[dimension.value] or "") for dimension in ask.by
            ),
            answer=RateAnswer(buckets=_share(n, totals[key[:-1]])),
        )
        for key, n in found.items()
        if totals[key[:-1]]
    ]


def _share(n: int, total: int) -> Buckets:
    return Buckets(met=n, not_met=total - n, pending=0, not_applicable=0, unknown=0)


def read_against_overall(ask: Ask, query: Query, rows: Sequence[Row]) -> list[AnswerRow]:
    """Each group and everybody it belongs to, inside the other groups of the breakdown."""
    part, measure = part_of_whole(ask), ask.measure
    assert part is not None
    each, whole = grouping_sets(ask)
    overall = {
        tuple(row[name] for name in whole): read_buckets(measure, row) for row in rows_of(query, whole, rows)
    }
    wanted = dict(ask.where).get(part)
    return [
        AnswerRow(
            by=tuple((dimension, row[dimension.value] or "") for dimension in ask.by),
            answer=RatioAnswer(
                buckets=read_buckets(measure, row), overall=overall[tuple(row[name] for name in whole)]
            ),
        )
        for row in rows_of(query, each, rows)
        if wanted in (None, row[part.value])
    ]


def read_clusters(ask: Ask, query: Query, rows: Sequence[Row]) -> list[AnswerRow]:
    """What the conferences, or people, of each group add up to."""
    (group,) = grouping_sets(ask)
    gathered: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows_of(query, group, rows):
        gathered[tuple(row[dimension.value] for dimension in ask.by)].append(row)
    return [
        AnswerRow(by=_by(ask.by, key), answer=read_cluster_rows(ask, several))
        for key, several in gathered.items()
    ]


def _by(dimensions: Sequence[Dimension], key: Sequence[Any]) -> tuple[tuple[Dimension, str], ...]:
    return tuple((dimension, value or "") for dimension, value in zip(dimensions, key, strict=True))


def read_cluster_rows(ask: Ask, rows: Sequence[Row]) -> Answer:
    """One group's answer. A conference none of whose answers is in the population is left out."""
    names = list(cluster_columns(ask.measure))
    counts: dict[tuple[int | None, ...], int] = defaultdict(int)
    for row in rows:
        sums = tuple(None if row[name] is None else int(row[name]) for name in names)
        if any(sums):
            counts[sums] += row[N]
    ordered = tuple(sorted(counts.items(), key=lambda entry: tuple(value or 0 for value in entry[0])))
    if ask.measure.is_concordance:
        return RateAnswer(buckets=_agreeing(ordered))
    return ClusterAnswer(rows=ordered)


def _agreeing(rows: Sequence[tuple[tuple[int | None, ...], int]]) -> Buckets:
    """Conferences in which every answer agrees, of those where two perspectives or more answered."""
    counts = dict.fromkeys(("met", "not_met", "not_applicable"), 0)
    for sums, n in rows:
        sides = [(met, answers) for met, answers in zip(sums[::2], sums[1::2], strict=True) if answers]
        if len(sides) < FEWEST_PERSPECTIVES:
            counts["not_applicable"] += n
        else:
            counts["met" if all(met == answers for met, answers in sides) else "not_met"] += n
    return Buckets(**counts, pending=0, unknown=0)
