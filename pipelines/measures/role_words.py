"""What a programme calls the roles: `words.toml` in its warehouse. A release carries them.

    harmed = ["person harmed", "people harmed"]                          # one, and several
    responsible = ["person who caused harm", "people who caused harm"]

Roles: harmed, responsible, supporter, community. One that is not named keeps our word.
"""

import re
import tomllib
from pathlib import Path

from pipelines.errors import DefinitionError
from pipelines.publication import RoleWord
from pipelines.vocabulary import Role

WORDS = "words.toml"
"""The file in a warehouse."""

ROLES = (Role.HARMED.value, Role.RESPONSIBLE.value, Role.SUPPORTER.value, Role.COMMUNITY.value)
_PLAIN = re.compile(r"[A-Za-z][A-Za-z -]{1,39}")
"""They stand in sentences, pages and drawings."""


def read_role_words(path: Path) -> tuple[RoleWord, ...]:
    """The words of the file; none where there is no file. Raises `DefinitionError` naming file and key."""
    if not path.is_file():
        return ()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(f"{path.name}: this is not TOML in UTF-8 ({error}).") from None
    for role, words in found.items():
        if role not in ROLES:
            raise DefinitionError(f"{path.name}, {role}: no such role. Allowed: {', '.join(ROLES)}.")
        is_pair = isinstance(words, list) and len(words) == 2
        if not is_pair or not all(isinstance(one, str) and _PLAIN.fullmatch(one) for one in words):
            raise DefinitionError(
                f"{path.name}, {role}: this takes two texts, for one and for several, of up to 40 letters, "
                'spaces and hyphens: ["person harmed", "people harmed"].'
            )
    return tuple(
        RoleWord(role=role, one=found[role][0], several=found[role][1]) for role in ROLES if role in found
    )
