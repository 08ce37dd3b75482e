"""The council that this installation belongs to, if it has been set."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import msgspec
from django.conf import settings
from django.urls import reverse

from cusp.web.record.archive.lookup import authorities_like
from cusp.web.record.archive.revision import kept_until_changed
from cusp.web.record.models import Authority
from cusp.wording import listed

_log = logging.getLogger(__name__)


class NotOneCouncil(ValueError):
    """A name that does not clearly match one council; the message gives the nearest ones."""


class HomeCouncil(msgspec.Struct, frozen=True):
    """Its name, and its slug in addresses."""

    name: str
    slug: str

    @property
    def address(self) -> str:
        """Its page."""
        return reverse("authority", args=[self.slug])


def home_council() -> HomeCouncil | None:
    """The council set in ``CUSP_AUTHORITY``; ``None`` if it is not set or not one council."""
    typed = settings.HOME_AUTHORITY.strip()
    return _home(typed) if typed else None


def named(typed: str) -> HomeCouncil:
    """The council that a name or slug means; raises :class:`NotOneCouncil` unless certain."""
    exact = Authority.objects.filter(slug=typed.strip().lower()).first()
    if exact:
        return HomeCouncil(exact.name, exact.slug)
    like = authorities_like(typed)
    if len(like.found) == 1:
        return HomeCouncil(like.found[0].name, like.found[0].slug)
    if like.found:
        raise NotOneCouncil(f"“{typed}” could be {_listed(like.found)}. Use the full name.")
    nearest = f" Did you mean {_listed(like.near[:3])}?" if like.near else ""
    raise NotOneCouncil(f"No council is called “{typed}”.{nearest}")


@kept_until_changed()
def _home(typed: str) -> HomeCouncil | None:
    try:
        return named(typed)
    except NotOneCouncil as error:
        _log.warning("CUSP_AUTHORITY is not used: %s", error)
        return None


def _listed(councils: Sequence[Authority]) -> str:
    return listed((council.name for council in councils), last="or")
