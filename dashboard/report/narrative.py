"""The sentences of the report, by rule from published cells.

A sentence gives a level with its range, a change only where the published verdict says so, a target only
where the whole range lies on one side of it. It never says what caused anything, and names no number that is
hidden.
"""

from collections.abc import Collection, Sequence

from dashboard.wording import (
    change_in_words,
    describe_cell,
    format_count,
    format_interval,
    format_percent,
    is_verdict_withheld,
    join_words,
    label_of,
    list_markers,
    lower_first,
    parts_in_words,
    period_in_words,
    perspective_words,
    upper_first,
)
from pipelines.publication import (
    Count,
    Hidden,
    Money,
    MoneyRate,
    NotAvailable,
    PublishedRow,
    PublishedTable,
    Rate,
    SetTarget,
    Shown,
    TargetVerdict,
    TooSoon,
    Verdict,
)
from pipelines.vocabulary import Dimension

LIMITS = (
    "This report does not measure re-offending.",
    "The figures are about people who were referred. What people said is about those who answered. Others "
    "may have felt differently.",
    "The figures show what happened and what people reported after it. They do not show what brought it "
    "about.",
)

READING = (
    "A range (95%) says how far a figure could move by chance. A difference inside the range may be "
    "chance. A clear majority is one whose whole range lies above half.",
    " ".join(f"{mark} means {meaning}." for mark, meaning in list_markers(of_release=True)),
    "A table of which more than a third would be hidden is not printed. It is told for an earlier year or "
    "for all years together, and says so. A promise keeps its row, and its own year.",
)

TOO_SMALL = (
    "This release is too small to say what was achieved. Too few people are in it for any share to be shown "
    "without saying something about one of them.",
    "That is no result, good or bad. Ask for the report again when more people have taken part, or ask the "
    "programme for its signed headline pack.",
)


TOO_SMALL_PACK = (
    "What is published here is too small to say what was achieved. Too few people are in it for any share to "
    "be shown without saying something about one of them, in the signed headline pack too.",
    "That is no result, good or bad. Ask for the report again when more people have taken part.",
)


def tell_level(table: PublishedTable) -> str:
    """ "Agreements completed: 81% (range 76 to 85%), 345 of 425." Empty where nothing may be said.

    Of few, the range leads and a caution follows.
    """
    said = [words for row in table.rows if (words := _level(row))]
    return f"{title_of(table)}: {'; '.join(said)}." if said else ""


def _level(row: PublishedRow) -> str:
    match row.cell:
        case Shown(figure=Count(value=value)):
            return format_count(value)
        case Shown(figure=(Rate() | MoneyRate()) as rate, is_cautious=False):
            range_ = format_interval(rate.low, rate.high)
            return f"{format_percent(rate.value)} (range {range_}), {parts_in_words(rate)}"
        case Shown():
            return describe_cell(row.cell)
        case _:
            return ""


def title_of(table: PublishedTable) -> str:
    """The measure, and whose view it is where one was asked for."""
    side = dict(table.request.where).get(Dimension.PERSPECTIVE)
    title = table.definition.title
    return f"{upper_first(perspective_words(side))}: {lower_first(title)}" if side else title


def name_of(table: PublishedTable, row: PublishedRow) -> str:
    """The measure, whose view it is, and which currency or group where there are several."""
    beside = [label_of(*row.by[-1])] if row.by and len(table.rows) > 1 else []
    return ", ".join([title_of(table), *beside])


def tell_change(table: PublishedTable, row: PublishedRow) -> str:
    """What may be said against the year before; a level alone where nothing may."""
    if row.change is None or row.change.verdict is Verdict.NO_EARLIER:
        return "No shares to compare" if isinstance(row.cell, Shown) and row.change else "–"
    if row.change.verdict is Verdict.NO_CLEAR_CHANGE and not is_verdict_withheld(row.response):
        return row.change.verdict.label
    return change_in_words(row.change, row.response)


def tell_changes(rows: Sequence[tuple[str, PublishedRow]]) -> str:
    """ "Clearly up: a. Clearly down: b. For 3 others there is no clear change." """
    said = []
    for verdict, words in ((Verdict.UP, "Clearly up"), (Verdict.DOWN, "Clearly down")):
        titles = [lower_first(title) for title, row in rows if _may_compare(row) and _verdict(row) is verdict]
        said += [f"{words}: {'; '.join(titles)}."] if titles else []
    same = sum(_may_compare(row) and _verdict(row) is Verdict.NO_CLEAR_CHANGE for _, row in rows)
    if same:
        said.append(f"No clear change in {format_count(same)} {'share' if same == 1 else 'shares'}.")
    return " ".join(said) or "Nothing here can be called up or down."


