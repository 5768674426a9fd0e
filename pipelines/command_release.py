"""The commands that publish: release, headlines. What they write can be given away; what they read cannot."""

from pathlib import Path
from typing import Annotated

import typer

from pipelines import printing
from pipelines.command_options import AsJson, Quiet, Warehouse
from pipelines.disclosure.release_policy import PROFILES, STRICT
from pipelines.errors import UsageError

release_app = typer.Typer()


@release_app.command()
def release(
    warehouse: Warehouse,
    to: Annotated[Path, typer.Option("--to", help="A new folder to write the release into.")],
    profile: Annotated[
        str, typer.Option(help="strict: for funders and the public. standard: for evaluators.")
    ] = STRICT.name,
    previous: Annotated[
        Path | None, typer.Option(help="The release before: its closed periods keep their values.")
    ] = None,
    small: Annotated[
        bool, typer.Option("--small", help="Release below 150 cases a year, where most cells are hidden.")
    ] = False,
    revise: Annotated[
        bool, typer.Option("--revise", help="Draw closed periods anew, to correct them; once a year at most.")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Build a protected release, attack it, and write it only if every attack fails."""
    from pipelines.printing_release import print_released
    from pipelines.releasing.build import ReleaseRequest, build_release
    from pipelines.releasing.data import open_release_data

    if profile not in PROFILES:
        raise UsageError(f"--profile takes {' or '.join(PROFILES)}.")
    request = ReleaseRequest(
        warehouse=warehouse,
        to=to,
        profile=PROFILES[profile],
        previous=previous,
        is_small_allowed=small,
        is_revision=revise,
    )
    data = open_release_data(warehouse)
    with printing.stages(quiet=quiet or as_json, in_lines=True) as report:
        released = build_release(request, data, report)
    print_released(released, as_json=as_json)


@release_app.command("return")
def fill(
    warehouse: Warehouse,
    pack: Annotated[str, typer.Option(help="A return that ships with the project, or a TOML file.")],
    recipient: Annotated[str, typer.Option(help="Who gets it, by name.")],
    basis: Annotated[str, typer.Option(help="The law that asks for it.")],
    to: Annotated[Path, typer.Option("--to", help="The file to write: .csv.")],
    period: Annotated[str, typer.Option(help="all, last-12-months, 2025 or 2025Q3.")] = "last-12-months",
    programme: Annotated[str, typer.Option(help="Only one programme, by its code.")] = "",
    manual: Annotated[
        list[str] | None,
        typer.Option(help="KEY=WORDS, before the file's manual block; may be repeated."),
    ] = None,
) -> None:
    """Fill in a return required by law: exact figures for one named recipient, written down in the log."""
    from pipelines.publish import open_warehouse
    from pipelines.returns.filling import NOT_ENTERED, fill_return
    from pipelines.returns.pack import load_pack
    from pipelines.returns.writing import Handover, write_return

    source = open_warehouse(warehouse)
    status = source.load_status()
    handover = Handover(
        recipient=recipient, basis=basis, period=period, since=status.first_month, as_of=status.as_of,
        programme=programme, snapshot=status.stamp.id,
    )  # fmt: skip
    asked = load_pack(pack, {definition.name: definition.kind for definition in source.load_definitions()})
    entered = dict(_entry(text) for text in manual or [])
    lines = fill_return(asked, source, programme=programme, period=period, manual=entered)
    write_return(to, asked, lines, handover, warehouse)
    typer.echo(f"Wrote {to}: exact figures for {recipient} only. It is in the log of the warehouse.")
    missing = [line.label for line in lines if line.origin == NOT_ENTERED]
    if missing:
        typer.echo("Still to be entered by hand, in a copy of the return's file or with --manual:")
    for label in missing:
        typer.echo(f"  {label}")


def _entry(text: str) -> tuple[str, str]:
    key, separator, words = text.partition("=")
    if not separator:
        raise UsageError("--manual takes KEY=WORDS.")
    return key, words


@release_app.command()
def headlines(
    warehouse: Warehouse,
    period: Annotated[str, typer.Option(help="A closed year: 2025.")],
    recipient: Annotated[str, typer.Option(help="Who gets it, by name.")],
    purpose: Annotated[str, typer.Option(help="What for.")],
    signed_by: Annotated[str, typer.Option(help="Who signs for the data controller.")],
    to: Annotated[Path, typer.Option("--to", help="A new folder to write the pack into.")],
    programme: Annotated[
        str | None, typer.Option(help="Whose pack; where the warehouse holds one programme, that one.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the signed headline pack: exact totals of the whole programme for one named recipient."""
    from pipelines.printing_release import print_pack
    from pipelines.releasing.data import open_release_data
    from pipelines.releasing.headlines import PackRequest, build_pack

    data = open_release_data(warehouse)
    held = data.facts.supply.programmes
    request = PackRequest(
        warehouse=warehouse,
        to=to,
        programme=programme or (held[0] if len(held) == 1 else ""),
        year=period,
        recipient=recipient,
        purpose=purpose,
        signed_by=signed_by,
    )
    print_pack(build_pack(request, data), as_json=as_json)
