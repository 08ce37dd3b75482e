"""A paper of the measures that practice shares."""

from typing import ClassVar

from django.db import migrations, models

_KINDS = (
    ("uploaded", "Uploaded file"),
    ("plan full", "The improvement plan"),
    ("plan exceptions", "Exceptions in the improvement plan"),
    ("plan changes", "Changes to the plan since the last meeting"),
    ("measures", "Measures with charts"),
    ("practice", "Measures of practice"),
    ("comparison", "Comparison of inspections"),
    ("place", "Place in the grade"),
    ("report", "Written report"),
    ("statement", "The published response to the inspection"),
)


class Migration(migrations.Migration):
    """Allows another kind of paper."""

    dependencies: ClassVar = [("boards", "0003_packs")]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="agendapaper", name="paper_kind"),
        migrations.AlterField(
            model_name="agendapaper",
            name="kind",
            field=models.CharField(choices=list(_KINDS), max_length=20),
        ),
        migrations.AddConstraint(
            model_name="agendapaper",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", [code for code, _ in _KINDS])), name="paper_kind"
            ),
        ),
    ]
