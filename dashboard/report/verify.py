"""Whether a report says what its release says: it is made again and held beside the file, word by word."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from dashboard.report.build import build_document
from dashboard.report.document import BEFORE, PACK, RELEASE, Block
from dashboard.report.making import form_of
from dashboard.wording import join_words
from pipelines.publication import Source


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One place at which a file and its release do not say the same."""

    where: str
    """The finding it stands under, with the measures and the period."""
    in_file: str
    in_release: str


_OWN = (
    "Its name, logo, own words and targets are the programme's: they come from the file and are not checked."
)

_NOT_AS_MADE = (
    "Every word is as in the release, but the file is not as it was made: something that is not a word was "
    "changed (a style, a drawing, a formula, a note), or another program saved it again. Ask for it again."
)
"""A style alone can show another number than the one that is written."""


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What came of it."""

    is_identical: bool
    """The same to the byte."""
    differences: tuple[Difference, ...] = ()
    """The words that are not as in the release."""
    made_from: tuple[str, ...] = ()
    """What the file says it was made from, where that is not what it was held against."""
    held_against: tuple[str, ...] = ()

    def describe(self) -> str:
        """What a person reads."""
        if self.is_identical:
            return f"This report is the same, to the byte, as the one its release makes. {_OWN}"
        if self.made_from:
            return (
                f"This report says it was made from {join_words(list(self.made_from))}, and was held against "
                f"{join_words(list(self.held_against))}. Name what it was made from: --release, --headlines "
                "or both, and --previous for the release before."
            )
        if not self.differences:
            return _NOT_AS_MADE
        places = dict.fromkeys(one.where for one in self.differences)
        return "\n".join(_describe(where, self.differences) for where in places)


_MARKS = ".,;:()"
"""What a figure may stand beside: "84%," and "84%" are one figure."""


def _describe(where: str, differences: Sequence[Difference]) -> str:
    """One line for a place; what stands in its words, its chart and its table is said once."""
    said = dict.fromkeys(_say(one) for one in differences if one.where == where)
    return f"Under {where}: {'; '.join(said)}."


def _say(one: Difference) -> str:
    found, right = one.in_file.strip(_MARKS), one.in_release.strip(_MARKS)
    if found == right:  # a mark alone was altered
        found, right = one.in_file, one.in_release
    in_file = f'the file says "{found}"' if found else "the file says nothing"
    in_release = f'the release says "{right}"' if right else "the release says nothing"
    return f"{in_file}, {in_release}"


def verify(file: bytes, suffix: str, sources: Sequence[Source], previous: Source | None = None) -> Verified:
    """Raises `ReportError` where the file is no report."""
    form = form_of(suffix)
    settings = form.read_settings(file)
    named, given = _named(form.read_provenance(file)), _given(sources, previous)
    if named != given:
        return Verified(is_identical=False, made_from=named, held_against=given)
    document = build_document(sources, settings, previous)
    made = form.write(document)
    if made == file:
        return Verified(is_identical=True)
    starts = _starts(form.read_words(made), document.blocks)
    differences = [
        *_compare(form.read_words(file), form.read_words(made), starts),
        *_compare(form.read_unseen(file), form.read_unseen(made), [(0, _UNSEEN)]),
    ]
    return Verified(is_identical=False, differences=tuple(differences))


_UNSEEN = "the words for those who do not see it"


def _named(provenance: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """What a file says it was made from, as `_given` says what it is held against."""
    return _listed(
        [value for name, value in provenance if name in (RELEASE, PACK)],
        [value for name, value in provenance if name == BEFORE],
    )


def _given(sources: Sequence[Source], previous: Source | None) -> tuple[str, ...]:
    before = [] if previous is None else [previous]
    ids = ([source.load_status().stamp.id for source in group] for group in (sources, before))
    return _listed(*ids)


def _listed(sources: Sequence[str], before: Sequence[str]) -> tuple[str, ...]:
    return (*sorted(sources), *(f"{id} as the release before" for id in before))


def _compare(found: list[str], expected: list[str], starts: Sequence[tuple[int, str]]) -> list[Difference]:
    matcher = SequenceMatcher(a=expected, b=found, autojunk=False)
    return [
        Difference(
            where=_where(starts, first),
            in_file=" ".join(found[new_first:new_last]),
            in_release=" ".join(expected[first:last]),
        )
        for tag, first, last, new_first, new_last in matcher.get_opcodes()
        if tag != "equal"
    ]


def _starts(words: list[str], blocks: Sequence[Block]) -> list[tuple[int, str]]:
    """Where each part begins among the words, and what it is called.

    From the end: what a report lists before it tells it (a cover, a contents) is no beginning.
    """
    parts = [(block.finding, _name(block)) for block in blocks] + [(end, f'"{end}"') for end in _ENDS]
    starts, limit = [], len(words)
    for title, name in reversed(parts):
        wanted = title.split()
        last = next(
            (at for at in range(limit - len(wanted), -1, -1) if words[at : at + len(wanted)] == wanted), None
        )
        if last is not None:
            starts.append((last, name))
            limit = last
    return starts[::-1]


_ENDS = ("What each measure counts", "Limits")
"""Titles of what follows the last finding: of a workbook, and of the two others."""


def _name(block: Block) -> str:
    measures = dict.fromkeys(f"{one.measure}, {one.period}" for one in block.references)
    return f'"{block.finding}" ({"; ".join(measures)})'


def _where(starts: Sequence[tuple[int, str]], index: int) -> str:
    before = [name for start, name in starts if start <= index]
    return before[-1] if before else "the opening"
