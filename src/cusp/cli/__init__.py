"""The ``cusp`` command: a thin layer over the library, with one file for each command."""

from __future__ import annotations

import sys

import typer

from cusp.cli.add import add, reread
from cusp.cli.add_measures import add_measures
from cusp.cli.brief import brief_command
from cusp.cli.check_deploy import check_deploy
from cusp.cli.clocks import clocks
from cusp.cli.compare import compare
from cusp.cli.council import council
from cusp.cli.deadlines import deadlines
from cusp.cli.demo import demo
from cusp.cli.digest import digest
from cusp.cli.disclose import disclose
from cusp.cli.fetch import fetch
from cusp.cli.findings import findings
from cusp.cli.measures import measures
from cusp.cli.notice import notice
from cusp.cli.pack import pack
from cusp.cli.person import person
from cusp.cli.place import place
from cusp.cli.plan import plan
from cusp.cli.practice import practice
from cusp.cli.publish import publish
from cusp.cli.read import read
from cusp.cli.region import region
from cusp.cli.returns import returns
from cusp.cli.show import show
from cusp.cli.sync import sync
from cusp.cli.train import train
from cusp.cli.web import web
from cusp.cli.worker import worker
from cusp.reports import NoWorkers

app = typer.Typer(
    help="Read children's services inspection reports into cited records.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(read)
app.command()(show)
app.command()(compare)
app.command()(findings)
app.command()(place)
app.command("brief")(brief_command)
app.command()(deadlines)
app.command()(notice)
app.command()(disclose)
app.command()(clocks)
app.command()(measures)
app.command()(pack)
app.command()(train)
app.command()(fetch)
app.command()(add)
app.command()(reread)
app.command()(sync)
app.command("add-measures")(add_measures)
app.command()(web)
app.command()(publish)
app.command()(worker)
app.command()(digest)
app.command("check-deploy")(check_deploy)
app.add_typer(person, name="person")
app.add_typer(council, name="council")
app.add_typer(plan, name="plan")
app.add_typer(returns, name="returns")
app.add_typer(practice, name="practice")
app.add_typer(region, name="region")
app.command()(demo)


def main() -> None:
    """Run the command. Characters that the terminal cannot show are replaced."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        app()
    except NoWorkers as error:
        sys.exit(f"Reading has stopped: {error}")
