"""Making two spellings of the same word equal: headers, codes and names of files and sheets.

The same rules exist once in Python (labels of a mapping, headers) and once as SQL (cells), and a test
holds the two together.
"""

import re
import unicodedata

DASHES = "‐‑‒–—―−﹘﹣－"
"""Every dash that word processors and web forms write for a hyphen."""

SPACES = r"[\s\x{00a0}\x{1680}\x{2000}-\x{200b}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}]+"
"""RE2 class of spaces, no-break and zero-width ones included (RE2's `\\s` knows ASCII only)."""

_SPACES = re.compile(r"[\s\u200b\ufeff]+")
_JOINERS = re.compile(r"[\s_\-\u200b\u200c\u200d\ufeff]+")
_TO_HYPHEN = str.maketrans(dict.fromkeys(DASHES, "-"))


def normalise_code(label: str) -> str:
    """The label in lower case, without accents, with plain hyphens and single spaces."""
    plain = label.lower()
    if not plain.isascii():  # what is has neither accents nor odd dashes
        letters = unicodedata.normalize("NFD", plain)
        plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _SPACES.sub(" ", plain.translate(_TO_HYPHEN)).strip()


def normalise_header(header: str) -> str:
    """The header as compared: case, spaces, underscores, dashes and byte-order marks do not count."""
    plain = unicodedata.normalize("NFKC", header).casefold().translate(_TO_HYPHEN)
    return _JOINERS.sub(" ", plain).strip()


def sql_text(value: str) -> str:
    """The value as an SQL string literal."""
    return "'" + value.replace("'", "''") + "'"


def sql_name(name: str) -> str:
    """The name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def sql_trimmed(expression: str) -> str:
    """SQL: the cell without spaces around it; NULL when nothing is left."""
    return f"nullif(trim({expression}), '')"


def sql_code(expression: str) -> str:
    """SQL twin of `normalise_code`."""
    hyphens = "-" * len(DASHES)
    plain = f"translate(strip_accents(lower({expression})), '{DASHES}', '{hyphens}')"
    return f"trim(regexp_replace({plain}, '{SPACES}', ' ', 'g'))"


def column_letter(position: int) -> str:
    """The spreadsheet letter of the column: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
