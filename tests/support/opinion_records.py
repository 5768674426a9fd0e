"""The accepted tables, looked up by hand: what the second opinion's loops stand on.

Nothing here is shared with the pipeline: no SQL, no definition file, no grain table. `tables` holds a list
of rows for each contract table as they stand in a snapshot: days and money as whole numbers or None,
everything else text.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
Key = tuple[str, str]

STAND_INS = ("surrogate", "representative", "guardian")
TOOK_PART = ("in_person", "online", "written")
PRESENT = ("in_person", "online")
PRINCIPALS = ("harmed", "responsible")
MEETINGS = ("face_to_face", "online", "circle")
UNKNOWNS = (None, "", "unknown", "declined", "not_asked", "not_applicable")
DEFAULT_DUE_DAYS = 365


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One row of a measure's population, with what it may be broken down by and what became of it."""

    programme: str
    case: Row | None
    months: Mapping[str, str | None]
    """The month that places the row in a period, for each basis it has."""
    bucket: str = "met"
    role: str | None = None
    wave: str | None = None
    obligation_type: str | None = None
    unit: str | None = None
    kind: str | None = None
    """Set where the share of each kind is asked."""
    person: Key | None = None
    """Set where people (or agreements) are counted, each once; and where answers are added up for each."""
    value: Any = None
    """Set where values are counted: days, amounts, answers, or a stage and a reason."""
    numerator: int = 0
    denominator: int = 0
    currency: str | None = None
    """Set where amounts are added, in minor units."""
    day: int | None = None
    event: int | None = None
    """Set where days are followed: 1 met, 2 ended another way, 0 still open."""

    def of(self, dimension: str, basis: str) -> str | None:
        """What the row is under a dimension; None leaves it out of that breakdown."""
        if dimension == "period":
            return quarter(self.months.get(basis, self._happened() if basis == "activity" else None))
        if dimension == "conference_type":
            return self.kind
        if dimension in {"programme", "role", "wave", "obligation_type", "unit"}:
            return getattr(self, dimension)  # type: ignore[no-any-return]
        # An answer whose case is not known stays in totals and leaves breakdowns that need the case (quirk
        # 14).
        return None if self.case is None else self.case.get(dimension) or "unknown"

    def _happened(self) -> str | None:
        # Reading: what happened is the event, or the referral of what has none, unless the row says more.
        return self.months.get("event" if "event" in self.months else "referral")


def quarter(month: str | None) -> str | None:
    if not month:
        return None
    year, number = month.split("-")
    return f"{year}Q{(int(number) + 2) // 3}"


@dataclass
class Records:
    """Every row with the rows that belong to it. Keys are (programme, id): ids are one programme's own."""

    tables: Tables
    cases: dict[Key, Row] = field(default_factory=dict)
    parties: dict[Key, Row] = field(default_factory=dict)
    conferences: dict[Key, Row] = field(default_factory=dict)
    agreements: dict[Key, Row] = field(default_factory=dict)
    obligations: dict[Key, Row] = field(default_factory=dict)
    read: dict[str, Any] = field(default_factory=dict)
    """What a loop has worked out once for all that need it."""

    def __post_init__(self) -> None:
        for table, column, index in (
            ("cases", "case_id", self.cases),
            ("parties", "party_id", self.parties),
            ("conferences", "conference_id", self.conferences),
            ("agreements", "agreement_id", self.agreements),
            ("obligations", "obligation_id", self.obligations),
        ):
            for row in self.rows(table):
                index[key(row, column)] = row
        self.parties_of = self._grouped("parties", "case_id")
        self.conferences_of = self._conferences_by_case()
        self.attendance_at = self._grouped("attendance", "conference_id")
        self.attendance_of = self._grouped("attendance", "party_id")
        self.payments_of = self._grouped("payments", "obligation_id")
        self.promises_of = self._grouped("obligations", "agreement_id")
        self.agreements_at = self._grouped("agreements", "conference_id")
        self.supporters_of = self._grouped("parties", "supports_party_id")
        self.replaced_by = self._grouped("obligations", "replaces_obligation_id")

    def rows(self, table: str) -> Sequence[Row]:
        return self.tables.get(table, ())

    def _grouped(self, table: str, column: str) -> dict[Key, list[Row]]:
        groups: dict[Key, list[Row]] = defaultdict(list)
        for row in self.rows(table):
            if row.get(column):
                groups[key(row, column)].append(row)
        return groups

    def _conferences_by_case(self) -> dict[Key, list[Row]]:
        # Reading: "one conference for two cases" is counted once, and each of the two cases has had it.
        groups = self._grouped("conferences", "case_id")
        for row in self.rows("conference_cases"):
            conference = self.conferences[key(row, "conference_id")]
            if row["case_id"] != conference["case_id"]:
                groups.setdefault(key(row, "case_id"), []).append({**conference, **row})
        return groups

    def conference_of(self, row: Row, case: Row | None) -> Row:
        """The conference that a row names, its days counted from the referral of this case."""
        conference = self.conferences[key(row, "conference_id")]
        held = self.exchanges(case) if case else []
        same = (other for other in held if other["conference_id"] == conference["conference_id"])
        return next(same, conference)

    def case_of(self, row: Row) -> Row:
        return self.cases[key(row, "case_id")]

    def side(self, case: Row, role: str) -> list[Row]:
        """Everybody who has that role in the case, those who stand for another included."""
        return [row for row in self.parties_of.get(key(case, "case_id"), []) if row["role"] == role]

    def exchanges(self, case: Row) -> list[Row]:
        return self.conferences_of.get(key(case, "case_id"), [])

    def supplies(self, programme: str, table: str, column: str) -> bool:
        """Whether a programme ever gives a known value; a constant unknown counts as not recorded."""
        return any(
            row["programme"] == programme and row.get(column) not in {None, "", "unknown"}
            for row in self.rows(table)
        )

    def default_due_days(self, programme: str) -> int:
        for row in self.rows("programmes"):
            if row["programme"] == programme and row.get("default_due_days") is not None:
                return int(row["default_due_days"])
        return DEFAULT_DUE_DAYS

    def currency(self, row: Row) -> str:
        """The currency an obligation names, else its programme's."""
        if row.get("currency"):
            return str(row["currency"])
        found = [p.get("currency") for p in self.rows("programmes") if p["programme"] == row["programme"]]
        return str(found[0]) if found and found[0] else ""


def key(row: Row, column: str) -> Key:
    return row["programme"], row[column]


def is_stand_in(party: Row) -> bool:
    # Reading: "stands_for_party_id (a guardian, surrogate or representative: left out of party and person
    # denominators …)" means both whoever has that link and whoever has one of these three kinds of
    # directness.
    return bool(party.get("stands_for_party_id")) or party.get("directness") in STAND_INS


def is_closed(case: Row) -> bool:
    return bool(case["status"] == "closed")


def case_months(case: Row) -> dict[str, str | None]:
    return {"referral": case.get("referral_month"), "closing": case.get("closed_month")}


def yes_no(value: object) -> str:
    return {"yes": "met", "no": "not_met"}.get(str(value), "unknown")


def first_known(values: Iterable[int | None]) -> int | None:
    return next((value for value in values if value is not None), None)
