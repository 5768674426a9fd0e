"""export.toml and the flags of the command: who hands over, as of when, in which currency, mapped by what."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipelines.contract_tables import CONTRACT_VERSION
from pipelines.errors import RefusedError, UnreadableError, UsageError, nearest
from pipelines.exports.files import SETTINGS_NAME
from pipelines.exports.mapping import read_lists, read_not_recorded
from pipelines.exports.mapping_keys import Place

KEYS = (
    "contract",
    "programme",
    "as_of",
    "currency",
    "mapping",
    "not_recorded",
    "lists",
    "survey",
    "costs",
    "default",
    "invented",
    "partial",
)
_PROGRAMME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
LONGEST_DUE_DAYS = 3650
"""Ten years: no agreement that names no day is meant to run longer."""
_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, kw_only=True)
class Handover:
    """The settings of one export, flags and export.toml merged; a flag wins."""

    programme: str
    as_of: date
    currency: str | None
    mapping: str | None
    not_recorded: tuple[str, ...] = ()
    lists: dict[str, dict[str, str]] = field(default_factory=dict)
    totals: dict[str, Any] = field(default_factory=dict)
    is_invented: bool = False
    """Every row is made up; pages and reports say so."""
    is_partial: bool = False
    """It holds only what changed: what it does not hold is kept."""


def read_handover(
    settings: Path | None,
    *,
    programme: str | None,
    as_of: date | None,
    currency: str | None,
    mapping: str | None,
) -> Handover:
    """Raises `UsageError` naming the flag that is missing; nothing is taken from data or file names."""
    told = _read_settings(settings) if settings else {}
    named = mapping or _text(told, "mapping")
    return Handover(
        programme=_programme(programme or _text(told, "programme")),
        as_of=_as_of(as_of or told.get("as_of")),
        currency=_currency(currency or _text(told, "currency")),
        mapping=_beside(named, settings) if not mapping else named,
        not_recorded=read_not_recorded(
            Place(file=SETTINGS_NAME, key="not_recorded"), told.get("not_recorded", [])
        ),
        lists=read_lists(Place(file=SETTINGS_NAME, key="lists"), told.get("lists", {})),
        totals={key: told[key] for key in ("survey", "costs") if key in told} | _defaults(told),
        is_invented=_flag(told, "invented"),
        is_partial=_flag(told, "partial"),
    )


def _read_settings(path: Path) -> dict[str, Any]:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise UnreadableError(
            f"{path.name}: not valid TOML. Mend it or leave it out and use flags."
        ) from None
    for key in told:
        if key not in KEYS:
            raise RefusedError(f"{path.name}: the key is not known: {key!r}.{nearest(key, KEYS)}")
    if told.get("contract", CONTRACT_VERSION) != CONTRACT_VERSION:
        raise RefusedError(f"{path.name}: contract must be {CONTRACT_VERSION}, the one this version reads.")
    return told


def _text(told: dict[str, Any], key: str) -> str | None:
    value = told.get(key)
    if value is not None and not isinstance(value, str):
        raise RefusedError(f"export.toml: {key} must be text in quotation marks.")
    return value


def _flag(told: dict[str, Any], key: str) -> bool:
    value = told.get(key, False)
    if not isinstance(value, bool):
        raise RefusedError(f"{SETTINGS_NAME}: {key} must be true or false, without quotation marks.")
    return value


def _defaults(told: dict[str, Any]) -> dict[str, Any]:
    default = told.get("default")
    if default is None:
        return {}
    if not isinstance(default, dict):
        raise RefusedError(f"{SETTINGS_NAME}: default must be a table: [default] with due_days.")
    days = default.get("due_days")
    # True is a number to Python, and no number of days.
    is_whole = isinstance(days, int) and not isinstance(days, bool)
    if days is not None and not (is_whole and 1 <= days <= LONGEST_DUE_DAYS):
        raise RefusedError(
            f"{SETTINGS_NAME}: default.due_days must be a whole number of days from 1 to {LONGEST_DUE_DAYS}, "
            "without quotation marks."
        )
    return {"default": default}


def _programme(code: str | None) -> str:
    if code is None:
        raise UsageError(
            "Which programme hands this over? Say it with --programme CODE, "
            'or programme = "…" in export.toml.'
        )
    if not _PROGRAMME.fullmatch(code):
        raise UsageError(
            "--programme must be a short code: small letters, digits, hyphen and underscore, at most 40."
        )
    return code


def _as_of(day: object) -> date:
    if day is None:
        raise UsageError(
            "On which day was this extracted? Say it with --as-of YYYY-MM-DD, "
            "or as_of = 2026-09-30 in export.toml."
        )
    if isinstance(day, datetime) or not isinstance(day, date):
        raise UsageError("--as-of must be a day written YYYY-MM-DD; in export.toml without quotation marks.")
    return day


def _currency(code: str | None) -> str | None:
    if code is not None and not _CURRENCY.fullmatch(code):
        raise UsageError("--currency must be three capital letters (ISO 4217), such as GBP or USD.")
    return code


def _beside(mapping: str | None, settings: Path | None) -> str | None:
    """A mapping file named in export.toml lies beside it."""
    if mapping and settings and mapping.endswith(".toml"):
        return str(settings.parent / Path(mapping).name)
    return mapping
