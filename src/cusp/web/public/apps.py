"""Django configuration for this app."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Pages for everyone, and a copy of the site."""

    name = "cusp.web.public"
    label = "public"
