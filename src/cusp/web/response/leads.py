"""What a person leads, for the page on which their account is closed."""

from __future__ import annotations

from cusp.web.accounts.models import User
from cusp.web.response.models import Action
from cusp.wording import listed

_MOST = 10


def open_actions_led(person: User) -> str:
    """A sentence with the open actions that a person leads; empty if there are none."""
    led = Action.objects.filter(lead_person=person, done=None, closed="")
    ids = [action.public_id for action in led]
    if not ids:
        return ""
    named = ids if len(ids) <= _MOST else [*ids[:_MOST], f"{len(ids) - _MOST} more"]
    many = f"{len(ids)} open action{'' if len(ids) == 1 else 's'}"
    return f"They lead {many} in the improvement plan: {listed(named)}. Choose another lead."
