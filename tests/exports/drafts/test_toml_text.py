import tomllib

from hypothesis import given
from hypothesis import strategies as st

from pipelines.exports.drafts.toml_text import commented, toml_text, toml_texts


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_header_is_written_so_that_it_can_be_read(texts: list[str]) -> None:
    assert tomllib.loads(f"x = {toml_texts(texts)}") == {"x": texts}
    for text in texts:
        assert "\n" not in toml_text(text)


def test_a_comment_stays_one_and_a_blank_line_too() -> None:
    assert commented(["a = 1", "", "# b"]) == ["# a = 1", "", "# b"]
