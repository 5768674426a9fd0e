"""Each number of a workbook held against the cell that the line's own reference asks the release for."""

import shlex
from collections.abc import Iterator
from typing import Any

from dashboard.report.document import Block, Document
from tests.dashboard.report.checking import same
from tests.dashboard.report.held import Held, Row, money, numbers_in, percent, plain
from tests.dashboard.report.reading import Page, read_book

Line = dict[str, Any]
_BESIDE = ("promised", "changed", "restated")


def wrong_in_book(file: bytes, page: Page, told: Document, held: Held) -> list[str]:
    """Every line that is not as its own cell; every sheet in words that is not as the page says it."""
    sheets = read_book(file)
    wrong: list[str] = []
    for number, block in enumerate(told.blocks, start=1):
        figures = f"{number} {block.key}{' figures' if block.key in _BESIDE else ''}"
        wrong += [f"{figures}, {words}" for words in _figures(sheets[figures], block, held)]
    wrong += _in_words(sheets, page, told)
    return [*wrong, *_about(sheets, told, held)]


def _figures(rows: list[list[Any]], block: Block, held: Held) -> Iterator[str]:
    title = [] if block.key in _BESIDE else numbers_in(block.finding)
    yield from same("title", numbers_in(str(rows[0][0])), title)
    yield from same("about", numbers_in(str(rows[1][0])), numbers_in(" ".join((block.about, *block.notes))))
    for row in rows[3:]:
        yield from check_line(dict(zip(rows[2], row, strict=True)), held)


def check_line(line: Line, held: Held) -> Iterator[str]:
    """One number of one cell, with its ends, its parts, and itself in words."""
    where = f"{line['Measure']}, {line['Group']}, {line['Part']}"
    measure, period, asked = read_command(str(line["Ask for it again"]), str(line["Group"]))
    definition = held.definitions[measure]
    said = tuple(line[name] for name in ("Definition version", "Release", "Period"))
    if said != (definition["version"], held.manifest["id"], period):
        yield f"{where}: is of {said}"
    if not str(line["Measure"]).lower().endswith(definition["title"].lower()):
        yield f"{where}: stands where {definition['title']} is held"
    figure = held.figure(measure, period, asked) or {}
    right = _numbers_of(figure, str(line["Part"]))
    for name in ("Value", "Low (95%)", "High (95%)", "Met", "Out of"):
        value = line[name] if isinstance(line[name], int | float) else None
        if not any(_is_same(value, one.get(name)) for one in right):
            yield f"{where}, {name}: {line[name]}; held: {[one.get(name) for one in right]}"
    if line["Part"] == "All":
        yield from same(
            f"{where}, in words", numbers_in(line["In words"]), _in_short(held, measure, period, asked)
        )
    elif line["In words"] != line["Part"]:
        yield f"{where}: {line['In words']}"


def _is_same(value: float | None, right: float | None) -> bool:
    return value == right or (value is not None and right is not None and abs(value - right) < 1e-9)


def read_command(command: str, group: str) -> tuple[str, str, list[tuple[str, str]]]:
    """Measure, period, and of whom: what was asked for, and which of the groups it was told by."""
    words = shlex.split(command)
    options = list(zip(words[3::2], words[4::2], strict=True))
    by = [value for name, value in options if name == "--by"]
    groups = [] if group == "All" else group.split(", ")
    names = [*by, "currency"][: len(groups)] if len(groups) > len(by) else by
    # "Harmed parties" is the view whose code is harmed.
    codes = [
        code if name == "currency" else code.split()[0].lower()
        for name, code in zip(names, groups, strict=True)
    ]
    pairs = list(zip(names, codes, strict=True))
    where = [(value.split("=")[0], value.split("=")[1]) for name, value in options if name == "--where"]
    return words[2], dict(options)["--period"], [*where, *pairs]


def _in_short(held: Held, measure: str, period: str, asked: list[tuple[str, str]]) -> list[str]:
    """What stands for a whole cell in words: the figure, its parts, and how many replied."""
    figure, row = held.figure(measure, period, asked), held.row(measure, period, asked)
    if figure is None:
        if period != "all" and period not in held.manifest["measures"][measure]["periods"]:
            return []  # too soon
        is_of_few = held.definitions[measure]["kind"] in ("rate", "count", "distribution", "pathway")
        return numbers_in(row["words"] if row else held.manifest["hidden_words"] if is_of_few else "")
    match figure["is"]:
        case "Count":
            return [plain(figure["value"])]
        case "Money":
            return [money(figure["total_minor"]), plain(figure["n"])]
        case "MoneyRate":
            return [percent(figure["value"]), money(figure["met_minor"]), money(figure["denominator_minor"])]
    # Of a programme that hands over no invitations: of those who took part.
    is_of_attended = held.is_missing("response_rate", asked)
    told = held.answered(measure, period, asked, of_attended=is_of_attended)
    replied = [percent(told[0] / told[1])] if told else []
    return [percent(figure["value"]), plain(figure["met"]), plain(figure["denominator"]), *replied]


