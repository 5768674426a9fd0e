"""For every rule a change of the sound export that breaks it, and a near one that does not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipelines.contract_tables import TABLES
from pipelines.validation.rules import RULES, Rule
from tests.validation.staged_rows import sound_rows

Change = tuple[str, int, Mapping[str, str | None]]


@dataclass(frozen=True, kw_only=True)
class Example:
    """`broken` makes exactly the rows `blamed` break `rule`; `sound` makes none."""

    rule: str
    broken: tuple[Change, ...]
    blamed: tuple[int, ...] = (1,)
    sound: tuple[Change, ...] = field(default_factory=tuple)
    currency: str | None = "GBP"
    """The export's own."""


def _one(rule: str, row: int, broken: Mapping[str, str | None], sound: Mapping[str, str | None]) -> Example:
    """An example within one row of the blamed table."""
    table = rule.partition(".")[0]
    return Example(rule=rule, broken=((table, row, broken),), blamed=(row,), sound=((table, row, sound),))


NAMED = (
    _one("cases.closed_day.before_conference", 1, {"closed_day": "59"}, {"closed_day": "60"}),
    _one("cases.closed_day.still_open", 2, {"closed_day": "100"}, {"closed_day": None}),
    _one("cases.closed_day.not_recorded", 2, {"status": "closed"}, {"status": "closed", "closed_day": "9"}),
    _one(
        "cases.closure_reason.not_recorded",
        2,
        {"status": "closed"},
        {"status": "closed", "closure_reason": "other"},
    ),
    _one("parties.supports_party_id.other_case", 3, {"supports_party_id": "r2"}, {"supports_party_id": "r1"}),
    _one(
        "parties.stands_for_party_id.other_case",
        4,
        {"stands_for_party_id": "r2"},
        {"stands_for_party_id": "r1"},
    ),
    Example(
        rule="conferences.conference_id.second_case",
        broken=(("conferences", 3, {"case_id": "c2"}),),
        blamed=(3,),
        sound=(("conferences", 3, {"conference_id": "k3", "case_id": "c2"}),),
    ),
    Example(
        rule="conferences.held_day.not_recorded",
        broken=(("conferences", 2, {"held_day": None, "held_month": None}),),
        blamed=(2,),
        sound=(("conferences", 2, {"held_day": None}),),
    ),
    _one("attendance.party_id.other_case", 1, {"party_id": "r2"}, {"party_id": "s1"}),
    _one("agreements.party_id.not_responsible", 1, {"party_id": "h1"}, {"party_id": "r1"}),
    _one("agreements.party_id.other_case", 1, {"party_id": "r2"}, {"party_id": "r1"}),
    _one("agreements.agreed_day.before_conference", 1, {"agreed_day": "59"}, {"agreed_day": "60"}),
    _one("agreements.due_day.before_agreed", 1, {"due_day": "59"}, {"due_day": "60"}),
    _one(
        "agreements.original_due_day.before_agreed",
        1,
        {"original_due_day": "59"},
        {"original_due_day": "60"},
    ),
    _one("agreements.closed_day.before_agreed", 1, {"closed_day": "59"}, {"closed_day": "60"}),
    Example(
        rule="agreements.status.completed_with_money_outstanding",
        broken=(("payments", 1, {"status": "bounced"}),),
        sound=(("payments", 2, {"status": "pending"}),),
    ),
    _one("obligations.due_day.before_agreed", 1, {"due_day": "59"}, {"due_day": "60"}),
    _one("obligations.amount_waived.above_agreed", 1, {"amount_waived": "101"}, {"amount_waived": "100"}),
    _one("obligations.amount_paid.above_agreed", 1, {"amount_paid": "80.01"}, {"amount_paid": "80"}),
    Example(
        rule="obligations.currency.not_named",
        broken=(("obligations", 1, {"currency": None}),),
        sound=(("obligations", 2, {"currency": None}),),
        currency=None,
    ),
    Example(
        rule="payments.currency.not_named",
        broken=(("payments", 2, {"currency": None}),),
        blamed=(2,),
        sound=(("payments", 2, {"currency": "EUR"}),),
        currency=None,
    ),
    Example(
        rule="obligations.status.completed_with_money_outstanding",
        broken=(("payments", 1, {"amount": "85.49"}),),
        sound=(("payments", 1, {"amount": "85.5"}),),
    ),
    _one("payments.currency.other_than_owed", 1, {"currency": "EUR"}, {"currency": None}),
    _one("payments.paid_day.after_closure", 1, {"paid_day": "201"}, {"paid_day": "200"}),
    _one("survey_answers.item.not_for_role", 2, {"item": "r2"}, {"item": "h2a"}),
    _one("survey_answers.item.not_for_wave", 2, {"item": "g13"}, {"item": "g16"}),
    Example(
        rule="survey_answers.item.not_before_plea",
        broken=(("cases", 1, {"stage": "pre_charge"}),),
        blamed=(3,),
        sound=(("cases", 1, {"stage": "non_criminal"}),),
    ),
    Example(
        rule="survey_answers.answered_day.off_window",
        broken=(("conferences", 1, {"held_day": "50"}),),
        blamed=(1, 2),
        sound=(("conferences", 1, {"held_day": "51"}),),
    ),
    _one("survey_answers.case_id.not_the_partys", 3, {"case_id": "c2"}, {"case_id": None}),
    _one("survey_answers.role.not_the_partys", 3, {"role": "harmed"}, {"role": "responsible"}),
    Example(
        rule="survey_answers.response_id.mixed",
        broken=(("survey_answers", 2, {"wave": "follow_up"}),),
        blamed=(1, 2),
        sound=(("survey_answers", 2, {"response_id": "w9", "wave": "follow_up"}),),
    ),
)  # fmt: skip


