"""What was found in an export, what to mend, what would change: and the button that loads it."""

import streamlit as st

from dashboard.widgets.load_form import say_fields
from dashboard.widgets.table import show_table
from dashboard.wording import describe_cell, format_count, label_of
from pipelines.publication import HeadlineMove, LoadReport, PublishedCell
from pipelines.vocabulary import Dimension

_NOT_USED = (
    "A column that is not used is named by its letter in a spreadsheet, and in brackets what it may be meant "
    "for. If it should be used, look at how its header is spelled, or give it a place in a mapping."
)
_WORKBOOK = "Download what to mend (Excel)"
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_load_report(report: LoadReport) -> bool:
    """True when the button that loads it was pressed."""
    if report.refusal:
        st.header("This file was refused", anchor=False)
        st.error(say_fields(report.refusal))
        return False
    if report.is_already_loaded:
        st.info("These files are loaded already. Nothing would change.")
        return False
    _show_found(report)
    _show_problems(report)
    _show_changes(report)
    return _show_button(report)


def show_loaded(report: LoadReport) -> None:
    """What to do after it was loaded."""
    if report.is_already_loaded:
        st.info("These files were loaded already. Nothing was changed.")
        return
    st.success("Loaded. Every page now shows the new figures.")
    _show_problems(report)


def _show_found(report: LoadReport) -> None:
    with st.container(border=True, key="panel-found"):
        st.header("2. What we found", anchor=False)
        for layout in report.recognised_as:
            st.info(f"These files have the headers of “{layout}”, and were read as that.")
        _show_tables(report)
        show_table(
            [
                {
                    "Table": account.table.replace("_", " "),
                    "Rows": format_count(account.made),
                    "Can be used": format_count(account.accepted),
                    "Set aside": format_count(account.quarantined),
                    "Replaced by a later row": format_count(account.superseded),
                }
                for account in report.accounts
            ],
            "What we found",
            is_caption_seen=False,
        )


def _show_tables(report: LoadReport) -> None:
    """How each table was read, and what of it was not used."""
    rows = [
        {
            "File": table.title,
            "Written as": table.written_as,
            "Rows read": format_count(table.rows),
            "Rows used": format_count(table.used),
            "Left out": table.left_out,
            "Columns not used": ", ".join(table.columns_not_used),
        }
        for table in report.found
    ]
    show_table(rows, "How your files were read")
    if report.n_other_files:
        note = f"Files that hold no table, and were not read: {format_count(report.n_other_files)}."
        st.html(f'<p class="ro-note">{note}</p>')
    if any(table.columns_not_used for table in report.found):
        st.html(f'<p class="ro-note">{_NOT_USED}</p>')


def _show_problems(report: LoadReport) -> None:
    with st.container(border=True, key="panel-mend"):
        st.header("3. What to mend" if not report.is_loaded else "What is still to be mended", anchor=False)
        show_table(
            [
                {
                    "What is wrong": say_fields(problem.sentence),
                    "How to mend it": say_fields(problem.mend),
                    "Table": problem.table.replace("_", " "),
                    "Rows": format_count(problem.rows),
                }
                for problem in report.problems
            ],
            "What to mend",
            is_caption_seen=False,
        )
        if report.workbook:
            st.download_button(_WORKBOOK, report.workbook, "what-to-mend.xlsx", _WORKBOOK_TYPE)


def _show_changes(report: LoadReport) -> None:
    with st.container(border=True, key="panel-changes"):
        st.header("4. What would change", anchor=False)
        if not report.cases:
            st.html('<p class="ro-note">This programme was not loaded before: every case is new.</p>')
        else:
            show_table(
                [
                    {
                        "Programme": label_of(Dimension.PROGRAMME, move.programme),
                        "New cases": format_count(move.added),
                        "Changed": format_count(move.changed),
                        "As before": format_count(move.unchanged),
                        "Gone": format_count(move.gone),
                    }
                    for move in report.cases
                ],
                "Cases",
            )
        show_table([_headline(move) for move in report.headlines], "Headline figures")


def _headline(move: HeadlineMove) -> dict[str, str]:
    return {"Figure": move.title, "Now": _words(move.before), "After loading": _words(move.after)}


def _words(cell: PublishedCell | None) -> str:
    return describe_cell(cell) if cell is not None else "not loaded before"


def _show_button(report: LoadReport) -> bool:
    with st.container(border=True, key="panel-load"):
        st.header("5. Load it", anchor=False)
        is_allowed = True
        if report.must_confirm:
            st.warning("More would change than expected: " + say_fields("; ".join(report.must_confirm)) + ".")
            is_allowed = st.checkbox("I have looked at what would change, and it is right")
        return st.button("Load it", type="primary", disabled=not is_allowed)
