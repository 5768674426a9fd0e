"""Over drawn releases: no sentence claims more than its range, none names a cause, none a hidden number."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.formats import format_points
from dashboard.report.build import build_document
from dashboard.report.choosing import has_enough
from dashboard.report.document import Block, Document
from dashboard.report.figures import lead_of, name_of
from dashboard.report.making import FORMS
from dashboard.report.settings import ReportError, ReportSettings
from pipelines.publication import (
    Kind,
    MoneyRate,
    PublishedRow,
    Rate,
    SetTarget,
    Shown,
    difference_of_intervals,
)
from pipelines.released.source import open_release
from tests.dashboard.report.checking import wrong_on_page
from tests.dashboard.report.checking_book import wrong_in_book
from tests.dashboard.report.generated import Drawn, draw_release
from tests.dashboard.report.held import Held
from tests.dashboard.report.reading import Page
from tests.dashboard.report.test_narrative import CAUSAL
from tests.dashboard.test_reading_age import TWELVE, reading_year

TARGETS = tuple(
    SetTarget(measure=measure, value=value, direction="higher")
    for measure, value in (("agreement_completion_rate", 0.6), ("paid_in_full_rate", 0.5))
)
DRAWN = (
    Drawn(seed=1, most=2000, hidden=0.0),
    Drawn(seed=2, most=60, hidden=0.1),
    Drawn(seed=3, most=300, hidden=0.3),
    Drawn(seed=4, most=15, hidden=0.2),
    Drawn(seed=5, most=40, hidden=0.9),
)


@pytest.fixture(scope="module", params=DRAWN, ids=lambda drawn: f"seed {drawn.seed}")
def folder(
    request: pytest.FixtureRequest, sample_release: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    to = tmp_path_factory.mktemp("drawn")
    draw_release(sample_release, to, request.param)
    return to / f"drawn-{request.param.seed}"


@pytest.fixture(scope="module")
def drawn(folder: Path) -> Document:
    return build_document([open_release(folder)], ReportSettings(name="Riverside", promised=TARGETS))


def sentences_of(block: Block) -> Iterator[str]:
    """All that is said of a block in words, and what its picture says to those who do not see it."""
    yield block.finding
    yield block.about
    yield from block.notes
    if block.chart:
        yield block.chart.alt


def said(document: Document) -> list[str]:
    """Every sentence that the rules made of this release."""
    told = [*document.lead, *(words for section in document.sections for words in section.sentences)]
    return told + [words for block in document.blocks for words in sentences_of(block)]


def test_every_number_is_that_of_its_own_cell(folder: Path, drawn: Document) -> None:
    held, page = Held(folder), FORMS[".html"].write(drawn)
    assert wrong_on_page(page, drawn, held) == []
    assert wrong_in_book(FORMS[".xlsx"].write(drawn), Page(page), drawn, held) == []


def test_no_sentence_names_a_cause(drawn: Document) -> None:
    for words in said(drawn):
        # "Only where" limits a verdict; a referral leads to a conference on its way, as a step does.
        # A reduced promise is what money agreed can become, and no effect of anything.
        plain = words.lower()
        for said_of_others in ("only where", "led to a conference", "reduced or waived"):
            plain = plain.replace(said_of_others, "")
        assert not CAUSAL.search(plain), words


def test_a_majority_is_counted_only_where_the_whole_range_is_above_a_half(drawn: Document) -> None:
    for block in drawn.blocks:
        for row in re.findall(r"on (\d+) of (\d+)", block.finding):
            rates = [cell.figure for cell in shown_cells(block) if isinstance(cell.figure, Rate)]
            assert int(row[0]) <= sum(rate.low > 0.5 for rate in rates)


def test_up_and_down_stand_only_where_the_difference_leaves_out_zero(drawn: Document) -> None:
    rows = [row for block in drawn.blocks if block.key == "changed" for row in all_rows(block)]
    clear = [row for row in rows if row.change and row.change.low is not None and _is_clear(row)]
    block = next((block for block in drawn.blocks if block.key == "changed"), None)
    if block is None or block.grid is None:
        return
    words = [line[-1] for line in block.grid.rows]
    assert sum("▲" in one or "▼" in one for one in words) <= len(clear)


def test_a_promise_is_judged_only_by_its_whole_range(drawn: Document) -> None:
    block = next((block for block in drawn.blocks if block.key == "promised"), None)
    if block is None or block.grid is None:
        return
    judged = block.grid.head.index("Kept?")
    for line, target in zip(block.grid.rows, TARGETS, strict=False):
        table = next(table for table in block.tables if table.definition.name == target.measure)
        figure = table.cell.figure if isinstance(table.cell, Shown) else None
        if line[judged] == "Kept":
            assert isinstance(figure, Rate | MoneyRate)
            assert figure.low >= target.value
        if line[judged] == "Not kept":
            assert isinstance(figure, Rate | MoneyRate)
            assert figure.high < target.value


def test_it_can_be_read_at_twelve(drawn: Document) -> None:
    """The sentences; a picture's own description names every group, and is read in another way."""
    findings = [block.finding for block in drawn.blocks if block.chart]
    told = [*drawn.lead, *(words for section in drawn.sections for words in section.sentences), *findings]
    text = ". ".join(words.rstrip(".") for words in told) + "."
    assert reading_year(text) <= TWELVE, f"{reading_year(text):.1f}: {text}"


