"""The draft as TOML for a person to confirm: what is sure as it would be used, what is not as comments."""

from collections.abc import Iterable, Sequence

from pipelines.contract_tables import TABLES, primary_key
from pipelines.exports.drafts.planning import PlannedSheet, find_join
from pipelines.exports.drafts.preamble import preamble_lines, shared_formats
from pipelines.exports.drafts.questions import answer_codes, suggest_items, wave_of
from pipelines.exports.drafts.suggesting import SURE, Suggestion
from pipelines.exports.drafts.toml_text import commented, toml_text, toml_texts


def write_draft(planned: Sequence[PlannedSheet]) -> str:
    """The text of the mapping file."""
    formats = shared_formats(planned)
    lines = preamble_lines(planned, formats)
    for sheet in planned:
        lines += _source_lines(sheet)
    lines += _list_lines(planned)
    for table in TABLES:
        lines += _table_lines(table, [sheet for sheet in planned if sheet.table == table], formats)
    for sheet in planned:
        lines += _beside_lines(sheet, formats)
    return "\n".join(lines).rstrip() + "\n"


def _table_lines(table: str, feeding: Sequence[PlannedSheet], formats: tuple[str, ...]) -> list[str]:
    """Every sheet that mainly feeds a table: as feeds where nothing is missing, as comments otherwise."""
    whole = [sheet for sheet in feeding if not sheet.missing]
    # Cases must be there: left as they are, the mapping says by name what is missing.
    active = whole or (list(feeding[:1]) if table == "cases" else [])
    lines: list[str] = []
    for sheet in feeding:
        key = find_join(whole[0], sheet) if whole and sheet not in active else None
        if key is not None:
            lines += _joined_lines(whole[0], sheet, key, formats)
        else:
            lines += _feed_lines(sheet, formats, is_active=sheet in active, is_one_of_several=len(active) > 1)
    return lines


def _source_lines(sheet: PlannedSheet) -> list[str]:
    facts = sheet.facts
    where = (
        f"sheet = {toml_text(facts.sheet)}"
        if facts.sheet
        else f"file = {toml_text(facts.file.rpartition('/')[2])}"
    )
    lines = [f"[sources.{sheet.source}]", where]
    if sheet.unplaced:
        lines += [f"# Nothing of the contract is like these: {', '.join(map(toml_text, sheet.unplaced))}."]
        lines += [f"# not_read = {toml_texts(sheet.unplaced)}"]
    return [*lines, ""]


def _list_lines(planned: Sequence[PlannedSheet]) -> list[str]:
    """The programme's own closed lists, made from the labels of the columns suggested for them."""
    lists: dict[str, dict[str, str]] = {}
    for one in (one for sheet in planned for one in sheet.suggestions):
        if _is_declared(one):
            codes = lists.setdefault(one.target, {})
            codes.update({code.code: code.label for code in one.codes if code.code != _unknown(code.code)})
    lines = []
    for name, codes in lists.items():
        if codes:
            lines += [
                f"[lists.{name}]",
                *(f"{code} = {toml_text(label)}" for code, label in codes.items()),
                "",
            ]
    return lines


def _unknown(code: str) -> str | None:
    return code if code in ("unknown", "declined", "not_asked", "not_applicable") else None


def _is_declared(one: Suggestion) -> bool:
    return one.target in TABLES[one.table].column_names and TABLES[one.table].column(one.target).is_declared


def _feed_lines(
    sheet: PlannedSheet, formats: tuple[str, ...], *, is_active: bool, is_one_of_several: bool
) -> list[str]:
    key = f"tables.{sheet.table}"
    head = f"[[{key}]]" if is_one_of_several else f"[{key}]"
    made = [*_status_line(sheet), *_wave_line(sheet), *_column_lines(sheet.main, key, formats)]
    lines = [
        head,
        f"from = {toml_text(sheet.source)}",
        "",
        f"[{key}.columns]",
        *made,
        *_question_lines(sheet),
    ]
    lacks = ""
    if sheet.missing:
        needs = f"every row of {sheet.table} needs {', '.join(sheet.missing)}"
        lacks = f"# {sheet.facts.title}: {needs}. Say what to make it from."
    return [*([lacks] if lacks else []), *(lines if is_active else commented(lines)), ""]


