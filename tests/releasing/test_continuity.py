"""One release after another: what must not be told by comparing them."""

from datetime import date
from pathlib import Path

import pandas
import pytest

from pipelines.disclosure.measured import People
from pipelines.errors import ReleaseError, ReleaseRefusedError
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

PEOPLE = People(of_party=pandas.Series({"p1": "ann", "p2": "ben"}), of_case=pandas.Series(dtype="str"))


def rows(*values: tuple[str, str]) -> pandas.DataFrame:
    frame = pandas.DataFrame(values, columns=["party", "answer"])
    return frame.assign(case="k1")


def seen(*values: tuple[str, str]) -> frozenset[int]:
    found = PeopleSeen()
    found.add("one_rate", rows(*values), PEOPLE)
    return found.fingerprints()


def test_only_who_changed_has_another_fingerprint() -> None:
    before = seen(("p1", "yes"), ("p2", "no"))
    after = seen(("p1", "yes"), ("p2", "yes"))
    assert len(before) == 2
    assert len(after - before) == 1


def test_the_order_of_rows_and_measures_says_nothing() -> None:
    one, other = PeopleSeen(), PeopleSeen()
    one.add("a_rate", rows(("p1", "yes"), ("p2", "no")), PEOPLE)
    one.add("b_rate", rows(("p1", "no")), PEOPLE)
    other.add("b_rate", rows(("p1", "no")), PEOPLE)
    other.add("a_rate", rows(("p2", "no"), ("p1", "yes")), PEOPLE)
    assert one.fingerprints() == other.fingerprints()


def test_nobody_at_all() -> None:
    assert PeopleSeen().fingerprints() == frozenset()


@pytest.mark.parametrize(("new", "is_refused"), [(29, True), (30, False), (0, False)])
def test_thirty_people_must_be_new_or_changed(new: int, is_refused: bool) -> None:
    last = LastRelease(id="a", previous=None, people=frozenset(range(100)))
    people = frozenset(range(100 + new))
    if is_refused:
        with pytest.raises(ReleaseRefusedError, match="fewer than 30 people"):
            refuse_few_new(last, people)
    else:
        refuse_few_new(last, people)


def test_a_first_release_of_fewer_than_thirty_is_refused() -> None:
    with pytest.raises(ReleaseRefusedError):
        refuse_few_new(None, frozenset(range(29)))


def test_what_was_released_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    assert read_last(tmp_path) == {}
    last = {"strict": LastRelease(id="a", previous="b", people=frozenset({3, 2**63}))}
    write_last(tmp_path, last)
    assert read_last(tmp_path) == last
    (tmp_path / "keys" / "released.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ReleaseError, match="damaged"):
        read_last(tmp_path)


def test_the_release_before_is_the_right_one(sample_release: Path) -> None:
    own = open_folder(sample_release).manifest["id"]
    people = frozenset({1})
    assert open_previous(None, "strict", None, people) is None
    last = LastRelease(id=own, previous=None, people=frozenset({2}))
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


def test_a_closed_period_keeps_what_it_was_published_with(sample_release: Path) -> None:
    opened = open_folder(sample_release)
    versions = {definition.name: definition.version for definition in opened.definitions}

    def cell(period: str) -> ReleasedCell:
        shown = Shown(figure=Count(value=999))
        return ReleasedCell(
            measure="cases_referred", statistic="", currency="", period=period, selection=(), cell=shown
        )

    kept = keep_closed([cell(""), cell("2025"), cell("2027")], opened, versions)
    mine = [one.period for one in kept if one.cell == Shown(figure=Count(value=999))]
    # To date is drawn anew, 2027 is new, and 2025 is as it was.
    assert mine == ["", "2027"]
    held = [row for row in read_every_row(sample_release) if row["period"]]
    assert len(kept) == len(held) + 2


def test_a_changed_definition_is_not_the_same_figure(sample_release: Path) -> None:
    opened = open_folder(sample_release)
    assert keep_closed([], opened, {"cases_referred": "another"}) == []
    assert keep_closed([], None, {}) == []
