"""The form of the page that takes data in: which files, and what is said of them."""

from collections.abc import Sequence

import streamlit as st

from pipelines.publication import Choice, HandedOver

SUGGEST = "?"
"""Stands for a layout that nobody knows yet: no mapping is called so."""
LAYOUT, PROGRAMME, AS_OF, CURRENCY = (
    "How is it laid out?",
    "Programme code",
    "Day the data was extracted",
    "Currency",
)
_FIELDS = {
    "Name a mapping with --mapping": f"Choose its layout under “{LAYOUT}”",
    "name a mapping with --mapping": f"choose its layout under “{LAYOUT}”",
    "with --programme CODE": f"in the field “{PROGRAMME}”",
    "with --as-of YYYY-MM-DD": f"in the field “{AS_OF}” (YYYY-MM-DD)",
    "with --currency": f"in the field “{CURRENCY}”",
    "--mapping": f"“{LAYOUT}”",
    "--programme": f"“{PROGRAMME}”",
    "--as-of": f"“{AS_OF}”",
    "--currency": f"“{CURRENCY}”",
}
"""What the command asks by a flag, the page asks in a field. The longer words first."""
_UNKNOWN_LAYOUT = "Another layout: suggest what its columns are"
_BESIDE = (
    "An export.toml among the files may say these three instead, and a mapping.toml how they are laid out."
)
_KINDS = ["csv", "tsv", "txt", "xlsx", "xls", "ods", "zip", "parquet", "toml"]


def show_load_form(mappings: Sequence[Choice]) -> HandedOver | None:
    """What was handed over, once the button is pressed; None until then."""
    labels = {choice.code: choice.label for choice in mappings} | {SUGGEST: _UNKNOWN_LAYOUT}
    with st.form("ro_load", border=True):
        st.header("1. Choose your file", anchor=False)
        chosen = st.file_uploader(
            "One zip, one workbook, or the table files of one export together",
            type=_KINDS,
            accept_multiple_files=True,
        )
        layout = st.selectbox(LAYOUT, list(labels), format_func=labels.__getitem__)
        left, middle, right = st.columns(3)
        programme = left.text_input(PROGRAMME, placeholder="riverside", help="Small letters, no name")
        as_of = middle.text_input(AS_OF, placeholder="2026-09-30")
        currency = right.text_input(CURRENCY, placeholder="GBP", max_chars=3)
        st.html(f'<p class="ro-note">{_BESIDE}</p>')
        is_pressed = st.form_submit_button("Check the file", type="primary")
    if not is_pressed:
        return None
    if not chosen:
        st.warning("Choose a file first.")
        return None
    return HandedOver(
        files=tuple((file.name, file.getvalue()) for file in chosen),
        programme=programme.strip(),
        as_of=as_of.strip(),
        currency=currency.strip().upper(),
        mapping=layout or "",
    )


def say_fields(text: str) -> str:
    """A message that names flags of the command, in the words of the form."""
    for flag, field in _FIELDS.items():
        text = text.replace(flag, field)
    return text
