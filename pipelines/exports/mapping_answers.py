"""The questions of a wide survey in a mapping file: item → the column its answer stands in."""

from typing import Any

from pipelines import instrument
from pipelines.contract_tables import TABLES
from pipelines.exports.mapping_columns import ColumnDefaults, read_column
from pipelines.exports.mapping_keys import Place
from pipelines.exports.mapping_rules import ColumnRule
from pipelines.exports.questions import bare_question
from pipelines.vocabulary import Wave

STATEMENTS = "statements"
"""Among the answers of a wide survey: every item by the wording of its statement."""


def read_answers(
    place: Place, told: Any, defaults: ColumnDefaults, *, wave: str | None = None
) -> tuple[tuple[str, ColumnRule], ...]:
    """The questions of a wide survey: item → the column its answer stands in.

    `statements` stands for every item asked in the wave, each in the column whose header is its statement.
    """
    items = (*instrument.ITEMS, *defaults.lists.get("item", {}))
    answer = TABLES["survey_answers"].column("answer")
    rules = dict(place.table(told, (STATEMENTS, *items)))
    if STATEMENTS in rules:
        rules = _read_statements(place.at(STATEMENTS), rules.pop(STATEMENTS), wave) | rules
    return tuple(
        (item, read_column(place.at(item), "answer", answer, rule, defaults)) for item, rule in rules.items()
    )


def _read_statements(place: Place, told: Any, wave: str | None) -> dict[str, Any]:
    rule = place.table(told, ("codes", "scale", "reversed", "blanks"))
    if wave is None or wave not in Wave.codes():
        place.refuse('needs the wave in the columns: wave = { constant = "after" }.')
    asked = [item for item in instrument.ITEMS.values() if wave in item.waves]
    return {
        item.id: {**rule, "from": bare_question(_statement(item, wave)), "optional": True} for item in asked
    }


def _statement(item: instrument.Item, wave: str | None) -> str:
    is_later = wave == Wave.FOLLOW_UP and item.statement_at_follow_up
    return item.statement_at_follow_up if is_later else item.statement
