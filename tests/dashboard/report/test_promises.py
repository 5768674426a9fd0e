"""Targets in a report: whose they are, where they began, and what the release does not hold."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.report.choosing import Sources
from dashboard.report.document import Section
from dashboard.report.figures import tabulate_promises
from dashboard.report.plan import PLAN
from dashboard.report.promises import ALSO_OF_OTHERS, NO_TARGETS, OF_OTHERS, tell_promises
from pipelines.publication import Hidden, PublishedTable, Request, SetTarget, Source
from pipelines.vocabulary import Dimension

PROMISED = next(plan for plan in PLAN if plan.code == "promised")
KEPT = SetTarget(measure="agreement_completion_rate", value=0.5, direction="higher")


def tell(released: Source, *targets: SetTarget, programme: str = "", period: str = "2024") -> Section:
    return tell_promises(Sources.of([released], programme, period), PROMISED, targets)


def row_of(section: Section) -> dict[str, str]:
    (block,) = section.blocks
    assert block.grid is not None
    (row,) = block.grid.rows
    return dict(zip(block.grid.head, row, strict=True))


def test_a_target_stands_beside_what_happened(released: Source) -> None:
    row = row_of(tell(released, KEPT))
    assert row["What we promised"] == "Agreements kept: at least 50%"
    assert (row["Kept?"], row["When"]) == ("Kept", "2024")


def test_a_target_says_where_it_began(released: Source) -> None:
    begun = SetTarget(measure=KEPT.measure, value=0.5, direction="higher", baseline="2024")
    assert row_of(tell(released, begun))["What we promised"].endswith("% in 2024)")


def test_a_promise_is_never_judged_by_another_year_than_the_reports(released: Source) -> None:
    begun = SetTarget(measure=KEPT.measure, value=0.5, direction="higher", baseline="2024")
    row = row_of(tell(released, begun, period="2025"))
    assert (row["When"], row["Kept?"]) == ("2025", "Not judged")
    assert row["What happened"] == "[soon] Too soon to say"
    assert row["Based on"] == "not everybody has had the time yet"


def test_what_is_hidden_is_said_once_and_in_words(released: Source) -> None:
    """Neither a marker by itself, nor the same sentence in two columns and below."""
    (cases,) = released.load_tables([Request(measure=KEPT.measure, period="2024")])
    hidden = Hidden(words="all but fewer than 10 of about 180")
    table = replace(cases, rows=tuple(replace(row, cell=hidden) for row in cases.rows))
    (row,) = tabulate_promises([table], KEPT)
    assert row["What happened"] == "[c] Hidden to protect people"
    assert (row["Based on"], row["Kept?"]) == (hidden.words, "Not judged")


def test_what_is_hidden_is_not_said_again_below(released: Source) -> None:
    hidden = _Hiding(released)
    (block,) = tell(hidden, KEPT).blocks
    assert block.grid is not None
    assert "idden" in " ".join(block.grid.rows[0])
    assert "idden" not in " ".join(block.notes)


class _Hiding:
    """The same release with every figure hidden."""

    def __init__(self, source: Source) -> None:
        self._source, self.audience = source, source.audience
        self.load_definitions, self.load_status = source.load_definitions, source.load_status
        self.load_actions, self.record_export = source.load_actions, source.record_export

    def load_tables(self, requests: Sequence[Request]) -> list[PublishedTable]:
        return [
            replace(
                table, rows=tuple(replace(row, cell=Hidden(words="few"), change=None) for row in table.rows)
            )
            for table in self._source.load_tables(requests)
        ]


def test_a_target_of_others_is_not_in_this_report(released: Source) -> None:
    of_one = SetTarget(
        measure=KEPT.measure, value=0.5, direction="higher", where=((Dimension.PROGRAMME, "riverside"),)
    )
    assert tell(released).sentences == (NO_TARGETS,)
    assert tell(released, of_one).sentences == (OF_OTHERS.format(whom="riverside"),)
    (said,) = tell(released, KEPT, programme="riverside").sentences
    assert said.endswith("than those it is about: every programme together.")
    both = tell(released, KEPT, of_one, programme="riverside")
    assert both.blocks
    assert both.sentences == (ALSO_OF_OTHERS.format(whom="every programme together"),)
    assert tell(released, of_one, programme="riverside").sentences == ()


def test_a_target_that_the_release_does_not_hold_is_said(released: Source) -> None:
    absent = SetTarget(measure="respect_rate", value=0.5, direction="higher")
    assert row_of(tell(released, absent)) == {
        "What we promised": "respect_rate: 50%",
        "What happened": "[x] Not published here",
        "95% range": "–",
        "Based on": "–",
        "When": "2024",
        "Kept?": "Not judged",
    }
    (block,) = tell(released, KEPT, absent).blocks
    assert block.grid is not None
    assert [row[-1] for row in block.grid.rows] == ["Kept", "Not judged"]


def test_a_beginning_that_the_release_has_not_is_said(released: Source) -> None:
    begun = SetTarget(measure=KEPT.measure, value=0.5, direction="higher", baseline="2019")
    (block,) = tell(released, begun).blocks
    assert "The year this promise is measured from is not published: agreements kept, 2019." in block.notes
