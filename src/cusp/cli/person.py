"""``cusp person``: add accounts from the command line, such as the first administrator's."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from cusp.cli._project import prepare, stop
from cusp.cli.web import check_data_folder

if TYPE_CHECKING:
    from cusp.web.accounts.models import User
    from cusp.web.accounts.roles import Role

_out = Console(soft_wrap=True, highlight=False)

person = typer.Typer(help="Add and list people's accounts.", no_args_is_help=True)


@person.command()
def add(
    email: Annotated[str, typer.Argument(help="Their email address, for signing in")],
    name: Annotated[str, typer.Option("--name", help="Their name, to show on pages")],
    role: Annotated[
        list[str] | None,
        typer.Option("--role", help="A role, such as administrator or officer; repeat for more"),
    ] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input")
    ] = False,
) -> None:
    """Add an account for a person, with a password."""
    check_data_folder()
    prepare()
    from cusp.web.accounts import people

    roles = _roles(role or [])
    _check_address(email)
    password = _password(email, name, from_stdin=password_stdin)
    try:
        user = people.add(email=email, name=name, roles=roles, by=None, password=password)
    except people.CannotChange as error:
        stop(str(error))
    _out.print(f"{user.name} can sign in as {user.email}: {_role_names(roles)}.", markup=False)
    _out.print(_next_step(user))


@person.command("list")
def list_people() -> None:
    """List everyone who has an account."""
    prepare()
    from cusp.web.accounts import second_factor
    from cusp.web.accounts.models import User
    from cusp.web.accounts.roles import Role

    with_factor = second_factor.people_with_one()
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("Email address", "Name", "Roles", "Second factor", "State"):
        table.add_column(column)
    users = User.objects.prefetch_related("grants")
    for user in users:
        table.add_row(
            user.email,
            user.name,
            _role_names([Role(grant.role) for grant in user.grants.all()]),
            "set" if user.pk in with_factor else "none",
            "open" if user.is_active else "closed",
        )
    if not users:
        _out.print(
            "Nobody has an account yet. To add the first: "
            "cusp person add YOU@COUNCIL.gov.uk --name YOU --role administrator",
            markup=False,
        )
        return
    _out.print(table)


def _roles(words: list[str]) -> frozenset[Role]:
    from cusp.web.accounts.roles import Role

    try:
        return frozenset(Role(word.strip().lower()) for word in words)
    except ValueError as error:
        known = ", ".join(role.value for role in Role)
        stop(f"{str(error).split(' is not')[0]} is not a role. Roles are: {known}.")


def _check_address(email: str) -> None:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from cusp.web.accounts.models import User

    try:
        validate_email(email)
    except ValidationError:
        stop(f"“{email}” is not an email address.")
    if User.objects.filter(email=email.strip().lower()).exists():
        stop(f"{email.strip().lower()} already has an account.")


def _password(email: str, name: str, *, from_stdin: bool) -> str:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from cusp.web.accounts.models import User

    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = typer.prompt(
            "Password (at least 12 characters)", hide_input=True, confirmation_prompt=True
        )
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        stop(" ".join(error.messages))
    return password


def _role_names(roles: frozenset[Role] | list[Role]) -> str:
    return ", ".join(sorted(role.value for role in roles)) or "no role"


def _next_step(user: User) -> str:
    from cusp.web.accounts import second_factor

    if second_factor.lacks(user):
        return "Their role needs a second factor. They will set it up when they first sign in."
    return "Start Cusp with: cusp web"
