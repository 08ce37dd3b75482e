"""``cusp web``: prepare the installation, then start the web server."""

from __future__ import annotations

import errno
import os
import socket
from typing import Annotated

import typer
from rich.console import Console

from cusp.cli._project import prepare, set_up, stop
from cusp.web.environment import data_folder, make_private

_err = Console(stderr=True, soft_wrap=True, highlight=False)
# How many missing PDFs to list.
_NAMED = 3


def web(
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; 0.0.0.0 for all")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on")] = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Worker processes")] = 2,
    authority: Annotated[
        str | None, typer.Option("--authority", metavar="NAME", help="Your council")
    ] = None,
    worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Also run the background worker")
    ] = True,
) -> None:
    """Serve Cusp to browsers until you press Ctrl+C."""
    check_port(host, port)
    check_data_folder()
    set_up()
    build_style_sheet()
    prepare()
    choose_council(authority)
    say_what_is_missing()
    collect_files()
    from django.db import connections

    # Each worker must open its own connection: workers that share one mix up their results.
    connections.close_all()
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host
    _err.print(f"Cusp is at http://{shown}:{port}/ (Ctrl+C stops it)", markup=False)
    serve(host, port, workers, background=worker)


def check_port(host: str, port: int) -> None:
    """End the command with a message if Cusp cannot listen there."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name != "nt":  # on Windows this would let two servers share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except socket.gaierror:
        stop(f"There is no address {host} on this machine. Use --host 127.0.0.1 or 0.0.0.0.")
    except PermissionError:
        stop(f"This account is not allowed to use port {port}. Try --port 8000.")
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            stop(
                f"Port {port} is in use. Is Cusp already running? If not, try --port {port + 1}."
                if port < 65535
                else f"Port {port} is in use. Try another one."
            )
        stop(f"Cusp cannot listen on {host}, port {port}: {error.strerror or error}.")


def check_data_folder() -> None:
    """Create the data folder, private to this account, or end the command with a message."""
    folder = data_folder()
    try:
        make_private(folder)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        stop(
            f"Cusp cannot write to its data folder {folder} ({error.strerror}). Give this "
            "account access, or set CUSP_DATA to another folder."
        )


def say_what_is_missing() -> None:
    """List reports whose PDFs are missing from the data folder."""
    from cusp.web.record.archive import pdf_store

    names = pdf_store.missing()
    if names:
        pdfs = "PDF is" if len(names) == 1 else "PDFs are"
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        _err.print(
            f"{len(names)} {pdfs} missing from the data folder: {', '.join(names[:_NAMED])}{more}. "
            "Add the same files again (cusp add) to store them.",
            markup=False,
        )


def build_style_sheet() -> None:
    """Build the style sheet. If that fails, use an older one or end the command."""
    from cusp.web.assets import BUILT, CannotBuild, build

    try:
        build()
    except CannotBuild as error:
        if not (BUILT / "cusp.css").exists():
            stop(str(error))
        _err.print(f"Using the existing style sheet. {error}", markup=False)
    except OSError as error:
        stop(f"The style sheet could not be written ({error.strerror or error}).")


def choose_council(given: str | None) -> None:
    """Print the user's council, or how to choose one. Ends the command if the name is unclear.

    ``given`` overrides ``CUSP_AUTHORITY``, and replaces it for the server's processes.
    """
    from django.conf import settings

    from cusp.web.record.archive.home_council import NotOneCouncil, named

    typed = given if given is not None else settings.HOME_AUTHORITY
    if not typed.strip():
        _err.print(
            "You have not chosen your council. To choose it: "
            'cusp web --authority "NAME", or set CUSP_AUTHORITY',
            markup=False,
        )
        return
    try:
        council = named(typed)
    except NotOneCouncil as error:
        stop(f"{'--authority' if given is not None else 'CUSP_AUTHORITY'}: {error}")
    settings.HOME_AUTHORITY = os.environ["CUSP_AUTHORITY"] = council.slug
    _err.print(f"Your council is {council.name}.", markup=False)


def collect_files() -> None:
    """Copy static files to the data folder, with names that browsers can cache."""
    from django.core.management import call_command

    try:
        call_command("collectstatic", verbosity=0, interactive=False)
    except OSError as error:
        stop(f"Static files could not be copied to the data folder ({error}).")


def serve(host: str, port: int, workers: int, *, background: bool) -> None:
    """Run the server, and the worker alongside it, until Ctrl+C."""
    from django.conf import settings

    from cusp.web.background.supervisor import Supervisor, worker_command
    from cusp.web.serving.server import Address, serve

    os.environ["CUSP_DATA"] = str(settings.DATA)
    supervisor = Supervisor(worker_command(), settings.DATA / "worker.log")
    if background:
        supervisor.start()
    try:
        serve(Address(host, port), workers=workers)
    finally:
        supervisor.stop()
