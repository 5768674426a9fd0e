"""Which numbers a chart, its words, its finding and its table hold, in their order, from its own cells."""

from collections.abc import Iterable, Iterator, Sequence

from tests.dashboard.report.expected import Cell, Numbers
from tests.dashboard.report.held import Row, ends, money, percent, plain

_SIDES = ("harmed", "responsible", "community")


def draw_rates(cells: Sequence[Cell]) -> Numbers:
    told = [number for cell in cells for number in ([*cell.mark, *cell.parts] or cell.hidden)]
    scale = ["0", "50", "100"] if any(cell.is_rate for cell in cells) else []
    return [*told, *scale, *say_responses(cells)]


def describe_rates(cells: Sequence[Cell]) -> Numbers:
    return [number for cell in cells for number in ([*cell.told, *cell.parts] or cell.hidden)]


def tabulate_rates(cells: Sequence[Cell]) -> list[Row]:
    shares = [
        {"Share": cell.lead, "95% interval": cell.range, "Parts": cell.parts or cell.hidden} for cell in cells
    ]
    return [{"names": cell.names, **row} for cell, row in zip(cells, shares, strict=True)]


def find_rates(tables: Sequence[Sequence[Cell]]) -> Numbers:
    """One measure after the other: its share and parts, or the span of its shares."""
    found: Numbers = []
    for cells in tables:
        shown = [cell.figure["value"] for cell in cells if cell.is_rate and not cell.is_withheld]
        if len(cells) == 1 and shown:
            found += [*cells[0].mark, *cells[0].parts]
        elif shown:
            found += list(dict.fromkeys((percent(min(shown)), percent(max(shown)))))
        else:
            found += cells[0].hidden
    return found


def find_majorities(cells: Sequence[Cell]) -> Numbers:
    """On how many of how many of each side's statements the whole range lies above half."""
    sides = {cell.side: [one for one in cells if one.side == cell.side] for cell in cells}
    heard = {side: mine for side, mine in sides.items() if not any(cell.is_withheld for cell in mine)}
    shown = {side: [cell.figure["low"] for cell in mine if cell.is_rate] for side, mine in heard.items()}
    counted = [[str(sum(low > 0.5 for low in lows)), str(len(lows))] for lows in shown.values() if lows]
    if not counted and len(heard) == len(sides):
        reasons = {tuple(cell.hidden) for cell in cells}
        return list(reasons.pop()) if len(reasons) == 1 else []
    is_once = len(counted) > 1 and all(pair == counted[0] for pair in counted)
    return counted[0] if is_once else [number for pair in counted for number in pair]


def say_responses(cells: Sequence[Cell]) -> Numbers:
    """For each side in its order: the fewest and the most who answered, of how many, and both as shares."""
    found: Numbers = []
    for side in sorted({cell.side for cell in cells}, key=_place):
        told = [cell.answered for cell in cells if cell.side == side and cell.answered]
        if not told:
            continue
        fewest, most = (pick(told, key=lambda one: one[0] / one[1]) for pick in (min, max))
        counts = dict.fromkeys((fewest[0], most[0] if fewest[1] == most[1] else fewest[0]))
        shares = dict.fromkeys(percent(n / fewest[1]) for n in counts)
        found += [*map(plain, counts), plain(fewest[1]), *shares]
        found += ["3", "10"] if fewest[0] * 100 < 30 * fewest[1] else []  # fewer than 3 in 10
    return found


def _place(side: str) -> int:
    return _SIDES.index(side) if side in _SIDES else len(_SIDES)


def _three(cell: Cell) -> list[float]:
    n = sum(cell.figure["counts"])
    return [count / n for count in cell.figure["counts"]]


def draw_likert(cells: Sequence[Cell]) -> Numbers:
    """In its bars disagreement and agreement from 8 % on; then beside each bar agreement, and neither."""
    inside = [
        percent(_three(c)[place]) for c in cells if c.is_shown for place in (0, 2) if _three(c)[place] >= 0.08
    ]
    beside = [
        number
        for cell in cells
        for number in ([percent(_three(cell)[2]), percent(_three(cell)[1])] if cell.is_shown else cell.hidden)
    ]
    return [*inside, *beside, *say_responses(cells)]


def describe_likert(cells: Sequence[Cell]) -> Numbers:
    return [
        number
        for cell in cells
        for number in (
            [percent(_three(cell)[2]), plain(sum(cell.figure["counts"]))] if cell.is_shown else cell.hidden
        )
    ]


