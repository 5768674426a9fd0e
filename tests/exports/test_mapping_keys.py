import pytest

from pipelines.errors import MappingError
from pipelines.exports.mapping_keys import Place, nearest


def test_the_nearest_comes_before_the_list() -> None:
    assert nearest("statsu", ("stage", "status")) == " Did you mean 'status'? Allowed: stage, status."
    assert nearest("zzz", ("stage", "status")) == " Allowed: stage, status."


def test_a_long_list_is_cut_and_says_so() -> None:
    assert nearest("x1", [f"y{number}" for number in range(100)]).endswith("… (100 in all).")


def test_a_place_is_named_with_its_file() -> None:
    with pytest.raises(MappingError, match=r"^ours.toml, tables.cases: must be a table of key = value"):
        Place(file="ours.toml").at("tables").at("cases").table([])
