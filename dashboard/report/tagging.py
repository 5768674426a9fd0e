"""The structure of a PDF, for those who listen to it: the first cell of each row as the head of its row.

Typst has this as `pdf.header-cell`, behind a switch (`a11y-extras`) that its Python package cannot turn on.
"""

import io
from collections.abc import Iterator
from typing import Any


def tag_row_heads(file: bytes) -> bytes:
    """The same file, with what changes in its structure written after it. The same file, the same bytes."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(file)), incremental=True)
    for row in elements_in(writer.root_object["/StructTreeRoot"]):
        if row["/S"] == "/TR":
            _tag_row([cell.get_object() for cell in _listed(row["/K"])])
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _tag_row(cells: list[Any]) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    first, *others = cells
    if first["/S"] != "/TD":
        return
    names = {"/O": "/Table", "/Scope": "/Row"}
    scope = DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})
    first[NameObject("/S")] = NameObject("/TH")
    first[NameObject("/A")] = ArrayObject([scope, *_look_of(first)])
    for cell in others:
        # Only the heads of columns are named there: a reader that goes by scope finds both.
        cell[NameObject("/A")] = ArrayObject(_look_of(cell))


def elements_in(element: Any) -> Iterator[Any]:
    """Every element of a structure tree, in reading order: `/S` says what it is, `/K` what is in it."""
    for one in _listed(element):
        found = one.get_object() if hasattr(one, "get_object") else one
        if not isinstance(found, dict):
            continue
        if "/S" in found:
            yield found
        if "/K" in found:
            yield from elements_in(found["/K"])


def _listed(children: Any) -> list[Any]:
    found = children.get_object() if hasattr(children, "get_object") else children
    return list(found) if isinstance(found, list) else [found]


def _look_of(cell: Any) -> list[Any]:
    """The attributes of a cell without those of the table it stands in."""
    found = _listed(cell["/A"]) if "/A" in cell else []
    return [one for one in found if one.get_object()["/O"] != "/Table"]
