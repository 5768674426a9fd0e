"""Where a figure came from, so that anyone can ask for it again."""

import shlex
from dataclasses import dataclass

from pipelines.publication import PublishedTable


@dataclass(frozen=True, kw_only=True)
class Reference:
    """One question to one release. `outcomes figures` answers it with the same figures."""

    measure: str
    version: str
    """Of the measure's definition."""
    release: str
    """The id of the release or of the pack."""
    period: str
    selection: tuple[tuple[str, str], ...]
    by: tuple[str, ...]

    @property
    def question(self) -> str:
        """The command without its source: what is asked."""
        return shlex.join([self.measure, *self._options()])

    @property
    def command(self) -> str:
        """What a reader types; DIR is the folder of the release."""
        return shlex.join(["outcomes", "figures", self.measure, "--release", "DIR", *self._options()])

    def _options(self) -> list[str]:
        words = ["--period", self.period]
        words += [word for name in self.by for word in ("--by", name)]
        words += [word for name, code in self.selection for word in ("--where", f"{name}={code}")]
        return words


def refer_to(table: PublishedTable) -> Reference:
    """The reference of every figure of a table."""
    request = table.request
    return Reference(
        measure=table.definition.name,
        version=table.definition.version,
        release=table.stamp.id,
        period=request.period,
        selection=tuple((dimension.value, code) for dimension, code in request.where),
        by=tuple(dimension.value for dimension in request.by),
    )
