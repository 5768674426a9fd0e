"""The commands about the impact report: write it, and check one against its release."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from dashboard.report.build import build_document
from dashboard.report.making import form_of
from dashboard.report.settings import TARGETS, ReportError, ReportSettings, read_settings
from dashboard.report.verify import verify as verify_report
from pipelines.command_options import MaybeRelease
from pipelines.errors import DefinitionError, RefusedError, UsageError
from pipelines.publication import Source
from pipelines.serving import RELEASE_VARIABLE, open_source, open_targets

report_app = typer.Typer()

Headlines = Annotated[Path | None, typer.Option(help="Folder of a signed headline pack.")]
Previous = Annotated[
    Path | None, typer.Option(help="The release before, to tell what became of the figures it published.")
]


@report_app.command()
def report(
    to: Annotated[
        list[Path], typer.Option("--to", help="A file to write: .pdf, .html or .xlsx; may be repeated.")
    ],
    release: MaybeRelease = None,
    headlines: Headlines = None,
    previous: Previous = None,
    settings: Annotated[
        Path | None,
        typer.Option(help="A report.toml: name, period, sections. A targets.toml beside it is read too."),
    ] = None,
) -> None:
    """Write the impact report of a release, a signed headline pack, or both."""
    try:
        forms = [form_of(path.suffix) for path in to]
        sources = open_published(release, headlines)
        said = read_report_settings(settings)
        document = build_document(sources, said, open_previous(previous))
        made = [form.write(document) for form in forms]
    except ReportError as error:
        raise UsageError(str(error)) from None
    for path, file in zip(to, made, strict=True):
        _write(path, file)
        typer.echo(f"Wrote {path}.")


def _write(path: Path, file: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}). Name another place.") from None


@report_app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A report: .pdf, .html or .xlsx.")],
    release: MaybeRelease = None,
    headlines: Headlines = None,
    previous: Previous = None,
) -> None:
    """Check a report against the release it was made from, and name everything that differs (exit code 3)."""
    if not file.is_file():
        raise UsageError(f"{file} is not there. Name a report.")
    try:
        sources = open_published(release, headlines)
        found = verify_report(file.read_bytes(), file.suffix, sources, open_previous(previous))
    except ReportError as error:
        raise UsageError(str(error)) from None
    typer.echo(found.describe())
    raise typer.Exit(0 if found.is_identical else RefusedError.exit_code)


def read_report_settings(settings: Path | None) -> ReportSettings:
    """What a programme says of its report, with the targets that stand in `targets.toml` beside it.

    Raises `ReportError` naming file and key.
    """
    said = read_settings(settings)
    if settings is None:
        return said
    try:
        return replace(said, promised=open_targets(settings.with_name(TARGETS)))
    except DefinitionError as error:
        raise ReportError(str(error)) from None


def check_report_settings(settings: Path) -> None:
    """Raises `UsageError` with what is wrong in the file, or in the targets beside it."""
    try:
        read_report_settings(settings)
    except ReportError as error:
        raise UsageError(str(error)) from None


def open_published(release: Path | None, headlines: Path | None) -> list[Source]:
    """The sources of a report. Raises `UsageError` where none is named."""
    folders = [folder for folder in (release, headlines) if folder is not None]
    if not folders:
        raise UsageError("name what the report is made from: --release DIR, --headlines DIR, or both.")
    return [open_source({RELEASE_VARIABLE: str(folder)}) for folder in folders]


def open_previous(folder: Path | None) -> Source | None:
    """The release before, where one is named."""
    return None if folder is None else open_source({RELEASE_VARIABLE: str(folder)})
