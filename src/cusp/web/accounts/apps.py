"""Configuration of the accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, roles and the log."""

    name = "cusp.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Log sign-ins."""
        from cusp.web.accounts import signals  # noqa: F401 - connects them