def find_likert(cells: Sequence[Cell]) -> Numbers:
    found: Numbers = []
    heard = [cell for cell in cells if cell.is_shown]
    for side in dict.fromkeys(cell.side for cell in heard):
        if not any(cell.is_withheld for cell in cells if cell.side == side):
            agreed = [_three(cell)[2] for cell in heard if cell.side == side]
            found += list(dict.fromkeys((percent(min(agreed)), percent(max(agreed)))))
    return found if heard else cells[0].hidden


def tabulate_likert(cells: Sequence[Cell]) -> Iterator[Row]:
    names = ("Disagree", "Neither", "Agree")
    for cell in cells:
        if not cell.is_shown:
            yield {}
            continue
        shares = {name: [percent(share)] for name, share in zip(names, _three(cell), strict=True)}
        n = plain(sum(cell.figure["counts"]))
        yield {"names": cell.names, "Agreed in all": shares["Agree"], **shares, "Answers": [n]}


def draw_pathway(cell: Cell) -> Numbers:
    steps = cell.figure.get("steps", [])
    found = [] if steps else [*cell.hidden]
    for number, step in enumerate(steps):
        found += [
            plain(step["reached"]),
            *(_of(step["reached"], steps[0]["reached"]) if number else []),
        ]
        # Why others did not come further stands under the next bar, the last one's under its own.
        found += _reasons(steps[number - 1]) if number else []
    return [*found, *_reasons(steps[-1])] if steps else found


def _reasons(step: Row) -> Numbers:
    """The four largest, and the rest in one sum."""
    left = [n for _, n in step["left"]]
    return [*map(plain, left[:4]), *([plain(sum(left[4:]))] if left[4:] else [])]


def _of(part: int, whole: int) -> Numbers:
    """A share in percent; none of fewer than 30, of which a release gives no rate."""
    return [percent(part / whole)] if whole >= 30 else []


def describe_pathway(cell: Cell) -> Numbers:
    steps = cell.figure.get("steps", [])
    found = [] if steps else [*cell.hidden]
    for step in steps:
        share = step["reached"] / steps[0]["reached"]
        found += [plain(step["reached"]), *([] if share == 1 else _of(step["reached"], steps[0]["reached"]))]
    return found


def find_pathway(cell: Cell) -> Numbers:
    steps = cell.figure.get("steps", [])
    if not steps:
        return cell.hidden
    first = steps[0]["reached"]
    reached = next((s for s in steps if s["stage"] == "conference"), steps[-1])["reached"]
    return [plain(reached), plain(first), *_of(reached, first)]


def tabulate_pathway(cell: Cell) -> Iterator[Row]:
    steps = cell.figure.get("steps", [])
    if not steps:
        yield {}
    for before, step in zip([*steps[:1], *steps], steps, strict=False):
        whole = (before["reached"], steps[0]["reached"])
        shares = [_of(step["reached"], n) for n in whole]
        names = ("Of those entering", "Of all referred")
        yield {"Referrals": [plain(step["reached"])], **dict(zip(names, shares, strict=True))}
        yield from ({"Referrals": [plain(n)]} for _, n in step["left"])
        yield {}  # reasons of few people, which are not told


MONTHS = {0: 0, 3: 90, 6: 180, 9: 270, 12: 365}
"""Months of a curve's axis → the day by which they are over."""


def _at(cell: Cell, day: int) -> Row | None:
    return next((one for one in cell.figure["points"] if one["day"] == day), None)


def draw_curve(cell: Cell) -> Numbers:
    """Its axes, the last share with its range, and the day it stops."""
    if not cell.is_shown:
        return cell.hidden
    last = cell.figure["points"][-1]
    stops = cell.figure["stops_at_day"]
    told = [percent(last["share"]), *ends(last["low"], last["high"])]
    later = [str(stops)] if stops < 365 else []
    return ["0", "25", "50", "75", "100", *told, *map(str, MONTHS), *later]


def describe_curve(cell: Cell) -> Numbers:
    if not cell.is_shown:
        return cell.hidden
    found = [plain(cell.figure["n"])]
    for month, day in list(MONTHS.items())[1:]:
        if one := _at(cell, day):
            found += [percent(one["share"]), *ends(one["low"], one["high"]), str(month)]
    return [*found, str(cell.figure["stops_at_day"])]


def find_curve(cell: Cell) -> Numbers:
    if not cell.is_shown:
        return cell.hidden
    told = ((month, _at(cell, day)) for month, day in ((6, 180), (3, 90), (1, 30)))
    return next(([percent(one["share"]), str(month)] for month, one in told if one), [])


