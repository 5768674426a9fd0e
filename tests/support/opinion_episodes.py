"""Second opinion: which cases are one case, taken up again: plain loops over `reopened_from`."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tests.support.opinion_records import Fact, Key, Records, Row, key


@dataclass(frozen=True, kw_only=True)
class WholeCase:
    """All episodes of one case, in order."""

    episodes: list[Row]

    @property
    def first(self) -> Row:
        return self.episodes[0]

    @property
    def last(self) -> Row:
        return self.episodes[-1]

    @property
    def months(self) -> dict[str, str | None]:
        return {"referral": self.first.get("referral_month"), "closing": self.last.get("closed_month")}

    def fact(self, bucket: str = "met", *, held_month: str | None = "", **more: object) -> Fact:
        """Counted at its first referral; closed when its last episode was."""
        months = self.months if held_month == "" else {**self.months, "event": held_month}
        return Fact(programme=self.first["programme"], case=self.first, months=months, bucket=bucket, **more)  # type: ignore[arg-type]


def whole_cases(records: Records) -> Iterator[WholeCase]:
    groups: dict[Key, list[tuple[bool, int, int, str, Row]]] = defaultdict(list)
    for case in records.rows("cases"):
        back = _way_back(records, case)
        # Reading: the last is the one referred last; two may go back to the same one.
        place = (bool(back), -case["observed_days"], len(back), case["case_id"], case)
        groups[key(back[-1] if back else case, "case_id")].append(place)
    for found in groups.values():
        yield WholeCase(episodes=[row for *_, row in sorted(found, key=lambda place: place[:4])])


def _way_back(records: Records, case: Row) -> list[Row]:
    """Every earlier episode, the latest first; none where they lead round in a circle."""
    back, earlier = [case], _earlier(records, case)
    while earlier is not None:
        if any(earlier is known for known in back):
            return []
        back.append(earlier)
        earlier = _earlier(records, earlier)
    return back[1:]


def _earlier(records: Records, case: Row) -> Row | None:
    # Reading: an earlier referral may be older than the export; the case then begins with the first there is.
    return records.cases.get(key(case, "reopened_from"), None) if case.get("reopened_from") else None
