"""A role and a kind of line in the log are each one of a fixed set."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Checks alone; no value changes."""

    dependencies = (("accounts", "0001_initial"),)

    operations = (
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["change", "access"])), name="event_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("role__in", ["officer", "action-owner", "practice", "member", "administrator"])
                ),
                name="role_grant_role",
            ),
        ),
    )
