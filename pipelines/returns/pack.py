"""What a return asks: one TOML file, checked against the catalogue. A line is a measure, or by hand."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.errors import DefinitionError, UsageError
from pipelines.publication import Kind
from pipelines.vocabulary import Basis, Dimension

PACKS = Path(__file__).with_name("packs")

_OF_A_RATE = ("met", "not_met", "denominator", "in_force")
PARTS = {
    Kind.COUNT: ("value",),
    Kind.RATE: _OF_A_RATE,
    Kind.MONEY_RATE: (*_OF_A_RATE, "met_amount", "denominator_amount"),
    Kind.MONEY: ("n", "amount"),
}
"""Which number of a figure a line may take, by the kind of its measure. Other kinds have none.

`denominator` is what was due by the day of the data; `in_force` also counts what is not due yet and what has
no known result: all that was ordered or assigned, without what was replaced or waived.
"""

_KEYS = {"label", "measure", "part", "where", "basis", "manual"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a return. With `manual` it is entered by the programme, under that key."""

    label: str
    measure: str = ""
    part: str = ""
    where: tuple[tuple[Dimension, str], ...] = ()
    summed: tuple[tuple[Dimension, str], ...] = ()
    """Values of one dimension whose figures are added up: the ages that are juvenile."""
    basis: Basis | None = None
    manual: str = ""


@dataclass(frozen=True, kw_only=True)
class ReturnPack:
    """A return: its lines in the order of its form."""

    name: str
    title: str
    source: str
    caveat: str
    lines: tuple[Line, ...]
    manual: Mapping[str, str] = field(default_factory=dict)
    """What no export holds: key → what the programme entered, empty where it is still asked for."""


def pack_names() -> list[str]:
    """The returns that ship with the project."""
    return sorted(path.stem for path in PACKS.glob("*.toml"))


def load_pack(name: str, measures: Mapping[str, Kind]) -> ReturnPack:
    """The return of a name, or of a file; `measures` are those there are, with their kinds.

    Raises `DefinitionError` naming file and key, or `UsageError`.
    """
    path = Path(name) if name.endswith(".toml") else PACKS / f"{name}.toml"
    if not path.is_file():
        raise UsageError(f"--pack takes {', '.join(pack_names())}, or a TOML file of your own.")
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(f"{path.name}: this is not TOML in UTF-8 ({error}).") from None
    for key in ("title", "source", "caveat"):
        if not isinstance(found.get(key), str):
            raise DefinitionError(f"{path.name}, {key}: this takes text.")
    lines = tuple(
        _read_line(line, f"{path.name}, line {number}", measures)
        for number, line in enumerate(found.get("line", []), start=1)
    )
    return ReturnPack(
        name=path.stem,
        title=found["title"],
        source=found["source"],
        caveat=found["caveat"],
        lines=lines,
        manual=_read_manual(found.get("manual", {}), path.name, lines),
    )


def _read_manual(found: Any, place: str, lines: Sequence[Line]) -> Mapping[str, str]:
    """The block of what the programme enters: one key for each line that is entered, and no other."""
    asked = [line.manual for line in lines if line.manual]
    if not isinstance(found, dict) or any(not isinstance(words, str | int) for words in found.values()):
        raise DefinitionError(f"{place}, manual: this takes a block of keys with words or whole numbers.")
    if sorted(found) != sorted(asked):
        keys = ", ".join(asked) or "none, as no line has manual"
        raise DefinitionError(f"{place}, manual: it has the keys of the lines entered by hand: {keys}.")
    return {key: str(words) for key, words in found.items()}


def _read_line(line: dict[str, Any], place: str, measures: Mapping[str, Kind]) -> Line:
    for key in line:
        if key not in _KEYS:
            raise DefinitionError(f"{place}, {key}: no such key. Allowed: {', '.join(sorted(_KEYS))}.")
    if not isinstance(line.get("label"), str):
        raise DefinitionError(f"{place}, label: this takes text.")
    if ("manual" in line) == ("measure" in line):
        raise DefinitionError(f"{place}: a line has a measure, or manual. One of the two.")
    if "manual" in line:
        return Line(label=line["label"], manual=str(line["manual"]))
    if line["measure"] not in measures:
        raise DefinitionError(f"{place}, measure: no such measure. `outcomes measures` lists them all.")
    allowed = PARTS.get(measures[line["measure"]], ())
    words = ", ".join(allowed) or "nothing, as it is no count"
    if line.get("part") not in allowed:
        raise DefinitionError(f"{place}, part: of this measure a return takes {words}.")
    try:
        asked = {Dimension(name): code for name, code in line.get("where", {}).items()}
        where = tuple((name, str(code)) for name, code in asked.items() if not isinstance(code, list))
        lists = [(name, codes) for name, codes in asked.items() if isinstance(codes, list)]
        basis = Basis(line["basis"]) if "basis" in line else None
    except ValueError:
        raise DefinitionError(f"{place}: where takes dimensions, basis one of {', '.join(Basis)}.") from None
    if len(lists) > 1 or any(not codes for _, codes in lists):
        raise DefinitionError(f"{place}, where: one dimension may have a list of values, which are added up.")
    summed = tuple((name, str(code)) for name, codes in lists for code in codes)
    return Line(
        label=line["label"],
        measure=line["measure"],
        part=line["part"],
        where=where,
        summed=summed,
        basis=basis,
    )
