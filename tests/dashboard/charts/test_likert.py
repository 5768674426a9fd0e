"""Diverging bars about one zero line: lengths, order, and what may be said of few answers."""

import pytest

from dashboard.charts.likert import describe_likert, draw_likert, tabulate_likert, title_likert
from dashboard.charts.theme import DARK, LIGHT
from pipelines.publication import Hidden, Kind, PublishedRow, PublishedTable, Response, Shown, TooFew
from pipelines.vocabulary import Dimension
from tests.dashboard.charts.published import SECRET, answers, make_definition, make_table, one, said, texts_of

HARMED = answers(13, 16, 29, 135, 216)
RESPECT = said(
    "I was treated with respect.",
    community=Hidden(words="fewer than 10"),
    responsible=answers(6, 5, 22, 118, 208),
    harmed=HARMED,
)
FAIR = said("The way it was done was fair to me.", harmed=answers(9, 13, 45, 151, 180))


def test_disagreement_ends_and_agreement_begins_at_zero() -> None:
    strongly_no, no, neutral, yes, strongly_yes = draw_likert([RESPECT], LIGHT).data[:5]
    assert no.base[0] + no.x[0] == pytest.approx(0)
    assert strongly_no.base[0] + strongly_no.x[0] == pytest.approx(no.base[0])
    assert yes.base[0] == 0
    assert strongly_yes.base[0] == pytest.approx(yes.x[0])
    assert neutral.base[0] > strongly_yes.base[0] + strongly_yes.x[0]


def test_a_segment_is_as_long_as_its_share() -> None:
    lengths = [trace.x[0] for trace in draw_likert([RESPECT], LIGHT).data[:5]]
    assert lengths == pytest.approx([count / 409 for count in HARMED.counts])


def test_numbers_stand_inside_segments_from_eight_percent() -> None:
    inside = [trace.text[0] for trace in draw_likert([FAIR], LIGHT).data]
    assert inside == ["", "", "", "38", "45"]
    assert "83%" in texts_of(draw_likert([FAIR], LIGHT))


def test_neutral_answers_are_aligned_in_a_column_of_their_own() -> None:
    starts = {trace.base[0] for trace in draw_likert([RESPECT, FAIR], LIGHT).data[2::5]}
    assert len(starts) == 1


def test_everything_shown_is_inside_the_fixed_range() -> None:
    figure = draw_likert([RESPECT, FAIR], DARK)
    low, high = figure.layout.xaxis.range
    assert low <= min(trace.base[0] for trace in figure.data)
    assert max(trace.base[0] + trace.x[0] for trace in figure.data) <= high + 1e-9


def test_harmed_responsible_and_community_stand_in_this_order_under_their_statement() -> None:
    words = texts_of(draw_likert([RESPECT], LIGHT))
    places = [words.index(name) for name in ("I was treated", "Harmed", "Responsible", "Community")]
    assert places == sorted(places)
    assert "Hidden to protect people: fewer than 10" in " ".join(words.split())


def test_who_answered_stands_below_with_its_caution() -> None:
    words = texts_of(draw_likert([RESPECT], LIGHT, fits=900))
    assert "Harmed parties: 409 of 651 answered, 63%." in words
    assert "People from the community: 120 of 500 answered, 24%. Fewer than 3 in 10 answered" in words


def test_statements_of_different_measures_are_put_together() -> None:
    rows = {"harmed": HARMED, "responsible": answers(6, 5, 22, 118, 208)}
    apart = [
        one(
            make_definition(Kind.DISTRIBUTION, role, statement="I felt safe.", perspective=role),
            Shown(figure=cell),
        )
        for role, cell in rows.items()
    ]
    assert texts_of(draw_likert(apart, LIGHT)).count("I felt safe.") == 1
    assert [row["Group"] for row in tabulate_likert(apart)] == ["Harmed", "Responsible"]


def test_the_title_speaks_of_those_who_answered() -> None:
    assert title_likert([RESPECT]) == (
        "Of those who answered, 86% of harmed parties and 91% of responsible parties agreed: "
        "“I was treated with respect.”"
    )
    assert title_likert([RESPECT, FAIR]) == (
        "Of those who answered, 83 to 86% of harmed parties and 91% of responsible parties agreed, "
        "depending on the statement"
    )


def test_the_title_makes_no_percent_of_few_answers() -> None:
    few = Shown(figure=answers(1, 1, 2, 5, 5), is_cautious=True)
    assert title_likert([said("I felt safe.", harmed=few)]) == (
        "Of those who answered, 10 of 14 harmed parties agreed: “I felt safe.”"
    )
    assert "Few answers, so read with care: harmed parties." in texts_of(
        draw_likert([said("I felt safe.", harmed=few)], LIGHT, fits=900)
    )


def low_response(cell: Shown) -> PublishedTable:
    definition = make_definition(Kind.DISTRIBUTION, "Felt safe", statement="I felt safe.")
    row = PublishedRow(by=(("role", "harmed"),), cell=cell, response=Response(answered=29, asked=100))
    return make_table(definition, [row], by=(Dimension.ROLE,))


def test_too_low_a_response_withholds_the_finding() -> None:
    title = title_likert([low_response(Shown(figure=HARMED))])
    assert title == "What harmed parties said: too few answered to draw a conclusion"


def test_fewer_than_ten_answers_are_never_drawn_as_shares() -> None:
    few = said("I felt safe.", harmed=answers(0, 0, 1, 3, 5))
    assert not draw_likert([few], LIGHT).data
    assert "Too few to rely on" in texts_of(draw_likert([few], LIGHT))
    assert tabulate_likert([few])[0]["Agreed in all"] == "[low]"


def test_alt_text_gives_the_share_who_agreed_of_how_many() -> None:
    assert describe_likert([RESPECT]) == (
        "Diverging bar chart of the share who agreed. “I was treated with respect.” harmed 86% of 409; "
        "responsible 91% of 359; community hidden to protect people: fewer than 10."
    )


def test_the_table_says_every_answer_and_what_was_counted_apart() -> None:
    row = tabulate_likert([RESPECT])[0]
    assert row == {
        "Statement": "I was treated with respect.",
        "Group": "Harmed",
        "Agreed in all": "86%",
        "Strongly disagree": "3%",
        "Disagree": "4%",
        "Neither": "7%",
        "Agree": "33%",
        "Strongly agree": "53%",
        "Answers": "409",
        "Does not apply": "3",
        "Not said": "2",
        "Blank": "1",
    }


def test_the_table_says_the_parts_of_too_few() -> None:
    row = tabulate_likert([said("I felt safe.", harmed=TooFew(buckets=SECRET))])[0]
    assert (row["Agreed in all"], row["Answers"]) == ("[low]", "7,717 of 9,946")


def test_nothing_to_draw_at_all() -> None:
    assert draw_likert([], LIGHT).layout.height > 0
    assert title_likert([]) == "What people said"
    assert tabulate_likert([]) == []
