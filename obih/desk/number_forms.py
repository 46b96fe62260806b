"""Forms of the page of numbers."""

from __future__ import annotations

from typing import Any

from django import forms

from obih.registry.actions.numbers import MOST
from obih.registry.forms.fields import TextField
from obih.registry.vocabulary import ReservationPurpose
from obih.ui.forms import DateField

WIDTHS = {"count": 4, "until": 8, "holder": 12, "purpose": 12, "note": 12}


class ReserveForm(forms.Form):
    """How many numbers, for whom and until when."""

    count = forms.IntegerField(
        label="Скільки",
        min_value=1,
        max_value=MOST,
        initial=1,
        widget=forms.TextInput({"class": "input tab", "inputmode": "numeric"}),
        error_messages={
            "required": "Напишіть, скільки номерів",
            "invalid": "Упишіть ціле число",
            "min_value": "Щонайменше один номер",
            "max_value": f"За один раз щонайбільше {MOST}",
        },
    )
    until = DateField(label="До якого дня", lean="future", required=False, help_text="0512, +10 або «пт»")
    holder = TextField(
        most=300,
        label="За ким",
        help_text="Посада і прізвище або для чого: «рішення 20 сесії»",
        error_messages={"required": "Напишіть, за ким номер"},
    )
    purpose = forms.ChoiceField(
        label="Навіщо",
        choices=[
            (ReservationPurpose.HELD.value, "тримати за людиною"),
            (ReservationPurpose.OUTAGE.value, "надрукувати на час без зв’язку"),
        ],
        initial=ReservationPurpose.HELD.value,
    )
    note = TextField(most=300, label="Примітка", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, width in WIDTHS.items():
            self.fields[name].width = width  # type: ignore[attr-defined]


class VoidForm(forms.Form):
    """Why a number is made void."""

    reason = TextField(
        most=300,
        label="Причина",
        help_text="Наприклад: зіпсовано бланк; зареєстровано двічі",
        error_messages={"required": "Напишіть, чому номер анульовано: причина лишається в реєстрі"},
    )
