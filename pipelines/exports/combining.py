"""Several mappings as one: a case system's and a survey tool's, each for its own tables."""

import hashlib
from collections.abc import Sequence

from pipelines.errors import MappingError
from pipelines.exports.mapping_rules import Mapping

SURVEY_TABLES = ("survey_invitations", "survey_answers")
"""A mapping of nothing else needs no cases of its own: they come by another."""


def feeds_cases(mapping: Mapping) -> bool:
    """Does it say where the cases are?"""
    return any(feed.table == "cases" for feed in mapping.feeds)


def combine_mappings(parts: Sequence[Mapping]) -> Mapping:
    """All sources and feeds. Raises `MappingError` where two parts give one name to different sources."""
    if len(parts) == 1:
        return parts[0]
    names = [source.name for part in parts for source in part.sources]
    twice = sorted({name for name in names if names.count(name) > 1})
    label = "+".join(part.name for part in parts)
    if twice:
        raise MappingError(
            f"mapping {label}: several parts have a source {', '.join(twice)}. Rename it in one."
        )
    fed = [{feed.table for feed in part.feeds} for part in parts]
    return Mapping(
        name=label,
        version="+".join(part.version for part in parts),
        sha256=hashlib.sha256("+".join(part.sha256 for part in parts).encode()).hexdigest(),
        sources=tuple(source for part in parts for source in part.sources),
        feeds=tuple(feed for part in parts for feed in part.feeds),
        lists={name: codes for part in parts for name, codes in part.lists.items()},
        not_recorded=tuple(
            item
            for number, part in enumerate(parts)
            for item in part.not_recorded
            if not any(item in tables for other, tables in enumerate(fed) if other != number)
        ),
        sheets_not_read=tuple(name for part in parts for name in part.sheets_not_read),
    )
