"""The participant survey as data: every item, who is asked, when, and what it shows. A leaf.

The words are in `instrument.toml` beside this file. Answers are stored as given; `is_reversed` items
are flipped only in the definitions that use them.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipelines.vocabulary import Perspective, Role, Stage, Wave

IndicatorKind = Literal["benefit", "aim", "mirror", "general"]
"""benefit, aim: one of the 14 and 4 of restorative conferencing · mirror: the same thing seen by another
side · general: for everyone."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One statement of the survey, answered 1 (strongly disagree) to 5 (strongly agree)."""

    id: str
    statement: str
    roles: tuple[Role, ...]
    waves: tuple[Wave, ...]
    is_reversed: bool
    indicator: str
    """The `Indicator` it is a part of: 'h1' … 'f4', 'general' or 'voluntary'."""
    not_applicable: str = ""
    """When "does not apply" is the fitting answer, in words; empty where it never is."""
    statement_at_follow_up: str = ""
    is_healing: bool = False
    """Asked of people only: organisations and proxies are left out; takes no target."""
    is_safeguarding: bool = False
    """One agreeing answer is enough to show managers."""
    before_only_in_stages: tuple[Stage, ...] = ()
    """Asked `before` only in these stages of justice; empty: in all."""


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A benefit, an aim or another thing the survey shows, with the items that are its parts."""

    id: str
    kind: IndicatorKind
    perspective: Perspective
    source: str
    """In the words of the description of restorative conferences."""
    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Window:
    """Days after the conference in which a wave's answers count; None is open."""

    first_day: int | None = None
    last_day: int | None = None


def _read_item(entry: Mapping[str, Any], indicator: Mapping[str, Any]) -> Item:
    words = {key: entry[key] for key in ("not_applicable", "statement_at_follow_up") if key in entry}
    return Item(
        id=entry["id"],
        statement=entry["statement"],
        roles=tuple(Role(role) for role in entry.get("roles", indicator["roles"])),
        waves=tuple(Wave(wave) for wave in entry["waves"]),
        is_reversed=entry.get("is_reversed", False),
        indicator=indicator["id"],
        is_healing=entry.get("is_healing", False),
        is_safeguarding=entry.get("is_safeguarding", False),
        before_only_in_stages=tuple(Stage(stage) for stage in entry.get("before_only_in_stages", ())),
        **words,
    )


def _read_indicator(entry: Mapping[str, Any]) -> Indicator:
    return Indicator(
        id=entry["id"],
        kind=entry["kind"],
        perspective=Perspective(entry["perspective"]),
        source=entry["source"],
        items=tuple(item["id"] for item in entry["items"]),
    )


def _each_item(instrument: Mapping[str, Any]) -> Iterator[Item]:
    for indicator in instrument["indicators"]:
        for entry in indicator["items"]:
            yield _read_item(entry, indicator)


_INSTRUMENT = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

STATUS: str = _INSTRUMENT["status"]
"""What may be claimed for the survey; printed wherever its figures are explained."""

ITEMS: dict[str, Item] = {item.id: item for item in _each_item(_INSTRUMENT)}
"""Every item by its id (lower case), in the order of the form."""

INDICATORS: dict[str, Indicator] = {
    indicator.id: indicator for indicator in map(_read_indicator, _INSTRUMENT["indicators"])
}
"""Every benefit, aim and general group by its id."""

WINDOWS: dict[Wave, Window] = {Wave(wave): Window(**days) for wave, days in _INSTRUMENT["windows"].items()}
"""The days in which a wave is on time; `not_proceeding` has no conference and so no window."""


def parts_of(indicator: str, wave: Wave) -> tuple[Item, ...]:
    """The items that show this indicator in one wave, in the order of the form."""
    return tuple(ITEMS[item] for item in INDICATORS[indicator].items if wave in ITEMS[item].waves)
