"""Labels of a column → codes of a closed list, each with how sure it is."""

from dataclasses import dataclass

from pipelines import instrument
from pipelines.contract_columns import Column
from pipelines.exports.drafts.facts import ColumnFacts
from pipelines.exports.drafts.likeness import known_words, nearest_of
from pipelines.exports.text import normalise_code
from pipelines.vocabulary import Flag, Unknown

NEAR = 0.55
"""Below, no code is suggested for a label."""


@dataclass(frozen=True, kw_only=True)
class CodeSuggestion:
    """One label that occurs often, and the code it may stand for."""

    label: str
    code: str
    """Empty where no code is near."""
    confidence: float


def suggest_codes(facts: ColumnFacts, column: Column) -> tuple[CodeSuggestion, ...]:
    """One for each label. A list of the programme's own has no codes yet: they are made from the labels."""
    if column.is_declared or column.name == "programme":
        return tuple(_own(label) for label in facts.labels)
    phrases = code_phrases(column)
    return tuple(_nearest(label, phrases) for label in facts.labels)


def code_phrases(column: Column) -> dict[str, tuple[str, ...]]:
    """Code → what it may be called. Empty for a column without a closed list."""
    if column.type == "flag":
        return {
            "yes": ("yes", "y", "true", "1"),
            "no": ("no", "n", "false", "0"),
            "unknown": Flag.codes()[2:],
        }
    if column.name == "item":
        return {item: (item,) for item in instrument.ITEMS}
    if column.list_name is None:
        return {}
    words = known_words()["codes"]
    own = words.get(column.name, {})
    phrases = {code.value: (code.value, code.label, *own.get(code.value, ())) for code in column.list_name}
    if column.accepts_unknowns:
        for code in Unknown:
            unknown = (code.value, code.label, *words["unknowns"].get(code.value, ()))
            phrases[code.value] = (*phrases.get(code.value, ()), *unknown)
    return phrases


def own_code(label: str) -> str:
    """A code for a label of the programme's own list: small letters, digits and underscores."""
    kept = "".join(
        letter if letter.isascii() and letter.isalnum() else " " for letter in normalise_code(label)
    )
    return "_".join(kept.split())[:40] or "other"


def _own(label: str) -> CodeSuggestion:
    unknowns = {
        code.value: (code.value, code.label, *known_words()["codes"]["unknowns"].get(code.value, ()))
        for code in Unknown
    }
    unknown = _nearest(label, unknowns)
    return (
        unknown
        if unknown.confidence > 0.9
        else CodeSuggestion(label=label, code=own_code(label), confidence=1.0)
    )


def _nearest(label: str, phrases: dict[str, tuple[str, ...]]) -> CodeSuggestion:
    exact = [code for code, words in phrases.items() if normalise_code(label) in map(normalise_code, words)]
    if exact:
        return CodeSuggestion(label=label, code=exact[0], confidence=1.0)
    scores = {code: nearest_of(label, words) for code, words in phrases.items()}
    best = max(scores, key=lambda code: scores[code], default="")
    confidence = scores.get(best, 0.0)
    return CodeSuggestion(label=label, code=best if confidence >= NEAR else "", confidence=confidence)
