"""The typed rows of a programme, and how they become frames of text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.contract_tables import columns_of
from pipelines.sample.columns import Days, Texts, text_dates, text_days, text_ids, text_months
from pipelines.sample.draws import Ints
from pipelines.sample.programmes import ProgrammeSpec

Cells = Mapping[str, Texts | Days]
"""Columns to be: text as it stands, or days that become dates, or days with their months."""

LETTERS = {
    "cases": "",
    "parties": "p",
    "conferences": "c",
    "agreements": "a",
    "obligations": "o",
    "payments": "y",
    "people": "h",
    "responses": "r",
}


@dataclass(frozen=True, kw_only=True)
class Records:
    """All typed rows of one programme, linked by row number."""

    cases: pd.DataFrame
    parties: pd.DataFrame
    conferences: pd.DataFrame
    seats: pd.DataFrame
    agreements: pd.DataFrame
    obligations: pd.DataFrame
    payments: pd.DataFrame
    asked: pd.DataFrame
    answers: pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class Ids:
    """Ids and days of one programme's rows."""

    spec: ProgrammeSpec
    referral: Ints

    def of(self, table: str, rows: Ints | pd.Series | pd.Index) -> Texts:
        """The ids of these rows of a table; blank where the row number is negative."""
        numbers = np.asarray(rows, dtype=np.int64)
        return text_ids(self.spec.prefix, LETTERS[table], numbers, self.spec.id_digits)

    def days(self, case: pd.Series | Ints, day: pd.Series | Ints) -> Days:
        """Days since the referral of each row's case."""
        return Days(day=np.asarray(day, dtype=np.int64), referral=self.referral[np.asarray(case)])


def frame_of(spec: ProgrammeSpec, table: str, cells: Cells) -> pd.DataFrame:
    """The columns this programme hands over, in the order of the contract; a blank cell is missing."""
    texts: dict[str, Texts] = {}
    for name, value in cells.items():
        texts |= {name: value} if not isinstance(value, Days) else _dated_columns(spec, name, value)
    names = [
        name for name in _column_order(table) if name in texts and f"{table}.{name}" not in spec.left_out
    ]
    frame = pd.DataFrame({name: texts[name] for name in names}, dtype="str")
    return frame.mask(frame == "")


def _dated_columns(spec: ProgrammeSpec, name: str, days: Days) -> dict[str, Texts]:
    stem = name.removesuffix("_day")
    if spec.hands_over_dates:
        return {f"{stem}_date": text_dates(days)}
    return {name: text_days(days.day), f"{stem}_month": text_months(days)}


def _column_order(table: str) -> Iterator[str]:
    """The contract's columns, each day followed by the date that may stand in its place."""
    for name in columns_of(table):
        yield name
        if name.endswith("_day") or name == "referral_month":
            yield name.removesuffix("_day").removesuffix("_month") + "_date"
