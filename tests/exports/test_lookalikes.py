import pytest

from pipelines.exports.lookalikes import bare_texts, plain_text


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


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ('="93"', "93"),
        ('=HYPERLINK("casey@example.org")', "casey@example.org"),
        ("'07700900123", "07700900123"),
        ("(SW1A 1AA).", "SW1A 1AA"),
        ("+44 7700 900123", "+44 7700 900123"),
        ("R1", "R1"),
        ("", ""),
    ],
)
def test_what_stands_around_a_value_is_taken_away(text: str, bare: str) -> None:
    assert bare in bare_texts(text)
    assert text in bare_texts(text)
