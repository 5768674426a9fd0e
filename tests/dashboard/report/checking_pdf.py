"""A PDF held against the page that says the same, whose every number was held against its cell."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from dashboard.report.document import Block, Document
from tests.dashboard.report.checking import same
from tests.dashboard.report.held import numbers_in
from tests.dashboard.report.reading import Page, Part, read_pdf, read_tags


def wrong_in_pdf(file: bytes, page: Page, told: Document) -> list[str]:
    """Numbers that stand otherwise in a PDF than on its page; and what is said of its pictures."""
    right = [number for part, block in _in_order(page, told) for number in _printed(part, block)]
    found = numbers_in(read_pdf(file))
    parts = SequenceMatcher(a=right, b=found, autojunk=False).get_opcodes()
    wrong = [
        f"pages: {' '.join(found[c:d]) or 'nothing'} after {' '.join(found[max(0, c - 6):c])}; "
        f"on the page: {' '.join(right[a:b]) or 'nothing'}"
        for tag, a, b, c, d in parts
        if tag != "equal"
    ]  # fmt: skip
    alts = [str(tag["/Alt"]) for tag in read_tags(file) if tag["/S"] == "/Figure"]
    return [*wrong, *same("words of pictures", alts, [p.pictures[0].alt for p in page.parts if p.pictures])]


def _in_order(page: Page, told: Document) -> Iterator[tuple[Part, Block | None]]:
    blocks = iter(told.blocks)
    n = len(told.blocks)
    for part in page.parts:
        is_finding = n > 0 and (part.level == "h3" or part.heading == "In short")
        n -= is_finding
        yield part, next(blocks) if is_finding else None


def _printed(part: Part, block: Block | None) -> Iterator[str]:
    """On paper a table stands before its notes, and one that says what its chart says does not stand."""
    texts = [part.heading, *part.words[:1]]
    texts += part.pictures[0].texts if part.pictures else []
    if block is None:
        texts += part.words[1:]
    if block is None or block.is_table_printed:
        texts += [words for row in part.rows for words in row]
    if block is not None:
        texts += part.words[1:]
    yield from (number for text in texts for number in numbers_in(text))
