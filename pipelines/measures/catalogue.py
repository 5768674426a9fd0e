"""Every measure there is: the project's own definitions and, from a folder, a programme's.

Every condition is parsed here once, so that a definition that could not run, or could reach what it may not,
never gets as far as an engine.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pipelines.errors import DefinitionError, UsageError, did_you_mean
from pipelines.measures.conditions import FLAG, NUMBER, TEXT, parse_condition
from pipelines.measures.definition_file import read_definition
from pipelines.measures.grains import GRAIN_COLUMNS
from pipelines.measures.measure import Measure
from pipelines.publication import Definition, Kind

FAMILIES = ("volume", "participation", "agreements", "restitution", "said", "timeliness", "process")
"""In the order a reader meets them."""

_NAME = re.compile(r"[a-z][a-z0-9_]{2,60}")

_PART_OF_KIND: dict[Kind, tuple[str, ...]] = {
    Kind.RATE: ("buckets", "mix"),
    Kind.COUNT: ("count",),
    Kind.DAYS: ("days",),
    Kind.MONEY: ("amounts",),
    Kind.MONEY_RATE: ("amounts",),
    Kind.DISTRIBUTION: ("item",),
    Kind.CURVE: ("curve",),
    Kind.PATHWAY: ("pathway",),
    Kind.FLOW: ("flow",),
    Kind.RATIO: ("ratio",),
    Kind.SCORE: ("survey",),
    Kind.CHANGE: ("paired",),
    Kind.GAP: ("gap",),
    Kind.BOUNDS: ("survey",),
    Kind.UNIT_COST: ("count",),
}
"""Which table of the file makes the answer; any one of those named."""


@dataclass(frozen=True)
class Catalogue:
    """Every measure by its name, in the order a reader meets them."""

    measures: Mapping[str, Measure]
    refused: Mapping[str, str] = field(default_factory=dict)
    """Files of a programme's own that define nothing as they are → what is wrong, by file and key."""

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.measures.values())

    def find(self, name: str) -> Measure:
        """One measure. Raises `UsageError` for a name that is in no definition, `DefinitionError` for a
        programme's own that is refused.
        """
        measure = self.measures.get(name)
        if measure is None:
            if f"{name}.toml" in self.refused:
                raise DefinitionError(self.refused[f"{name}.toml"])
            meant = did_you_mean(name, self.measures)
            raise UsageError(f"there is no measure {name!r}.{meant} `outcomes measures` lists them all.")
        return measure

    def definition(self, name: str) -> Definition:
        """One measure in words. Raises `UsageError` for a name that is in no definition."""
        return to_definition(self.find(name))

    def definitions(self) -> tuple[Definition, ...]:
        """Every measure in words."""
        return tuple(to_definition(measure) for measure in self)


@lru_cache(maxsize=8)
def load_catalogue(own: Path | None = None) -> Catalogue:
    """The project's measures, and those in a folder of the programme's own: of these a bad file is refused,
    and the rest stands.
    """
    found: dict[str, Measure] = {}
    refused: dict[str, str] = {}
    shipped = {name: content for name, content, _ in _shipped()}
    for name, content, file in _shipped():
        for measure in read_definition(name, content, file=file, shipped=shipped):
            check_measure(measure, file=file)
            found[measure.name] = measure
    needs = frozenset(need for measure in found.values() for need in measure.needs)
    for name, content, file in _own(own):
        try:
            ours = read_definition(name, content, file=file, shipped=shipped)
            _check_own(ours, file, found, needs)
            found.update({measure.name: measure for measure in ours})
        except DefinitionError as error:
            refused[file] = str(error)
    ordered = sorted(found.values(), key=lambda measure: (FAMILIES.index(measure.family), _rank(measure)))
    return Catalogue({measure.name: measure for measure in ordered}, refused)


def _check_own(ours: Iterable[Measure], file: str, found: Container[str], needs: Iterable[str]) -> None:
    from pipelines.measures.own_answers import check_answers, check_name
    from pipelines.measures.own_checks import check_own, check_used

    for measure in ours:
        if measure.name in found:
            raise DefinitionError(f"{file}: there is already a measure {measure.name}. Choose another name.")
        check_name(measure, file)
        check_measure(measure, file=file)
        # The project's own are held to this by a test, so that no start waits for it.
        check_measure_types(measure, file=file)
        check_own(measure, file, needs)
        check_used(measure, file)
        check_answers(measure, file)


