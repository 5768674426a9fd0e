"""What a column may be: header words, words of closed lists, shapes of values. Never certain."""

import re
from dataclasses import dataclass

from pipelines.contract_columns import Column, Table
from pipelines.exports.canonical import date_targets
from pipelines.exports.drafts.codes import CodeSuggestion, suggest_codes
from pipelines.exports.drafts.facts import ColumnFacts, SheetFacts, fitting_formats
from pipelines.exports.drafts.likeness import known_words, nearest_of
from pipelines.exports.text import normalise_header

SURE, MAYBE = 0.6, 0.35
"""From SURE on a suggestion is written as it would be used; from MAYBE on, as a comment."""
_ID = re.compile(r"[^\s].{0,62}[^\s]|\S")
_WHOLE = re.compile(r"-?[0-9]{1,9}([.]0+)?")
_NUMBER = re.compile(r"[-(]?[^\w\s]{0,3}\s?[0-9][0-9.,'\s]*[)-]?")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One column of a source and one column of ours that it may be."""

    table: str
    target: str
    header: str
    confidence: float
    formats: tuple[str, ...] = ()
    codes: tuple[CodeSuggestion, ...] = ()
    because: str
    is_confirmed: bool | None = None
    """Said by a person: taken or not; None where nobody has looked."""

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE if self.is_confirmed is None else self.is_confirmed


def suggest_columns(sheet: SheetFacts, table: Table) -> tuple[Suggestion, ...]:
    """For each of our columns at most one of the sheet's, and the other way round; the likeliest first."""
    pairs = [
        suggestion
        for facts in sheet.columns
        for target in (*table.column_names, *date_targets(table))
        if (suggestion := _suggest(facts, table, target)) and suggestion.confidence >= MAYBE
    ]
    taken: list[Suggestion] = []
    for pair in sorted(pairs, key=lambda one: (-one.confidence, one.target)):
        stems = {_stem(one.target) for one in taken}
        if _stem(pair.target) not in stems and pair.header not in {one.header for one in taken}:
            taken.append(pair)
    return tuple(taken)


def _stem(target: str) -> str:
    """`held_day` and `held_date` are one: a table takes either."""
    return f"{target.removesuffix('_date')}_day" if target.endswith("_date") else target


def _suggest(facts: ColumnFacts, table: Table, target: str) -> Suggestion | None:
    known = known_words()["columns"].get(f"{table.name}.{target}", ())
    likeness = nearest_of(facts.header, (target, *known))
    if likeness < MAYBE:
        return None
    formats: tuple[str, ...] = ()
    codes: tuple[CodeSuggestion, ...] = ()
    if target not in table.column_names:
        formats = fitting_formats(facts)
        fit, because = float(bool(formats)), "its values are dates"
    else:
        fit, codes, because = _fit(facts, table, table.column(target))
    if facts.n_rows == 0:
        fit, because = 0.5, "the column is empty"
    return Suggestion(
        table=table.name,
        target=target,
        header=facts.header,
        confidence=_confidence(
            likeness, fit, is_our_name=normalise_header(facts.header) == normalise_header(target)
        ),
        formats=formats,
        codes=codes,
        because=because if fit > 0 else "only its header is alike",
    )


def _confidence(likeness: float, fit: float, *, is_our_name: bool) -> float:
    """Our own name says more than values can; another name is never certain."""
    confidence = likeness * (0.6 + 0.4 * fit if fit > 0 else 0.3)
    return round(max(confidence, 0.8) if is_our_name else min(confidence, 0.95), 2)


def _fit(facts: ColumnFacts, table: Table, column: Column) -> tuple[float, tuple[CodeSuggestion, ...], str]:
    """0 to 1: how well the values suit our column; the codes of its labels; the reason in words."""
    if column.type in ("code", "flag"):
        return _fit_codes(facts, column)
    if column.type == "id":
        texts = [text for text in facts.values if _ID.fullmatch(text) and " " not in text]
        is_key = table.key == (column.name,)
        share = facts.share(texts) * (1.0 if facts.is_unique or not is_key else 0.4)
        return (
            share,
            (),
            "every value is another" if is_key and facts.is_unique else "its values look like ids",
        )
    if column.type == "text":
        return 0.4 if facts.labels else 0.1, (), "its values are short labels"
    shape, words = {
        "month": (_MONTH, "months"), "int": (_WHOLE, "whole numbers"), "day": (_WHOLE, "whole numbers"),
    }.get(column.type, (_NUMBER, "numbers"))  # fmt: skip
    return facts.share(text for text in facts.values if shape.fullmatch(text)), (), f"its values are {words}"


def _fit_codes(facts: ColumnFacts, column: Column) -> tuple[float, tuple[CodeSuggestion, ...], str]:
    codes = suggest_codes(facts, column)
    if column.is_declared or column.name == "programme":
        is_list = bool(codes) and not all(_NUMBER.fullmatch(code.label) for code in codes)
        return 0.8 * is_list, codes if is_list else (), "a few words that come again and again"
    if column.name == "age_band" and facts.share(filter(_WHOLE.fullmatch, facts.values)) > 0.9:
        return 0.9, (), "its values are ages in years"
    fit = facts.share(code.label for code in codes if code.code)
    return fit, codes, f"{fit:.0%} of its rows hold words of our list"
