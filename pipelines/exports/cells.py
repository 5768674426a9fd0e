"""One cell of a source becomes one canonical text: codes, numbers, amounts, ids, ages.

Every function returns SQL. What cannot be read as declared becomes `!unreadable`, which the contract
refuses, so that no odd value travels on and none is turned into a default.
"""

from collections.abc import Callable

from pipelines.contract_columns import Column
from pipelines.exports.dates import UNREADABLE, sql_date, sql_date_fault, sql_month
from pipelines.exports.mapping_columns import allowed_codes
from pipelines.exports.mapping_rules import ISO_DATE, ColumnRule, NumberStyle
from pipelines.exports.text import normalise_code, sql_code, sql_text, sql_trimmed
from pipelines.vocabulary import AgeBand

_SPACE_IN_NUMBERS = r"[\s\x{00a0}\x{2007}\x{2009}\x{202f}]+"
_PATTERNS = {
    "1234.50": (r"[0-9]+(\.[0-9]+)?", "", ""),
    "1,234.50": (r"([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?", ",", ""),
    "1.234,50": (r"([0-9]+|[0-9]{1,3}(\.[0-9]{3})+)(,[0-9]+)?", ".", ","),
    "1 234,50": (r"[0-9]+(,[0-9]+)?", "", ","),
    "1'234.50": (r"([0-9]+|[0-9]{1,3}(['’][0-9]{3})+)(\.[0-9]+)?", "'’", ""),
}
"""Style → what the digits look like, the thousands separators, the decimal mark if not a point."""


def sql_blanked(cell: str, blanks: tuple[str, ...]) -> str:
    """The trimmed cell; NULL when it is blank or one of the labels that mean so."""
    trimmed = sql_trimmed(cell)
    if not blanks:
        return trimmed
    labels = ", ".join(sql_text(normalise_code(label)) for label in blanks)
    return f"CASE WHEN {sql_code(cell)} NOT IN ({labels}) THEN {trimmed} END"


def sql_canonical(cell: str, column: Column, rule: ColumnRule, lists: dict[str, dict[str, str]]) -> str:
    """The canonical text of a trimmed cell, by the type of the column it is for."""
    made: dict[str, Callable[[], str]] = {
        "code": lambda: sql_mapped(cell, rule.codes, allowed_codes(column, lists) or ()),
        "flag": lambda: sql_mapped(cell, rule.codes, allowed_codes(column, lists) or ()),
        "int": lambda: sql_whole_number(cell),
        "day": lambda: sql_whole_number(cell),
        "money": lambda: sql_number(cell, rule.numbers),
        "number": lambda: sql_number(cell, rule.numbers),
        "id": lambda: sql_id(cell),
        "month": lambda: sql_month_text(cell, rule.dates),
        "text": lambda: f"upper({cell})" if column.name == "currency" else cell,
    }
    return sql_age_band(cell) if rule.is_age else made[column.type]()


def sql_mapped(cell: str, codes: dict[str, str], allowed: tuple[str, ...]) -> str:
    """The code a label stands for. An unmapped label stays, normalised: the contract refuses it."""
    plain = [code for code in allowed if codes.get(code, code) == code]
    exact = f" WHEN {cell} IN ({', '.join(map(sql_text, plain))}) THEN {cell}" if plain else ""
    exact += "".join(
        f" WHEN {cell} = {sql_text(label)} THEN {sql_text(code)}"
        for label, code in codes.items()
        if label not in plain
    )
    normalised = sql_code(cell)
    known = {normalise_code(label): code for label, code in codes.items()}
    other = "".join(f" WHEN {sql_text(label)} THEN {sql_text(code)}" for label, code in known.items())
    slow = f"CASE {normalised}{other} ELSE {normalised} END" if other else normalised
    return f"CASE{exact} ELSE {slow} END" if exact else slow


def sql_whole_number(cell: str) -> str:
    """Digits, with a sign or an empty fraction (`82.0`, as spreadsheets export whole numbers)."""
    is_plain = f"CAST(TRY_CAST({cell} AS INTEGER) AS VARCHAR) = {cell}"  # four times as fast as the pattern
    return (
        f"CASE WHEN {is_plain} THEN {cell} WHEN regexp_full_match({cell}, '-?[0-9]{{1,9}}') THEN {cell} "
        f"WHEN regexp_full_match({cell}, '-?[0-9]{{1,9}}[.]0+') THEN split_part({cell}, '.', 1) "
        f"WHEN {cell} IS NOT NULL THEN '{UNREADABLE}' END"
    )


def sql_number(cell: str, numbers: NumberStyle) -> str:
    """A plain decimal. Brackets or a trailing minus are negative; declared currency signs are dropped."""
    digits, thousands, decimal = _PATTERNS[numbers.style]
    bare = f"regexp_replace({cell}, '{_SPACE_IN_NUMBERS}', '', 'g')"
    for symbol in numbers.symbols:
        bare = f"replace({bare}, {sql_text(symbol)}, '')"
    unsigned = f"regexp_replace({bare}, '^[-−(]+|[-−)]+$', '', 'g')"
    plain = f"translate({unsigned}, {sql_text(thousands)}, '')" if thousands else unsigned
    plain = f"replace({plain}, '{decimal}', '.')" if decimal else plain
    negative = sql_text(f"[-−]({digits})|({digits})[-−]|[(]({digits})[)]")
    signed = f"regexp_full_match({bare}, {negative})"
    return (
        f"CASE WHEN regexp_full_match({bare}, {sql_text(digits)}) THEN {plain} "
        f"WHEN {signed} THEN '-' || {plain} WHEN {cell} IS NOT NULL THEN '{UNREADABLE}' END"
    )


def sql_id(cell: str) -> str:
    """As given. One that a spreadsheet would run as a formula is unreadable."""
    is_formula = f"{cell} < 'A' AND {cell}[1] IN ('=', '+', '-', '@')"  # all four sort before A
    return f"CASE WHEN {is_formula} THEN '{UNREADABLE}' ELSE {cell} END"


def sql_month_text(cell: str, formats: tuple[str, ...]) -> str:
    """YYYY-MM as given; other spellings by the declared formats."""
    is_plain = f"length({cell}) = 7 AND TRY_CAST({cell} || '-01' AS DATE) IS NOT NULL"  # twice as fast
    is_month = f"({is_plain}) OR regexp_full_match({cell}, '[0-9]{{4}}-[0-9]{{2}}')"
    if formats == (ISO_DATE,):
        return f"CASE WHEN {is_month} THEN {cell} WHEN {cell} IS NOT NULL THEN '{UNREADABLE}' END"
    day = sql_date(cell, formats)
    fault = sql_date_fault(cell, day, formats)
    return f"CASE WHEN {is_month} THEN {cell} ELSE coalesce({fault}, {sql_month(day)}) END"


def sql_age_band(cell: str) -> str:
    """The band of an age in years; a band stays as it is."""
    years = f"TRY_CAST(regexp_extract({cell}, '^([0-9]{{1,2}})([.]0+)?$', 1) AS INTEGER)"
    bands = ""
    for band in AgeBand:
        first, _, last = band.value.rstrip("+").partition("-")
        bands += f" WHEN {years} BETWEEN {first} AND {last or 89} THEN {sql_text(band.value)}"
    text = sql_mapped(cell, {}, AgeBand.codes())
    return f"CASE{bands} WHEN regexp_matches({cell}, '^[0-9.]+$') THEN '{UNREADABLE}' ELSE {text} END"
