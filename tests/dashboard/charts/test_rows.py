"""Rows of tables as lines to draw: whose view, under which heading, in which order."""

from dashboard.charts.rows import (
    perspective_of,
    read_lines,
    responses_in_words,
    tabulate_rate,
    units_of,
)
from pipelines.publication import Hidden, Kind, NoCases, PublishedRow, Response, Shown, TooFew
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import (
    SECRET,
    broken_down,
    make_definition,
    make_table,
    money_rate,
    one,
    rate,
)

SHARE = Shown(figure=rate(85, 109))
ROLE = (Dimension.ROLE,)


def by_role(title: str = "Felt safe") -> object:
    definition = make_definition(Kind.RATE, title)
    return broken_down(
        definition, Dimension.ROLE, {"community": SHARE, "responsible": SHARE, "harmed": SHARE}
    )


def test_perspectives_stand_in_one_order_whatever_the_table_s() -> None:
    lines = read_lines([by_role()])  # type: ignore[list-item]
    assert [line.label for line in lines] == ["Harmed", "Responsible", "Community"]
    assert {line.heading for line in lines} == {""}


def test_several_measures_by_role_are_headed_by_their_measure() -> None:
    lines = read_lines([by_role("Felt safe"), by_role("Was heard")])  # type: ignore[list-item]
    assert [line.heading for line in lines] == ["Felt safe"] * 3 + ["Was heard"] * 3


def test_several_totals_are_named_by_their_measure() -> None:
    tables = [one(make_definition(Kind.RATE, title), SHARE) for title in ("Kept", "Closed")]
    assert [(line.heading, line.label) for line in read_lines(tables)] == [("", "Kept"), ("", "Closed")]


def test_two_dimensions_give_a_panel_for_each_perspective() -> None:
    rows = [
        PublishedRow(by=(("role", role), ("programme", site)), cell=SHARE)
        for site in ("elm", "court")
        for role in ("responsible", "harmed")
    ]
    table = make_table(make_definition(Kind.RATE), rows, by=(Dimension.ROLE, Dimension.PROGRAMME))
    assert [(line.heading, line.label) for line in read_lines([table])] == [
        ("Harmed", "Elm"),
        ("Harmed", "Court"),
        ("Responsible", "Elm"),
        ("Responsible", "Court"),
    ]


def test_perspectives_are_views_as_roles_are() -> None:
    table = broken_down(
        make_definition(Kind.RATE), Dimension.PERSPECTIVE, {"community": SHARE, "harmed": SHARE}
    )
    assert [(line.label, line.perspective) for line in read_lines([table])] == [
        ("Harmed", "harmed"),
        ("Community", "community"),
    ]


def test_a_measure_of_several_statements_is_named_by_its_title() -> None:
    one_, several = (
        one(make_definition(Kind.RATE, "Was heard", statement=statement), SHARE)
        for statement in ("I was heard.", "I was heard. · I was believed.")
    )
    assert [line.label for line in read_lines([one_, several])] == ["I was heard.", "Was heard"]


def test_groups_keep_the_table_s_order_whatever_their_rate() -> None:
    cells = {code: Shown(figure=rate(met, 100)) for code, met in (("b", 50), ("a", 90), ("c", 70))}
    table = broken_down(make_definition(Kind.RATE), Dimension.SITE, cells)
    assert [line.label for line in read_lines([table])] == ["B", "A", "C"]


def test_the_view_is_the_row_s_else_the_request_s_else_the_definition_s() -> None:
    definition = make_definition(Kind.RATE, perspective="community")
    plain = PublishedRow(by=(), cell=SHARE)
    asked = make_table(definition, [plain], where=((Dimension.ROLE, "harmed"),))
    assert perspective_of(asked, PublishedRow(by=(("role", "responsible"),), cell=SHARE)) == "responsible"
    assert perspective_of(asked, plain) == "harmed"
    assert perspective_of(make_table(definition, [plain]), plain) == "community"


def test_what_is_counted_is_named_as_people_would() -> None:
    assert units_of(one(make_definition(Kind.PATHWAY, unit="case"), SHARE)) == "referrals"
    assert units_of(one(make_definition(Kind.PATHWAY, unit="agreement"), SHARE)) == "agreements"
    parties = make_table(make_definition(Kind.PATHWAY, unit="party"), [], where=((Dimension.ROLE, "harmed"),))
    assert units_of(parties) == "harmed parties"


def answered(role: str, response: Response | None) -> PublishedRow:
    return PublishedRow(by=(("role", role),), cell=SHARE, response=response)


def test_who_answered_is_said_once_for_each_perspective() -> None:
    responses = {
        "harmed": Response(answered=409, asked=651),
        "responsible": Response(answered=359, asked=651),
    }
    rows = [answered(role, responses[role]) for role in ("responsible", "harmed")]
    tables = [make_table(make_definition(Kind.RATE, title), rows, by=ROLE) for title in ("A", "B")]
    assert responses_in_words(read_lines(tables)) == [
        "Harmed parties: 409 of 651 answered, 63%.",
        "Responsible parties: 359 of 651 answered, 55%.",
    ]


def of_two_statements(*responses: Response) -> list[str]:
    tables = [
        make_table(make_definition(Kind.RATE, title), [answered("harmed", response)], ROLE)
        for title, response in zip(("Felt safe", "Safe since"), responses, strict=True)
    ]
    return responses_in_words(read_lines(tables))


def test_where_not_everybody_answered_each_statement_the_fewest_and_the_most_are_said() -> None:
    said = of_two_statements(Response(answered=60, asked=100), Response(answered=45, asked=100))
    assert said == [
        "Harmed parties: 45 to 60 of 100 answered, 45 to 60%, by statement. "
        "Fewer than half answered, so others may feel differently."
    ]
    near = of_two_statements(Response(answered=601, asked=1000), Response(answered=602, asked=1000))
    assert near == ["Harmed parties: 601 to 602 of 1,000 answered, 60%, by statement."]


def test_where_others_were_asked_the_fewest_who_answered_speak_for_all() -> None:
    said = of_two_statements(Response(answered=60, asked=100), Response(answered=55, asked=110))
    assert said == ["Harmed parties: at least 55 of 110 answered, 50%."]


def test_a_rate_is_tabulated_with_interval_and_parts() -> None:
    assert tabulate_rate(SHARE) == {"Share": "78%", "95% interval": "73 to 83%", "Parts": "85 of 109"}
    money = tabulate_rate(Shown(figure=money_rate(8_612_700, 12_030_700)))
    assert money["Parts"] == "£86,127 of £120,307"


def test_a_table_says_what_may_be_said_of_a_cell_without_a_share() -> None:
    assert tabulate_rate(Hidden(words="fewer than 3 of 40"))["Parts"] == "fewer than 3 of 40"
    assert tabulate_rate(TooFew(buckets=SECRET)) == {
        "Share": "[low]",
        "95% interval": "",
        "Parts": "7,717 of 9,946",
    }
    assert tabulate_rate(NoCases()) == {"Share": "[z]", "95% interval": "", "Parts": ""}
