from pathlib import Path

import pytest

from pipelines.errors import DefinitionError, UsageError
from pipelines.measures.catalogue import load_catalogue
from pipelines.publication import Kind
from pipelines.returns.pack import load_pack, pack_names
from pipelines.vocabulary import Dimension

HEAD = 'title = "t"\nsource = "s"\ncaveat = "c"\n'


@pytest.mark.parametrize("name", pack_names())
def test_every_return_asks_for_measures_that_there_are(name: str) -> None:
    pack = load_pack(name, {measure.name: measure.kind for measure in load_catalogue()})
    assert pack.lines
    assert any(line.manual for line in pack.lines)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('label = "a"\nmeasure = "nothing"\npart = "met"', "measure: no such measure"),
        ('label = "a"\nmeasure = "x"\npart = "rate"', "part: of this measure a return takes met, not_met"),
        ('label = "a"\nmeasure = "x"\npart = "value"', "part: of this measure a return takes met, not_met"),
        ('label = "a"\nmeasure = "days"\npart = "value"', "a return takes nothing, as it is no count"),
        ('label = "a"', "a line has a measure, or manual"),
        ('label = "a"\nmanual = "m"\nmeasrue = "x"', "measrue: no such key"),
        ('label = "a"\nmeasure = "x"\npart = "met"\nbasis = "moon"', "where takes dimensions, basis one of"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_line(line: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f"{HEAD}[[line]]\n{line}\n", encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_pack(str(path), {"x": Kind.RATE, "days": Kind.DAYS})
    assert str(refused.value).startswith("own.toml, line 1")
    assert said in str(refused.value)


def test_another_name_says_which_there_are() -> None:
    with pytest.raises(UsageError, match="pa-juvenile-outcomes, us-34-usc-12514"):
        load_pack("none", {})


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("", "it has the keys of the lines entered by hand: m."),
        ("[manual]\nother = 1\n", "it has the keys of the lines entered by hand: m."),
        ("[manual]\nm = 1.5\n", "this takes a block"),
    ],
)
def test_the_block_and_the_lines_ask_for_the_same(block: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f'{HEAD}{block}[[line]]\nlabel = "a"\nmanual = "m"\n', encoding="utf-8")
    with pytest.raises(DefinitionError, match=said):
        load_pack(str(path), {})


def test_the_block_holds_what_the_programme_entered(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f'{HEAD}[manual]\nm = 12\n[[line]]\nlabel = "a"\nmanual = "m"\n', encoding="utf-8")
    assert load_pack(str(path), {}).manual == {"m": "12"}


LINE = '[[line]]\nlabel = "a"\nmeasure = "m"\npart = "met"\nwhere = {{ {where} }}\n'


def test_a_list_of_values_is_added_up(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    where = 'obligation_type = "apology_written", age_band = ["13-15", "16-17"]'
    path.write_text(HEAD + LINE.format(where=where), encoding="utf-8")
    [line] = load_pack(str(path), {"m": Kind.RATE}).lines
    assert line.where == ((Dimension.OBLIGATION_TYPE, "apology_written"),)
    assert line.summed == ((Dimension.AGE_BAND, "13-15"), (Dimension.AGE_BAND, "16-17"))


@pytest.mark.parametrize("where", ["age_band = []", 'age_band = ["13-15"], obligation_type = ["other"]'])
def test_two_lists_or_an_empty_one_are_refused(where: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(HEAD + LINE.format(where=where), encoding="utf-8")
    with pytest.raises(DefinitionError, match="line 1, where: one dimension may have a list"):
        load_pack(str(path), {"m": Kind.RATE})
