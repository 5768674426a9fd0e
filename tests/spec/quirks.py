"""One programme for each quirk that shows only in the figures: `q09` is the ninth of docs/quirks.md.

All of them are one export, loaded once. Each begins with one plain case and changes what the quirk is about.
"""

from collections.abc import Callable
from pathlib import Path

from tests.support.small_exports import Rows, add_case, small_rows, write_rows

Row = dict[str, str]


class Story:
    """The rows of one quirk; ids end in its number."""

    def __init__(self, number: str) -> None:
        self.number = number
        self.rows: Rows = small_rows(0)
        self.case()

    def case(self, mark: str = "") -> None:
        """One more plain case: both sides met, the agreement was kept, the money paid."""
        start = len(self.rows["cases"])
        add_case(self.rows, f"{self.number}{mark}")
        for row in self.rows["cases"][start:]:
            row["programme"] = f"q{self.number}"

    def change(self, table: str, place: int = 0, **cells: str) -> Row:
        self.rows[table][place].update(cells)
        return self.rows[table][place]

    def add(self, table: str, like: int = -1, **cells: str) -> Row:
        """One more row: another one, changed."""
        self.rows[table].append({**self.rows[table][like], **cells})
        return self.rows[table][-1]


def several_responsible(q: Story) -> None:
    q.case("b")
    q.add("parties", party_id="x01")
    q.add("attendance", party_id="x01")
    q.add("agreements", agreement_id="ax01", party_id="x01", status="not_completed")


def several_harmed(q: Story) -> None:
    q.add("parties", like=0, party_id="x02", decision="declined")


def organisation(q: Story) -> None:
    q.change("parties", party_type="organisation")
    for item in ("H6a", "H6c"):
        q.add("survey_answers", item=item)


def surrogate(q: Story) -> None:
    q.change("parties", directness="surrogate", stands_for_party_id="x04")
    q.add("parties", like=0, party_id="x04", directness="", stands_for_party_id="")


def shuttle(q: Story) -> None:
    q.change("conferences", conference_type="shuttle")


def guardian(q: Story) -> None:
    q.add("parties", like=0, party_id="g06", directness="guardian", stands_for_party_id="h06")
    for row in q.rows["survey_answers"]:
        row["party_id"] = "g06"


def reopened(q: Story) -> None:
    """Declined and closed; taken up again, they met. Two more name each other in a circle."""
    q.change("cases", closure_reason="harmed_declined", closed_month="2025-06")
    q.change("parties", 0, decision="declined")
    for table in ("conferences", "attendance", "agreements", "obligations", "payments", "survey_answers"):
        q.rows[table].clear()
    for mark in "bcd":
        q.case(mark)
    q.change("cases", 1, reopened_from="k07", referral_month="2025-09")
    q.change("cases", 1, closed_day="100", closed_month="2025-12")
    q.change("cases", 2, reopened_from="k07d")
    q.change("cases", 3, reopened_from="k07c")


def same_person(q: Story) -> None:
    q.case("b")
    q.change("parties", 0, person_id="ann")
    q.change("parties", 3, person_id="ann")


def payments(q: Story) -> None:
    q.change("obligations", amount_agreed="100.00", status="active")
    q.change("payments", amount="40.00")
    q.add("payments", payment_id="y09b", amount="90.00")
    q.add("payments", payment_id="y09c", amount="-10.00")
    q.add("payments", payment_id="y09d", amount="55.00", status="bounced")
    q.add("payments", payment_id="y09e", amount="5.00", status="reversed")


def in_kind(q: Story) -> None:
    q.rows["payments"].clear()
    q.change("obligations", obligation_type="service_to_harmed", unit="hours", amount_agreed="")
    q.change("obligations", quantity_agreed="8", quantity_completed="6", status="partly_completed")


def apology(q: Story) -> None:
    q.rows["payments"].clear()
    q.change("obligations", obligation_type="apology_written", unit="task", amount_agreed="", status="waived")


def waived(q: Story) -> None:
    q.change("obligations", amount_agreed="100.00", amount_original="150.00", amount_waived="40.00")
    q.change("payments", amount="60.00")


def currencies(q: Story) -> None:
    q.add("obligations", obligation_id="o13b", currency="EUR", amount_agreed="70.00")
    q.add("payments", payment_id="y13b", obligation_id="o13b", amount="70.00", currency="EUR")
    q.add("payments", payment_id="y13c", obligation_id="o13b", amount="1.00", currency="USD")


def answered_twice(q: Story) -> None:
    for row in list(q.rows["survey_answers"]):
        q.rows["survey_answers"].append({**row, "response_id": "s14b", "answered_day": "40", "answer": "2"})
    q.add("survey_answers", response_id="s14c", case_id="", party_id="", answered_day="", answer="4")


def impossible(q: Story) -> None:
    for mark in "bcd":
        q.case(mark)
    q.change("cases", 0, closed_day="29")
    q.change("payments", 1, amount="1.00")
    q.change("agreements", 2, due_day="20")
    q.add("attendance", conference_id="nowhere", party_id="h18d")
    q.change("payments", 3, paid_day="250", paid_month="2025-11")


def series_break(q: Story) -> None:
    q.case("b")
    q.change("cases", 0, programme_version="first")
    q.change("cases", 1, programme_version="second", referral_month="2025-08")


def no_reason(q: Story) -> None:
    q.change("cases", closure_reason="")


def nobody_harmed(q: Story) -> None:
    for table in ("parties", "attendance"):
        q.rows[table] = [row for row in q.rows[table] if row["party_id"] != "h24"]
    q.rows["survey_answers"].clear()


def two_cases_one_conference(q: Story) -> None:
    q.case("b")
    q.change("conferences", 1, conference_id="f25")
    for row in q.rows["attendance"][2:]:
        row["conference_id"] = "f25"
    q.change("agreements", 1, conference_id="f25")


def mangled_ids(q: Story) -> None:
    q.case("b")
    q.add("cases", like=0, case_id="1.11E+08")


STORIES: dict[int, Callable[[Story], None]] = {
    1: several_responsible,
    2: several_harmed,
    3: organisation,
    4: surrogate,
    5: shuttle,
    6: guardian,
    7: reopened,
    8: same_person,
    9: payments,
    10: in_kind,
    11: apology,
    12: waived,
    13: currencies,
    14: answered_twice,
    18: impossible,
    22: series_break,
    23: no_reason,
    24: nobody_harmed,
    25: two_cases_one_conference,
    26: mangled_ids,
}


def write_stories(folder: Path) -> Path:
    """All of them as one export of several programmes."""
    rows: Rows = {}
    for number, tell in STORIES.items():
        story = Story(f"{number:02d}")
        tell(story)
        for table, several in story.rows.items():
            rows.setdefault(table, []).extend(several)
    for several in rows.values():
        columns = dict.fromkeys(name for row in several for name in row)
        several[:] = [{name: row.get(name, "") for name in columns} for row in several]
    return write_rows(folder, rows)
