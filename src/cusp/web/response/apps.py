"""Django configuration for this app."""

from django.apps import AppConfig


class ResponseConfig(AppConfig):
    """The improvement plan."""

    name = "cusp.web.response"
    label = "response"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the page about a person say which actions they lead."""
        from cusp.web.accounts import people
        from cusp.web.response.leads import open_actions_led

        if open_actions_led not in people.LEADING:
            people.LEADING.append(open_actions_led)
