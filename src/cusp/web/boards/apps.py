"""Django configuration for this app."""

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    """Boards and their meetings."""

    name = "cusp.web.boards"
    label = "boards"
    default_auto_field = "django.db.models.BigAutoField"
