"""What a programme set out to reach: `targets.toml` in its warehouse, read and checked against the catalogue.

    [[target]]
    measure = "agreement_completion_rate"
    value = 0.8                          # a share: 0.8 is 80 %
    baseline = "2024"                    # the year or quarter it is measured from; may be left out
    where = { programme = "riverside" }  # whom it is for; without it, everybody in the warehouse together

A target stands beside the figure of exactly those it is for, in every period, and beside no other: a target
of the whole says nothing about one site. Which way is better comes from the measure's definition alone.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from pipelines.errors import DefinitionError, UsageError
from pipelines.measures.catalogue import Catalogue
from pipelines.measures.definition_keys import Keys
from pipelines.measures.dimensions import allowed_values, dimensions_of
from pipelines.measures.measure import Measure
from pipelines.measures.periods import parse_period
from pipelines.publication import Kind, SetTarget
from pipelines.vocabulary import STATISTIC_DIMENSIONS, Dimension

TARGETS = "targets.toml"
"""The file in a warehouse."""

NO_DIRECTION = "neither"

KINDS = (Kind.RATE, Kind.MONEY_RATE)
"""What has an interval to hold against a target."""

NOT_FOR = (Dimension.FACILITATOR, Dimension.PERIOD)
# A colleague is never ranked; a target holds in every period.


def read_targets(
    path: Path, catalogue: Catalogue, programmes: Collection[str] | None
) -> tuple[SetTarget, ...]:
    """Every target of the file; none where there is no file. `programmes` are those of the data; without them
    a target may be for any, as a report says itself which are for others.

    Raises `DefinitionError` naming file and key, and what is allowed.
    """
    if not path.is_file():
        return ()
    try:
        keys = Keys(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(f"{path.name}: this is not TOML in UTF-8 ({error}).") from error
    entries = keys.value("target", list, [])
    keys.refuse_rest()
    found: list[SetTarget] = []
    for number, entry in enumerate(entries, start=1):
        place = f"{path.name}, target {number}"
        if not isinstance(entry, dict):
            raise DefinitionError(f"{place} must be a table: [[target]].")
        target = _read_target(Keys(entry, place), catalogue, programmes)
        if any((one.measure, one.where) == (target.measure, target.where) for one in found):
            raise DefinitionError(
                f"{place}: there is already a target of {target.measure} for the same people."
            )
        found.append(target)
    return tuple(found)


def find_target(
    targets: Sequence[SetTarget], measure: str, of: Mapping[str, str] | Mapping[Dimension, str]
) -> SetTarget | None:
    """The target of a measure for exactly these: dimension and value, the period left out."""
    wanted = {str(dimension): value for dimension, value in of.items() if dimension != Dimension.PERIOD}
    for target in targets:
        if target.measure == measure and {str(d): value for d, value in target.where} == wanted:
            return target
    return None


def _read_target(keys: Keys, catalogue: Catalogue, programmes: Collection[str] | None) -> SetTarget:
    measure = _read_measure(keys, catalogue)
    where_place = keys.place("where")
    target = SetTarget(
        measure=measure.name,
        value=_read_share(keys),
        direction=measure.direction,
        where=_read_where(keys, measure, programmes),
        baseline=_read_baseline(keys),
    )
    keys.refuse_rest()
    beside = measure.also_by([dimension for dimension, _ in target.where])
    if beside:
        named = " and a ".join(dimension.label.lower() for dimension in beside)
        raise DefinitionError(
            f"{where_place} must name a {named}: {measure.name} is always told apart by it."
        )
    return target


def _read_measure(keys: Keys, catalogue: Catalogue) -> Measure:
    place, name = keys.place("measure"), keys.text("measure")
    measure = catalogue.measures.get(name)
    if measure is None:
        raise DefinitionError(f"{place}: there is no measure {name!r}. `outcomes measures` lists them all.")
    if measure.direction == NO_DIRECTION:
        raise DefinitionError(
            f"{place}: {name} takes no target, because neither more nor less of it is better: nobody should "
            "be pressed to attend, agree or recover. Allowed: measures whose direction is higher or lower."
        )
    if measure.kind not in KINDS:
        raise DefinitionError(
            f"{place}: {name} is of the kind {measure.kind.value}, which has no interval "
            f"to set against a target. Allowed: {', '.join(KINDS)}."
        )
    return measure


def _read_share(keys: Keys) -> float:
    place, value = keys.place("value"), keys.value("value", object)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise DefinitionError(f"{place} must be a share between 0 and 1, such as 0.8 for 80 %.")
    return float(value)


def _read_where(
    keys: Keys, measure: Measure, programmes: Collection[str] | None
) -> tuple[tuple[Dimension, str], ...]:
    if "where" not in keys:
        return ()
    own = keys.table("where")
    allowed = [d for d in dimensions_of(measure.grain) if d not in NOT_FOR and _is_asked(measure, d)]
    found = []
    for name in own.names():
        if name not in allowed:
            raise DefinitionError(f"{own.place(name)} is not allowed here. Allowed: {', '.join(allowed)}.")
        dimension = Dimension(name)
        place, value = own.place(name), own.text(name)
        values = programmes if dimension is Dimension.PROGRAMME else allowed_values(dimension)
        if values is not None and value not in values:
            raise DefinitionError(
                f"{place} is none of the data. Allowed: {', '.join(sorted(values)) or 'none'}."
            )
        found.append((dimension, value))
    return tuple(sorted(found))


def _is_asked(measure: Measure, dimension: Dimension) -> bool:
    return dimension in measure.breakdowns or dimension in STATISTIC_DIMENSIONS


def _read_baseline(keys: Keys) -> str:
    place, text = keys.place("baseline"), keys.text("baseline", "")
    # What moves with the data is nothing to measure from.
    if text and not text[0].isdigit():
        raise DefinitionError(f"{place} must be a year (2024) or a quarter (2024Q3).")
    try:
        if text:
            parse_period(text, date.min)
    except UsageError:
        raise DefinitionError(f"{place} must be a year (2024) or a quarter (2024Q3).") from None
    return text
