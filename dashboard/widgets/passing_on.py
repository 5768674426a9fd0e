"""Passing a page on: as a workbook, as CSV, as a picture of a chart, as a link, on paper."""

from collections.abc import Sequence

from dashboard.widgets.page_files import build_csv, build_workbook, name_file
from dashboard.widgets.sending import Sender
from dashboard.widgets.stories import Told
from dashboard.wording import format_date
from pipelines.publication import Source

_BUILDERS = {"xlsx": build_workbook, "csv": build_csv}
_REFUSED = (
    "No file was made. Every file of exact figures is written down in the warehouse, in actions.jsonl, and "
    "that could not be done. Make sure that the folder can be written to and that its disk is not full."
)
_BUTTONS = """
<section class="ro-passing" aria-label="Pass this page on">
  <h2>Pass this page on</h2>
  <div class="ro-buttons">
    <button type="button" data-wanted="xlsx">Excel</button>
    <button type="button" data-wanted="csv">CSV</button>
    <button type="button" data-link>Copy a link</button>
    <button type="button" data-print>Print</button>
  </div>
  <p role="status" class="ro-note"></p>
</section>
"""
SENDER = Sender(key="passing_on", buttons=_BUTTONS, endings=tuple(_BUILDERS))


def show_passing_on(source: Source, told: Told, query: str, filters: Sequence[str]) -> None:
    """The buttons at the foot. `query` is what stands behind the question mark of a link to this view.

    `filters` are the names of what was chosen, for the log of what left a warehouse.
    """
    wanted = SENDER.take_wanted()
    refused = _record(source, told, wanted, filters) if wanted else ""
    file = None
    if wanted and not refused:
        file = SENDER.pack(name_file(told, wanted), _BUILDERS[wanted](told))
    SENDER.show(query=query, mark=_mark(told), about=told.place, file=file, refused=refused)


def _record(source: Source, told: Told, wanted: str, filters: Sequence[str]) -> str:
    """Write the file down before it is made; in words why it may not be made, empty where it may."""
    try:
        source.record_export(page=told.page, kind=wanted, filters=filters)
    except OSError:
        return _REFUSED
    return ""


def _mark(told: Told) -> str:
    """What stands under a picture of a chart."""
    return f"Data to {format_date(told.status.as_of)} · {told.source}. {told.protection}"
