"""Template filters for forms: widgets with GOV.UK classes."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cusp.web.common.date_input import DateInput

register = template.Library()

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.FileInput, "govuk-file-upload"),
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.TextInput, "govuk-input"),
    (forms.PasswordInput, "govuk-input"),
    (forms.NumberInput, "govuk-input"),
)


@register.filter
def is_checkbox(field: forms.BoundField) -> bool:
    """Whether a field is a single checkbox, which has its label after it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_date_input(field: forms.BoundField) -> bool:
    """Whether a field is a date in three fields."""
    return isinstance(field.field.widget, DateInput)


@register.filter
def govuk_widget(field: forms.BoundField) -> SafeString:
    """The field's control, with GOV.UK classes and a description for screen readers."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return _boxes([(field.as_widget(attrs={"class": "govuk-checkboxes__input"}), field)])
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return _choices(field)
    attrs: dict[str, Any] = {}
    if not isinstance(widget, DateInput):  # which adds classes to its three fields
        own = widget.attrs.get("class", "")
        attrs["class"] = f"{_class_of(widget, bool(field.errors))} {own}".strip()
    described = [f"{field.auto_id}_helptext"] if field.help_text else []
    described += [f"{field.auto_id}_error"] if field.errors else []
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)


def _class_of(widget: forms.Widget, wrong: bool) -> str:
    base = next((name for kind, name in _CLASSES if isinstance(widget, kind)), "govuk-input")
    return f"{base} {base}--error" if wrong else base


def _boxes(boxes: list[tuple[SafeString, forms.BoundField]]) -> SafeString:
    inner = format_html_join(
        "",
        '<div class="govuk-checkboxes__item">{}<label class="govuk-label govuk-checkboxes__label" '
        'for="{}">{}</label></div>',
        ((box, field.id_for_label, field.label) for box, field in boxes),
    )
    return format_html('<div class="govuk-checkboxes">{}</div>', inner)


def _choices(field: forms.BoundField) -> SafeString:
    # Django's checkboxes subclass its radios, so test for checkboxes.
    many = isinstance(field.field.widget, forms.CheckboxSelectMultiple)
    kind = "checkboxes" if many else "radios"
    items = format_html_join(
        "",
        '<div class="govuk-{0}__item">{1}<label class="govuk-label govuk-{0}__label" for="{2}">'
        "{3}</label></div>",
        (
            (kind, _tagged(choice, kind), choice.id_for_label, choice.choice_label)
            for choice in field.subwidgets
        ),
    )
    return format_html('<div class="govuk-{0}" data-module="govuk-{0}">{1}</div>', kind, items)


def _tagged(choice: Any, kind: str) -> SafeString:
    choice.data["attrs"]["class"] = f"govuk-{kind}__input"
    tag: SafeString = choice.tag(wrap_label=False)
    return tag