def check_measure(measure: Measure, *, file: str) -> None:
    """Raises `DefinitionError` where something does not fit, naming file and key, and what is allowed."""
    if not _NAME.fullmatch(measure.name):
        raise DefinitionError(f"{file}: a measure's name is 3 to 60 small letters, digits and underscores.")
    if measure.name in GRAIN_COLUMNS[measure.grain]:
        raise DefinitionError(f"{file}: a measure cannot have the name of a column of its own grain.")
    if measure.example is None:
        raise DefinitionError(
            f"{file}, example is missing. It shows a reader, and the tests, what is counted."
        )
    if measure.family not in FAMILIES:
        raise DefinitionError(f"{file}, family must be one of {', '.join(FAMILIES)}.")
    parts = _PART_OF_KIND.get(measure.kind, ())
    if not any(getattr(measure, part) for part in parts):
        allowed = " or ".join(f"[{part}]" for part in parts) or "no kind of this name"
        raise DefinitionError(f"{file}, kind: a {measure.kind.value} needs {allowed}.")
    _check_goes_with(measure, file)
    for key, text, _ in conditions_of(measure):
        if text:
            parse_condition(text, measure.grain, f"{file}, {key}")
    for key, column in _columns_of(measure):
        if column and column not in GRAIN_COLUMNS[measure.grain]:
            raise DefinitionError(
                f"{file}, {key}: {column} is not a column of one row per {measure.grain.value}."
            )


def _check_goes_with(measure: Measure, file: str) -> None:
    """Some parts mean nothing without another."""
    wanted = {
        "buckets": measure.ratio is not None,
        "survey": measure.gap is not None or measure.is_concordance,
    }
    for part, is_wanted in wanted.items():
        if is_wanted and not getattr(measure, part):
            raise DefinitionError(f"{file}: a {measure.kind.value} of this sort needs [{part}] too.")


def check_measure_types(measure: Measure, *, file: str) -> None:
    """Refuse what an engine would stumble over in the middle of a page. Raises `DefinitionError`."""
    from pipelines.measures.condition_types import check_types

    for key, text, wanted in conditions_of(measure):
        if text:
            check_types(text, measure.grain, f"{file}, {key}", wanted=wanted)


def conditions_of(measure: Measure) -> Iterator[tuple[str, str, str]]:
    """Every piece of SQL a definition holds: the key it stands under, its text, and what it must give."""
    yield "population", measure.population, FLAG
    for bucket in measure.buckets:
        yield f"buckets.{bucket.name}", bucket.when, FLAG
    if measure.amounts is not None:
        for key in ("numerator", "denominator", "amount"):
            yield f"money.{key}", getattr(measure.amounts, key), NUMBER
    if measure.count is not None:
        yield "count.distinct", measure.count.distinct, TEXT
        yield "count.sum", measure.count.sum, NUMBER
    if measure.curve is not None:
        yield "curve.day", measure.curve.day, NUMBER
        yield "curve.event", measure.curve.event, NUMBER
    if measure.days is not None:
        yield "days.value", measure.days.value, NUMBER
        yield "days.pending", measure.days.pending, FLAG
    if measure.pathway is not None:
        yield "pathway.stage", measure.pathway.stage, TEXT
        yield "pathway.reason", measure.pathway.reason, TEXT
    if measure.ratio is not None:
        yield "ratio.numerator", measure.ratio.numerator, NUMBER
        yield "ratio.denominator", measure.ratio.denominator, NUMBER
    if measure.flow is not None:
        yield "flow.total", measure.flow.total, NUMBER
        for part in measure.flow.parts:
            yield f"flow.parts.{part.name}", part.amount, NUMBER


def _columns_of(measure: Measure) -> Iterator[tuple[str, str]]:
    yield "item", measure.item
    if measure.mix is not None:
        yield "mix.of", measure.mix.of.value
        yield "mix.distinct", measure.mix.distinct


def _shipped() -> Iterator[tuple[str, bytes, str]]:
    folder = files("pipelines.measures") / "definitions"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            yield file.name.removesuffix(".toml"), file.read_bytes(), file.name


def _own(folder: Path | None) -> Iterator[tuple[str, bytes, str]]:
    if folder is None or not folder.is_dir():
        return
    for path in sorted(folder.glob("*.toml")):
        yield path.stem, path.read_bytes(), path.name


def _rank(measure: Measure) -> tuple[bool, str]:
    # The many distributions of single answers come after the figures made of them.
    return measure.kind is Kind.DISTRIBUTION, measure.name


def to_definition(measure: Measure) -> Definition:
    """What a reader sees of a measure."""
    return Definition(
        name=measure.name,
        title=measure.title,
        question=measure.question,
        why=measure.why,
        kind=measure.kind,
        unit=measure.unit,
        perspective=measure.perspective.value,
        direction=measure.direction,
        basis=measure.basis,
        bases=measure.bases,
        breakdowns=measure.breakdowns,
        buckets=tuple((bucket.name, bucket.words) for bucket in measure.buckets),
        caveats=measure.caveats,
        needs=measure.needs,
        source=measure.source,
        owner=measure.owner,
        reviewed=measure.reviewed,
        version=measure.version,
        family=measure.family,
        statement=measure.statement,
    )