def examples() -> list[Example]:
    """At least one for every rule that has SQL."""
    return [*NAMED, *_of_families()]


def _of_families() -> Iterator[Example]:
    for rule in RULES.values():
        table, column, family = rule.id.split(".") if rule.id.count(".") == 2 else ("", "", "")
        if family in _MAKERS:
            yield _MAKERS[family](rule, table, column)


def _duplicate(rule: Rule, table: str, _: str) -> Example:
    place = len(sound_rows()[table]) + 1
    return Example(
        rule=rule.id,
        broken=((table, place, {}),),
        blamed=(place,),
        sound=((table, place, _other_key(table)),),
    )


def _conflict(rule: Rule, table: str, _: str) -> Example:
    place = len(sound_rows()[table]) + 1
    changed: dict[str, str | None] = {_optional(table): None}
    return Example(
        rule=rule.id, broken=((table, place, changed),), blamed=(1, place), sound=((table, place, {}),)
    )


def _optional(table: str) -> str:
    """A column the first sound row fills in, and may leave blank."""
    row = sound_rows()[table][0]
    return [column.name for column in TABLES[table].columns if not column.required and row.get(column.name)][
        -1
    ]


def _other_key(table: str) -> dict[str, str]:
    if table == "survey_invitations":
        return {"wave": "follow_up"}
    return {"item": "g2"} if table == "survey_answers" else {TABLES[table].key[-1]: "s1"}


def _orphan(rule: Rule, table: str, column: str) -> Example:
    row = _row_to_change(table, column)
    link = next(parent for parent in TABLES[table].parents if parent.column == column)
    known = sound_rows()[link.table][0][link.parent_column]
    blamed = (row,)
    return Example(
        rule=rule.id,
        broken=((table, row, {column: "nowhere"}),),
        blamed=blamed,
        sound=((table, row, {column: known}),),
    )


def _row_to_change(table: str, column: str) -> int:
    rows = sound_rows()[table]
    return next((place for place, row in enumerate(rows, start=1) if row.get(column)), 1)


def _itself(rule: Rule, table: str, column: str) -> Example:
    rows = sound_rows()[table]
    key = TABLES[table].key[0]
    return _one(rule.id, 1, {column: rows[0][key]}, {column: rows[1][key]})


def _before_referral(rule: Rule, table: str, column: str) -> Example:
    if column.endswith("_month"):
        no_day: dict[str, str | None] = {column.replace("_month", "_day"): None}
        return _one(rule.id, 1, {**no_day, column: "2025-12"}, {**no_day, column: "2026-01"})
    return _one(rule.id, 1, {column: "-1"}, {column: "0"})


def _after_as_of(rule: Rule, table: str, column: str) -> Example:
    if column.endswith("_month"):
        return _one(rule.id, 1, {column: "2026-10"}, {column: "2026-09"})
    return _one(rule.id, 1, {column: "251"}, {column: "250"})


def _too_fine(rule: Rule, table: str, column: str) -> Example:
    return _one(rule.id, 1, {column: "10.005"}, {column: "10.05"})


_MAKERS = {
    "duplicate": _duplicate,
    "conflict": _conflict,
    "orphan": _orphan,
    "itself": _itself,
    "before_referral": _before_referral,
    "after_as_of": _after_as_of,
    "too_fine": _too_fine,
}
