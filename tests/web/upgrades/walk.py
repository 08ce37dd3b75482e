"""Update a data folder and open every page that links lead to; print each response's status.

Run this as a separate program, because a process works on one data folder.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from cusp.cli._project import prepare

# The number of pages to open of each kind.
OF_A_KIND = 4
# Files, signing out, and codes that exist only if a second factor was set by hand.
LEFT_OUT = ("/static/", "/account/logout", "/account/recovery")


def main() -> None:
    """Print a JSON object: addresses that were opened, with the status of each response."""
    prepare(register=["Wexcombe"])  # the made-up council, which is not on any list
    from django.conf import settings
    from django.test import Client

    from cusp.web.accounts.roles import Role
    from tests.web.upgrades.people import with_roles

    settings.ALLOWED_HOSTS = ["*"]
    found = {f"nobody {a}": status for a, status in walk(Client()).items()}
    client = Client()
    user = with_roles(Role.OFFICER, Role.ADMINISTRATOR)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    found |= {f"signed in {a}": status for a, status in walk(client).items()}
    print(json.dumps(found))


def walk(client: object) -> dict[str, int]:
    """Every page that links lead to from the front page, with its response status."""
    answers: dict[str, int] = {}
    # The made-up council has every kind of page; links to other councils are followed later.
    waiting, opened = ["/", "/authorities/wexcombe/"], Counter[str]()
    while waiting:
        waiting.sort(key=lambda link: "wexcombe" not in link)
        address = waiting.pop(0)
        kind = kind_of(address)
        if address in answers or opened[kind] >= OF_A_KIND:
            continue
        opened[kind] += 1
        response = client.get(address)  # type: ignore[attr-defined]
        answers[address] = response.status_code
        if response.status_code in (301, 302):
            waiting.append(local(address, response["Location"]) or "/")
        elif "text/html" in response["Content-Type"]:
            html = response.content.decode()
            links = (local(address, link) for link in re.findall(r'href="([^"]+)"', html))
            waiting += [link for link in links if link]
    return answers


def kind_of(address: str) -> str:
    """What identifies pages of one kind: the address without names and numbers."""
    parts = urlsplit(address)
    path = re.sub(r"(?<=authorities/)[^/]+|(?<=topics/)[^/]+|\d[\d-]*", "*", parts.path)
    return path + ("?" if parts.query else "")


def local(page: str, link: str) -> str:
    """The address on this site that a link leads to; empty for other sites."""
    target = urldefrag(urljoin(f"http://testserver{page}", link.replace("&amp;", "&"))).url
    parts = urlsplit(target)
    if parts.netloc != "testserver" or parts.path.startswith(LEFT_OUT):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    main()
