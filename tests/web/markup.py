"""Read a page in a test: its markup, words and heading."""

import re
from html import unescape

from django.test import Client


def page(client: Client, address: str, status: int = 200) -> str:
    """The markup at an address; fails if the status is different."""
    response = client.get(address)
    assert response.status_code == status, address
    return str(response.content.decode())


def words(markup: str) -> str:
    """The text without tags, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def heading(markup: str) -> str:
    """The words of the page's h1."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", markup, re.DOTALL)
    assert found
    return words(found[1])