def _numbers_of(figure: Row, part: str) -> list[Row]:
    """What may stand on the line of a part; a reason may be given at two stages, so there may be two."""
    match figure.get("is"):
        case "Rate":
            return [{**_ends(figure), "Met": figure["met"], "Out of": figure["denominator"]}]
        case "MoneyRate":
            met, whole = figure["met_minor"] / 100, figure["denominator_minor"] / 100
            return [{**_ends(figure), "Met": met, "Out of": whole}]
        case "Count":
            return [{"Value": figure["value"]}]
        case "Money":
            return [{"Value": figure["total_minor"] / 100, "Out of": figure["n"]}]
        case None:
            return [{}]
    return _numbers_of_shape(figure, part)


def _numbers_of_shape(figure: Row, part: str) -> list[Row]:
    match figure["is"]:
        case "Distribution":
            names = ("disagree", "neither", "agree")
            counts = dict(zip(names, figure["counts"], strict=True))
            return [{"Value": counts[part.removeprefix("Answers: ")], "Out of": sum(figure["counts"])}]
        case "Pathway":
            reached = {step["label"]: [step["reached"]] for step in figure["steps"]}
            for step in figure["steps"]:
                for reason, n in step["left"]:
                    reached.setdefault(f"Left: {reason}", []).append(n)
            # Reasons of few people are not told.
            return [{"Value": n} for n in reached.get(part, [None])]
        case "Curve":
            found = {f"Day {one['day']}: {one['at_risk']:,} still followed": one for one in figure["points"]}
            return [{**_ends(found[part], "share"), "Met": found[part]["n_met"]}] if part in found else []
    amounts = {one["label"]: one["amount_minor"] / 100 for one in figure["parts"]}
    if part in figure["hidden"]:
        return [{}]
    return (
        [{"Value": amounts[part]}]
        if part in amounts
        else [{"Value": figure["total_minor"] / 100, "Out of": figure["n"]}]
    )


def _ends(figure: Row, name: str = "value") -> Row:
    return {"Value": figure[name], "Low (95%)": figure["low"], "High (95%)": figure["high"]}


def _in_words(sheets: dict[str, list[list[Any]]], page: Page, told: Document) -> Iterator[str]:
    """Tables of two figures beside each other are in words here too."""
    headed = [part for part in page.parts if part.level == "h3" or part.heading == "In short"]
    for number, (block, part) in enumerate(zip(told.blocks, headed, strict=False), start=1):
        if block.key in _BESIDE and block.grid is not None:
            found = [str(cell) for row in sheets[f"{number} {block.key}"][2:] for cell in row]
            right = [cell for row in part.rows for cell in row]
            yield from same(f"{number} {block.key}", numbers_in(" ".join(found)), numbers_in(" ".join(right)))


def _about(sheets: dict[str, list[list[Any]]], told: Document, held: Held) -> Iterator[str]:
    """The cover, the notes, the definitions and where it came from."""
    cover = [str(row[0]) for row in sheets["Cover"]]
    listed = [f"{number} {block.finding}" for number, block in enumerate(told.blocks, start=1)]
    for words in (told.title, told.subject, *told.lead, *told.limits):
        if words not in cover:
            yield f"Cover: {words} is not there"
    for words in listed:
        if not any(numbers_in(line) == numbers_in(words) for line in cover):
            yield f"Cover: {words}"
    for row in sheets["Definitions"][3:]:
        one = held.definitions[str(row[1])]
        if (row[0], row[2], row[-1]) != (one["title"], one["question"], one["version"]):
            yield f"Definitions: {row[1]}"
    said = {str(row[0]): str(row[1]) for row in sheets["Manifest"][3:]}
    if (said["Release"], said["Checksum (SHA-256)"]) != (held.manifest["id"], held.seal):
        yield f"Manifest: {said['Release']}, {said['Checksum (SHA-256)']}"
    notes = [str(row[1]) for row in sheets["Notes"][3:]]
    yield from same("Notes", numbers_in(" ".join(notes)), numbers_in(held.manifest["sentence"]))
