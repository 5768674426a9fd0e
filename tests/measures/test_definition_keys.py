"""Every key of a definition file is read or refused, by file and key."""

import pytest

from pipelines.errors import DefinitionError
from pipelines.measures.definition_keys import Keys


def test_values_are_taken_once() -> None:
    keys = Keys({"title": "  Agreements\n  kept ", "needs": ["a", "b"], "n": 2}, "own.toml")
    assert keys.text("title") == "Agreements kept"
    assert keys.texts("needs") == ("a", "b")
    assert keys.texts("needs") == ()
    assert keys.value("n", int) == 2
    keys.refuse_rest()


def test_what_nobody_read_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"own\.toml: unknown colour, shape\. Remove it"):
        Keys({"shape": 1, "colour": 2}, "own.toml").refuse_rest()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({}, "title is missing"),
        ({"title": " "}, "title is empty"),
        ({"title": 3}, "title must be text"),
    ],
)
def test_texts(table: dict[str, object], message: str) -> None:
    with pytest.raises(DefinitionError, match=f"own.toml, {message}"):
        Keys(table, "own.toml").text("title")


def test_a_flag_is_no_number() -> None:
    with pytest.raises(DefinitionError, match="must be a whole number"):
        Keys({"n": True}, "own.toml").value("n", int)


def test_closed_lists_name_what_is_allowed() -> None:
    keys = Keys(
        {"grain": "client", "bases": ["event", "event"], "waves": ["never"], "texts": [1]}, "own.toml"
    )
    with pytest.raises(DefinitionError, match=r"own\.toml, grain must be one of case, party"):
        keys.one_of("grain", ("case", "party"), str)
    with pytest.raises(DefinitionError, match="names a value twice"):
        keys.several("bases", ("event",), str, ())
    with pytest.raises(DefinitionError, match="waves must be one of after"):
        keys.several("waves", ("after",), str, ())
    with pytest.raises(DefinitionError, match="must be a list of texts"):
        keys.texts("texts")
    assert keys.one_of("absent", ("case",), str, "case") == "case"
    assert keys.several("absent", ("case",), str, ("case",)) == ("case",)


def test_a_list_of_tables_holds_nothing_else() -> None:
    with pytest.raises(DefinitionError, match=r"fallbacks must be a list of tables \(\[\[fallbacks\]\]\)"):
        Keys({"fallbacks": ["text"]}, "own.toml").tables("fallbacks")


def test_a_table_inside_says_where_it_is() -> None:
    inner = Keys({"survey": {"colour": 1}}, "own.toml").table("survey")
    with pytest.raises(DefinitionError, match=r"own\.toml, survey: unknown colour"):
        inner.refuse_rest()
