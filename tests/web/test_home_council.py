"""The council that a Cusp belongs to: none unless it is set, and never a guess."""

import os
import re
from html import unescape
from importlib import import_module

import pytest
import typer
from django.conf import LazySettings
from django.test import Client
from typer.testing import CliRunner

from cusp.web.record.archive import home_council
from cusp.web.record.archive.home_council import HomeCouncil, NotOneCouncil, named
from cusp.web.record.intake import councils

command = import_module("cusp.cli.web")
pytestmark = pytest.mark.usefixtures("db")


def header(client: Client, address: str = "/") -> dict[str, str]:
    """The navigation links by name, with an asterisk on the current one."""
    page = client.get(address)
    assert page.status_code == 200
    found = re.search(r'<nav aria-label="Menu".*?</nav>', page.content.decode(), re.DOTALL)
    assert found
    links = re.findall(r'<a\s+([^>]*?)href="([^"]+)"([^>]*)>\s*(.*?)\s*</a>', found[0], re.DOTALL)
    return {
        unescape(name): to + "*" * ("aria-current" in before + after)
        for before, to, after, name in links
    }


def test_without_one_the_header_and_the_front_page_do_without(
    client: Client, settings: LazySettings
) -> None:
    settings.HOME_AUTHORITY = ""
    assert "Your council" not in header(client)
    assert home_council.home_council() is None
    assert client.get("/?new").context["home_authority"] is None


def test_no_council_is_assumed(settings: LazySettings) -> None:
    assert settings.HOME_AUTHORITY == ""


def test_the_header_leads_to_it(client: Client, settings: LazySettings) -> None:
    settings.HOME_AUTHORITY = "southend-on-sea"
    places = header(client)
    assert places["Your council"] == "/authorities/southend-on-sea/"
    council = HomeCouncil("Southend-on-Sea", "southend-on-sea")
    assert client.get("/?new").context["home_authority"] == council
    on_its_page = header(client, "/authorities/southend-on-sea/")
    assert on_its_page["Your council"].endswith("*")
    assert not on_its_page["Authorities"].endswith("*")
    elsewhere = header(client, "/authorities/kent/")
    assert not elsewhere["Your council"].endswith("*")
    assert elsewhere["Authorities"].endswith("*")


@pytest.mark.parametrize(
    "typed",
    [
        "southend-on-sea",
        "Southend on sea",
        "SOUTHEND-ON-SEA",
        "Southend City Council",
        " southend ",
    ],
)
def test_it_may_be_named_as_people_write_it(typed: str, settings: LazySettings) -> None:
    assert named(typed).slug == "southend-on-sea"
    settings.HOME_AUTHORITY = typed
    assert home_council.home_council() == HomeCouncil("Southend-on-Sea", "southend-on-sea")


def test_a_council_that_was_registered_may_be_it() -> None:
    councils.register("Wexcombe", by=None)
    assert named("Wexcombe") == HomeCouncil("Wexcombe", "wexcombe")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Atlantis", "No council is called “Atlantis”."),
        ("Southampten Water", "Did you mean Southampton"),
        ("Kingston", "could be Kingston upon Thames or Kingston upon Hull"),
        ("?", "No council is called “?”."),
    ],
)
def test_a_name_that_is_not_sure_is_refused_in_a_sentence(
    typed: str, said: str, client: Client, settings: LazySettings
) -> None:
    with pytest.raises(NotOneCouncil) as refused:
        named(typed)
    assert said in str(refused.value)
    settings.HOME_AUTHORITY = typed
    assert "Your council" not in header(client)


def test_the_command_says_which_council_it_is(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CUSP_AUTHORITY", "southend on sea")
    settings.HOME_AUTHORITY = "southend on sea"
    command.choose_council(None)
    assert "Your council is Southend-on-Sea." in capsys.readouterr().err
    command.choose_council("kent county council")
    assert "Your council is Kent." in capsys.readouterr().err
    assert settings.HOME_AUTHORITY == "kent"
    assert os.environ["CUSP_AUTHORITY"] == "kent"


def test_the_command_says_how_to_set_one(
    settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HOME_AUTHORITY = ""
    command.choose_council(None)
    said = capsys.readouterr().err
    assert "You have not chosen your council" in said
    assert 'cusp web --authority "NAME"' in said
    assert "CUSP_AUTHORITY" in said


@pytest.mark.parametrize("given", ["Kingston", None])
def test_the_command_refuses_a_name_that_is_not_sure(
    given: str | None, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HOME_AUTHORITY = "" if given else "Kingston"
    with pytest.raises(typer.Exit):
        command.choose_council(given)
    said = capsys.readouterr().err
    assert "“Kingston” could be Kingston upon Thames or Kingston upon Hull" in said
    assert ("--authority" if given else "CUSP_AUTHORITY") in said


def test_the_option_is_there() -> None:
    from cusp.cli import app

    assert (
        "--authority" in CliRunner().invoke(app, ["web", "--help"], env={"COLUMNS": "200"}).output
    )
