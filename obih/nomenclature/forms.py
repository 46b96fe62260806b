"""What people type about the list of cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from obih.nomenclature.models import CaseIndex, Nomenclature
from obih.ui.forms import DateField


class CaseForm(forms.Form):
    """One case of the list."""

    index = forms.CharField(label="Індекс", max_length=30, help_text="Підрозділ і номер, як-от 02-10")
    title = forms.CharField(label="Заголовок справи", max_length=300)
    retention = forms.CharField(
        label="Строк зберігання", max_length=120, help_text="Постійно, 5 років ЕПК, 3 роки"
    )
    article = forms.CharField(label="Стаття переліку", max_length=60, required=False, help_text="Як-от 16-а")
    unit_code = forms.CharField(label="Індекс підрозділу", max_length=20, required=False)
    volumes = forms.IntegerField(
        label="Кількість томів",
        required=False,
        min_value=0,
        max_value=9999,
        help_text="Заповнюють наприкінці року",
    )
    is_restricted = forms.BooleanField(label="Обмежений доступ", required=False)
    note = forms.CharField(label="Примітка", max_length=300, required=False)

    widths = {"index": 2, "title": 8, "retention": 4, "article": 3, "unit_code": 3, "volumes": 3, "note": 8}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, width in self.widths.items():
            self.fields[name].width = width  # type: ignore[attr-defined]

    @classmethod
    def first_values(cls, case: CaseIndex) -> dict[str, Any]:
        return {name: getattr(case, name) for name in cls.base_fields}


class ApprovalForm(forms.Form):
    approved_on = DateField(label="Дата затвердження", lean="past", initial=timezone.localdate)


class ClosureForm(forms.Form):
    closed_on = DateField(label="Закрито", lean="past", initial=timezone.localdate)


class YearForm(forms.Form):
    """The list of another year for an organisation that has one already."""

    source = forms.ModelChoiceField(
        label="За зразком", queryset=Nomenclature.objects.order_by("-year"), empty_label=None
    )
    year = forms.IntegerField(label="Рік", min_value=1991, max_value=2199)
