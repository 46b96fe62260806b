"""What is noted of copies by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from obih.law.queries import profile
from obih.registry.actions.dispatch import Sending
from obih.registry.forms.fields import TextField
from obih.registry.queries.dispatch import CopyRow
from obih.ui.forms import DateField


def channels() -> list[tuple[str, str]]:
    """How documents go out, and how they go round the house."""
    rules = profile(timezone.localdate())
    found = [*rules.channels_for("outgoing"), *rules.channels_for("internal")]
    return [(each.code, each.title) for each in found]


class SentForm(forms.Form):
    """The day on which the marked copies went."""

    sent_on = DateField(label="Надіслано", lean="past")

    def clean_sent_on(self) -> Any:
        day = self.cleaned_data["sent_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Цей день ще не настав: позначають те, що вже надіслано")
        return day


class ManyForm(SentForm):
    """The same for many documents at once; a channel chosen here is that of all of them."""

    channel = forms.ChoiceField(label="Спосіб", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["channel"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", "як у кожного"), *channels()]


class CopyForm(forms.Form):
    """One copy: whether it goes now, how, and what the addressee answered."""

    send = forms.BooleanField(label="Надіслати", required=False)
    channel = forms.ChoiceField(label="Спосіб", required=False)
    tracking = TextField(most=60, label="Номер відправлення", required=False)
    number_there = TextField(most=120, label="Номер в адресата", required=False)
    dated_there_on = DateField(label="Дата там", lean="past", required=False)
    delivered_on = DateField(label="Вручено", lean="past", required=False)
    refused_on = DateField(label="Не прийнято", lean="past", required=False)
    refused_because = TextField(most=300, label="Чому не прийнято", required=False)

    def __init__(self, data: Any = None, *, row: CopyRow, **kwargs: Any) -> None:
        self.row = row
        self.before: dict[str, Any] = {
            "channel": row.channel_code,
            "tracking": row.tracking_number,
            "number_there": row.number_there,
            "dated_there_on": row.dated_there_on,
            "delivered_on": timezone.localdate(row.delivered_at) if row.delivered_at else None,
            "refused_on": timezone.localdate(row.refused_at) if row.refused_at else None,
            "refused_because": row.refused_because,
        }
        super().__init__(data, initial=self.before, **kwargs)
        choice = self.fields["channel"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", "—"), *channels()]
        for name, width in WIDTHS.items():
            self.fields[name].width = width  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("send") and not said.get("channel"):
            self.add_error("channel", "Оберіть, як надіслано")
        if said.get("dated_there_on") and not said.get("number_there"):
            self.add_error("number_there", "Напишіть номер, який дав адресат")
        if said.get("refused_on") and not said.get("refused_because"):
            self.add_error("refused_because", "Напишіть, чому не прийнято чи повернуто")
        for name in ("dated_there_on", "delivered_on", "refused_on"):
            if said.get(name) and said[name] > timezone.localdate():
                self.add_error(name, "Ця дата ще не настала")
        return said

    def is_changed(self, name: str) -> bool:
        """Whether a field that came with the request says something else than is noted."""
        if self.add_prefix(name) not in self.data:
            return False
        return (self.cleaned_data.get(name) or None) != (self.before.get(name) or None)

    def sending(self) -> Sending:
        return Sending(self.row.id, self.cleaned_data["channel"], self.cleaned_data["tracking"])


WIDTHS = {
    "channel": 4, "tracking": 4, "number_there": 4, "dated_there_on": 3, "delivered_on": 3, "refused_on": 3,
    "refused_because": 6,
}  # fmt: skip
