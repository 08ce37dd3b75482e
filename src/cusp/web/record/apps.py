"""Django configuration for this app."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Reports and what is made from them."""

    name = "cusp.web.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"
