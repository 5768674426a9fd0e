"""The one interface behind every page, command and report."""

from collections.abc import Sequence
from typing import Protocol

from pipelines.publication.kinds import Audience
from pipelines.publication.status import ActionList, DataStatus
from pipelines.publication.tables import Definition, PublishedTable, Request


class Source(Protocol):
    """Where published figures come from. Two exist: the warehouse (exact) and a release (protected)."""

    audience: Audience

    def load_tables(self, requests: Sequence[Request]) -> list[PublishedTable]:
        """One table for each request, in order. Raises `UsageError` for what may not be asked."""

    def load_definitions(self) -> tuple[Definition, ...]:
        """Every measure this source can answer, in the catalogue's order."""

    def load_status(self) -> DataStatus:
        """What the figures stand on."""

    def load_actions(self) -> ActionList | None:
        """What somebody should look at; None where the audience may not see it."""

    def record_export(self, *, page: str, kind: str, filters: Sequence[str]) -> None:
        """Write down that figures are about to leave a page as a file of this kind, where they are exact.

        `filters` are names of filters, never their values. Raises `OSError` where it cannot be written down:
        then no file may be made.
        """
