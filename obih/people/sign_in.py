"""The forms of sign-in, and what happens around it."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa import signals
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from axes.handlers.proxy import AxesProxyHandler
from axes.signals import user_locked_out
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.db.models import F
from django.dispatch import receiver
from django.http import HttpRequest

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people import events
from obih.people.actors import SYSTEM
from obih.people.allauth_adapter import TOO_MANY
from obih.people.middleware import SECOND_FACTOR
from obih.people.models import Account
from obih.people.queries import actor_for

WAYS = {"totp": "застосунок із кодами", "webauthn": "ключ доступу", "recovery_codes": "запасні коди"}


def _plain(form: Any, labels: dict[str, str]) -> None:
    """Our labels, no placeholders, no foreign hints."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)
        field.error_messages["required"] = "Заповніть це поле"


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"login": "Ім’я для входу", "password": "Пароль"})
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_login(self) -> str:
        return str(super().clean_login()).lower().replace("\x00", "")


class AgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"password": "Пароль"})


class _CodeForm:
    """Numbers as people copy them: «123 456» is a code too. Failures count towards the one lock-out."""

    fields: dict[str, Any]
    data: Any
    user: Account

    def _make_plain(self) -> None:
        _plain(self, {"code": "Код"})
        self.fields["code"].widget.attrs |= {
            "inputmode": "numeric",
            "autofocus": True,
            "autocomplete": "one-time-code",
        }


class CodeForm(_CodeForm, AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._make_plain()

    def clean_code(self) -> str:
        from allauth.core import context

        if not AxesProxyHandler.is_allowed(context.request, {"username": self.user.username}):
            context.request.axes_locked_out = True
            raise ValidationError(TOO_MANY)
        self.cleaned_data["code"] = self.cleaned_data["code"].replace(" ", "").replace("\x00", "")
        return str(super().clean_code())


class CodeAgainForm(_CodeForm, ReauthenticateByCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._make_plain()


class TotpForm(_CodeForm, ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._make_plain()

    def clean_code(self) -> str:
        self.cleaned_data["code"] = self.cleaned_data["code"].replace(" ", "")
        return str(super().clean_code())


class KeyForm(AddWebAuthnForm):
    """A key that signs in alone, by fingerprint or PIN; one that cannot is the second step only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"name": "Назва ключа", "passwordless": "Входити самим ключем, без пароля"})
        self.fields["passwordless"].initial = True


@receiver(signals.authentication_failed)
def _count_wrong_code(request: HttpRequest, user: Account, reauthentication: bool, **_: Any) -> None:
    """A wrong code counts like a wrong password."""
    if not reauthentication:
        user_login_failed.send(sender=__name__, credentials={"username": user.username}, request=request)


@receiver(user_locked_out)
def _note_lock_out(username: str, **_: Any) -> None:
    account = Account.objects.filter(username=username or "").first()
    if account:
        with unit_of_work():
            record(events.ACCOUNT_LOCKED_OUT, by=SYSTEM, about=account.person)


@receiver(signals.authenticator_added)
def _note_added(request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any) -> None:
    _end_other_sessions(request, user, events.SECOND_FACTOR_ADDED, authenticator)


@receiver(signals.authenticator_removed)
def _note_removed(request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any) -> None:
    request.session.pop(SECOND_FACTOR, None)
    _end_other_sessions(request, user, events.SECOND_FACTOR_REMOVED, authenticator)


def _end_other_sessions(
    request: HttpRequest, user: Account, event: Any, authenticator: Authenticator
) -> None:
    """Whatever session was opened under the former rule is over; this one goes on."""
    with unit_of_work():
        Account.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
        record(event, by=actor_for(user), about=user.person, way=WAYS.get(str(authenticator.type), "—"))
    user.refresh_from_db(fields=["session_epoch"])
    update_session_auth_hash(request, user)
