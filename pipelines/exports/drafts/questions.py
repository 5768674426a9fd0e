"""Sheets of a survey with one column a question: which item of the instrument each may be."""

from dataclasses import dataclass

from pipelines import instrument
from pipelines.exports.drafts.facts import ColumnFacts, SheetFacts
from pipelines.exports.drafts.likeness import question_likeness, words_of
from pipelines.exports.text import normalise_code
from pipelines.vocabulary import Answer, Wave

AT_LEAST = 3
"""Columns of answers that make a sheet a survey."""
_ANSWERS = {normalise_code(word) for answer in Answer for word in (answer.value, answer.label)} | {
    "neither agree nor disagree", "neutral", "n/a", "not applicable", "prefer not to say",
}  # fmt: skip
_TO_CODE = {
    "neither agree nor disagree": "3", "neutral": "3", "n/a": "not_applicable",
    "not applicable": "not_applicable",
} | {normalise_code(answer.label): answer.value for answer in Answer}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class QuestionSuggestion:
    """One question, and the item of the instrument whose statement is nearest."""

    header: str
    item: str
    confidence: float


def question_columns(sheet: SheetFacts) -> tuple[ColumnFacts, ...]:
    """The columns whose values are nearly all answers; none if the sheet is no survey."""
    columns = [
        facts
        for facts in sheet.columns
        if facts.n_rows
        and len(words_of(facts.header)) > 1
        and facts.share(text for text in facts.values if normalise_code(text) in _ANSWERS) > 0.9
    ]
    return tuple(columns) if len(columns) >= AT_LEAST else ()


def suggest_items(sheet: SheetFacts, wave: Wave) -> tuple[QuestionSuggestion, ...]:
    """One for each question, in the order of the sheet; an item only for its likeliest question."""
    items = [item for item in instrument.ITEMS.values() if wave in item.waves]
    pairs = sorted(
        (
            (question_likeness(facts.header, item.statement), facts.header, item.id)
            for facts in question_columns(sheet)
            for item in items
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    taken: dict[str, QuestionSuggestion] = {}
    for confidence, header, item_id in pairs:
        if header not in taken and item_id not in {one.item for one in taken.values()}:
            taken[header] = QuestionSuggestion(header=header, item=item_id, confidence=round(confidence, 2))
    return tuple(taken[facts.header] for facts in question_columns(sheet) if facts.header in taken)


def answer_codes(sheet: SheetFacts) -> dict[str, str]:
    """The words of the answers → our codes; numbers need none."""
    words = {label for facts in question_columns(sheet) for label in facts.labels}
    known = {
        word: _TO_CODE[normalise_code(word)] for word in sorted(words) if normalise_code(word) in _TO_CODE
    }
    return {word: code for word, code in known.items() if word != code}


def wave_of(sheet: SheetFacts) -> tuple[Wave, bool]:
    """The wave that the name of the sheet or file tells; after the conference, unsure, where it does not."""
    words = set(words_of(f"{sheet.file} {sheet.sheet}"))
    if "before" in words or {"pre"} & words:
        return Wave.BEFORE, True
    if "follow" in words or "followup" in words:
        return Wave.FOLLOW_UP, True
    return Wave.AFTER, "after" in words
