"""One release after another: what must not be told by comparing them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas
import pytest

from pipelines.disclosure.lattice import Lattice
from pipelines.disclosure.measured import People
from pipelines.errors import ReleaseError, ReleaseRefusedError
from pipelines.measures.catalogue import load_catalogue
from pipelines.publication import Count, Shown
from pipelines.released.cells import ReleasedCell
from pipelines.released.files import open_folder, read_every_row
from pipelines.releasing.continuity import (
    LastRelease,
    PeopleSeen,
    Revision,
    find_revision,
    keep_closed,
    open_previous,
    read_last,
    refuse_few_new,
    write_last,
)
from pipelines.releasing.data import ReleaseData
from pipelines.vocabulary import Dimension
from pipelines.warehouse.actions import recorded

PEOPLE = People(of_party={"p1": "ann", "p2": "ben"}, of_case={})
LATTICE = Lattice(values=(), quarters=("2026Q1",), years=())
KEPT = load_catalogue().find("consent_rate")
WITHDRAWN = load_catalogue().find("withdrawal_rate")


def rows(name: str, *values: tuple[str, int], month: str = "2026-02") -> pandas.DataFrame:
    """One row a party, with its bucket: 0 met, 1 not met."""
    frame = pandas.DataFrame(values, columns=["party", name])
    return frame.assign(case="k1", month=month)


def seen(*values: tuple[str, int], month: str = "2026-02") -> frozenset[int]:
    found = PeopleSeen()
    found.add(KEPT, rows(KEPT.name, *values, month=month), PEOPLE, LATTICE)
    return found.fingerprints()


def test_only_who_changed_has_another_fingerprint() -> None:
    before = seen(("p1", 0), ("p2", 1))
    after = seen(("p1", 0), ("p2", 0))
    assert len(before) == 2
    assert len(after - before) == 1


def test_another_site_and_a_year_that_becomes_whole_change_nobody_else() -> None:
    def seen_on(lattice: Lattice) -> frozenset[int]:
        found = PeopleSeen()
        frame = rows(KEPT.name, ("p1", 0), ("p2", 1)).assign(site=["m", "a"])
        found.add(KEPT, frame, PEOPLE, lattice)
        return found.fingerprints()

    before = seen_on(replace(LATTICE, values=((Dimension.SITE, ("m", "z")),)))
    after = seen_on(replace(LATTICE, values=((Dimension.SITE, ("a", "m", "z")),), years=("2026",)))
    earlier = seen_on(replace(LATTICE, values=((Dimension.SITE, ("m", "z")),), quarters=("2025Q4", "2026Q1")))
    # Only who is at the new site may now be found under it.
    assert len(after - before) == 1
    assert earlier == before


def test_the_order_of_rows_and_measures_says_nothing() -> None:
    one, other = PeopleSeen(), PeopleSeen()
    one.add(KEPT, rows(KEPT.name, ("p1", 0), ("p2", 1)), PEOPLE, LATTICE)
    one.add(WITHDRAWN, rows(WITHDRAWN.name, ("p1", 1)), PEOPLE, LATTICE)
    other.add(WITHDRAWN, rows(WITHDRAWN.name, ("p1", 1)), PEOPLE, LATTICE)
    other.add(KEPT, rows(KEPT.name, ("p2", 1), ("p1", 0)), PEOPLE, LATTICE)
    assert one.fingerprints() == other.fingerprints()


def test_what_lies_in_no_closed_quarter_changes_nobody() -> None:
    assert seen(("p1", 0), month="2026-05") == frozenset()


def test_nobody_at_all() -> None:
    assert PeopleSeen().fingerprints() == frozenset()


@pytest.mark.parametrize(("new", "is_refused"), [(29, True), (30, False), (0, False)])
def test_thirty_people_must_be_new_or_changed(new: int, is_refused: bool) -> None:
    last = LastRelease(id="a", previous=None, to_date="to 2026Q1", people=frozenset(range(100)))
    people = frozenset(range(100 + new))
    if is_refused:
        with pytest.raises(ReleaseRefusedError, match="fewer than 30 people"):
            refuse_few_new(last, people, "to 2026Q2")
    else:
        refuse_few_new(last, people, "to 2026Q2")


def test_a_first_release_of_fewer_than_thirty_is_refused() -> None:
    with pytest.raises(ReleaseRefusedError):
        refuse_few_new(None, frozenset(range(29)), "to 2026Q2")


def test_one_label_is_drawn_for_once() -> None:
    last = LastRelease(id="a", previous=None, to_date="to 2026Q1", people=frozenset(range(100)))
    with pytest.raises(ReleaseRefusedError, match="to 2026Q1 already"):
        refuse_few_new(last, frozenset(range(200)), "to 2026Q1")
    refuse_few_new(last, frozenset(range(100)), "to 2026Q1")


def test_what_was_released_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    assert read_last(tmp_path) == {}
    last = {"strict": LastRelease(id="a", previous="b", to_date="to 2026Q1", people=frozenset({3, 2**63}))}
    write_last(tmp_path, last)
    assert read_last(tmp_path) == last
    (tmp_path / "keys" / "released.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ReleaseError, match="damaged"):
        read_last(tmp_path)


def test_the_release_before_is_the_right_one(sample_release: Path) -> None:
    own = open_folder(sample_release).manifest["id"]
    people = frozenset({1})
    assert open_previous(None, "strict", None, people) is None
    last = LastRelease(id=own, previous=None, to_date="to 2026Q2", people=frozenset({2}))
    assert open_previous(sample_release, "strict", last, people) is not None
    with pytest.raises(ReleaseError, match="--previous"):
        open_previous(None, "strict", last, people)
    with pytest.raises(ReleaseError, match="is not the standard release"):
        open_previous(sample_release, "standard", last, people)
    # The same people once more: a rebuild, which has the release before that it had.
    assert open_previous(None, "strict", last, frozenset({2})) is None
    with pytest.raises(ReleaseError, match="leave --previous out"):
        open_previous(sample_release, "strict", None, people)


def test_closed_periods_are_corrected_once_a_year_at_most(sample_release: Path) -> None:
    first = date(2026, 9, 30)
    assert find_revision(None, first, is_revision=False) == Revision(number=0, of=first)
    assert find_revision(sample_release, date(2027, 9, 30), is_revision=False) == Revision(number=0, of=first)
    assert find_revision(sample_release, date(2027, 9, 30), is_revision=True).number == 1
    with pytest.raises(ReleaseRefusedError, match="2026-09-30"):
        find_revision(sample_release, date(2027, 9, 29), is_revision=True)
    with pytest.raises(ReleaseError, match="--previous"):
        find_revision(None, first, is_revision=True)


def test_a_coarser_lattice_keeps_no_finer_cell(sample_release: Path) -> None:
    opened = open_folder(sample_release)
    versions = {definition.name: definition.version for definition in opened.definitions}
    kept = keep_closed([], opened, versions, Lattice(values=(), quarters=(), years=(), most_at_once=1))
    assert kept
    assert {cell.selection for cell in kept} == {()}


def test_a_closed_period_keeps_what_it_was_published_with(
    sample_release: Path, release_data: ReleaseData
) -> None:
    opened = open_folder(sample_release)
    versions = {definition.name: definition.version for definition in opened.definitions}

    def cell(period: str) -> ReleasedCell:
        shown = Shown(figure=Count(value=999))
        return ReleasedCell(
            measure="cases_referred", statistic="", currency="", period=period, selection=(), cell=shown
        )

    kept = keep_closed([cell(""), cell("2025"), cell("2027")], opened, versions, release_data.lattice())
    mine = [one.period for one in kept if one.cell == Shown(figure=Count(value=999))]
    # To date is drawn anew, 2027 is new, and 2025 is as it was.
    assert mine == ["", "2027"]
    held = [row for row in read_every_row(sample_release) if row["period"]]
    assert len(kept) == len(held) + 2
    # What is counted together now has no cell of its own any more.
    together = release_data.lattice().merge(
        {Dimension.OFFENCE_CATEGORY: release_data.lattice().values_of(Dimension.OFFENCE_CATEGORY)[1:]}
    )
    fewer = keep_closed([], opened, versions, together)
    assert 0 < len(fewer) < len(held)
    assert not any(
        value in dict(together.merged)[Dimension.OFFENCE_CATEGORY]
        for one in fewer
        for _, value in one.selection
    )


def test_a_changed_definition_is_not_the_same_figure(sample_release: Path) -> None:
    opened = open_folder(sample_release)
    assert keep_closed([], opened, {"cases_referred": "another"}, LATTICE) == []
    assert keep_closed([], None, {}, LATTICE) == []


@pytest.mark.parametrize("action", ["release", "headlines"])
def test_a_release_whose_memory_is_lost_is_not_followed_by_another(tmp_path: Path, action: str) -> None:
    assert read_last(tmp_path) == {}
    with recorded(tmp_path, action, release="r1"):
        pass
    with pytest.raises(ReleaseError, match="is missing"):
        read_last(tmp_path)


def test_what_is_no_release_needs_no_memory(tmp_path: Path) -> None:
    with recorded(tmp_path, "return"):
        pass
    assert read_last(tmp_path) == {}
