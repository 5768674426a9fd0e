"""The `outcomes` command: the pipelines' commands, and the ones that serve the dashboard."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import webbrowser
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from typing import Annotated

import typer

from dashboard.command_report import check_report_settings, report_app
from dashboard.report.settings import REPORT_VARIABLE
from pipelines.command import app
from pipelines.command_options import MaybeRelease, MaybeWarehouse
from pipelines.errors import OutcomesError, UsageError
from pipelines.preparing import preparing_app
from pipelines.publication import Audience
from pipelines.serving import EMPTY, RELEASE_VARIABLE, WAREHOUSE_VARIABLE, open_source, source_version

app.add_typer(preparing_app)
app.add_typer(report_app)

APP = Path(__file__).with_name("served.py")
ONLY_THIS_COMPUTER = "127.0.0.1"
HOME_FOLDER = "Restorative Outcomes"
"""Where `outcomes start` keeps the warehouse, in the home folder: a name its owner will recognise."""

Port = Annotated[int, typer.Option(help="Port to serve on.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Only print the address.")]


@app.command()
def dashboard(
    warehouse: MaybeWarehouse = None,
    release: MaybeRelease = None,
    report_settings: Annotated[
        Path | None, typer.Option(help="A report.toml, for the impact report on the page of that name.")
    ] = None,
    port: Port = 8501,
    no_browser: NoBrowser = False,
) -> None:
    """Serve the dashboard: on a warehouse for its own managers (an empty one can be filled there), or on a
    release for everybody else. For this computer only.
    """
    if (warehouse is None) == (release is None):
        raise UsageError("name one source: --warehouse DIR for exact figures, or --release DIR.")
    named = warehouse or release
    assert named is not None
    variable = WAREHOUSE_VARIABLE if warehouse is not None else RELEASE_VARIABLE
    source = {variable: str(named.resolve())}
    if source_version(source) != EMPTY:
        open_source(source)  # a damaged one fails here, in words, rather than later on the page
        if report_settings is not None:
            check_report_settings(report_settings)
            source[REPORT_VARIABLE] = str(report_settings.resolve())
    raise typer.Exit(_serve(source, port=port, opens_browser=not no_browser))


@app.command()
def start(port: Port = 0, no_browser: NoBrowser = False) -> None:
    """Open the dashboard on your own data, in a folder of your home. What a double-click runs."""
    warehouse = Path.home() / HOME_FOLDER
    warehouse.mkdir(exist_ok=True)
    raise typer.Exit(
        _serve(_of_warehouse(warehouse), port=port or _free_port(), opens_browser=not no_browser)
    )


@app.command()
def demo(
    port: Port = 8501,
    no_browser: NoBrowser = False,
    audience: Annotated[
        Audience, typer.Option("--as", help="See what they see: a funder and an evaluator open a release.")
    ] = Audience.MANAGER,
) -> None:
    """Build a warehouse from the invented sample in a scratch folder, and serve the dashboard on it.

    For a funder or an evaluator a protected release is made of it, and only that is served.
    """
    _refuse_taken(port)
    with tempfile.TemporaryDirectory(prefix="outcomes-demo-", ignore_cleanup_errors=True) as scratch:
        warehouse = Path(scratch) / "warehouse"
        build_demo(warehouse)
        served = _of_warehouse(warehouse)
        if audience is not Audience.MANAGER:
            served = {RELEASE_VARIABLE: str(build_demo_release(warehouse, Path(scratch), audience))}
        raise typer.Exit(_serve(served, port=port, opens_browser=not no_browser))


def build_demo_release(warehouse: Path, scratch: Path, audience: Audience) -> Path:
    """A protected release of the demo's warehouse: strict for a funder, standard for an evaluator."""
    from pipelines.disclosure.release_policy import PROFILES
    from pipelines.printing import stages
    from pipelines.releasing.build import ReleaseRequest, build_release
    from pipelines.releasing.data import open_release_data

    typer.echo("Making a protected release of every figure, and attacking it …")
    profile = next(one for one in PROFILES.values() if one.audience is audience)
    request = ReleaseRequest(warehouse=warehouse, to=scratch / "release", profile=profile)
    with stages(quiet=False, in_lines=True) as report:
        return build_release(request, open_release_data(warehouse), report).folder


