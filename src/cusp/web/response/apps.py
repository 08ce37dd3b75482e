"""Django configuration for this app."""

from django.apps import AppConfig


class ResponseConfig(AppConfig):
    """The improvement plan."""

    name = "cusp.web.response"
    label = "response"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let pages of other chapters say what a person leads and what a council has published."""
        from cusp.web.accounts import people
        from cusp.web.record.archive import published_response
        from cusp.web.response import statements
        from cusp.web.response.leads import open_actions_led

        if open_actions_led not in people.LEADING:
            people.LEADING.append(open_actions_led)
        if statements.published_response not in published_response.LOOKING:
            published_response.LOOKING.append(statements.published_response)
