"""What a programme says of its report: `report.toml`, read and checked. Its targets are in `targets.toml`.

name = "Riverside Restorative Service"
audience = "The board of the county fund"
programme = "riverside"                   # the code; without it, every programme of the release together
period = "2025"                           # a period of the release; without it, the latest closed year
locale = "en-US"                          # how dates and "$" are written; without it, en-GB
logo = "logo.svg"                         # beside this file; svg or png
sections = ["people", "harmed"]           # without it, all of them

[own_words]
text = "..."
approved_by = "..."                       # who stands for it; printed in the box
"""

import binascii
import json
import re
import tomllib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError, fromstring

from dashboard.formats import LOCALES
from pipelines.publication import SetTarget
from pipelines.vocabulary import Dimension

SECTIONS = ("people", "promised", "harmed", "others", "safety", "agreements", "changed")
"""The sections that may be left out, in the report's order. Limits and methods always stand."""

TARGETS = "targets.toml"
"""The file of targets, the same as in a warehouse, beside `report.toml`."""

REPORT_VARIABLE = "OUTCOMES_REPORT"
"""The environment variable that names the `report.toml` a process serves its report with."""

LOGOS = {".svg": "svg+xml", ".png": "png"}
_ADDRESS = "data:image/{kind};base64,{data}"
_LARGEST_LOGO = 200_000
"""Bytes: it stands in every file."""

MOST_WORDS = 120
"""Of the programme's own: a box beside the figures, not a second report."""

LONGEST = {"name": 80, "audience": 120, "own_words.approved_by": 120}
"""Characters of what stands on one line, on every page."""

_BASELINE = re.compile(r"\d{4}(Q[1-4])?")


class ReportError(ValueError):
    """A report that cannot be made, with where, what is allowed and what to do."""