def build_demo(warehouse: Path) -> None:
    """Load the three invented programmes into an empty warehouse."""
    from pipelines.ingest import IngestRequest, ingest
    from pipelines.printing import stages
    from pipelines.sample import sample_exports, sample_folder

    for export in sample_exports(sample_folder()):
        typer.echo(f"Loading the invented programme {export.stem} …")
        with stages(quiet=False) as report:
            ingest(IngestRequest(paths=(export,)), warehouse, report)


def _of_warehouse(warehouse: Path) -> dict[str, str]:
    return {WAREHOUSE_VARIABLE: str(warehouse.resolve())}


def _serve(source: Mapping[str, str], *, port: int, opens_browser: bool) -> int:
    """Run Streamlit until it is stopped. The source goes in by the environment, never by an address."""
    _refuse_taken(port)
    typer.echo(f"Serving on http://{ONLY_THIS_COMPUTER}:{port} (stop with Ctrl+C)")
    options = {
        # Exact figures are for the people at this computer; sign-in for more comes with protected releases.
        "server.address": ONLY_THIS_COMPUTER,
        "server.port": port,
        # Else Streamlit asks for an e-mail address where it never ran; and it opens no browser on an app that
        # is served as ours is (1.67), so `_open_when_up` does.
        "server.headless": True,
        "browser.gatherUsageStats": False,
    }
    arguments = [f"--{name}={str(value).lower()}" for name, value in options.items()]
    named = {WAREHOUSE_VARIABLE, RELEASE_VARIABLE, REPORT_VARIABLE}
    environment = {name: value for name, value in os.environ.items() if name not in named} | dict(source)
    command = [sys.executable, "-m", "streamlit", "run", str(APP), *arguments]
    with subprocess.Popen(command, env=environment, cwd=_config_home()) as server:
        # Told to stop, stop the server too: an orphan would go on serving exact figures.
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        if opens_browser:
            Thread(target=_open_when_up, args=(server, port), daemon=True).start()
        try:
            return server.wait()
        except KeyboardInterrupt:
            server.wait()
            return 0


def _open_when_up(server: "subprocess.Popen[bytes]", port: int) -> None:
    """Open the reader's own browser as soon as somebody answers; never where the server has ended."""
    while server.poll() is None:
        if _is_served(port):
            webbrowser.open(f"http://{ONLY_THIS_COMPUTER}:{port}")
            return
        time.sleep(0.1)


def _is_served(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((ONLY_THIS_COMPUTER, port)) == 0


def _refuse_taken(port: int) -> None:
    """Said before anything is built, not after it."""
    if _is_served(port):
        raise UsageError(f"something is served on port {port} already. Choose another one with --port.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ONLY_THIS_COMPUTER, 0))
        return int(probe.getsockname()[1])


def _config_home() -> Path:
    """Where `.streamlit/config.toml` is: beside the app in an installed package, else in the checkout."""
    return APP.parent if (APP.parent / ".streamlit").is_dir() else APP.parents[1]


def main() -> None:
    """Run the command. What goes wrong is one sentence and an exit code, never a traceback with values."""
    try:
        app()
    except OutcomesError as error:
        typer.echo(f"outcomes: {error}", err=True)
        sys.exit(error.exit_code)
    # The message of a library may quote a value of a case, so only its kind and place are said.
    except Exception as error:  # noqa: BLE001
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}, line {where.lineno}"
        typer.echo(
            f"outcomes: internal error, {type(error).__name__} at {place}. Please report it.", err=True
        )
        sys.exit(1)
