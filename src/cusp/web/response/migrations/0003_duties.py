"""Duties name the rule that they come from, and say why they were unticked or removed."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

_RULES = {
    "SI 2007/462, regulation 2": "publish-report",
    "Education and Inspections Act 2006, section 137": "publish-statement",
    "SI 2007/462, regulation 3": "send-statement",
}


def name_rules(apps: Any, _editor: object) -> None:
    """Duties that a plan started with get the rule that they came from."""
    for source, rule in _RULES.items():
        apps.get_model("response", "Duty").objects.filter(source=source).update(rule=rule)


class Migration(migrations.Migration):
    """Four columns, and the rule of each duty that came from one."""

    dependencies = (("response", "0002_plan_import"),)

    operations = (
        migrations.AddField("duty", "row_version", models.PositiveIntegerField(default=1)),
        migrations.AddField("duty", "rule", models.CharField(blank=True, max_length=40)),
        migrations.AddField("duty", "runs_from", models.DateField(null=True)),
        migrations.AddField(
            "duty",
            "why",
            models.CharField(
                blank=True, max_length=500, verbose_name="why it was unticked or removed"
            ),
        ),
        migrations.RunPython(name_rules, migrations.RunPython.noop),
    )