def tabulate_curve(cell: Cell) -> Iterator[Row]:
    if not cell.is_shown:
        yield {}
        return
    days = {str(month): _at(cell, day) for month, day in MONTHS.items()}
    n = plain(cell.figure["n"])
    for name in ("share", "ends", "at_risk", "n_met", "n_ended"):
        row = {month: _on_day(one, name) if one else [] for month, one in days.items()}
        # On day 0 everybody is followed, and nothing has happened.
        row["0"] = {"share": ["0"], "ends": ["0", "0"], "at_risk": [n]}.get(name, ["0"])
        yield row


def _on_day(one: Row, name: str) -> Numbers:
    if name == "ends":
        return ends(one["low"], one["high"])
    if name == "share":
        return [percent(one["share"])]
    return [] if one[name] is None else [plain(one[name])]


def draw_flow(cells: Sequence[Cell]) -> Numbers:
    found: Numbers = []
    for cell in cells:
        whole = cell.figure.get("total_minor")
        found += [money(whole)] if whole else cell.hidden
        for part in cell.figure.get("parts", []):
            found += [money(part["amount_minor"]), percent(part["amount_minor"] / whole)]
    return found


def describe_flow(cells: Sequence[Cell]) -> Numbers:
    """As it is drawn, with the number of obligations after the whole."""
    found: Numbers = []
    for cell in cells:
        drawn = draw_flow([cell])
        found += [*drawn[:1], plain(cell.figure["n"]), *drawn[1:]] if cell.is_shown else drawn
    return found


def find_flow(cells: Sequence[Cell]) -> Numbers:
    found: Numbers = []
    for cell in cells:
        paid = [one["amount_minor"] for one in cell.figure.get("parts", []) if one["name"] == "paid"]
        if paid:
            whole = cell.figure["total_minor"]
            found += [money(paid[0]), money(whole), percent(paid[0] / whole)]
    return found


def tabulate_flow(cells: Sequence[Cell]) -> Iterator[Row]:
    for cell in cells:
        if not cell.is_shown:
            yield {}
            continue
        whole = cell.figure["total_minor"]
        for part in (whole, *(one["amount_minor"] for one in cell.figure["parts"])):
            yield {"Amount": [money(part, exact=True)], "Share": [percent(part / whole)]}
        yield from ({} for _ in cell.figure["hidden"])


def draw_mix(cells: Sequence[Cell]) -> Numbers:
    return [number for cell in cells for number in (cell.lead or cell.hidden)]


def find_mix(cells: Sequence[Cell]) -> Numbers:
    """Each of a few, in their order, where all are shown; where none is, why."""
    shown = [cell for cell in cells if cell.is_shown]
    return draw_mix(cells) if len(shown) == len(cells) else [] if shown else cells[0].hidden


# ---------------------------------------------------------------- each kind as one


Chart = tuple[Iterable[Row], Numbers, Numbers, Numbers]
"""The rows of its table; the numbers of its finding, of what is drawn, and of its words."""


def rates(each: Sequence[Sequence[Cell]], *, is_counted: bool) -> Chart:
    cells = [cell for one in each for cell in one]
    finding = find_majorities(cells) if is_counted else find_rates(each)
    rows = tabulate_rates(cells)
    # One measure by itself is named over its table, not in each row.
    rows = rows if len(each) > 1 else [{**row, "names": ("",)} for row in rows]
    return rows, finding, draw_rates(cells), describe_rates(cells)


def likert(cells: Sequence[Cell]) -> Chart:
    return tabulate_likert(cells), find_likert(cells), draw_likert(cells), describe_likert(cells)


def mix(cells: Sequence[Cell]) -> Chart:
    rows = [{"Number": cell.lead} for cell in cells]
    return rows, find_mix(cells), draw_mix(cells), draw_mix(cells)


def pathway(cell: Cell) -> Chart:
    return tabulate_pathway(cell), find_pathway(cell), draw_pathway(cell), describe_pathway(cell)


def curve(cell: Cell) -> Chart:
    return tabulate_curve(cell), find_curve(cell), draw_curve(cell), describe_curve(cell)


def flow(cells: Sequence[Cell]) -> Chart:
    return tabulate_flow(cells), find_flow(cells), draw_flow(cells), describe_flow(cells)


def names_in(cells: Sequence[Cell]) -> list[str]:
    """Each statement or measure, then whose view each of its cells is, where it is told of several."""
    found: list[str] = []
    last = ""
    has_several = len({cell.measure for cell in cells}) > 1
    for cell in cells:
        is_named = has_several and (cell.is_rate or "counts" in cell.figure or cell.is_surveyed)
        if is_named and cell.statement != last:
            found.append(cell.statement)
            last = cell.statement
        found += [code.lower() for name, code in cell.by if name in ("perspective", "currency")]
    return found
