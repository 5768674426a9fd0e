"""The report as data: the same words and figures for the PDF, the page and the workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.report.references import Reference, refer_to
from dashboard.report.settings import ReportSettings
from pipelines.publication import PublishedTable, RoleWord

RELEASE, PACK = "Release", "Signed headline pack"
"""What the source of a report is called where it says which one it was made from."""

BEFORE = "Release before"
"""What the release before is called there."""


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table as it is read: a head, and rows of words. The first column names the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A drawing, and the one sentence that says the same to somebody who does not see it."""

    svg: str
    narrow: str
    """The same for the screen of a phone."""
    half: str
    """The same for half the width of a page; empty where it stands across the page."""
    alt: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """One finding: its sentence, what and when it is about, its chart and table, where they came from."""

    key: str
    finding: str
    about: str
    grid: Grid | None
    chart: Chart | None = None
    is_table_printed: bool = True
    """On paper too. A chart that carries every number needs no second copy there; the page has both."""
    column: str = ""
    """On paper: left, or right beside what stands at the left; else across the page."""
    notes: tuple[str, ...] = ()
    tables: tuple[PublishedTable, ...] = ()
    responses: tuple[PublishedTable, ...] = ()
    """How many were asked and answered, where it is of what people said."""

    @property
    def every_table(self) -> tuple[PublishedTable, ...]:
        """Its figures, then who answered."""
        return (*self.tables, *self.responses)

    @property
    def references(self) -> tuple[Reference, ...]:
        return tuple(dict.fromkeys(map(refer_to, self.every_table)))


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading with what is said under it."""

    code: str
    title: str
    sentences: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Document:
    """A whole report."""

    title: str
    name: str
    subject: str
    """Of which programmes and which period it is."""
    audience: str
    tags: tuple[str, ...]
    """What must be seen at once: invented data."""
    lead: tuple[str, ...]
    headlines: Block | None
    sections: tuple[Section, ...]
    limits: tuple[str, ...]
    protection: tuple[str, ...]
    """How the people behind the figures are protected, as the release says it."""
    reading: tuple[str, ...]
    """How to read the figures."""
    provenance: tuple[tuple[str, str], ...]
    """Data date, release id, checksum: name and value."""
    settings: ReportSettings
    role_words: tuple[RoleWord, ...] = ()
    """The words the programme has for the roles: a workbook is written in them too."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block, in reading order."""
        front = () if self.headlines is None else (self.headlines,)
        return (*front, *(block for section in self.sections for block in section.blocks))

    @property
    def references(self) -> tuple[Reference, ...]:
        """Where every figure came from, each once."""
        return tuple(dict.fromkeys(one for block in self.blocks for one in block.references))

    def to_carried(self) -> str:
        """What every file carries for a program: the settings, and what the report was made from."""
        return self.settings.to_json(provenance=self.provenance)


def to_grid(caption: str, rows: Sequence[Mapping[str, str]]) -> Grid | None:
    """A chart's table: every column that any row has. None without rows."""
    head = tuple(dict.fromkeys(name for row in rows for name in row))
    if not rows:
        return None
    return Grid(
        caption=caption, head=head, rows=tuple(tuple(row.get(name, "") for name in head) for row in rows)
    )
