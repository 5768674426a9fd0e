"""The form of the page that takes data in: which files, and what is said of them."""

from collections.abc import Sequence

import streamlit as st

from pipelines.publication import Choice, HandedOver

SUGGEST = "?"
"""Stands for a layout that nobody knows yet: no mapping is called so."""
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
        layout = st.selectbox("How is it laid out?", list(labels), format_func=labels.__getitem__)
        left, middle, right = st.columns(3)
        programme = left.text_input("Programme code", placeholder="riverside", help="Small letters, no name")
        as_of = middle.text_input("Day the data was extracted", placeholder="2026-09-30")
        currency = right.text_input("Currency", placeholder="GBP", max_chars=3)
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
