"""The sample on disk: one folder or zip a programme, with the manifest of its truth and its faults."""

import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import csv

from pipelines.sample.answer_truth import FAMILIES, STILL_AFFECTED
from pipelines.sample.calendar_days import AS_OF, START
from pipelines.sample.faults import plant_faults
from pipelines.sample.handover import export_settings
from pipelines.sample.planting import Fault, rows_taken_along
from pipelines.sample.programme import build_programme
from pipelines.sample.programmes import PROGRAMMES, RIVERSIDE, ProgrammeSpec
from pipelines.sample.truth import BUNDLES

SEED = 20_260_930
"""The committed sample's seed; any other gives another sample of the same truth."""

ZIPPED = ("riverside", "northfield")
"""The larger programmes, as programmes with a case system often hand over; the small one is plain CSV."""

ZIP_TIME = (2026, 9, 30, 12, 0, 0)
"""Of every member, so that the same rows make the same zip."""

README = """# Sample exports

Every row is invented. No person, organisation, place or programme in these files exists.

Three programmes over three years, extracted on {as_of}, each in the canonical contract:

| programme | file | what it is for |
|---|---|---|
| `elm_park` | folder of CSVs | days and months; euros; no survey invitations, person ids or ethnicity |
| `northfield` | zip | days and months; no payments, only what was paid in all; a default due day |
| `riverside` | zip | calendar dates; everything; a new way of working from April 2025 |

`manifest.json` holds the seed, the probabilities that made the rows (the truth that figures can be held
against), and every planted fault: file, row as a person counts (the header is row 1), columns, and what must
become of it. Made by `outcomes sample --to DIR`; the same seed gives the same rows on every machine.
"""


def write_sample(folder: Path, *, cases: int | None = None, seed: int = SEED) -> None:
    """Write the exports, their manifest and a README into the folder, which is made if it is not there.

    With `cases`, one programme of that many cases instead of the three, as plain CSV: for benchmarks.
    """
    folder.mkdir(parents=True, exist_ok=True)
    specs = PROGRAMMES if cases is None else (replace(RIVERSIDE, cases=cases),)
    entries = [
        _write_programme(folder, spec, seed, is_zipped=cases is None and spec.code in ZIPPED)
        for spec in specs
    ]
    manifest = {
        "note": "Every row is invented.",
        "seed": seed,
        "first_referral": START.isoformat(),
        "as_of": AS_OF.isoformat(),
        "agreement_bundles": BUNDLES,
        "answer_shares": {**FAMILIES, "h6c": STILL_AFFECTED},
        "programmes": entries,
    }
    _write_text(folder / "manifest.json", _readable(json.dumps(manifest, indent=1)) + "\n")
    if cases is None:
        _write_text(folder / "README.md", README.format(as_of=AS_OF.isoformat()))


def export_files(spec: ProgrammeSpec, seed: int) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files of one programme's export, and its entry in the manifest."""
    tables, faults = plant_faults(spec, build_programme(spec, seed), seed)
    files = {f"{name}.csv": _csv_bytes(frame) for name, frame in tables.items()}
    files["export.toml"] = export_settings(spec).encode()
    return dict(sorted(files.items())), _entry(spec, tables, faults)


def _write_programme(folder: Path, spec: ProgrammeSpec, seed: int, *, is_zipped: bool) -> dict[str, Any]:
    files, entry = export_files(spec, seed)
    name = f"{spec.code}.zip" if is_zipped else spec.code
    if is_zipped:
        (folder / name).write_bytes(_zip_bytes(files))
    else:
        (folder / name).mkdir(exist_ok=True)
        for file, content in files.items():
            (folder / name / file).write_bytes(content)
    return {"programme": spec.code, "export": name, **entry}


def _entry(
    spec: ProgrammeSpec, tables: Mapping[str, pd.DataFrame], faults: Sequence[Fault]
) -> dict[str, Any]:
    return {
        "currency": spec.currency,
        "rows": {name: len(frame) for name, frame in tables.items()},
        "truth": asdict(spec.truth),
        "faults": [_fault_entry(fault) for fault in faults],
        "parent_quarantined": rows_taken_along(dict(tables), faults),
    }


def _fault_entry(fault: Fault) -> dict[str, Any]:
    return {
        "programme": fault.programme,
        "file": f"{fault.table}.csv",
        "table": fault.table,
        "rows": list(fault.rows),
        "columns": list(fault.columns),
        "kind": fault.kind,
        "outcome": fault.outcome,
    }


def _csv_bytes(frame: pd.DataFrame) -> bytes:
    """UTF-8, commas, a header; blank where missing. A cell that needed quotation marks would raise."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    buffer = io.BytesIO()
    buffer.write((",".join(table.column_names) + "\n").encode())
    csv.write_csv(table, buffer, csv.WriteOptions(include_header=False, quoting_style="none"))
    return buffer.getvalue()


def _zip_bytes(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files.items()):
            member = zipfile.ZipInfo(name, ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            member.create_system = 3
            archive.writestr(member, content, compresslevel=9)
    return buffer.getvalue()


def _readable(text: str) -> str:
    """Lists of numbers and words on one line each."""
    return re.sub(r"\[([^\[\]{}]*)\]", lambda found: "[" + " ".join(found[1].split()) + "]", text)


def _write_text(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
