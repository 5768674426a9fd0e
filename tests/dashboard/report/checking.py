"""Each number of a report held against its own cell: what stands elsewhere than in its cell is named."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dashboard.report.document import Block, Document, Section
from dashboard.report.plan import PLAN
from pipelines.publication import Hidden, Kind, Verdict
from tests.dashboard.report import expected as e
from tests.dashboard.report import expected_charts as c
from tests.dashboard.report.held import Held, Row, numbers_in, plain
from tests.dashboard.report.reading import Page, Part, Picture

Wrong = Iterator[str]

COUNTED = {panel.key for plan in PLAN for panel in plan.panels if panel.says_majorities}
"""Findings that count clear majorities; the others say their shares."""

IN_TABLES = ("headlines", "volume", "promised", "changed", "restated")
"""Findings that are tables of figures, without a chart."""


def wrong_on_page(file: bytes, told: Document, held: Held, before: Held | None = None) -> list[str]:
    """Every place of a page whose numbers are not those of its own cells, in their order."""
    return list(Check(told=told, held=held, before=before, page=Page(file)).places())


def same(where: str, found: Sequence[str], right: Iterable[str]) -> Wrong:
    wanted = list(right)
    if list(found) != wanted:
        yield f"{where}: {' '.join(found) or 'nothing'}; held: {' '.join(wanted) or 'nothing'}"


@dataclass(frozen=True, kw_only=True)
class Expected:
    """Numbers of the finding, of what is drawn, of its words, and of each row of its table, by its head."""

    rows: Sequence[Row]
    finding: e.Numbers
    drawn: e.Numbers
    described: e.Numbers
    said: Sequence[str] = ()
    """What the picture and its words name, in this order: each statement, and whose answers."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One page and all that its numbers are held against."""

    told: Document
    held: Held
    before: Held | None
    page: Page

    def places(self) -> Wrong:
        yield from self._front()
        for block, part in self.findings():
            yield from (f"{block.key}, {words}" for words in self._block(block, part))
        yield from self._sections()
        yield from self._end()

    def findings(self) -> list[tuple[Block, Part]]:
        """Each finding with what stands under it: by its place on the page, for its words may be wrong."""
        headed = [part for part in self.page.parts if part.level == "h3" or part.heading == "In short"]
        return list(zip(self.told.blocks, headed[: len(self.told.blocks)], strict=True))

    def _front(self) -> Wrong:
        """The title and who it is about, with the period; then one sentence for each of two figures."""
        first, title = self.page.parts[:2]
        period = e.of_period(self.held, self._period)
        yield from same("eyebrow", numbers_in(first.words[0]), [*period, *e.of_day(self.held)])
        yield from same("title", numbers_in(title.heading), period)
        told = [] if self.told.headlines is None else self.told.headlines.tables
        cells = [cell for cell in e.cells_of(self.held, told) if not cell.is_withheld]
        said = [
            [*cell.told, *cell.parts, *e.of_period(self.held, cell.period)]
            for cell in cells
            if cell.figure.get("is") in ("Count", "Rate", "MoneyRate")
        ]
        if self.told.sections:
            for words, right in zip(title.words, said, strict=False):
                yield from same("lead", numbers_in(words), right)

    @property
    def _period(self) -> str:
        years = [code for code, _ in self.held.manifest["periods"] if code.isdecimal()]
        return self.told.settings.period or max(years, default="all")

    def _shared(self, block: Block) -> Sequence[str]:
        """Notes that stand under every finding of its section: they are said once, under its title."""
        beside = next((one.blocks for one in self.told.sections if block in one.blocks), ())
        return [note for note in block.notes if len(beside) > 1 and all(note in one.notes for one in beside)]

    def _sections(self) -> Wrong:
        """What is said under a title: notes of all its findings; how many changes are clear or are not."""
        parts = {part.heading: part for part in self.page.parts if part.level == "h2"}
        for section in self.told.sections:
            shared = self._shared(section.blocks[0]) if section.blocks else ()
            right = [number for note in shared for number in self._note(note, section.blocks[0])]
            words = parts[section.title].words
            yield from same(f"under {section.title}", numbers_in(words[0]) if shared else [], right)
            for said in words[1:] if shared else words:
                if "yearly figures" not in said:  # how many could be compared has a test of its own
                    right = self._calm(section) if "No clear change in" in said else []
                    yield from same(f"under {section.title}", numbers_in(said), right)

    def _calm(self, section: Section) -> e.Numbers:
        compared = [block for block in section.blocks if block.key == "changed"]
        rows = [row for block in compared for table in block.tables for row in table.rows]
        return [
            plain(sum(bool(row.change) and row.change.verdict is Verdict.NO_CLEAR_CHANGE for row in rows))
        ]

    def _end(self) -> Wrong:
        parts = {part.heading: part for part in self.page.parts}
        yield from same("limits", [n for words in parts["Limits"].words for n in numbers_in(words)], [])
        reading = " ".join(parts["How to read these figures"].words)
        yield from same("reading", numbers_in(reading), numbers_in(self.held.manifest["sentence"]))
        words = parts["Where the figures come from"].words
        said = dict(zip(words[::2], words[1::2], strict=True))
        yield from same("day of the data", numbers_in(said.get("Data to", "")), e.of_day(self.held))
        if self.held.manifest["id"] not in self.page.foot:
            yield f"foot: {self.page.foot}"
        right = {"Release": self.held.manifest["id"], "Checksum (SHA-256)": self.held.seal}
        for name, value in right.items():
            if said.get(name) != value:
                yield f"{name}: {said.get(name)}; held: {value}"
        version = {name: one["version"] for name, one in self.held.definitions.items()}
        asked = [f"{one.question}: {version[one.measure]}" for one in self.told.references]
        listed = parts.get("How to ask for a figure again", Part()).rows[1:]
        yield from same("references", [f"{row[0]}: {row[1]}" for row in listed], asked)

    def _block(self, block: Block, part: Part) -> Wrong:
        right = self._expect(block)
        dated = block.chart is not None or block.key == "volume"
        about = e.of_period(self.held, block.tables[0].request.period) if dated else []
        has_caption = part.caption and block.key not in ("headlines", "promised", "changed", "restated")
        yield from same("finding", numbers_in(part.heading), right.finding)
        yield from same("about", numbers_in(part.words[0]), about)
        if part.label != part.caption:
            yield f"label of the table: {part.label}; its caption: {part.caption}"
        yield from same("caption", numbers_in(part.caption), [*right.finding, *about] if has_caption else [])
        own = [note for note in block.notes if note not in self._shared(block)]
        notes = [number for note in own for number in self._note(note, block)]
        yield from same("notes", [n for words in part.words[1:] for n in numbers_in(words)], notes)
        for name, picture in zip(("picture", "narrow picture"), part.pictures, strict=False):
            yield from _picture(name, picture, right)
        yield from _table(part, right.rows)

    def _note(self, note: str, block: Block) -> e.Numbers:
        """A sentence of the release's own stands as it is; another has a year, or how many are hidden."""
        manifest = self.held.manifest
        if note in [*manifest["breaks"], *(one for notes in manifest["notes"].values() for one in notes)]:
            return numbers_in(note)
        if note.startswith(("For ", "Of ")) and note.split()[1].rstrip(":,") == self._period:
            return numbers_in(self._period)
        if " figures are hidden" in note:
            cells = [row.cell for table in block.tables for row in table.rows]
            return [plain(sum(isinstance(cell, Hidden) for cell in cells))]
        return []

    def _expect(self, block: Block) -> Expected:
        if block.key not in IN_TABLES:
            return self._expect_chart(block)
        rows: Iterable[Row]
        match block.key:
            case "promised":
                rows = e.promised_rows(self.held, block.tables, self.told.settings.promised)
            case "changed":
                rows = e.changed_rows(self.held, block.tables)
            case "restated":
                assert self.before is not None
                rows = e.restated_rows(self.held, self.before, block.tables)
            case _:
                rows = e.figure_rows(self.held, block.tables)
        return Expected(rows=list(rows), finding=[], drawn=[], described=[])

    def _expect_chart(self, block: Block) -> Expected:
        each = [e.cells_of(self.held, [table]) for table in block.tables]
        cells = [cell for one in each for cell in one]
        match block.tables[0].kind:
            case Kind.PATHWAY:
                chart = c.pathway(*cells)
            case Kind.CURVE:
                chart = c.curve(*cells)
            case Kind.FLOW:
                chart = c.flow(cells)
            case Kind.DISTRIBUTION:
                chart = c.likert(cells)
            case Kind.COUNT:
                chart = c.mix(cells)
            case _:
                chart = c.rates(each, is_counted=block.key in COUNTED)
        rows, finding, drawn, described = chart
        said = c.names_in(cells) if len(cells) > 1 else ()
        return Expected(rows=list(rows), finding=finding, drawn=drawn, described=described, said=said)


