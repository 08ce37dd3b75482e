"""Django configuration for this app."""

from django.apps import AppConfig


class ResponseConfig(AppConfig):
    """The improvement plan."""

    name = "cusp.web.response"
    label = "response"
    default_auto_field = "django.db.models.BigAutoField"
