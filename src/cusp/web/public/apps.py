"""Django configuration for this app."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Pages for everyone."""

    name = "cusp.web.public"
    label = "public"
