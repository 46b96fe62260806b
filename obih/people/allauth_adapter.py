"""How allauth meets our accounts: no sign-up, our words, our events, one rule of lock-out."""

from __future__ import annotations

import io
import time
from datetime import timedelta
from typing import Any

import segno
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from axes.models import AccessFailureLog, AccessLog
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.access import needs_second_factor
from obih.people.actions.accounts import change_password
from obih.people.events import SIGNED_IN
from obih.people.models import Account
from obih.people.queries import actor_for
from obih.people.sealing import seal, unseal

WRONG = "Ім’я або пароль не підійшли. Перевірте, чи не ввімкнено Caps Lock і мову клавіатури."
TOO_MANY = "Забагато спроб. Зачекайте 15 хвилин або попросіть адміністратора зняти блокування."
CODE = "Код не підійшов. Уведіть шість цифр, які застосунок показує зараз."
FAILURES_IN_AN_HOUR = 30
"""Of one account, from all addresses together."""
SAID = {
    "mfa/messages/totp_activated.txt": "Другий крок входу ввімкнено",
    "mfa/messages/totp_deactivated.txt": "Застосунок із кодами вимкнено",
    "mfa/messages/webauthn_added.txt": "Ключ доступу додано",
    "mfa/messages/webauthn_removed.txt": "Ключ доступу вилучено",
    "mfa/messages/recovery_codes_generated.txt": "Запасні коди готові: надрукуйте їх і сховайте",
}


def is_guessed_from_everywhere(username: str, address: str) -> bool:
    """Whether an account had too many failures in an hour, and never a sign-in from this address."""
    hour_ago = timezone.now() - timedelta(hours=1)
    failures = AccessFailureLog.objects.filter(username=username, attempt_time__gt=hour_ago)
    if failures.count() < FAILURES_IN_AN_HOUR:
        return False
    return not AccessLog.objects.filter(username=username, ip_address=address).exists()


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": WRONG,
        "invalid_login": WRONG,
        "username_password_mismatch": WRONG,
        "incorrect_password": "Пароль не підійшов",
        "incorrect_code": CODE,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Open the session and note the sign-in; earlier failures are forgotten by axes."""
        super().login(request, user)
        assert isinstance(user, Account)
        with unit_of_work():
            record(SIGNED_IN, by=actor_for(user), about=user.person)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Guessing one account from many addresses stops too; where its owner signs in from, he goes on."""
        name = str(credentials.get("username", ""))
        if is_guessed_from_everywhere(name, self.get_client_ip(request)):
            request.axes_locked_out = True  # type: ignore[attr-defined]
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """A closed account answers like a wrong password, whatever the password."""
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        assert isinstance(user, Account)
        change_password(user, password=password, by=actor_for(user))

    def add_message(
        self, request: HttpRequest, level: int, message_template: Any = None, *args: Any, **kw: Any
    ) -> None:
        """Only what is said in our words; greetings and the like stay unsaid."""
        if said := SAID.get(str(message_template or "")):
            messages.success(request, said)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Allauth’s own letters are not sent: what changed stands in history."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters go through the outbox of `notices`; allauth has none of its own to send."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever proved himself in the last minutes, by signing in too, is not asked again."""
        request = context.request
        records = get_authentication_records(request, request.user)
        since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > since for record in records)

    def get_client_ip(self, request: HttpRequest) -> str:
        return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 - a socket has no address

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": "Паролем",
            "mfa_reauthenticate": "Кодом із застосунку",
            "mfa_reauthenticate:webauthn": "Ключем доступу",
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": words[method["id"]]} for method in methods if method["id"] in words]


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": CODE,
        "cannot_delete_authenticator": "Ваша роль вимагає другого кроку входу: спершу додайте інший спосіб",
        "cannot_generate_recovery_codes": "Спершу ввімкніть застосунок із кодами або ключ доступу",
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Empty when sealed by another installation: then no code fits and the administrator resets it."""
        return unseal(encrypted_text) or ""

    def build_totp_svg(self, url: str) -> str:
        """Allauth asks for it with every form; the page shows the picture of `totp_picture` instead."""
        return ""

    def _get_user_identifier(self, user: AbstractBaseUser) -> str:
        return str(user)

    def _get_site_name(self) -> str:
        return "Обіг"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second factor of one who must have it stays."""
        account = authenticator.user
        if not needs_second_factor(actor_for(account)):
            return True
        ways = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        return Authenticator.objects.filter(user=account, type__in=ways).exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "Мій ключ" if count == 0 else f"Мій ключ {count + 1}"


def qr_svg(text: str) -> bytes:
    """A QR code as an SVG file of its own."""
    stream = io.BytesIO()
    segno.make(text, error="m").save(stream, kind="svg", scale=6, border=2, xmldecl=True)
    return stream.getvalue()
