"""Which layout that ships with the project an export has: the one whose every table and header is there."""

from pipelines.errors import RefusedError
from pipelines.exports.canonical import canonical_mapping
from pipelines.exports.export import Export
from pipelines.exports.mapping import CANONICAL, builtin_mappings, load_mapping
from pipelines.exports.mapping_rules import Mapping
from pipelines.exports.matching import find_sheets


def fitting_layouts(export: Export) -> tuple[str, ...]:
    """The mappings that ship with the project and find in these files all that they ask for."""
    return tuple(name for name in builtin_mappings() if name != CANONICAL and _fits(export, name))


def recognise_layout(export: Export) -> Mapping | None:
    """The one layout that fits an export without the contract's own cases; None where none or several do."""
    if _has_own_cases(export):
        return None
    # A survey alone says nothing of cases: joined to the contract's tables, its mapping has another name.
    mappings = [load_mapping(name) for name in fitting_layouts(export)]
    whole = [mapping for mapping in mappings if mapping.name in builtin_mappings()]
    return whole[0] if len(whole) == 1 else None


def _has_own_cases(export: Export) -> bool:
    found = find_sheets(export, canonical_mapping(), is_strict=False)
    return any(
        sheet.source is not None and sheet.source.name == "cases" and sheet.position("case_id") is not None
        for sheet in found
    )


def _fits(export: Export, name: str) -> bool:
    mapping = load_mapping(name)
    try:
        find_sheets(export, mapping)
    except RefusedError:
        return False
    # A mapping that asks for nothing fits everything.
    return any(not source.is_optional for source in mapping.sources)
