"""Django configuration for this app."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """Children, clocks and challenges."""

    name = "cusp.web.practice"
    label = "practice"
    default_auto_field = "django.db.models.BigAutoField"
