"""What a return asks: one TOML file, checked against the catalogue. A line is a measure, or by hand."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.errors import DefinitionError, UsageError
from pipelines.publication import Kind
from pipelines.vocabulary import Basis, Dimension

PACKS = Path(__file__).with_name("packs")

_OF_A_RATE = ("met", "not_met", "denominator")
PARTS = {
    Kind.COUNT: ("value",),
    Kind.RATE: _OF_A_RATE,
    Kind.MONEY_RATE: (*_OF_A_RATE, "met_amount", "denominator_amount"),
}
"""Which number of a figure a line may take, by the kind of its measure. Other kinds have none."""

_KEYS = {"label", "measure", "part", "where", "basis", "manual"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a return. With `manual` it is entered by the programme, under that key."""

    label: str
    measure: str = ""
    part: str = ""
    where: tuple[tuple[Dimension, str], ...] = ()
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
    lines = found.get("line", [])
    for key in ("title", "source", "caveat"):
        if not isinstance(found.get(key), str):
            raise DefinitionError(f"{path.name}, {key}: this takes text.")
    return ReturnPack(
        name=path.stem,
        title=found["title"],
        source=found["source"],
        caveat=found["caveat"],
        lines=tuple(
            _read_line(line, f"{path.name}, line {number}", measures)
            for number, line in enumerate(lines, start=1)
        ),
    )


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
        where = tuple((Dimension(name), str(code)) for name, code in line.get("where", {}).items())
        basis = Basis(line["basis"]) if "basis" in line else None
    except ValueError:
        raise DefinitionError(f"{place}: where takes dimensions, basis one of {', '.join(Basis)}.") from None
    return Line(label=line["label"], measure=line["measure"], part=line["part"], where=where, basis=basis)
