"""Fields of Django forms as the component «field»: label, quiet note, hint, sentence of the error."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from obih.ui import words
from obih.ui.forms import Combobox, DateField

register = template.Library()

_TEMPLATES: tuple[tuple[type[forms.Widget] | tuple[type[forms.Widget], ...], str], ...] = (
    ((forms.RadioSelect, forms.CheckboxSelectMultiple), "ui/components/field_choices.html"),
    (forms.CheckboxInput, "ui/components/field_check.html"),
)


@register.simple_tag
def field(
    bound: BoundField,
    width: int | None = None,
    opt: str = "",
    hint: str | None = None,
    label: str = "",
    last: Any = None,
    last_text: str = "",
    **attrs: Any,
) -> SafeString:
    """One field of a form. `opt` stands beside the label, `hint` under the field.

    `last` is what F2 brings back (for a combobox its id, with `last_text` the words). Further
    named arguments become attributes of the input: `data_scan="number"`, `autofocus=True`.
    """
    widget = bound.field.widget
    if bound.is_hidden:
        return SafeString(bound)
    hint = str(bound.help_text) if hint is None else hint
    context = {
        "bound": bound,
        "id": bound.id_for_label,
        "label": label or bound.label,
        "width": width or getattr(bound.field, "width", None),
        "opt": _beside(bound, opt or getattr(bound.field, "opt", "")),
        "dated": isinstance(bound.field, DateField),
        "hint": hint,
        "errors": bound.errors,
    }
    given = {name.replace("_", "-"): value for name, value in attrs.items()}
    if last not in (None, ""):
        given |= {"data-last": last, "data-last-text": last_text} if last_text else {"data-last": last}
    context["input"] = bound.as_widget(attrs=_input_attributes(bound, bool(hint), given))
    chosen = next((path for kind, path in _TEMPLATES if isinstance(widget, kind)), "ui/components/field.html")
    return SafeString(render_to_string(chosen, context))


def _beside(bound: BoundField, opt: str) -> str:
    aside = bound.field.aside(bound.value()) if isinstance(bound.field, DateField) else ""
    return aside or opt


def _input_attributes(bound: BoundField, hinted: bool, given: dict[str, Any]) -> dict[str, Any]:
    widget, own = bound.field.widget, bound.id_for_label
    attrs: dict[str, Any] = dict(given)
    choices = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.CheckboxInput)
    if not choices and "class" not in widget.attrs:
        attrs.setdefault("class", "input")
    if isinstance(widget, Combobox):
        attrs["aria-label-list"] = str(bound.label)
    described = [f"{own}-hint"] if hinted else []
    if bound.errors:
        described.append(f"{own}-error")
        attrs["aria-invalid"] = "true"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return attrs


@register.inclusion_tag("ui/components/problems.html")
def problems(form: BaseForm, title: str = "Не збережено") -> dict[str, Any]:
    """The summary of errors above a form; it takes the focus and links to the fields."""
    rows = [
        (bound.id_for_label, bound.label, error) for bound in form.visible_fields() for error in bound.errors
    ]
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    general = [*form.non_field_errors(), *hidden]
    count = len({row[0] for row in rows})
    fix = f"виправте {words.counted(count, 'поле', 'поля', 'полів')}" if count else ""
    return {"rows": rows, "general": general, "title": f"{title}: {fix}" if fix else title}


@register.inclusion_tag("ui/components/form.html")
def form_fields(form: BaseForm, title: str = "Не збережено") -> dict[str, Any]:
    """The whole form without its tag and buttons: summary of errors, then the fields in a row of 12."""
    return {"form": form, "title": title}
