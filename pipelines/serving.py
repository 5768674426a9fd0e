"""The one source a process serves, from its environment: a warehouse or a release, and never both.

The source decides the audience. A process that serves a release loads no engine: what leads to a case is
imported only where a warehouse is named.
"""

from collections.abc import Mapping
from pathlib import Path

from pipelines.errors import UsageError, WarehouseError
from pipelines.publication import Loader, SetTarget, Source

WAREHOUSE_VARIABLE = "OUTCOMES_WAREHOUSE"
"""The environment variable that names the warehouse a process serves."""

RELEASE_VARIABLE = "OUTCOMES_RELEASE"
"""The environment variable that names the release a process serves."""

EMPTY = "empty"
"""The version of a warehouse that holds nothing yet."""


def open_source(environment: Mapping[str, str]) -> Source:
    """The source that is named. Raises `OutcomesError` without one, or with two: then there is no figure."""
    warehouse, release = _named(environment)
    if release:
        from pipelines.released.source import open_release

        return open_release(Path(release))
    if warehouse:
        from pipelines.publish import open_warehouse

        return open_warehouse(Path(warehouse))
    raise WarehouseError(
        "No warehouse and no release was named. Start the dashboard with "
        "`outcomes dashboard --warehouse DIR`, or with --release DIR."
    )


def open_targets(path: Path) -> tuple[SetTarget, ...]:
    """The targets of a `targets.toml` for a report, whomever they are for; none where there is no file.

    Raises `DefinitionError` naming file and key.
    """
    from pipelines.measures.catalogue import load_catalogue
    from pipelines.measures.targets import read_targets

    return read_targets(path, load_catalogue(), None)


def source_version(environment: Mapping[str, str]) -> str:
    """Changes when the source does: a snapshot switched to. A release never does."""
    warehouse, release = _named(environment)
    if release or not warehouse:
        return release
    from pipelines.warehouse.snapshots import current_snapshot

    snapshot = current_snapshot(Path(warehouse))
    return snapshot.id if snapshot is not None else EMPTY


def open_loader(environment: Mapping[str, str]) -> Loader | None:
    """What takes exports into the warehouse this process serves; None where it serves a release."""
    warehouse, release = _named(environment)
    if release or not warehouse:
        return None
    from pipelines.loading import WarehouseLoader

    return WarehouseLoader(warehouse=Path(warehouse))


def _named(environment: Mapping[str, str]) -> tuple[str, str]:
    warehouse = environment.get(WAREHOUSE_VARIABLE, "")
    release = environment.get(RELEASE_VARIABLE, "")
    if warehouse and release:
        raise UsageError(
            f"both {WAREHOUSE_VARIABLE} and {RELEASE_VARIABLE} are set. A process serves one source."
        )
    return warehouse, release
