"""Every measure there is: the project's own definitions and, from a folder, a programme's.

Every condition is parsed here once, so that a definition that could not run, or could reach what it may not,
never gets as far as an engine.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pipelines.errors import DefinitionError, UsageError
from pipelines.measures.conditions import parse_condition
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
}
"""Which table of the file makes the answer; any one of those named."""


@dataclass(frozen=True)
class Catalogue:
    """Every measure by its name, in the order a reader meets them."""

    measures: Mapping[str, Measure]

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.measures.values())

    def find(self, name: str) -> Measure:
        """One measure. Raises `UsageError` for a name that is in no definition."""
        measure = self.measures.get(name)
        if measure is None:
            raise UsageError(f"there is no measure {name!r}. `outcomes measures` lists them all.")
        return measure

    def definition(self, name: str) -> Definition:
        """One measure in words. Raises `UsageError` for a name that is in no definition."""
        return to_definition(self.find(name))

    def definitions(self) -> tuple[Definition, ...]:
        """Every measure in words."""
        return tuple(to_definition(measure) for measure in self)


@lru_cache(maxsize=8)
def load_catalogue(own: Path | None = None) -> Catalogue:
    """The project's measures, and those in a folder of the programme's own. Raises `DefinitionError`."""
    found: dict[str, Measure] = {}
    for name, content, file in (*_shipped(), *_own(own)):
        for measure in read_definition(name, content, file=file):
            check_measure(measure, file=file)
            if measure.name in found:
                raise DefinitionError(
                    f"{file}: there is already a measure {measure.name}. Choose another name."
                )
            found[measure.name] = measure
    ordered = sorted(found.values(), key=lambda measure: (FAMILIES.index(measure.family), _rank(measure)))
    return Catalogue({measure.name: measure for measure in ordered})


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
    for key, condition in conditions_of(measure):
        parse_condition(condition, measure.grain, f"{file}, {key}")
    for key, column in _columns_of(measure):
        if column and column not in GRAIN_COLUMNS[measure.grain]:
            raise DefinitionError(
                f"{file}, {key}: {column} is not a column of one row per {measure.grain.value}."
            )


def conditions_of(measure: Measure) -> Iterator[tuple[str, str]]:
    """Every piece of SQL a definition holds, with the key it stands under."""
    texts = {"population": measure.population}
    texts |= {f"buckets.{bucket.name}": bucket.when for bucket in measure.buckets}
    for part in (measure.amounts, measure.curve, measure.days, measure.pathway):
        if part is not None:
            named = {key: value for key, value in vars(part).items() if isinstance(value, str)}
            texts |= {f"{type(part).__name__}.{key}": value for key, value in named.items()}
    if measure.count is not None:
        texts |= {"count.distinct": measure.count.distinct, "count.sum": measure.count.sum}
    if measure.flow is not None:
        texts |= {"flow.total": measure.flow.total}
        texts |= {f"flow.parts.{part.name}": part.amount for part in measure.flow.parts}
    return ((key, text) for key, text in texts.items() if text)


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