def shown_cells(block: Block) -> list[Shown]:
    return [row.cell for row in all_rows(block) if isinstance(row.cell, Shown)]


def all_rows(block: Block) -> list[PublishedRow]:
    return [row for table in block.tables for row in table.rows]


def _is_clear(row: PublishedRow) -> bool:
    change = row.change
    return bool(change and change.low is not None and change.high is not None) and (
        change.low > 0 or change.high < 0  # type: ignore[union-attr,operator]
    )


# ---------------------------------------------------------------- what became of last year's figures


def restated(document: Document) -> dict[str, str]:
    block = next(block for block in document.blocks if block.key == "restated")
    assert block.grid is not None
    return {row[0]: row[block.grid.head.index("Why")] for row in block.grid.rows}


def test_why_a_figure_is_no_longer_what_it_was(sample_release: Path, tmp_path: Path) -> None:
    now = draw_release(sample_release, tmp_path, Drawn(seed=11, most=400, hidden=0.0))
    then = draw_release(sample_release, tmp_path, Drawn(seed=12, most=200, hidden=0.0), id="0ldone")
    found = build_document([now], ReportSettings(), then)
    # The same day of data: nothing can have come late.
    assert set(restated(found).values()) == {
        "Corrections, or numbers adjusted anew to protect people",
        "The number is smaller now: corrections, or numbers adjusted anew to protect people",
    }
    assert ("Release before", "0ldone") in found.provenance

    changed = [replace(d, version="0" * 12) for d in then.load_definitions()]
    then._definitions = {definition.name: definition for definition in changed}
    assert set(restated(build_document([now], ReportSettings(), then)).values()) == {
        "The definition of the measure has changed since"
    }


def test_of_later_data_what_has_grown_may_have_come_late(sample_release: Path, tmp_path: Path) -> None:
    now = draw_release(sample_release, tmp_path, Drawn(seed=21, most=4_000, hidden=0.0))
    then = draw_release(sample_release, tmp_path, Drawn(seed=22, most=20, hidden=0.0), as_of="2026-06-30")
    said = set(restated(build_document([now], ReportSettings(), then)).values())
    assert "The number is larger now: late data, or numbers adjusted anew to protect people" in said


def test_every_yearly_figure_is_held_against_the_release_before(sample_release: Path, tmp_path: Path) -> None:
    now = draw_release(sample_release, tmp_path, Drawn(seed=23, most=400, hidden=0.0))
    then = draw_release(sample_release, tmp_path, Drawn(seed=24, most=200, hidden=0.0))
    found = build_document([now], ReportSettings(), then)
    held = {name for block in found.blocks if block.key == "restated" for name in names_of(block)}
    told = {
        name for block in found.blocks if block.key in ("said", "safe", "volume") for name in names_of(block)
    }
    assert told <= held


def names_of(block: Block) -> set[str]:
    """The measures of a block that are told of a year and drawn anew."""
    kinds = (Kind.RATE, Kind.COUNT)
    tables = [one for one in block.tables if one.request.period.isdecimal() and one.kind in kinds]
    return {table.definition.name for table in tables}