def _status_line(sheet: PlannedSheet) -> list[str]:
    if sheet.status_from is None:
        return []
    closed = toml_text(sheet.status_from.header)
    made = f'status = {{ from = {closed}, present = "closed", blank = "open" }}'
    return [f"{made}  # 0.7: no column tells the status; a case with a closing date is closed"]


def _joined_lines(main: PlannedSheet, sheet: PlannedSheet, key: str, formats: tuple[str, ...]) -> list[str]:
    """A second sheet with one row for each row of the first: its columns, for a person to take over."""
    lines = [
        f"# {sheet.facts.title} seems to hold more about the rows of {main.facts.title}:",
        f"# both have {toml_text(key)}.",
        f"# To use it, put this under [tables.{sheet.table}], and the columns below among its columns:",
        f"# join = {{ source = {toml_text(sheet.source)}, on = {toml_text(key)} }}",
    ]
    has = {one.target for one in main.main if one.is_sure}
    fromed = [one for one in sheet.main if one.header != key and one.target not in has]
    lines += commented(_column_lines(fromed, f"tables.{sheet.table}", formats, prefix=f"{sheet.source}."))
    return [*lines, ""]


def _beside_lines(sheet: PlannedSheet, formats: tuple[str, ...]) -> list[str]:
    """What else the rows of a sheet may hold: always as comments, because nobody knows yet whose it is."""
    lines: list[str] = []
    for table, others in sheet.beside.items():
        (key, *_) = primary_key(table)
        lines += [
            f"# {sheet.facts.title} may also feed {table}: say what {key} and the rest is to be made from."
        ]
        block = [f"[tables.{table}]", f"from = {toml_text(sheet.source)}", f"[tables.{table}.columns]"]
        lines += commented([*block, *_column_lines(others, f"tables.{table}", formats)])
        lines.append("")
    return lines


def _column_lines(
    suggestions: Iterable[Suggestion], key: str, formats: tuple[str, ...], prefix: str = ""
) -> list[str]:
    plain: list[str] = []
    tables: list[str] = []
    for one in suggestions:
        source = toml_text(prefix + one.header)
        reason = f"  # {one.confidence}: {one.because}"
        coded = [code for code in one.codes if code.code != code.label]
        if one.target == "age_band" and not one.codes:
            line = f"{one.target} = {{ from = {source}, age = true }}{reason}"
        elif one.formats and not set(one.formats) <= set(formats):
            line = f"{one.target} = {{ from = {source}, dates = {toml_texts(one.formats)} }}{reason}"
        else:
            line = f"{one.target} = {source}{reason}"
        if coded:
            block = [
                "",
                f"[{key}.columns.{one.target}]{reason}",
                f"from = {source}",
                f"[{key}.columns.{one.target}.codes]",
            ]
            block += [_code_line(code.label, code.code, code.confidence) for code in one.codes]
            tables += block if one.is_sure else ["", *commented(block[1:])]
        else:
            plain += [line] if one.is_sure else commented([line])
    return [*plain, *tables]


def _code_line(label: str, code: str, confidence: float) -> str:
    if not code:
        return f'# {toml_text(label)} = ""  # no code of ours is near: choose one'
    return f"{toml_text(label)} = {toml_text(code)}  # {confidence:.2f}"


def _wave_line(sheet: PlannedSheet) -> list[str]:
    if not sheet.is_survey:
        return []
    wave, is_sure = wave_of(sheet.facts)
    why = "its name says so" if is_sure else "a guess: say when the form was filled in"
    return [f'wave = {{ constant = "{wave}" }}  # {1.0 if is_sure else 0.4}: {why}']


def _question_lines(sheet: PlannedSheet) -> list[str]:
    if not sheet.is_survey:
        return []
    codes = answer_codes(sheet.facts)
    lines = ["", "[tables.survey_answers.answers]"]
    pairs = ", ".join(f"{toml_text(word)} = {toml_text(code)}" for word, code in codes.items())
    told = f", codes = {{ {pairs} }}" if codes else ""
    for one in suggest_items(sheet.facts, wave_of(sheet.facts)[0]):
        made = f"{one.item} = {{ from = {toml_text(one.header)}{told} }}"
        line = f"{made}  # {one.confidence}: like the item's statement"
        lines += [line] if one.confidence >= SURE else commented([line])
    return lines
