"""What a page said, kept as it was said, so that a file holds exactly that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.publication import DataStatus, PublishedTable


@dataclass(frozen=True, kw_only=True)
class Story:
    """One panel: its finding, what and where it is about, its table, and the tables it was drawn from."""

    title: str
    subtitle: str
    rows: Sequence[Mapping[str, str]]
    tables: Sequence[PublishedTable] = ()
    notes: Sequence[str] = ()


@dataclass(kw_only=True)
class Told:
    """Everything one page said, in its order, with what belongs into every file of it."""

    page: str
    place: str
    """Filters and period in words."""
    status: DataStatus
    protection: str
    """For whom the figures are, and how they were protected."""
    stories: list[Story] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    """The panels that the source has nothing for."""

    @property
    def source(self) -> str:
        """Where the figures came from, so that they can be found again."""
        invented = ", invented data" if self.status.stamp.is_sample else ""
        return f"{self.status.stamp.kind} {self.status.stamp.id}{invented}"
