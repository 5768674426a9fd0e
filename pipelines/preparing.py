"""The commands before a first ingest: the workbook to fill in, and the draft of a mapping."""

from pathlib import Path
from typing import Annotated

import typer

preparing_app = typer.Typer(rich_markup_mode=None)

TemplateTo = Annotated[Path, typer.Option("--to", help="The workbook to write, such as cases.xlsx.")]
DraftTo = Annotated[Path, typer.Option("--to", help="The mapping to write, such as mapping.toml.")]
Tables = Annotated[
    list[Path], typer.Argument(help="A folder, a zip, a workbook or single files of one export.")
]


@preparing_app.command()
def template(to: TemplateTo) -> None:
    """Write the one-sheet workbook that a small service can fill in."""
    from pipelines.exports.template import write_template

    written = write_template(to)
    typer.echo(f"Wrote {written}. Once it is filled in: outcomes check {written.name} --mapping one-sheet")


@preparing_app.command(name="map")
def map_export(exports: Tables, to: DraftTo) -> None:
    """Draft a mapping: suggested columns and codes with a confidence, for a person to confirm."""
    from pipelines.exports.drafts.drafting import known_layouts, write_mapping_draft

    written = write_mapping_draft(exports, to)
    for name in known_layouts(exports):
        typer.echo(f"These files fit a mapping that is there already: --mapping {name}")
    typer.echo(f"Wrote a draft to {written}. Nothing in it is certain: confirm every line, then")
    typer.echo(f"  outcomes check EXPORT --mapping {written}")
