"""The options and arguments that several commands share, each with its help."""

from pathlib import Path
from typing import Annotated

import typer

Warehouse = Annotated[Path, typer.Option("--warehouse", help="Folder of the warehouse.")]
MaybeWarehouse = Annotated[Path | None, typer.Option("--warehouse", help="Folder of the warehouse.")]
MaybeRelease = Annotated[Path | None, typer.Option("--release", help="Folder of a release.")]
OwnMeasures = Annotated[
    Path | None, typer.Option("--warehouse", help="Folder of a warehouse: its own measures too.")
]
Compared = Annotated[
    Path | None,
    typer.Option("--warehouse", help="Folder of the warehouse: say what loading would change in it."),
]
Exports = Annotated[
    list[Path],
    typer.Argument(
        help="Exports: a folder, zip or workbook is one each; loose table files together are one."
    ),
]
Programme = Annotated[str | None, typer.Option(help="Opaque code of the programme that hands it over.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="The day the data was extracted, YYYY-MM-DD.")]
Currency = Annotated[str | None, typer.Option(help="ISO 4217 code for amounts that name none.")]
MappingName = Annotated[
    str | None, typer.Option("--mapping", help="A mapping file, or the name of a built-in one.")
]
Partial = Annotated[
    bool, typer.Option("--partial", help="It holds only what changed since the last export: keep the rest.")
]
ErrorsTo = Annotated[
    Path | None, typer.Option("--report", help="Write a workbook (.xlsx) of what is to be mended.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Load even if more would move than expected.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print for a program to read.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 5 when rows were quarantined.")]
