"""Django configuration for this app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The start page of the demo."""

    name = "cusp.web.demo"
    label = "demo"
