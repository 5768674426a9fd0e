"""The catalogue in words: every measure by family, or one with its SQL and its worked example.

Nothing here knows what a measure means. Everything is read from its definition, and the SQL is what the query
builder would run over everything there is.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipelines.measures.answers import Ask
from pipelines.measures.catalogue import FAMILIES, Catalogue, to_definition
from pipelines.measures.measure import Example, Measure
from pipelines.measures.query import build_query

FAMILY_WORDS = {
    "volume": "How many",
    "participation": "Taking part",
    "agreements": "Agreements",
    "restitution": "Restitution",
    "said": "What people said",
    "timeliness": "How long it takes",
    "process": "Process and safety",
}
_DIRECTION_WORDS = {
    "higher": "more is better",
    "lower": "less is better",
    "neither": "neither more nor less is better, so it takes no target",
}
_INDENT = "  "


def describe_catalogue(catalogue: Catalogue) -> str:
    """Every measure by family: its name, what it asks, and what it counts."""
    lines: list[str] = []
    for family in FAMILIES:
        measures = [measure for measure in catalogue if measure.family == family]
        if measures:
            rows = [(measure.name, measure.question, measure.unit) for measure in measures]
            lines += ["", FAMILY_WORDS[family], *_aligned([("measure", "what it asks", "unit"), *rows])]
    return "\n".join(lines[1:])


def describe_measure(measure: Measure) -> str:
    """One measure whole: its words, its buckets, what to beware of, its SQL and its worked example."""
    return "\n\n".join(
        "\n".join(part)
        for part in (_words(measure), _buckets(measure), _beware(measure), _sql(measure), _example(measure))
        if part
    )


def measure_sql(measure: Measure) -> str:
    """The query for the whole of what there is, laid out to be read. It holds no value."""
    by = (measure.mix.of,) if measure.mix is not None else ()
    ask = Ask(measure=measure, basis=measure.basis, by=by)
    return build_query([ask]).sql


def catalogue_json(catalogue: Catalogue) -> list[dict[str, Any]]:
    """One short object a measure, in the catalogue's order."""
    return [
        {
            "measure": measure.name,
            "family": measure.family,
            "title": measure.title,
            "question": measure.question,
            "kind": measure.kind.value,
            "unit": measure.unit,
            "definition": measure.version,
        }
        for measure in catalogue
    ]


def measure_json(measure: Measure) -> dict[str, Any]:
    """One measure whole: every field a reader sees of its definition, its SQL and its worked example."""
    words = vars(to_definition(measure))
    example = measure.example
    return {
        "measure": measure.name,
        **{key: value for key, value in words.items() if key not in ("name", "buckets", "version")},
        "buckets": dict(words["buckets"]),
        "definition": measure.version,
        "population": measure.population,
        "sql": measure_sql(measure),
        "example": {
            "words": example.words,
            "asked": example.ask,
            "rows": list(example.rows),
            "answer": example.answer,
        }
        if example is not None
        else None,
    }


def _words(measure: Measure) -> Iterator[str]:
    yield f"{measure.title}  ({measure.name}, version {measure.version})"
    yield measure.question
    yield measure.why
    if measure.statement:
        yield f"Asked as: {measure.statement}"
    bases = ", ".join(basis.value for basis in measure.bases)
    yield f"Unit: {measure.unit}, from one row per {measure.grain.value}."
    yield f"Perspective: {measure.perspective.label}."
    yield f"Basis: {measure.basis.label} (may be asked: {bases})."
    yield f"Direction: {_DIRECTION_WORDS[measure.direction]}."
    yield f"Broken down by: {', '.join(measure.breakdowns)}"
    yield f"Needs: {', '.join(measure.needs) or 'cases'}"
    yield f"Source: {measure.source}. Owner: {measure.owner}. Reviewed: {measure.reviewed.isoformat()}."


def _buckets(measure: Measure) -> list[str]:
    if not measure.buckets:
        return []
    rows = [(bucket.name, bucket.words) for bucket in measure.buckets]
    return ["Buckets, tried in this order; the first that is true takes the row:", *_aligned(rows)]


def _beware(measure: Measure) -> list[str]:
    fallbacks = [f"Without {fallback.without}: {fallback.words}" for fallback in measure.fallbacks]
    share = round(measure.matures_at * 100)
    matures = [f"Too soon until {share} in 100 of those it can apply to have ended."] if share else []
    return [f"Note: {words}" for words in (*measure.caveats, *matures, *fallbacks)]


def _sql(measure: Measure) -> list[str]:
    return ["SQL, for everything there is:", *(_INDENT + line for line in measure_sql(measure).splitlines())]


def _example(measure: Measure) -> list[str]:
    example = measure.example
    if example is None:
        return []
    asked = [f"Asked: {key} {_plain(value)}" for key, value in example.ask.items()]
    answer = [(key, _plain(value)) for key, value in example.answer.items()]
    return [
        f"Worked example: {example.words}",
        *asked,
        *_aligned(example_rows(example)),
        "Answer:",
        *_aligned(answer),
    ]


def example_rows(example: Example) -> list[tuple[str, ...]]:
    """The example's rows under a header of the columns that any of them names; blank where one names none."""
    columns = list(dict.fromkeys(key for row in example.rows for key in row))
    return [
        tuple(columns),
        *(tuple(_plain(row.get(column, "")) for column in columns) for row in example.rows),
    ]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} = {_plain(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(f"({_plain(each)})" if isinstance(each, list) else _plain(each) for each in value)
    return str(value)


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of text with their columns under one another."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        (_INDENT + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))).rstrip()
        for row in rows
    ]
