"""One definition file to the measures it defines: every key read, every unknown key refused.

A file whose item is "each" is a pattern: one measure for each item of the survey and wave it is asked in.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from pipelines.errors import DefinitionError, nearest
from pipelines.instrument import ITEMS, Item
from pipelines.measures import definition_parts as parts
from pipelines.measures.definition_keys import Keys
from pipelines.measures.dimensions import dimensions_of
from pipelines.measures.grains import COLUMN_FALLBACKS, COLUMN_NEEDS, GRAIN_NEEDS, Grain
from pipelines.measures.measure import DIRECTIONS, Fallback, Measure, PairedPart
from pipelines.measures.survey_parts import (
    build_buckets,
    paired_population,
    response_population,
    statement_of,
)
from pipelines.publication import Kind
from pipelines.vocabulary import Basis, Dimension, Perspective, Role, Wave

EACH_ITEM = "each"

_IN_BUCKETS = (Kind.RATE, Kind.BOUNDS)


def read_definition(
    name: str, content: bytes, *, file: str, shipped: Mapping[str, bytes] = MappingProxyType({})
) -> list[Measure]:
    """The measures one file defines; nearly always one. `file` is how messages call it, `shipped` the files
    that it may take its buckets from.

    Raises `DefinitionError` naming file and key, and what is allowed.
    """
    table, base = _parse(content, file), b""
    if "like" in table:
        base = _find_like(table.pop("like"), file, shipped)
        table = _as_like(table, _parse(base, file))
    version = hashlib.sha256(content + base).hexdigest()[:12]
    if table.get("item") == EACH_ITEM:
        measures = [_read_measure(each, version, file) for each in _each_item(name, table)]
    else:
        measures = [_read_measure({**table, "name": name}, version, file)]
    return [replace(measure, content=content) for measure in measures]


def _parse(content: bytes, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(f"{file}: this is not TOML in UTF-8 ({error}).") from error


def _find_like(like: object, file: str, shipped: Mapping[str, bytes]) -> bytes:
    if not isinstance(like, str) or like not in shipped:
        raise DefinitionError(
            f"{file}, like must be the name of one of the project's measures.{nearest(str(like), shipped)}"
        )
    return shipped[like]


def _as_like(table: dict[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    """Whom the other is about, how it sorts them and what it needs: said in its file, and only there."""
    taken = {key: base[key] for key in ("population", "buckets", "fallbacks") if key in base}
    needs = [*base.get("needs", []), *table.get("needs", [])]
    return {**taken, **table, "needs": list(dict.fromkeys(needs))}


def _read_measure(table: Mapping[str, Any], version: str, file: str) -> Measure:
    keys = Keys(table, file)
    grain = keys.one_of("grain", tuple(Grain), Grain)
    basis = keys.one_of("basis", tuple(Basis), Basis)
    measure = Measure(
        name=keys.text("name"),
        title=keys.text("title"),
        question=keys.text("question"),
        why=keys.text("why"),
        family=keys.text("family"),
        kind=keys.one_of("kind", tuple(Kind), Kind),
        unit=keys.text("unit"),
        grain=grain,
        perspective=keys.one_of("perspective", tuple(Perspective), Perspective, Perspective.EVERYONE),
        direction=keys.one_of("direction", DIRECTIONS, str),
        basis=basis,
        bases=keys.several("bases", tuple(Basis), Basis, (basis,)),
        activity=keys.one_of("activity", tuple(Basis), Basis, Basis.ACTIVITY),
        always_by=keys.several("always_by", dimensions_of(grain), Dimension, ()),
        needs=keys.texts("needs"),
        breakdowns=keys.several("breakdowns", dimensions_of(grain), Dimension, dimensions_of(grain)),
        caveats=keys.texts("caveats"),
        source=keys.text("source"),
        owner=keys.text("owner"),
        reviewed=keys.value("reviewed", date),
        version=version,
        population=keys.text("population", ""),
        matures_at=keys.value("matures_at", float, 0.0),
        instead=keys.text("instead", ""),
        item=keys.text("item", ""),
        is_concordance=keys.value("concordance", bool, False),
        **parts.read_parts(keys),
    )
    keys.refuse_rest()
    return _with_fallbacks(_complete(measure))


def _complete(measure: Measure) -> Measure:
    """Fill in what follows from the grain, the survey items or the default basis."""
    measure = replace(measure, needs=tuple(dict.fromkeys((*measure.needs, *_needed_to_build(measure)))))
    if measure.basis not in measure.bases:
        measure = replace(measure, bases=(measure.basis, *measure.bases))
    if measure.paired is not None:
        return _complete_paired(measure, measure.paired)
    if measure.survey is None:
        return measure
    survey = measure.survey
    own = [f"({measure.population})"] if measure.population else []
    return replace(
        measure,
        population=" AND ".join([response_population(survey), *own]),
        buckets=measure.buckets or (build_buckets(survey) if measure.kind in _IN_BUCKETS else ()),
        statement=statement_of(survey.items, survey.wave),
        needs=(*measure.needs, "survey_answers", *(f"survey_answers.{item}" for item in survey.items)),
    )


def _needed_to_build(measure: Measure) -> Iterator[str]:
    """What the grain's rows, and the columns the definition names, are made of."""
    yield from GRAIN_NEEDS.get(measure.grain, ())
    named = columns_named(measure)
    for column, needs in COLUMN_NEEDS.get(measure.grain, {}).items():
        if column in named:
            yield from needs


