"""Renders every form, ours and those from packages, using GOV.UK patterns."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """Renders forms, fields and errors with the templates in ``templates/forms/``."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
