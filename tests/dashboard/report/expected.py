"""Which numbers stand in each place of a finding, in which order: worked out from the release's own cells.

Of the report's own data only this is asked: which cells a finding is about, and which of them it shows.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.publication import Hidden, PublishedRow, PublishedTable, SetTarget, Shown
from tests.dashboard.report.held import Held, Row, ends, money, numbers_in, percent, plain, points

Numbers = list[str]


class Cell:
    """One published cell and its figure as the release holds it."""

    def __init__(self, held: Held, table: PublishedTable, row: PublishedRow) -> None:
        self.measure, self.period = table.definition.name, table.request.period
        self.asked = [(str(name), code) for name, code in (*table.request.where, *row.by)]
        found = held.row(self.measure, self.period, self.asked)
        self.figure: Row = held.figure(self.measure, self.period, self.asked) or {}
        self.is_shown = isinstance(row.cell, Shown)
        assert self.is_shown == bool(self.figure), (self.measure, self.period, self.asked)
        words = found["words"] if found else held.manifest["hidden_words"]
        self.hidden = numbers_in(row.cell.words) if isinstance(row.cell, Hidden) else []
        assert self.hidden in ([], numbers_in(words)), words
        of_attended = bool(row.response and row.response.is_of_attended)
        self.answered = held.answered(self.measure, self.period, self.asked, of_attended=of_attended)
        assert (self.answered is None) == (row.response is None)
        definition = held.definitions[self.measure]
        self.by, title, statement = row.by, definition["title"].lower(), definition["statement"].lower()
        self.statement = (statement if statement and " · " not in statement else title).rstrip(".")
        self.names = (title, self.statement)
        self.is_surveyed = bool(held.manifest["measures"][self.measure].get("survey"))
        self.side = dict(self.asked).get("perspective") or table.definition.perspective
        self.is_of_currency = any(name == "currency" for name, _ in row.by)

    @property
    def is_rate(self) -> bool:
        return self.figure.get("is") in ("Rate", "MoneyRate")

    @property
    def range(self) -> Numbers:
        return ends(self.figure["low"], self.figure["high"]) if self.is_rate else []

    @property
    def lead(self) -> Numbers:
        """The figure by itself."""
        match self.figure.get("is"):
            case "Rate" | "MoneyRate":
                return [percent(self.figure["value"])]
            case "Count":
                return [plain(self.figure["value"])]
            case "Money":
                return [money(self.figure["total_minor"])]
        return []

    @property
    def is_few(self) -> bool:
        """So few that the range is read before the figure."""
        return self.figure.get("is") == "Rate" and self.figure["denominator"] < 20

    @property
    def told(self) -> Numbers:
        """The figure and its range, the range first where there are few."""
        return [*self.range, *self.lead] if self.is_few else [*self.lead, *self.range]

    @property
    def mark(self) -> Numbers:
        """What stands at the right of its bar: the figure, or its range where there are few."""
        return self.range if self.is_few else self.lead

    @property
    def parts(self) -> Numbers:
        if self.figure.get("is") == "MoneyRate":
            return [money(self.figure["met_minor"]), money(self.figure["denominator_minor"])]
        return [plain(self.figure["met"]), plain(self.figure["denominator"])] if self.is_rate else []

    @property
    def base(self) -> Numbers:
        """What it was made of; who answered; or what is said where it is hidden."""
        if self.figure.get("is") == "Money":
            return [plain(self.figure["n"])]
        replied = [percent(self.answered[0] / self.answered[1])] if self.is_rate and self.answered else []
        return [*self.parts, *replied] if self.is_shown else self.hidden

    @property
    def is_withheld(self) -> bool:
        """Too few of those asked answered for anything to be concluded."""
        return self.answered is not None and self.answered[0] * 100 < 30 * self.answered[1]


def cells_of(held: Held, tables: Sequence[PublishedTable]) -> list[Cell]:
    return [Cell(held, table, row) for table in tables for row in table.rows]


def worth_a_row(held: Held, table: PublishedTable) -> list[Cell]:
    """A currency without a figure has no row where another one has a figure."""
    cells = cells_of(held, [table])
    has_any = any(cell.is_shown for cell in cells)
    return [cell for cell in cells if cell.is_shown or not cell.is_of_currency or not has_any]


def of_period(held: Held, period: str) -> Numbers:
    """As a subtitle says it: everything together goes to the day of the data."""
    return of_day(held) if period == "all" else numbers_in(period.partition("Q")[0])  # "July to September"


def of_day(held: Held) -> Numbers:
    year, _, day = held.manifest["as_of"].split("-")
    return [str(int(day)), year]


# ---------------------------------------------------------------- tables of figures


def change_of(now: Cell, before: Cell) -> list[float]:
    """The difference of two shares and both ends of its range."""
    if now.figure.get("is") != "Rate" or before.figure.get("is") != "Rate":
        return []
    one, other = now.figure, before.figure
    below = ((one["value"] - one["low"]) ** 2 + (other["high"] - other["value"]) ** 2) ** 0.5
    above = ((one["high"] - one["value"]) ** 2 + (other["value"] - other["low"]) ** 2) ** 0.5
    difference = one["value"] - other["value"]
    return [difference, difference - below, difference + above]


def in_words(change: Sequence[float], now: Cell) -> Numbers:
    """By how many points it went up or down, where that is clear and enough answered."""
    is_clear = bool(change) and (change[1] > 0 or change[2] < 0)
    return [points(change[0])] if is_clear and not now.is_withheld else []


def pairs_of(held: Held, tables: Sequence[PublishedTable]) -> Iterator[tuple[Cell, Cell]]:
    """This year's cells with the year before's: the tables of a comparison stand in pairs."""
    for now, before in list(pairwise(tables))[::2]:
        earlier = {tuple(cell.asked): cell for cell in cells_of(held, [before])}
        yield from ((cell, earlier[tuple(cell.asked)]) for cell in worth_a_row(held, now))


def figure_rows(held: Held, tables: Sequence[PublishedTable]) -> Iterator[Row]:
    """Of a table of figures, each with its own period."""
    for table in tables:
        for cell in worth_a_row(held, table):
            when = {"When": of_period(held, cell.period)}
            figure = {"Result": cell.lead, "95% range": cell.range, "Based on": cell.base}
            yield {"names": cell.names, **figure, **when}


def promised_rows(
    held: Held, tables: Sequence[PublishedTable], targets: Sequence[SetTarget]
) -> Iterator[Row]:
    """One promise after the other: the first tables are of the figures, the others of where they began."""
    starts = {(one.definition.name, one.request.period): one for one in tables[len(targets) :]}
    for target, table in zip(targets, tables, strict=False):
        aim = [plain(round(target.value * 100, 1))]
        if start := starts.get((target.measure, target.baseline)):
            [began] = cells_of(held, [start])
            aim += [*began.lead, *numbers_in(target.baseline)]
        for row in figure_rows(held, [table]):
            yield {"What we promised": aim, "What happened": row.pop("Result"), **row}


def changed_rows(held: Held, tables: Sequence[PublishedTable]) -> Iterator[Row]:
    for now, before in pairs_of(held, tables):
        change = change_of(now, before)
        yield {
            "names": now.names,
            "Year before": [*before.lead, before.period],
            "This year": [*now.lead, now.period],
            "Difference": list(map(points, change)),
            "In words": in_words(change, now),
        }


def restated_rows(held: Held, before: Held, tables: Sequence[PublishedTable]) -> Iterator[Row]:
    """Figures that are not as the release before published them, both shown."""
    for now, then in list(pairwise(tables))[::2]:
        published = {tuple(old.asked): old for old in cells_of(before, [then])}
        for cell in cells_of(held, [now]):
            old = published[tuple(cell.asked)]
            if cell.is_shown and old.is_shown and cell.lead != old.lead:
                when = {"names": cell.names, "When": numbers_in(cell.period)}
                yield {**when, "Published then": old.lead, "Now": cell.lead}
