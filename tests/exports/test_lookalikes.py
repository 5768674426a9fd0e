import pytest

from pipelines.exports.lookalikes import plain_text


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("ｃａｓｅｙ＠ｅｘａｍｐｌｅ．ｏｒｇ", "casey@example.org"),
        ("Cаsеy", "Casey"),
        ("Βianchi", "Bianchi"),
        ("ca\u200bs\u00adey", "casey"),
        (" a \u00a0\u2003 b ", "a b"),
        ("07700\u2011900123", "07700-900123"),
        ("O’Shea", "O'Shea"),
        ("Å", "Å"),
    ],
)
def test_text_is_tested_as_an_eye_reads_it(written: str, seen: str) -> None:
    assert plain_text(written) == seen