@dataclass(frozen=True, kw_only=True)
class ReportSettings:
    """Everything in a report that is not in its release."""

    name: str = ""
    audience: str = ""
    programme: str = ""
    period: str = ""
    locale: str = LOCALES[0]
    """How dates and the dollar sign are written."""
    logo: str = ""
    """The file's own bytes as a data address, so that a report is whole by itself; empty without one."""
    sections: tuple[str, ...] = SECTIONS
    promised: tuple[SetTarget, ...] = ()
    """The targets of those the report is about."""
    own_words: str = ""
    approved_by: str = ""

    @property
    def own_words_label(self) -> str:
        """Over the programme's own words, in every file."""
        return f"In the programme's own words, not figures. Approved by {self.approved_by}."

    def to_json(self, provenance: tuple[tuple[str, str], ...] = ()) -> str:
        """The settings as they go into every file, so that anyone can make the report again; beside them
        what it was made from.
        """
        carried = {**asdict(self), "provenance": provenance}
        return json.dumps(carried, sort_keys=True, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> "ReportSettings":
        """The settings that a file carries, checked as those of a `report.toml` are. Raises `ReportError`."""
        found = json.loads(text)
        del found["provenance"]  # read by itself: no setting
        promised = tuple(map(_read_target, found.pop("promised")))
        logo = _read_carried_logo(found.pop("logo"))
        own = {"text": found.pop("own_words"), "approved_by": found.pop("approved_by")}
        said = {**found, **({"own_words": own} if any(own.values()) else {})}
        return replace(_Reader(said, Path("report.json")).read(), logo=logo, promised=promised)


def read_settings(path: Path | None) -> ReportSettings:
    """The settings of a file; those that hold without one. Raises `ReportError` naming file and key."""
    if path is None:
        return ReportSettings()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise ReportError(f"{path.name} cannot be read. Name a report.toml that is there.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ReportError(f"{path.name}: this is not TOML in UTF-8 ({error}).") from None
    return _Reader(found, path).read()


def _read_target(found: Mapping[str, Any]) -> SetTarget:
    """A target that a file carries; what its measure allows, `promises.as_defined` asks the release."""
    where = tuple((Dimension(name), value) for name, value in found["where"])
    target = SetTarget(**{**found, "where": where})
    texts = (target.measure, target.direction, target.baseline, *(value for _, value in where))
    is_number = isinstance(target.value, int | float) and not isinstance(target.value, bool)
    if not is_number or not 0 <= target.value <= 1 or not all(isinstance(text, str) for text in texts):
        raise ReportError("a target in this file is no share between 0 and 1. Ask for the report again.")
    if target.baseline and not _BASELINE.fullmatch(target.baseline):
        raise ReportError("a target in this file begins in no year or quarter. Ask for the report again.")
    return target


def _read_carried_logo(address: object) -> str:
    """The data address again, from the picture itself: nothing else that stands there gets through."""
    if address == "":
        return ""
    for kind in LOGOS.values():
        head = _ADDRESS.format(kind=kind, data="")
        if isinstance(address, str) and address.startswith(head):
            try:
                picture = b64decode(address.removeprefix(head), validate=True)
            except (binascii.Error, ValueError):
                break
            if _is_picture(picture, kind):
                return _ADDRESS.format(kind=kind, data=b64encode(picture).decode())
    raise ReportError("the logo in this file is no picture. Ask for the report again.")


class _Reader:
    def __init__(self, found: Mapping[str, Any], path: Path) -> None:
        self._found, self._path = found, path

    def read(self) -> ReportSettings:
        allowed = ("name", "audience", "programme", "period", "locale", "logo", "sections", "own_words")
        self._refuse_others(self._found, allowed, "")
        own = self._found.get("own_words", {})
        if not isinstance(own, dict):
            raise self._wrong("own_words", "a table with text and approved_by")
        self._refuse_others(own, ("text", "approved_by"), "own_words.")
        words, approved = self._text(own, "text", "own_words."), self._text(own, "approved_by", "own_words.")
        if bool(words) != bool(approved):
            raise self._wrong("own_words", "a table with both text and approved_by: somebody stands for it")
        if len(words.split()) > MOST_WORDS:
            raise self._wrong("own_words.text", f"{MOST_WORDS} words or fewer")
        return ReportSettings(
            name=self._text(self._found, "name"),
            audience=self._text(self._found, "audience"),
            programme=self._text(self._found, "programme"),
            period=self._text(self._found, "period"),
            locale=self._locale(),
            logo=self._logo(),
            sections=self._sections(),
            own_words=words,
            approved_by=approved,
        )

    def _wrong(self, key: str, allowed: str) -> ReportError:
        return ReportError(f"{self._path.name}, {key}: this takes {allowed}.")

    def _refuse_others(self, table: Mapping[str, Any], allowed: tuple[str, ...], place: str) -> None:
        for name in table:
            if name not in allowed:
                keys = ", ".join(allowed)
                raise ReportError(f"{self._path.name}, {place}{name}: no such key. Allowed: {keys}.")

    def _text(self, table: Mapping[str, Any], name: str, place: str = "") -> str:
        value = table.get(name, "")
        if not isinstance(value, str):
            raise self._wrong(f"{place}{name}", "text in quotes")
        longest = LONGEST.get(f"{place}{name}")
        if longest is not None and (len(value.strip()) > longest or not value.strip().isprintable()):
            raise self._wrong(f"{place}{name}", f"one line of {longest} characters or fewer")
        return value.strip()

    def _locale(self) -> str:
        locale = self._text(self._found, "locale") or LOCALES[0]
        if locale not in LOCALES:
            raise self._wrong("locale", f"one of {', '.join(LOCALES)}")
        return locale

    def _sections(self) -> tuple[str, ...]:
        chosen = self._found.get("sections", list(SECTIONS))
        if not isinstance(chosen, list) or not chosen:
            raise self._wrong("sections", f"a list of {', '.join(SECTIONS)}")
        for name in chosen:
            if name not in SECTIONS:
                raise ReportError(
                    f"{self._path.name}, sections: {name!r} is none. Allowed: {', '.join(SECTIONS)}."
                )
        return tuple(name for name in SECTIONS if name in chosen)

    def _logo(self) -> str:
        name = self._text(self._found, "logo")
        if not name:
            return ""
        path = self._path.parent / name
        kind = LOGOS.get(path.suffix.lower())
        if kind is None or path.name != name:
            raise self._wrong("logo", f"the name of a file beside it that ends in {' or '.join(LOGOS)}")
        try:
            picture = path.read_bytes()
        except OSError:
            raise ReportError(
                f"{self._path.name}, logo: {name} is not there. Put it beside the file."
            ) from None
        if not _is_picture(picture, kind):
            raise self._wrong("logo", f"a picture of the kind its name says, up to {_LARGEST_LOGO:,} bytes")
        return _ADDRESS.format(kind=kind, data=b64encode(picture).decode())


def _is_picture(content: bytes, kind: str) -> bool:
    """By its first bytes, or as XML whose root is `svg`."""
    if len(content) > _LARGEST_LOGO:
        return False
    if kind == "png":
        return content.startswith(b"\x89PNG\r\n\x1a\n")
    try:
        root = fromstring(content)
    except ParseError:
        return False
    return root.tag in ("svg", "{http://www.w3.org/2000/svg}svg")