def test_figures_that_stand_as_published_are_said_to(sample_release: Path, tmp_path: Path) -> None:
    one = draw_release(sample_release, tmp_path, Drawn(seed=13, most=400, hidden=0.0))
    found = build_document([one], ReportSettings(), one)
    (changed,) = [section for section in found.sections if section.code == "changed"]
    assert re.search(r"All \d+ yearly figures .* are as the release before published", changed.sentences[-1])
    assert [block.key for block in changed.blocks] == ["changed"]


def test_a_release_of_others_is_not_the_one_before(sample_release: Path, tmp_path: Path) -> None:
    now = draw_release(sample_release, tmp_path, Drawn(seed=14, most=400, hidden=0.0))
    of_one = draw_release(
        sample_release, tmp_path, Drawn(seed=15, most=400, hidden=0.0), programmes={"elm_park": "Elm Park"}
    )
    with pytest.raises(ReportError, match="of the same programmes"):
        build_document([now], ReportSettings(), of_one)


def test_where_nothing_can_be_compared_nothing_is_said_to_be_the_same(
    sample_release: Path, tmp_path: Path
) -> None:
    now = draw_release(sample_release, tmp_path, Drawn(seed=16, most=400, hidden=0.0))
    hidden = draw_release(sample_release, tmp_path, Drawn(seed=17, most=400, hidden=1.0))
    (changed,) = [
        one for one in build_document([now], ReportSettings(), hidden).sections if one.code == "changed"
    ]
    assert changed.sentences[-1].startswith("No figure could be compared")


# ---------------------------------------------------------------- cell by cell, and how much is hidden


def test_year_on_year_each_cell_is_the_releases_own(sample_release: Path, tmp_path: Path) -> None:
    source = draw_release(sample_release, tmp_path, Drawn(seed=18, most=800, hidden=0.0))
    found = build_document([source], ReportSettings())
    block = next(block for block in found.blocks if block.key == "changed")
    assert block.grid is not None
    seen = 0
    for line in block.grid.rows:
        row = dict(zip(block.grid.head, line, strict=True))
        now, before = pair_of(block, row["What we measure"])
        assert row["This year"] == f"{lead_of(now.cell)} (2025)"
        assert row["Year before"] == f"{lead_of(before.cell)} (2024)"
        match now.cell, before.cell:
            case Shown(figure=Rate() as last), Shown(figure=Rate() as first):
                value, low, high = difference_of_intervals(last, first)
                ends = f"{format_points(low)} to {format_points(high)}".replace(" pts", "").replace(" pt", "")
                assert row["Difference"] == f"{format_points(value)} ({ends})"
                assert ("▲" in row["In words"], "▼" in row["In words"]) == (low > 0, high < 0)
                seen += 1
    assert seen >= 2


def pair_of(block: Block, name: str) -> tuple[PublishedRow, PublishedRow]:
    """This year's row of that name, and the year before's."""
    found = {
        table.request.period: row
        for table in block.tables
        for row in table.rows
        if name_of(table, row) == name
    }
    return found["2025"], found["2024"]


def test_no_table_is_printed_of_which_more_than_a_third_is_hidden(
    sample_release: Path, tmp_path: Path
) -> None:
    source = draw_release(sample_release, tmp_path, Drawn(seed=19, most=400, hidden=0.6))
    found = build_document([source], ReportSettings())
    for block in found.blocks:
        if block.key not in ("promised", "changed"):  # a promise keeps its row, and so does a comparison
            assert has_enough(block.tables), block.key
    said = [words for section in found.sections for words in section.sentences]
    assert any("too much would be hidden to protect people" in words for words in said)


def test_what_was_published_before_is_that_of_its_own_cell_too(sample_release: Path, tmp_path: Path) -> None:
    """Then out of the release before, now out of this one; and the sentence counts the rows."""
    now = draw_release(sample_release, tmp_path, Drawn(seed=30, most=400, hidden=0.1))
    then = draw_release(sample_release, tmp_path, Drawn(seed=31, most=400, hidden=0.1))
    told = build_document([now], ReportSettings(name="Riverside"), then)
    held, before = Held(tmp_path / "drawn-30"), Held(tmp_path / "drawn-31")
    page = FORMS[".html"].write(told)
    assert wrong_on_page(page, told, held, before) == []
    block = next(one for one in told.blocks if one.key == "restated")
    assert block.grid is not None
    said = next(words for one in told.sections for words in one.sentences if "yearly figures" in words)
    assert said.startswith(f"{len(block.grid.rows)} of ")
    old = block.grid.rows[0][block.grid.head.index("Published then")]
    forged = page.decode().replace(f">{old}</td>", f">{old[:-1]}7{old[-1:]}</td>")
    assert wrong_on_page(forged.encode(), told, held, before) != []