def _picture(name: str, picture: Picture, right: Expected) -> Wrong:
    yield from same(f"{name} in words", numbers_in(picture.alt), right.described)
    yield from same(f"{name}'s title", numbers_in(picture.title), right.described)
    yield from same(name, picture.numbers, right.drawn)
    for text in (picture.alt, " ".join(picture.texts)):
        places = list(_places(text.lower(), right.said))
        if -1 in places:
            yield f"{name}: {right.said[places.index(-1)]} does not stand where it is held"


def _places(text: str, names: Sequence[str]) -> Iterator[int]:
    """Where each name stands after the one before it; -1 where it does not."""
    start = 0
    for name in names:
        start = text.find(name, start)
        yield start
        start += len(name) if start >= 0 else 1


def _table(part: Part, rows: Sequence[Row]) -> Wrong:
    """Every cell: the numbers that are expected under its head, and no others."""
    if not part.rows:
        return
    head, lines = part.rows[0], part.rows[1:]
    months = [name for name in rows[0] if name.isdecimal()] if rows else []
    yield from same("head of the table", numbers_in(" ".join(head)), months)
    yield from same("rows of the table", [str(len(lines))], [str(len(rows))])
    for line, row in zip(lines, rows, strict=False):
        if not any(name.rstrip(".") in line[0].lower() for name in row.get("names", ("",))):
            yield f"table, {line[0]}: stands where {min(row['names'])} is held"
        for name, words in zip(head, line, strict=True):
            yield from same(f"table, {line[0]}, {name}", numbers_in(words), row.get(name, []))