def _verdict(row: PublishedRow) -> Verdict | None:
    return row.change.verdict if row.change else None


def _may_compare(row: PublishedRow) -> bool:
    return not is_verdict_withheld(row.response)


NOT_JUDGED = "Not judged"

_JUDGED = {
    TargetVerdict.MET: "Kept",
    TargetVerdict.MISSED: "Not kept",
    TargetVerdict.TOO_CLOSE: "Too close to call",
    TargetVerdict.NOT_JUDGED: NOT_JUDGED,
}


def tell_target(row: PublishedRow, target: SetTarget) -> str:
    """Kept or not only where the whole range is on one side; nothing is judged where nothing is shown."""
    return _JUDGED[TargetVerdict.judge(row.cell, target, row.response)]


def tell_restated(now: PublishedTable, then: PublishedTable, row: PublishedRow, old: PublishedRow) -> str:
    """Why a figure of a year that is over is not what it was: as far as two releases can tell."""
    if now.definition.version != then.definition.version:
        return "The definition of the measure has changed since"
    grown = _size(row) - _size(old)
    if now.as_of > then.as_of and grown > 0:
        return "The number is larger now: late data, or numbers adjusted anew to protect people"
    if grown < 0:
        return "The number is smaller now: corrections, or numbers adjusted anew to protect people"
    return "Corrections, or numbers adjusted anew to protect people"


def _size(row: PublishedRow) -> int:
    """How much stands behind a figure; 0 where it cannot be said in one number."""
    match row.cell:
        case Shown(figure=Count(value=n) | Rate(denominator=n) | MoneyRate(denominator_minor=n)):
            return n
        case Shown(figure=Money(total_minor=n)):
            return n
    return 0


def _name_inside(table: PublishedTable, row: PublishedRow) -> str:
    """ "I was treated with respect (responsible parties)": as it stands in a sentence."""
    beside = row.by and len(table.rows) > 1
    group = f" ({lower_first(label_of(*row.by[-1]))})" if beside else ""
    return lower_first(title_of(table)).rstrip(".") + group


_NAMED = 3
"""Hidden figures that a note names; of more it says how many, and names as many."""


def tell_hidden(tables: Sequence[PublishedTable]) -> str:
    """Which figures of a block are kept back; never a number, never near what."""
    hidden = [(table, row) for table in tables for row in table.rows if isinstance(row.cell, Hidden)]
    if not hidden:
        return ""
    named = dict.fromkeys(_name_inside(table, row) for table, row in hidden)
    names = join_words(list(named)[:_NAMED])
    if len(hidden) <= _NAMED:
        return f"Hidden to protect people: {names}."
    return f"{format_count(len(hidden))} figures are hidden to protect people, among them {names}."


def tell_nothing(about: str, tables: Sequence[PublishedTable]) -> str:
    """Why a finding has no table here: more than a third of it would be kept back."""
    cells = [row.cell for table in tables for row in table.rows]
    if any(isinstance(cell, Hidden) for cell in cells):
        return f"{about}: too much would be hidden to protect people, so nothing is printed."
    if any(isinstance(cell, TooSoon) for cell in cells):
        return f"{about}: too soon to say."
    return f"{about}: not published."


def tell_absent(tables: Sequence[PublishedTable]) -> str:
    """Which measures the release, or the pack, does not hold, by name."""
    names = [
        lower_first(table.definition.title)
        for table in tables
        if all(isinstance(row.cell, NotAvailable) for row in table.rows)
    ]
    return f"Not published: {'; '.join(names)}." if names else ""


def tell_bases(tables: Sequence[PublishedTable]) -> str:
    """Which month places a case in the period: two figures of one year may be of other cases."""
    titles: dict[str, list[str]] = {}
    for table in tables:
        titles.setdefault(table.basis.label, []).append(lower_first(table.definition.title))
    if len(titles) == 1:
        return f"Counted here: {lower_first(next(iter(titles)))}."
    return " ".join(f"{label}: {join_words(list(dict.fromkeys(names)))}." for label, names in titles.items())


def tell_unasked(tables: Sequence[PublishedTable], said: Collection[str]) -> str:
    """Where people's answers stand and the source does not hold how many were asked."""
    bare = [
        table
        for table in tables
        if table.definition.name in said
        and any(isinstance(row.cell, Shown) and row.response is None for row in table.rows)
    ]
    names = join_words(list(dict.fromkeys(lower_first(table.definition.title) for table in bare)))
    return (
        f"How many were asked is not known here, so others may have felt differently: {names}."
        if names
        else ""
    )


def tell_when(tables: Sequence[PublishedTable]) -> str:
    """The period of a block, in words."""
    table = tables[0]
    period = table.request.period
    return period_in_words(period, table.as_of) if period else table.period_label
