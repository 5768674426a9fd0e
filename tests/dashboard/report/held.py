"""The numbers of a release as its own bytes say: plain Parquet and JSON, reckoned and written in plain loops.

A second opinion: nothing here is asked of the code that makes a report.
"""

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NO_NUMBERS = re.compile(r"95% (?:range|interval)|\(95%\)|SHA-256|\b(?=[0-9a-f]*\d)[0-9a-f]{12,64}\b")
"""The level of every range, and ids, versions and checksums, which are looked at by themselves."""

_NARROWED = ("programme", "site", "offence_category", "harmed_took_part")
Row = dict[str, Any]
Pairs = Iterable[tuple[str, str]]


def numbers_in(text: str) -> list[str]:
    """Every number of a text, in its order, without separators: "2,300" is "2300", "59,000.00" is "59000"."""
    return [plain(float(found.replace(",", ""))) for found in NUMBER.findall(_NO_NUMBERS.sub(" ", text))]


def plain(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def percent(share: float) -> str:
    """A whole percent, half-up; none and all are written only where it is none and all."""
    found = _half_up(share * 100)
    if found == 0 and share > 0:
        return "1"  # under 1%
    return "99" if found == 100 and share < 1 else str(found)  # over 99%


def ends(low: float, high: float) -> list[str]:
    return [str(_half_up(end * 100)) for end in (low, high)]


def points(difference: float) -> str:
    """Without its sign; what is less than one point says so."""
    found = _half_up(abs(difference) * 100)
    return "1" if found == 0 and difference else str(found)


def money(minor: int, *, exact: bool = False) -> str:
    """In major units, without pence from a hundred on."""
    amount = minor / 100
    return plain(_half_up(amount)) if amount >= 100 and not exact else plain(amount)


def _half_up(value: float) -> int:
    return int(round(abs(value), 6) + 0.5) * (-1 if value < 0 else 1)


class Held:
    """One release: its cells by what a reference asks for, its manifest and its definitions."""

    def __init__(self, folder: Path) -> None:
        content = (folder / "manifest.json").read_bytes()
        self.manifest: dict[str, Any] = json.loads(content)
        self.seal = sha256(content).hexdigest()
        definitions = [json.loads(path.read_bytes()) for path in (folder / "definitions").glob("*.json")]
        self.definitions: dict[str, Row] = {one["name"]: one for one in definitions}
        self._rows = {
            _key(row["measure"], row["period"], row["statistic"], selection_of(row), row["currency"]): row
            for row in pyarrow.parquet.read_table(folder / "cells.parquet").to_pylist()
        }

    def row(self, measure: str, period: str, asked: Pairs) -> Row | None:
        """The cell of a measure in a period, of those asked for; None where the release has none."""
        chosen = dict(asked)
        currency = chosen.pop("currency", "")
        narrowed = {name: chosen.pop(name) for name in _NARROWED if name in chosen}
        statistic = "&".join(f"{name}={value}" for name, value in sorted(chosen.items()))
        currencies = [currency] if currency else self.manifest["measures"][measure]["currencies"] or [""]
        keys = [
            _key(measure, "" if period == "all" else period, statistic, narrowed, one) for one in currencies
        ]
        found = [self._rows[key] for key in keys if key in self._rows]
        return found[0] if found else None

    def figure(self, measure: str, period: str, asked: Pairs) -> Row | None:
        """The figure of that cell; None where it is not shown."""
        row = self.row(measure, period, asked)
        return json.loads(row["figure"]) if row and row["figure"] else None

    def is_missing(self, measure: str, asked: Pairs) -> bool:
        """Does nobody who is asked about hand over what the measure needs?"""
        missing, programme = self.manifest["measures"][measure]["missing"], dict(asked).get("programme")
        return programme in missing if programme else len(missing) >= len(self.manifest["programmes"])

    def answered(
        self, measure: str, period: str, asked: Pairs, *, of_attended: bool
    ) -> tuple[int, int] | None:
        """How many answered a statement, and of how many: answers may name no party, so the larger counts."""
        survey = self.manifest["measures"][measure].get("survey")
        whose = {name: value for name, value in dict(asked).items() if name != "currency"}
        if survey is None:
            return None
        if not {"role", "perspective"} & set(whose) and len(survey["roles"]) == 1:
            whose["role"] = survey["roles"][0]
        if of_attended:
            rate = self.figure("response_of_attended_rate", period, whose.items())
            return None if rate is None else (rate["met"], rate["denominator"])
        rate = self.figure("response_rate", period, [*whose.items(), ("wave", survey["wave"])])
        if rate is None:
            return None
        figure = self.figure(measure, period, asked) or {}
        n = sum(figure["counts"]) if "counts" in figure else figure.get("denominator", 0)
        return min(rate["denominator"], max(rate["met"], n)), rate["denominator"]


def selection_of(row: Row) -> dict[str, str]:
    return {name: row[name] for name in _NARROWED if row[name]}


def _key(*parts: object) -> str:
    return json.dumps([sorted(part.items()) if isinstance(part, Mapping) else part for part in parts])
