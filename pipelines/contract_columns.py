"""What a contract table is made of: columns, keys and links to parent rows. A leaf.

The tables themselves are in `pipelines.contract_tables`.
"""

from dataclasses import dataclass
from typing import Literal

from pipelines import vocabulary as v

ColumnType = Literal["id", "code", "month", "day", "money", "flag", "int", "number", "text"]
"""id: opaque text · code: one of a closed list · month: YYYY-MM · day: whole days since the case's
referral · money: decimal text in major units · flag: yes, no, unknown · int, number: never negative ·
text: a short label (a currency, a programme version)."""


ClosedList = type[v.Code]
"""A class of codes. Named here, because a column's own `type` hides the word inside its class."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a contract table."""

    name: str
    type: ColumnType
    required: bool = False
    """A row without it is refused."""
    required_once_supplied: bool = False
    """Blank is refused as soon as the programme hands the column over at all."""
    list_name: ClosedList | None = None
    """The closed list of a code column; None where the list is a programme's own, or the instrument's."""
    is_declared: bool = False
    """The closed list is declared by the programme in its mapping (gender, site …)."""
    accepts_unknowns: bool = False
    """Takes the four values of `Unknown` beside its list."""


@dataclass(frozen=True, kw_only=True)
class Parent:
    """A link from a column to the row it belongs to."""

    column: str
    table: str
    parent_column: str
    takes_along: bool = True
    """A quarantined parent takes the row along; a mere cross-reference does not."""
    is_owner: bool = False
    """The link that places the row in a case: without the parent's table the row cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table of the contract. `grain` completes the sentence "One row per …"."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    parents: tuple[Parent, ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """In the order of the contract."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def of_type(type_: ColumnType, names: str) -> tuple[Column, ...]:
    """Optional columns of one type, from their names in one string."""
    return tuple(Column(name=name, type=type_) for name in names.split())


def required_id(name: str) -> Column:
    """An id no row may leave blank."""
    return Column(name=name, type="id", required=True)


def code(name: str, list_name: type[v.Code]) -> Column:
    """An optional column of a closed list or one of the four unknowns."""
    return Column(name=name, type="code", list_name=list_name, accepts_unknowns=True)


def known(name: str, list_name: type[v.Code], *, only_once_supplied: bool = False) -> Column:
    """A code that must be known: a row without it cannot be placed in any measure."""
    return Column(
        name=name,
        type="code",
        list_name=list_name,
        required=not only_once_supplied,
        required_once_supplied=only_once_supplied,
    )


def declared(names: str) -> tuple[Column, ...]:
    """Optional columns whose closed lists the programme declares itself."""
    return tuple(
        Column(name=name, type="code", is_declared=True, accepts_unknowns=True) for name in names.split()
    )


def link(column: str, table: str, parent_column: str | None = None, *, is_owner: bool = False) -> Parent:
    """A parent that takes the row along when it is quarantined."""
    return Parent(column=column, table=table, parent_column=parent_column or column, is_owner=is_owner)


def reference(column: str, table: str, parent_column: str) -> Parent:
    """A row that is only mentioned: the mentioning row stands without it."""
    return Parent(column=column, table=table, parent_column=parent_column, takes_along=False)
