"""The overdue list: the longest first, one programme's own where one was chosen."""

from dashboard.widgets.actions import list_overdue
from pipelines.publication import Action


def action(programme: str, days: int | None, kind: str = "overdue_agreement") -> Action:
    return Action(kind=kind, programme=programme, reference="x", days_overdue=days, what="Overdue.")


ALL = [action("elm", 3), action("river", 90), action("elm", 40), action("elm", None, "safeguarding")]


def test_the_longest_overdue_come_first_and_nothing_else_is_in_it() -> None:
    assert [one.days_overdue for one in list_overdue(ALL, None)] == [90, 40, 3]


def test_one_programme_sees_its_own() -> None:
    assert [one.days_overdue for one in list_overdue(ALL, "elm")] == [40, 3]
