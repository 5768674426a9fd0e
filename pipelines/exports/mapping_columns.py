"""The column rules of a mapping file: what each of our columns is made from, checked against its list."""

from dataclasses import dataclass, field
from typing import Any

from pipelines import instrument
from pipelines.contract_columns import Column
from pipelines.contract_tables import TABLES
from pipelines.errors import nearest
from pipelines.exports.canonical import date_targets
from pipelines.exports.mapping_keys import Place
from pipelines.exports.mapping_rules import (
    ISO_DATE,
    NUMBER_STYLES,
    PLACEHOLDER,
    SCALES,
    ColumnRule,
    Condition,
    NumberStyle,
)
from pipelines.exports.text import normalise_code
from pipelines.vocabulary import Answer, Flag, Unknown

COLUMN_KEYS = (
    "from", "constant", "template", "codes", "blank", "present", "dates", "numbers", "blanks",
    "age", "scale", "reversed", "where", "optional",
)  # fmt: skip
SHARED_CODES = {
    "yes_no": {
        **dict.fromkeys(("y", "yes", "true", "1"), "yes"),
        **dict.fromkeys(("n", "no", "false", "0"), "no"),
    },
    "agreement": {answer.label: answer.value for answer in Answer},
}
"""Code lists that need no declaring: `codes = "yes_no"`."""

LABELS = "labels"
"""`codes = "labels"`: the words people see for the column's own closed list, as in the one sheet."""

_DATE_PARTS = "aAbBcdfgHIjmMnpSuUVwWxXyYzZ-%"


@dataclass(frozen=True, kw_only=True)
class ColumnDefaults:
    """What a mapping declares once for all its columns."""

    dates: tuple[str, ...]
    numbers: NumberStyle
    blanks: tuple[str, ...]
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    lists: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, place: Place, told: dict[str, Any], lists: dict[str, dict[str, str]]) -> "ColumnDefaults":
        """From the top level of a mapping file."""
        shared = place.at("codes").table(told.get("codes", {}))
        named = {name: place.at("codes").at(name).pairs(codes) for name, codes in shared.items()}
        return cls(
            dates=_read_dates(place.at("dates"), told.get("dates", [ISO_DATE])),
            numbers=_read_numbers(place.at("numbers"), told.get("numbers", "1234.50")),
            blanks=place.at("blanks").texts(told.get("blanks", [])),
            codes=SHARED_CODES | named,
            lists=lists,
        )


def read_columns(place: Place, table: str, told: Any, defaults: ColumnDefaults) -> tuple[ColumnRule, ...]:
    """The rules of one of our tables, in the order of the file."""
    allowed = (*TABLES[table].column_names, *date_targets(TABLES[table]))
    rules = place.table(told, allowed)
    if not rules:
        place.refuse(f"say what at least one column is made from. Allowed: {', '.join(allowed)}.")
    columns = {column.name: column for column in TABLES[table].columns}
    return tuple(
        read_column(place.at(target), target, columns.get(target), rule, defaults)
        for target, rule in rules.items()
    )


def read_conditions(place: Place, told: Any) -> tuple[Condition, ...]:
    """One condition or a list: `{ column = "…", is = "given" }` or with `in` or `not_in`."""
    entries = told if isinstance(told, list) else [told]
    return tuple(_read_condition(place, entry) for entry in entries)


def _read_condition(place: Place, told: Any) -> Condition:
    rule = place.table(told, ("column", "is", "in", "not_in"))
    column = place.at("column").text(rule.get("column"))
    if "is" in rule:
        test = place.at("is").choice(rule["is"], ("given", "blank"))
        return Condition(column=column, test="given" if test == "given" else "blank")
    if ("in" in rule) == ("not_in" in rule):
        place.refuse('say one of: is = "given" or "blank", in = […], not_in = […].')
    if "in" in rule:
        return Condition(column=column, test="in", labels=_labels(place.at("in"), rule["in"]))
    return Condition(column=column, test="not_in", labels=_labels(place.at("not_in"), rule["not_in"]))


def _labels(place: Place, told: Any) -> tuple[str, ...]:
    return tuple(normalise_code(label) for label in place.texts(told))


