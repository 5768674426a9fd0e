"""The impact report as a file, from its page: made when it is asked for."""

from collections.abc import Callable

from dashboard.widgets.sending import Sender

_BUTTONS = """
<section class="ro-passing" aria-label="The impact report">
  <h2>The impact report</h2>
  <p class="ro-words">A few pages for a board: of the programme chosen above and of the year chosen, or of the
  latest whole year. Anyone can check it with <code>outcomes verify</code>.</p>
  <div class="ro-buttons">
    <button type="button" data-wanted="pdf">PDF</button>
    <button type="button" data-wanted="html">Web page</button>
    <button type="button" data-wanted="xlsx">Workbook</button>
  </div>
  <p role="status" class="ro-note"></p>
</section>
"""
SENDER = Sender(key="report_files", buttons=_BUTTONS, endings=("pdf", "html", "xlsx"))


def show_report_files(make: Callable[[str], bytes]) -> None:
    """Three buttons. `make` takes the ending of a file; its `ValueError` says in words why there is none."""
    wanted = SENDER.take_wanted()
    file, refused = None, ""
    if wanted:
        try:
            file = SENDER.pack(f"impact-report.{wanted}", make(f".{wanted}"))
        except ValueError as error:
            refused = str(error)
    SENDER.show(file=file, refused=refused)