def _with_fallbacks(measure: Measure) -> Measure:
    """What the columns it names are made without, told beside what the file says itself."""
    told, named = {one.without: one for one in measure.fallbacks}, columns_named(measure)
    for column, of_column in COLUMN_FALLBACKS.get(measure.grain, {}).items():
        for without, words in of_column.items():
            # What it cannot do without is not supplied, and nothing is left to tell.
            if column in named and without not in measure.needs:
                told.setdefault(without, Fallback(without=without, words=words))
    return replace(measure, fallbacks=tuple(told.values()))


def columns_named(measure: Measure) -> frozenset[str]:
    """Every word of its SQL that may be a column."""
    texts = [measure.population, *(one.when for one in measure.buckets)]
    if measure.pathway is not None:
        texts += [measure.pathway.stage, measure.pathway.reason]
    if measure.curve is not None:
        texts += [measure.curve.day, measure.curve.event]
    if measure.days is not None:
        texts += [measure.days.value, measure.days.pending]
    if measure.count is not None:
        texts += [measure.count.distinct, measure.count.sum]
    return frozenset(re.findall(r"\w+", " ".join(texts)))


def _complete_paired(measure: Measure, paired: PairedPart) -> Measure:
    needs = ("survey_answers", f"survey_answers.{paired.item}", "survey_answers.party_id")
    return replace(
        measure,
        population=paired_population(paired),
        statement=statement_of([paired.item], paired.first),
        needs=(*measure.needs, *needs),
    )


def _each_item(name: str, table: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for item in ITEMS.values():
        main = Wave.AFTER if Wave.AFTER in item.waves else item.waves[0]
        for wave in item.waves:
            suffix = "" if wave is main else f"_{wave.value}"
            yield _for_item(table, item, wave, f"{name}_{item.id}{suffix}")


def _for_item(table: Mapping[str, Any], item: Item, wave: Wave, name: str) -> dict[str, Any]:
    words = {"statement": statement_of([item.id], wave), "wave": wave.label.lower()}
    filled = {key: _fill(value, words) for key, value in table.items()}
    example = dict(table.get("example", {}))
    asked = {"role": item.roles[0].value, "wave": wave.value, "is_person": True}
    example["rows"] = [
        asked | {(item.id if key == "item" else key): value for key, value in row.items()}
        for row in example.get("rows", [])
    ]
    survey = {"items": [item.id], "wave": wave.value}
    own = {"name": name, "item": item.id, "perspective": _perspective(item).value}
    return {**filled, **own, "survey": survey, "example": example}


def _fill(value: Any, words: Mapping[str, str]) -> Any:
    """Every text of the pattern, and of a list of texts, with the item's own words in it."""
    if isinstance(value, list):
        return [_fill(each, words) for each in value]
    return value.format(**words) if isinstance(value, str) else value


def _perspective(item: Item) -> Perspective:
    """Whose view an item gives, by who is asked it."""
    if item.roles in ((Role.HARMED,), (Role.RESPONSIBLE,)):
        return Perspective(item.roles[0].value)
    sides = {Role.HARMED, Role.RESPONSIBLE}
    return Perspective.EVERYONE if sides & set(item.roles) else Perspective.COMMUNITY
