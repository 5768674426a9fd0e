import tomllib

import pytest

from pipelines.exports.drafts.facts import ColumnFacts, SheetFacts
from pipelines.exports.drafts.planning import PlannedSheet, plan_sheets
from pipelines.exports.drafts.preamble import preamble_lines, shared_formats


def planned(*amounts: str, dates: tuple[str, ...] = ("31/01/2026",)) -> tuple[PlannedSheet, ...]:
    columns = {
        "Receipt": [f"P{number}" for number in range(9)],
        "Action": [f"A{number}" for number in range(9)],
        "Date paid": list(dates),
        "Amount": list(amounts),
        "Status": ["Cleared"] * 5,
    }
    facts = tuple(
        ColumnFacts(header=header, values={value: values.count(value) for value in values})
        for header, values in columns.items()
    )
    return plan_sheets((SheetFacts(file="payments.csv", sheet="", columns=facts),))


def head(*amounts: str, dates: tuple[str, ...] = ("31/01/2026",)) -> dict[str, object]:
    plans = planned(*amounts, dates=dates)
    return tomllib.loads("\n".join(preamble_lines(plans, shared_formats(plans))))


@pytest.mark.parametrize(
    ("amount", "numbers"),
    [
        ("£1,250.50", {"style": "1,234.50", "symbols": ["£"]}),
        ("€1.250,50", {"style": "1.234,50", "symbols": ["€"]}),
        ("1250.50", None),
    ],
)
def test_how_amounts_are_written_is_read_off_them(amount: str, numbers: object) -> None:
    assert head(amount).get("numbers") == numbers


def test_the_dates_of_most_columns_are_said_once() -> None:
    assert head("5")["dates"] == ["%d/%m/%Y"]
    assert "Check the order" in "\n".join(preamble_lines(planned("5"), ("%d/%m/%Y",)))
