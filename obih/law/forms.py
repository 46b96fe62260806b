"""A form for each group of rules, made from the fields of its model."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils import timezone

from obih.law.models import GROUPS, Rule
from obih.law.profile import Profile
from obih.law.vocabulary import Flow
from obih.ui.forms import DateField

OWN = frozenset({"id", "code", "valid_from", "valid_to", "since_version"})
SINGLE = {
    "cap": "terms",
    "extends_to": "terms",
    "term": "terms",
    "regime": "regimes",
    "retention": "retention",
}
SEVERAL = {"terms": "terms", "kinds": "kinds", "channels": "channels"}
WIDE = frozenset({"title", "legal_basis", "note", "kinds", "terms", "channels", "choices", "hint", "words"})
LAST = frozenset({"legal_basis", "confidence", "note", "order"})
"""What every rule has stands after what makes it this rule."""
CODE_HINT = "Латинські літери, цифри, дефіс і підкреслення; коду потім не змінити"


class ChoicesField(forms.CharField):
    """Options of a list, one on a line: «код | назва»."""

    widget = forms.Textarea(attrs={"rows": 6, "class": "input"})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(f"{code} | {title}" for code, title in value)
        return value

    def to_python(self, value: Any) -> Any:
        found, codes = [], set()
        for line in str(value or "").splitlines():
            if not line.strip():
                continue
            code, bar, title = (part.strip() for part in line.partition("|"))
            if not bar or not code or not title:
                raise forms.ValidationError(f"«{line.strip()[:40]}»: напишіть «код | назва»")
            if code in codes:
                raise forms.ValidationError(f"Код «{code}» повторюється")
            codes.add(code)
            found.append([code, title])
        return found


class RuleForm(forms.Form):
    """Base of the forms that `rule_form` makes: the rule's own fields, then the day it holds from."""

    valid_from = DateField(label="Діє з", lean="future", initial=timezone.localdate)

    @property
    def values(self) -> dict[str, Any]:
        """What was typed of the rule itself."""
        return {name: value for name, value in self.cleaned_data.items() if name != "valid_from"}


class WithdrawalForm(forms.Form):
    last_on = DateField(label="Останній день дії", lean="future", initial=timezone.localdate)


def rule_form(group: str, profile: Profile, *, with_code: bool = False) -> type[RuleForm]:
    """The form of one group; lists of codes offer the rules of this profile."""
    model = GROUPS[group]
    fields: dict[str, forms.Field] = {}
    if with_code:
        code = model._meta.get_field("code").formfield()
        assert code is not None
        code.help_text = CODE_HINT
        fields["code"] = code
    for each in sorted(model._meta.concrete_fields, key=lambda field: field.name in LAST):
        if each.name not in OWN:
            fields[each.name] = _form_field(each, profile)
    made: type[RuleForm] = type("RuleForm", (RuleForm,), fields)
    made.base_fields["valid_from"] = made.base_fields.pop("valid_from")
    return made


def first_values(row: Rule) -> dict[str, Any]:
    return {each.name: getattr(row, each.name) for each in row._meta.concrete_fields if each.name not in OWN}


def _form_field(field: models.Field[Any, Any], profile: Profile) -> forms.Field:
    label = str(field.verbose_name)
    if field.name in SINGLE:
        made: forms.Field = _single(label, getattr(profile, SINGLE[field.name]))
    elif field.name in SEVERAL:
        made = _several(label, _titles(getattr(profile, SEVERAL[field.name])))
    elif field.name == "flows":
        made = _several(label, list(Flow.choices))
    elif field.name == "choices" and isinstance(field, models.JSONField):
        made = ChoicesField(label=label, required=False, help_text="Один варіант на рядок: код | назва")
    else:
        made = field.formfield() or forms.CharField(label=label)
        if field.choices and isinstance(made, forms.TypedChoiceField):
            made.choices = list(field.flatchoices)
        if isinstance(field, models.TextField):
            area = forms.Textarea(attrs={"rows": 3, "class": "input"})
            made = forms.CharField(label=label, required=False, max_length=2000, widget=area)
    made.width = 8 if field.name in WIDE else 4  # type: ignore[attr-defined]
    if isinstance(made, forms.BooleanField):
        made.width = None  # type: ignore[attr-defined]
    return made


def _single(label: str, rules: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label.removesuffix(" (код)"), required=False, choices=[("", "—"), *_titles(rules)]
    )


def _several(label: str, choices: list[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label.removesuffix(" (коди)"),
        required=False,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
    )


def _titles(rules: Any) -> list[tuple[str, str]]:
    pairs = [(str(rule.title), str(rule.code)) for rule in rules.values()]
    return [(code, title) for title, code in sorted(pairs)]
