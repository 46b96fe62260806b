"""How a person wants to be told, as a table: a topic a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from obih.notices.models import NoticeSettings
from obih.notices.vocabulary import ByMail, Topic

HOURS = {"invalid": "Година і хвилини: 20:00"}


@dataclass(frozen=True)
class TopicRow:
    """One row of the table."""

    label: str
    mail: BoundField
    push: BoundField


class NoticeSettingsForm(forms.Form):
    quiet_from = forms.TimeField(
        label="Тиша з", required=False, error_messages=HOURS, widget=forms.TimeInput(format="%H:%M")
    )
    quiet_to = forms.TimeField(
        label="до", required=False, error_messages=HOURS, widget=forms.TimeInput(format="%H:%M")
    )
    quiet_days_off = forms.BooleanField(label="Тиша й у вихідні та святкові дні", required=False)

    def __init__(self, *args: Any, topics: list[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = topics
        for topic in topics:
            label = str(topic.label)
            self.fields[f"mail_{topic}"] = forms.ChoiceField(
                label=f"Листом: {label}", choices=ByMail.choices,
                widget=forms.Select(attrs={"class": "input", "aria-label": f"Листом: {label}"}),
                error_messages={"invalid_choice": "Оберіть зі списку"},
            )  # fmt: skip
            self.fields[f"push_{topic}"] = forms.BooleanField(
                label=f"На пристрій: {label}", required=False,
                widget=forms.CheckboxInput(attrs={"aria-label": f"На пристрій: {label}"}),
            )  # fmt: skip

    def rows(self) -> Iterator[TopicRow]:
        for topic in self.topics:
            yield TopicRow(str(topic.label), self[f"mail_{topic}"], self[f"push_{topic}"])

    def chosen(self) -> dict[str, Any]:
        """What was chosen, as the action takes it."""
        clean = self.cleaned_data
        return {
            "by_mail": {str(each): clean[f"mail_{each}"] for each in self.topics},
            "by_push": {str(each): clean[f"push_{each}"] for each in self.topics},
            "quiet_from": clean["quiet_from"], "quiet_to": clean["quiet_to"],
            "quiet_days_off": clean["quiet_days_off"],
        }  # fmt: skip

    @staticmethod
    def facts(settings: NoticeSettings) -> dict[str, Any]:
        """What stands now."""
        facts: dict[str, Any] = {
            "quiet_from": settings.quiet_from, "quiet_to": settings.quiet_to,
            "quiet_days_off": settings.quiet_days_off,
        }  # fmt: skip
        for topic in Topic.values:
            facts |= {
                f"mail_{topic}": settings.mail_choice(topic),
                f"push_{topic}": settings.is_pushed(topic),
            }
        return facts


class DeviceForm(forms.Form):
    """What the browser says of itself when it is let to show notices."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=40)
    label = forms.CharField(max_length=80, required=False)
