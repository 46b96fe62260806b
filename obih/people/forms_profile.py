"""What one types about oneself: the look of pages, a password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from obih.people.forms import PlainForm
from obih.people.models import Account

LOOK_CHOICES = {
    "text_size": [("", "звичайний"), ("plus", "більший"), ("max", "найбільший")],
    "theme": [("", "як у системі"), ("light", "світла"), ("dark", "темна")],
    "density": [("", "звичайна"), ("dense", "щільна"), ("roomy", "простора")],
}


class LookForm(PlainForm):
    text_size = forms.ChoiceField(
        label="Розмір тексту", choices=LOOK_CHOICES["text_size"], widget=forms.RadioSelect, required=False
    )
    theme = forms.ChoiceField(
        label="Тема", choices=LOOK_CHOICES["theme"], widget=forms.RadioSelect, required=False
    )
    density = forms.ChoiceField(
        label="Щільність таблиць", choices=LOOK_CHOICES["density"], widget=forms.RadioSelect, required=False
    )
    hotkeys = forms.BooleanField(label="Клавіші з однієї літери (J, K, X…)", required=False)


class NewPasswordForm(PlainForm):
    """A password typed twice; the rules for it are those of settings, in our words."""

    password = forms.CharField(
        label="Новий пароль",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Щонайменше 10 знаків. Зручно: кілька слів підряд.",
    )
    again = forms.CharField(
        label="Новий пароль ще раз",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        try:
            validate_password(password, self.account)
        except ValidationError as problem:
            raise ValidationError([_in_our_words(each) for each in problem.error_list]) from problem
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", "Паролі не збігаються")
        return cleaned


def _in_our_words(problem: ValidationError) -> str:
    return {
        "password_too_short": "Закороткий: потрібно щонайменше 10 знаків",
        "password_too_common": "Цей пароль надто поширений: його вгадують першим",
        "password_too_similar": "Надто схожий на ім’я для входу або пошту",
    }.get(str(problem.code), " ".join(problem.messages))


class ChangePasswordForm(NewPasswordForm):
    current = forms.CharField(
        label="Теперішній пароль",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["current", "password", "again"]

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if not self.account.check_password(current):
            raise ValidationError("Теперішній пароль не підійшов")
        return current