def read_column(
    place: Place, target: str, column: Column | None, told: Any, defaults: ColumnDefaults
) -> ColumnRule:
    """The rule of one column; `column` is None for a date, which the contract has only as day and month."""
    if not isinstance(told, dict):
        told = {"from": told}
    rule = place.table(told, COLUMN_KEYS)
    if sum(key in rule for key in ("from", "constant", "template")) != 1:
        place.refuse("say one of: from, constant, template.")
    if "template" in rule and not PLACEHOLDER.search(place.at("template").text(rule["template"])):
        place.at("template").refuse('must name a column in braces: "case-{Case Number}".')
    if "present" in rule and ("codes" in rule or "scale" in rule):
        place.refuse("say present, or codes, not both.")
    read = ColumnRule(
        target=target,
        source_columns=place.at("from").texts(rule["from"]) if "from" in rule else (),
        codes=_read_codes(place, rule, column, defaults),
        dates=_read_dates(place.at("dates"), rule["dates"]) if "dates" in rule else defaults.dates,
        numbers=_read_numbers(place.at("numbers"), rule["numbers"])
        if "numbers" in rule
        else defaults.numbers,
        blanks=(*defaults.blanks, *place.at("blanks").texts(rule.get("blanks", []))),
        is_age=_read_age(place.at("age"), target, rule.get("age", False)),
        where=read_conditions(place.at("where"), rule.get("where", [])),
        is_optional=place.at("optional").flag(rule.get("optional", False)),
        **{
            key: place.at(key).text(rule[key])
            for key in ("constant", "template", "blank", "present")
            if key in rule
        },
    )
    _check_codes(place, read, column, defaults)
    return read


def _read_age(place: Place, target: str, told: Any) -> bool:
    is_age = place.flag(told)
    if is_age and target != "age_band":
        place.refuse("only age_band is made from an age.")
    return is_age


def _read_codes(
    place: Place, rule: dict[str, Any], column: Column | None, defaults: ColumnDefaults
) -> dict[str, str]:
    told = rule.get("codes", {})
    if isinstance(told, str):
        lists = {LABELS: _labels_of(column), **defaults.codes}
        told = lists[place.at("codes").choice(told, tuple(lists))]
    codes = place.at("codes").pairs(told)
    return _read_scale(place, rule) | codes


def _labels_of(column: Column | None) -> dict[str, str]:
    """Label → code of a column's closed list, unknowns last where it takes them."""
    if column is None or column.list_name is None:
        return {}
    unknowns = tuple(Unknown) if column.accepts_unknowns else ()
    return {code.label: code.value for code in (*column.list_name, *unknowns)}


def _read_scale(place: Place, rule: dict[str, Any]) -> dict[str, str]:
    """Points of another scale, as labels: `scale = 7, reversed = true` makes 1 our 5."""
    if "scale" not in rule:
        return {}
    points = place.at("scale").number(rule["scale"])
    if points not in SCALES:
        place.at("scale").refuse(f"must be one of {', '.join(map(str, SCALES))} points.")
    is_reversed = place.at("reversed").flag(rule.get("reversed", False))
    return {
        str(point): str(SCALES[points][points + 1 - point if is_reversed else point])
        for point in range(1, points + 1)
    }


def _read_dates(place: Place, told: Any) -> tuple[str, ...]:
    formats = place.texts(told)
    for text in formats:
        parts = [text[i + 1 : i + 2] for i, letter in enumerate(text) if letter == "%"]
        if text != "excel" and (not parts or any(part not in _DATE_PARTS for part in parts)):
            place.refuse(f'{text!r} is not a date format. Write it like "%d/%m/%Y", or "excel" for serials.')
        if "%y" in text:
            place.refuse("a year of two digits cannot be told apart from others; export four (%Y).")
    if not formats:
        place.refuse('name at least one date format, such as "%d/%m/%Y".')
    return formats


def _read_numbers(place: Place, told: Any) -> NumberStyle:
    if isinstance(told, str):
        told = {"style": told}
    rule = place.table(told, ("style", "symbols"))
    style = place.at("style").choice(rule.get("style", NUMBER_STYLES[0]), NUMBER_STYLES)
    return NumberStyle(style=style, symbols=place.at("symbols").texts(rule.get("symbols", [])))


def allowed_codes(column: Column, lists: dict[str, dict[str, str]]) -> tuple[str, ...] | None:
    """The closed list of a code or flag column; None where any short code may stand (programme)."""
    unknowns = Unknown.codes() if column.accepts_unknowns else ()
    if column.type == "flag":
        return Flag.codes()
    if column.name == "item":
        return (*instrument.ITEMS, *lists.get("item", {}))
    if column.list_name is not None:
        return tuple(dict.fromkeys((*column.list_name.codes(), *unknowns)))
    if column.is_declared:
        return (*lists.get(column.name, {}), *unknowns)
    return None


def _check_codes(place: Place, rule: ColumnRule, column: Column | None, defaults: ColumnDefaults) -> None:
    if column is None or column.type not in ("code", "flag"):
        if rule.codes:
            place.at("codes").refuse("only columns of codes take codes.")
        return
    allowed = allowed_codes(column, defaults.lists)
    if allowed is None:
        return
    given = (*rule.codes.values(), *(code for code in (rule.constant, rule.blank, rule.present) if code))
    for code in given:
        if code not in allowed:
            hint = f" Declare it under [lists.{column.name}]." if column.is_declared else ""
            place.refuse(f"{code!r} is not a code of {column.name}.{hint}{nearest(code, allowed)}")
