"""Who runs this site and how to reach them, from the settings."""

from __future__ import annotations

import msgspec
from django.conf import settings

from cusp.web.record.archive.home_council import home_council

_UNNAMED = "the organisation that runs this site"


class Contact(msgspec.Struct, frozen=True):
    """The organisation behind the site; what is not set is empty."""

    name: str
    named: bool
    email: str
    phone: str
    privacy_email: str

    @property
    def reachable(self) -> bool:
        """Whether there is a way to reach it."""
        return bool(self.email or self.phone)

    @property
    def name_first(self) -> str:
        """Its name at the beginning of a sentence."""
        return self.name[:1].upper() + self.name[1:]


def contact() -> Contact:
    """The contact in the settings, with the council's name unless another name is set."""
    home = home_council()
    name = settings.CONTACT_NAME or (home.name if home else "")
    return Contact(
        name=name or _UNNAMED,
        named=bool(name),
        email=settings.CONTACT_EMAIL,
        phone=settings.CONTACT_PHONE,
        privacy_email=settings.PRIVACY_EMAIL or settings.CONTACT_EMAIL,
    )
