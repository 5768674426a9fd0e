"""Mutators: each changes a copy of the sample's case so that a known set of (rule, row) must be found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipelines.contract_columns import Column, Table
from pipelines.contract_tables import TABLES
from pipelines.validation.rules import RULES, kinds_of
from tests.validation.mutations.cloning import Copy, Row
from tests.validation.mutations.named_mutators import named_changes

Blamed = list[tuple[str, Row]]
"""(rule, row), with every rule that the change breaks."""


@dataclass(frozen=True, kw_only=True)
class Mutator:
    """One change. `rule` is the rule it is made for."""

    rule: str
    variant: int
    change: Callable[[Copy], Blamed]
    batch: str = "plain"
    """plain: the contract's own columns · no_currency: and nothing names a currency for the export · joined:
    every column comes from a second table, which may hold two rows for one."""


def mutators() -> list[Mutator]:
    """At least three for every rule that a handed-over table can break."""
    return [*_of_columns(), *_of_joins(), *_of_families(), *_of_names()]


# ------------------------------------------------------------ the contract's columns

TEXTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("missing", ""): ("", "   ", "\u00a0"),
    ("mangled", "id"): ("1.11E+08", "########", "#REF!"),
    ("bad_format", "id"): ("_" * 65, "r;1", "r<1>"),
    ("unreadable", "id"): ("=1+1", "+ref", "-ref"),
    # No code, flag or label is badly written; but what reading writes for it may stand in a cell, too.
    **{
        ("unreadable", kind): ("!unreadable", " !unreadable", "!unreadable  ")
        for kind in ("code", "flag", "text")
    },
    ("not_in_list", "code"): ("zzz", "0", "Unknowable"),
    ("bad_format", "code"): ("a*b", "(x)", "z" * 41),
    ("not_in_list", "flag"): ("maybe", "2", "oui et non"),
    ("unreadable", "month"): ("2024", "spring", "2024-6"),
    ("bad_format", "month"): ("2024-00", "2024-13", "9999-99"),
    ("out_of_range", "month"): ("1900-01", "1970-01", "1989-12"),
    ("unreadable", "day"): ("12a", "1.5", "ten"),
    ("bad_format", "day"): ("1234567", "-1234567", "123456789"),
    ("out_of_range", "day"): ("-3661", "-40000", "18301"),
    ("unreadable", "money"): ("$1,200 approx", "1,2,3", "12.50.1"),
    ("bad_format", "money"): ("10.12345", "1234567890123", "0.0001"),
    ("out_of_range", "money"): ("-1", "-0.01", "(5.00)"),
    ("unreadable", "int"): ("two", "1/2", "3.5"),
    ("bad_format", "int"): ("1234567", "123456789", "-1234567"),
    ("out_of_range", "int"): ("-1", "-20", "99999"),
    ("unreadable", "number"): ("some", "1;5", "--2"),
    ("bad_format", "number"): ("1.23456", "12345678", "0.00001"),
    ("out_of_range", "number"): ("-1", "-0.5", "(3)"),
    ("bad_format", "text"): ("!!", "*" * 3, "x" * 41),
}
"""(kind, column type) → texts that make exactly this finding."""

_BUT = {
    # A currency is written in capitals before it is looked at, so "gbp" is no fault.
    "currency": ("EURO", "£", "G1P"),
    # The papers cannot come after the referral.
    "received_day": ("1", "30", "-3661"),
}


def _of_columns() -> Iterator[Mutator]:
    for table in TABLES.values():
        for column in table.columns:
            for kind in kinds_of(column):
                texts = _texts(column, kind)
                for number, text in enumerate(texts, start=1):
                    rule = f"{table.name}.{column.name}.{kind}"
                    yield Mutator(rule=rule, variant=number, change=_put(table, column, text, rule))


def _texts(column: Column, kind: str) -> tuple[str, ...]:
    if kind == "bad_format" and column.name == "currency":
        return _BUT["currency"]
    if kind == "unreadable" and column.name == "currency":
        return ()
    if kind == "out_of_range" and column.name == "received_day":
        return _BUT["received_day"]
    return TEXTS.get((kind, "" if kind == "missing" else column.type), ())


def _put(table: Table, column: Column, text: str, rule: str) -> Callable[[Copy], Blamed]:
    def change(copy: Copy) -> Blamed:
        copy.keep_only(table.name)
        row = copy.plain(table.name)
        row[column.name] = text
        if column.name == "case_id" and table.name == "survey_answers":
            row["party_id"] = ""  # whose case would be another one
        return [(rule, row)]

    return change


# ------------------------------------------------------------ two rows for one

TWO_WAYS = "⇄"
"""Stands between two texts of a cell, in a batch that writes a row for each of them."""


def _of_joins() -> Iterator[Mutator]:
    """Whatever the type of a column: where two joined rows differ, nobody knows which is meant."""
    for table in TABLES.values():
        for column in table.columns:
            rule = f"{table.name}.{column.name}.ambiguous"
            for number, other in enumerate(("zz", "zz 2", "zz 3"), start=1):
                change = _put_beside(table, column, other, rule)
                yield Mutator(rule=rule, variant=number, change=change, batch="joined")


def _put_beside(table: Table, column: Column, other: str, rule: str) -> Callable[[Copy], Blamed]:
    def change(copy: Copy) -> Blamed:
        copy.keep_only(table.name)
        row = copy.plain(table.name)
        row[column.name] = f"{row[column.name] or 1}{TWO_WAYS}{other}"
        if column.name == "case_id" and table.name == "survey_answers":
            row["party_id"] = ""  # whose case would be another one
        return [(rule, row)]

    return change


# ------------------------------------------------------------ rules that come in families

_OPTIONAL = {
    "cases": ("offence_category", ("fraud", "hate", "arson")),
    "parties": ("goal", ("explain", "be_heard", "move_on")),
    "conferences": ("duration_minutes", ("10", "11", "12")),
    "attendance": ("attended", ("online", "absent", "excused")),
    "agreements": ("harmed_informed", ("yes", "no", "not_asked")),
    "obligations": ("owed_to", ("self", "community", "other")),
    "payments": ("disbursed_day", ("300", "301", "302")),
    "survey_invitations": ("mode", ("phone", "online", "unknown")),
    "survey_answers": ("answer", ("1", "3", "prefer_not")),
}
"""Table → a column that may hold any of these without a fault, and none of which the sound row holds."""

_VALUES = {
    "before_referral_day": ("-1", "-30", "-400"),
    "before_referral_month": ("2024-05", "2023-12", "2020-01"),
    "after_as_of_day": ("842", "900", "2000"),
    "after_as_of_month": ("2026-10", "2026-12", "2031-01"),
    "too_fine": ("1.005", "0.001", "10.125"),
}

_ALSO = {
    "payments.paid_day.after_as_of": ("payments.paid_day.after_closure",),
    "payments.paid_month.after_as_of": ("payments.paid_day.after_closure",),
    "agreements.agreed_day.before_referral": ("agreements.agreed_day.before_conference",),
    "agreements.closed_day.before_referral": ("agreements.closed_day.before_agreed",),
    "agreements.closed_month.before_referral": ("agreements.closed_day.before_agreed",),
    "agreements.agreed_day.after_as_of": (
        "agreements.due_day.before_agreed",
        "agreements.original_due_day.before_agreed",
        "agreements.closed_day.before_agreed",
    ),
    "agreements.agreed_month.after_as_of": (
        "agreements.due_day.before_agreed",
        "agreements.closed_day.before_agreed",
    ),
}
"""What else such a date breaks in the same row."""


def _of_families() -> Iterator[Mutator]:
    makers = {"duplicate": _duplicate, "conflict": _conflict, "orphan": _orphan, "itself": _itself}
    for rule in RULES:
        table, _, rest = rule.partition(".")
        column, _, family = rest.partition(".")
        maker = makers.get(
            family, _dated if family in ("before_referral", "after_as_of", "too_fine") else None
        )
        for variant in (0, 1, 2) if maker else ():
            yield Mutator(rule=rule, variant=variant + 1, change=_bound(maker, rule, table, column, variant))


def _bound(
    maker: Callable[[Copy, str, str, str, int], Blamed] | None,
    rule: str,
    table: str,
    column: str,
    variant: int,
) -> Callable[[Copy], Blamed]:
    assert maker is not None
    return lambda copy: maker(copy, rule, table, column, variant)


def _duplicate(copy: Copy, rule: str, table: str, _: str, variant: int) -> Blamed:
    """Once at the end, once for the first row, and twice."""
    row = copy.rows[table][0 if variant == 1 else -1]
    return [(rule, copy.add(table, row)) for _time in range(2 if variant == 2 else 1)]


def _conflict(copy: Copy, rule: str, table: str, _: str, variant: int) -> Blamed:
    copy.keep_only(table)
    row, (column, values) = copy.plain(table), _OPTIONAL[table]
    return [(rule, row), (rule, copy.add(table, row, **{column: values[variant]}))]


def _orphan(copy: Copy, rule: str, table: str, column: str, variant: int) -> Blamed:
    """An id that is nowhere, one cut short, and one of a row of another table."""
    copy.keep_only(table)
    row = copy.plain(table)
    row[column] = ("nowhere", (row[column] or "rv-00")[:5], copy.rows["cases"][0]["case_id"] + "x")[variant]
    if (table, column) == ("survey_answers", "case_id"):
        row["party_id"] = ""
    return [(rule, row)]


def _itself(copy: Copy, rule: str, table: str, column: str, variant: int) -> Blamed:
    """Plainly, and with the spaces that a sheet leaves behind."""
    copy.keep_only(table)
    row = copy.plain(table)
    row[column] = ("{}", " {}", "{}\u00a0")[variant].format(row[TABLES[table].key[0]])
    return [(rule, row)]


def _dated(copy: Copy, rule: str, table: str, column: str, variant: int) -> Blamed:
    copy.keep_only(table)
    row = copy.plain(table)
    family = rule.rpartition(".")[2]
    part = column.rpartition("_")[2]
    row[column] = _VALUES[family if family == "too_fine" else f"{family}_{part}"][variant]
    if part == "month" and column != "referral_month":
        row[column.replace("_month", "_day")] = ""
    return [(rule, row), *((other, row) for other in _ALSO.get(rule, ()))]


def _of_names() -> Iterator[Mutator]:
    for rule, changes in named_changes().items():
        batch = "no_currency" if rule.endswith("currency.not_named") else "plain"
        for number, change in enumerate(changes, start=1):
            yield Mutator(rule=rule, variant=number, change=change, batch=batch)
