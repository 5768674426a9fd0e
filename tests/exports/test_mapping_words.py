"""docs/mapping.md names every key of the language, and its examples are mappings."""

import re
import tomllib
from pathlib import Path

import pytest

from pipelines.exports import mapping, mapping_columns
from pipelines.exports.mapping import builtin_mappings, load_mapping
from pipelines.exports.mapping_rules import NUMBER_STYLES, SCALES

PAGE = (Path(__file__).parents[2] / "docs" / "mapping.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([\w-]+)`", PAGE))
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.mark.parametrize(
    "keys",
    [mapping.TOP_KEYS, mapping.SOURCE_KEYS, mapping.FEED_KEYS, mapping_columns.COLUMN_KEYS],
    ids=["top", "source", "table", "column"],
)
def test_every_key_has_a_row_with_an_example(keys: tuple[str, ...]) -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| .+ \| (`.+) \|$", PAGE, flags=re.MULTILINE))
    assert [key for key in keys if key not in rows] == []


def test_every_smaller_key_is_named_too() -> None:
    small = {"column", "is", "in", "not_in", "reason", "source", "on", "style", "symbols", "statements"}
    told = {word for word in small if re.search(rf"`{word}`|\b{word} = ", PAGE)}
    assert told == small


def test_every_choice_is_named() -> None:
    assert {*builtin_mappings(), "canonical"} <= NAMED
    assert all(style in PAGE for style in NUMBER_STYLES)
    assert "4, 5, 7 or 10" in PAGE
    assert set(SCALES) == {4, 5, 7, 10}
    assert {*mapping_columns.SHARED_CODES, mapping_columns.LABELS} <= NAMED


def test_its_examples_are_mappings(tmp_path: Path) -> None:
    county, survey = EXAMPLES
    for number, text in enumerate((county, 'mapping = 1\nname = "form"\n' + survey)):
        path = tmp_path / f"example{number}.toml"
        path.write_text(text, encoding="utf-8")
        assert load_mapping(path).feeds


def test_the_worked_example_is_the_mapping_that_ships() -> None:
    shown = tomllib.loads(EXAMPLES[0])
    file = Path(mapping.__file__).parent / "mappings" / "county-diversion.toml"
    ships = tomllib.loads(file.read_text(encoding="utf-8"))
    assert shown["dates"] == ships["dates"]
    for table, feed in shown["tables"].items():
        for column, rule in feed["columns"].items():
            assert ships["tables"][table]["columns"][column] == rule


def test_the_words_for_codes_are_the_vocabularys(tmp_path: Path) -> None:
    text = (
        'mapping = 1\nname = "x"\n[sources.s]\n[tables.cases]\nfrom = "s"\n[tables.cases.columns]\n'
        'case_id = "A"\nreferral_date = "B"\nstatus = { from = "C", codes = "labels" }\n'
        'stage = { from = "D", codes = "labels" }\n'
    )
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    rules = {rule.target: rule.codes for rule in load_mapping(tmp_path / "x.toml").feeds[0].columns}
    assert rules["status"] == {"Open": "open", "Closed": "closed"}
    assert rules["stage"]["Outside criminal justice"] == "non_criminal"
    assert rules["stage"]["Not asked"] == "not_asked"