# ---------------------------------------------------------------- what a report says of its own sources


def test_a_pack_is_not_what_came_before_a_release(sample_release: Path, tmp_path: Path) -> None:
    statement = {"recipient": "the fund", "purpose": "grant", "signed_by": "the manager"}
    release = draw_release(sample_release, tmp_path, Drawn(seed=32, most=400, hidden=0.0))
    pack = draw_release(sample_release, tmp_path, Drawn(seed=33, most=400, hidden=0.0), statement=statement)
    for now, then in ((release, pack), (pack, release)):
        with pytest.raises(ReportError, match="a release for a release, a pack for a pack"):
            build_document([now], ReportSettings(), then)


def test_a_release_of_another_profile_is_not_the_one_before(
    sample_release: Path, standard_release: Path
) -> None:
    """Numbers that were moved otherwise would all seem to have changed."""
    strict, standard = open_release(sample_release), open_release(standard_release)
    for now, then in ((strict, standard), (standard, strict)):
        with pytest.raises(ReportError, match="for the same audience"):
            build_document([now], ReportSettings(), then)


def test_figures_beside_no_earlier_year_are_named_with_why(sample_release: Path, tmp_path: Path) -> None:
    source = draw_release(sample_release, tmp_path, Drawn(seed=25, most=400, hidden=0.0))
    found = build_document([source], ReportSettings())
    block = next(one for one in found.blocks if one.key == "changed")
    compared = {line[0].lower() for line in block.grid.rows} if block.grid else set()
    (said,) = [note for note in block.notes if note.startswith("Not compared: ")]
    # 2024 is published and told on the first page: it is this year that has no figure yet.
    assert "agreements kept (this year: too soon to say)" in said
    assert "people taking part" in compared
    assert "people taking part" not in said


def test_a_table_of_two_bases_says_which_is_which(sample_release: Path, tmp_path: Path) -> None:
    """Cases are counted by the month they were referred in, conferences by the month they were held in."""
    source = draw_release(sample_release, tmp_path, Drawn(seed=26, most=400, hidden=0.0))
    block = next(one for one in build_document([source], ReportSettings()).blocks if one.key == "volume")
    (said,) = [note for note in block.notes if "in the period" in note]
    assert said.startswith("Cases referred in the period: cases referred. ")
    assert said.endswith("people taking part, hours of service completed.") or "people taking part" in said
    alone = next(one for one in build_document([source], ReportSettings()).blocks if one.key == "who")
    assert "Counted here: conferences held or agreements made in the period." in alone.notes


def test_a_pack_too_small_to_say_anything_sends_nobody_to_a_pack(
    sample_release: Path, tmp_path: Path
) -> None:
    """A pack says of itself that it is a pack, and not to ask for one."""
    statement = {"recipient": "the fund", "purpose": "grant", "signed_by": "the manager"}
    for seed, said in ((27, None), (28, statement)):
        drawn = Drawn(seed=seed, most=400, hidden=1.0)
        source = draw_release(sample_release, tmp_path, drawn, statement=said)
        found = build_document([source], ReportSettings())
        assert found.sections == ()
        assert ("pack" in found.lead[0]) == (said is not None)
        assert ("ask the programme for its signed headline pack" in found.lead[1]) == (said is None)
        assert ("Given to", "the fund") in found.provenance or said is None


def test_nothing_that_is_read_calls_a_pack_a_release(sample_release: Path, tmp_path: Path) -> None:
    source = draw_release(sample_release, tmp_path, Drawn(seed=29, most=400, hidden=0.5))
    words = FORMS[".html"].read_words(FORMS[".html"].write(build_document([source], ReportSettings())))
    assert "this release" not in " ".join(words)
