"""What people type about mail."""

from __future__ import annotations

from typing import Any

from django import forms

from obih.notices.models import MailSettings
from obih.notices.vocabulary import Security

REQUIRED = {"required": "Заповніть це поле"}


class MailSettingsForm(forms.Form):
    host = forms.CharField(label="Сервер SMTP", max_length=200, error_messages=REQUIRED)
    port = forms.IntegerField(
        label="Порт", min_value=1, max_value=65535, initial=587, error_messages=REQUIRED
    )
    security = forms.ChoiceField(label="Захист", choices=Security.choices)
    username = forms.CharField(label="Ім’я на сервері", max_length=200, required=False)
    password = forms.CharField(
        label="Пароль",
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Порожній лишає збережений.",
    )
    from_address = forms.EmailField(label="Адреса відправника", error_messages=REQUIRED)
    from_name = forms.CharField(label="Ім’я відправника", max_length=120, required=False)
    report_to = forms.EmailField(
        label="Куди надсилати нічну контрольну точку",
        required=False,
        help_text="Скринька поза цим комп’ютером: за нею помітно, якщо історію підмінили.",
    )
    is_on = forms.BooleanField(label="Надсилати листи", required=False, initial=True)

    def clean_from_name(self) -> str:
        return " ".join(str(self.cleaned_data["from_name"]).split())

    @staticmethod
    def facts(settings: MailSettings | None) -> dict[str, Any] | None:
        names = ("host", "port", "security", "username", "from_address", "from_name", "report_to", "is_on")
        return {name: getattr(settings, name) for name in names} if settings else None


class TestLetterForm(forms.Form):
    to = forms.EmailField(label="Куди надіслати тестовий лист", error_messages=REQUIRED)


class AskLinkForm(forms.Form):
    asked = forms.CharField(
        label="Ім’я для входу або службова пошта", max_length=254, error_messages=REQUIRED
    )
