"""Which of our tables each table handed over may feed: one mainly, others beside it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pipelines.contract_tables import TABLES, required_columns
from pipelines.exports.drafts.facts import SheetFacts
from pipelines.exports.drafts.likeness import known_words, nearest_of
from pipelines.exports.drafts.questions import question_columns
from pipelines.exports.drafts.suggesting import Suggestion, suggest_columns
from pipelines.exports.text import normalise_header

NAME_COUNTS = 3.0
"""A sheet's name tells as much as three columns."""
KEY_IS_MISSING = 2.0


@dataclass(frozen=True, kw_only=True)
class PlannedSheet:
    """One table handed over, and what it may feed."""

    source: str
    """Its name in the mapping."""
    facts: SheetFacts
    table: str
    """The contract table it mainly feeds."""
    main: tuple[Suggestion, ...]
    beside: dict[str, tuple[Suggestion, ...]]
    """Other contract tables, by what is left of its columns."""
    unplaced: tuple[str, ...]
    """Headers that nothing of ours is like."""
    is_survey: bool = False

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """Of its main table, and of the others."""
        return (*self.main, *(one for others in self.beside.values() for one in others))

    @property
    def missing(self) -> tuple[str, ...]:
        """Columns that every row of its main table needs, and that nothing sure is suggested for."""
        targets = {one.target for one in self.main if one.is_sure}
        made = {"referral_month"} if "referral_date" in targets else set()
        made |= {"status"} if self.status_from else set()
        made |= {"item", "answer", "wave"} if self.is_survey else set()
        return tuple(name for name in required_columns(self.table) if name not in targets | made)

    @property
    def status_from(self) -> Suggestion | None:
        """Where no column tells the status of a case: the date it was closed on, if there is one."""
        if self.table != "cases" or any(one.target == "status" and one.is_sure for one in self.main):
            return None
        return next((one for one in self.main if one.target == "closed_date" and one.is_sure), None)


def key_of(sheet: PlannedSheet, one: Suggestion) -> str:
    """Tells a suggestion of a sheet's main table apart from every other."""
    return f"{sheet.source}.{one.target} = {one.header}"


def confirm(planned: Sequence[PlannedSheet], taken: Collection[str]) -> tuple[PlannedSheet, ...]:
    """The plan as a person confirmed it: of the main tables' columns those in `taken`, and no other."""
    return tuple(
        replace(
            sheet,
            main=tuple(replace(one, is_confirmed=key_of(sheet, one) in taken) for one in sheet.main),
        )
        for sheet in planned
    )


def plan_sheets(sheets: tuple[SheetFacts, ...]) -> tuple[PlannedSheet, ...]:
    """One plan a sheet, in the order handed over."""
    names: list[str] = []
    planned = []
    for facts in sheets:
        names.append(_source_name(facts, names))
        planned.append(_plan(facts, names[-1]))
    return tuple(planned)


def find_join(base: PlannedSheet, other: PlannedSheet) -> str | None:
    """The header of a key in both sheets that tells the other's rows apart; None if there is none."""
    theirs = {normalise_header(column.header): column for column in other.facts.columns}
    for column in base.facts.columns:
        match = theirs.get(normalise_header(column.header))
        if match is None or not match.is_unique or not column.values:
            continue
        shared = sum(value in match.values for value in column.values)
        if shared >= 0.9 * len(column.values):
            return match.header
    return None


def _plan(facts: SheetFacts, source: str) -> PlannedSheet:
    suggested = {name: suggest_columns(facts, table) for name, table in TABLES.items()}
    is_survey = bool(question_columns(facts))
    table = (
        "survey_answers"
        if is_survey
        else max(suggested, key=lambda name: _score(facts, name, suggested[name]))
    )
    main = suggested[table]
    asked = {column.header for column in question_columns(facts)} if is_survey else set()
    main = tuple(one for one in main if one.header not in asked)
    main_of = {one.header: one.confidence for one in main}
    others = [one for name in suggested if name != table and not is_survey for one in suggested[name]]
    beside = _beside(table, main_of, others)
    placed = {*main_of, *asked, *(one.header for taken in beside.values() for one in taken)}
    return PlannedSheet(
        source=source,
        facts=facts,
        table=table,
        main=main,
        beside=beside,
        unplaced=tuple(column.header for column in facts.columns if column.header not in placed),
        is_survey=is_survey,
    )


def _beside(
    table: str, main_of: dict[str, float], others: list[Suggestion]
) -> dict[str, tuple[Suggestion, ...]]:
    """Columns that another table fits surely and better; an id alone is no reason to feed a table."""
    best: dict[str, Suggestion] = {}
    for one in others:
        is_better = one.is_sure and one.confidence > main_of.get(one.header, 0.0)
        if is_better and one.target not in TABLES[table].column_names and not _is_id(one):
            best.setdefault(one.header, one)
            best[one.header] = max(best[one.header], one, key=lambda other: other.confidence)
    tables = dict.fromkeys(one.table for one in best.values())
    return {name: tuple(one for one in best.values() if one.table == name) for name in tables}


def _is_id(one: Suggestion) -> bool:
    return one.target.endswith("_id") and one.target != "person_id"


def _score(facts: SheetFacts, name: str, suggestions: tuple[Suggestion, ...]) -> float:
    called = (name, *known_words()["tables"].get(name, ()))
    named = max(nearest_of(part, called) for part in (facts.sheet or facts.file.rpartition(".")[0],))
    targets = {one.target for one in suggestions if one.is_sure}
    lacks = sum(key not in targets for key in TABLES[name].key) * KEY_IS_MISSING
    return NAME_COUNTS * named + sum(one.confidence for one in suggestions if one.is_sure) - lacks


def _source_name(facts: SheetFacts, taken: list[str]) -> str:
    text = facts.sheet or facts.file.rpartition("/")[2].rpartition(".")[0]
    plain = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in text.lower())
    name = "_".join(plain.split()) or "source"
    free, count = name, 2
    while free in taken:
        free, count = f"{name}_{count}", count + 1
    return free
