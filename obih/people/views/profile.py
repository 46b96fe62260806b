"""One’s own page: look, password, second factor; and the one-time link."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from obih.people import actions
from obih.people.access import needs_second_factor
from obih.people.actions.accounts import LOOKS, link_of
from obih.people.allauth_adapter import qr_svg
from obih.people.forms_profile import ChangePasswordForm, LookForm, NewPasswordForm
from obih.people.middleware import own_actor
from obih.people.models import Account
from obih.people.queries import actor_for, substitutions_of
from obih.people.views.pages import FormPage, form_page, posted


def _account(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user


def profile(request: HttpRequest) -> HttpResponse:
    """How pages look for me, and the way to my password and second factor."""
    account, actor = _account(request), own_actor(request)
    page = FormPage(
        "Мій профіль", "Зберегти вигляд", reverse("people:profile"), template="people/profile.html"
    )
    form = LookForm(posted(request), initial={name: getattr(account, name) for name in LOOKS})
    return form_page(
        request,
        form,
        page,
        lambda **values: actions.change_look(account, by=actor, **values),
        person=account.person,
        actor=actor,
        second_factor_needed=needs_second_factor(actor),
        second_factor=get_adapter().is_mfa_enabled(account),
        substitutions=substitutions_of(account.person, timezone.localdate()),
    )


@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """A password of one’s own. Other sessions of the account end, this one goes on."""
    account = _account(request)
    given = account.must_change_password
    page = FormPage(
        "Новий пароль",
        "Змінити пароль",
        "/" if given else reverse("people:profile"),
        lead="Цей пароль дав вам хтось інший. Оберіть свій: інші сторінки відкриються після цього."
        if given
        else "",
        done="Пароль змінено, входи на інших пристроях завершено",
    )

    def act(password: str, **_: Any) -> None:
        actions.change_password(account, password=password, by=own_actor(request))
        update_session_auth_hash(request, account)
        record_authentication(request, account, method="password")

    return form_page(request, ChangePasswordForm(posted(request), account=account), page, act)


@sensitive_post_parameters()
@login_not_required
def one_time_link(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password by a link from the administrator or from the mail. Opening it uses nothing up."""
    link = link_of(token)
    if link is None:
        return render(request, "people/link_over.html", status=404)
    page = FormPage(
        "Оберіть пароль",
        "Зберегти пароль",
        reverse("account_login"),
        lead=f"{link.account.person.full_name}, ваше ім’я для входу: {link.account.username}",
        done="Пароль збережено. Тепер увійдіть",
        template="people/link.html",
    )

    def act(password: str, **_: Any) -> None:
        actions.use_link(token, password=password, by=actor_for(link.account))

    response = form_page(request, NewPasswordForm(posted(request), account=link.account), page, act)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
@login_not_required
def cannot_sign_in(request: HttpRequest) -> HttpResponse:
    try:
        ask_url = reverse("notices:ask_link")
    except NoReverseMatch:
        ask_url = ""
    return render(request, "people/cannot_sign_in.html", {"ask_url": ask_url})


@require_GET
def totp_picture(request: HttpRequest) -> HttpResponse:
    """The QR code of the key being set up, as a picture of our own: pages load no data: addresses."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    url = get_adapter().build_totp_url(_account(request), secret)
    return HttpResponse(qr_svg(url), content_type="image/svg+xml", headers={"Cache-Control": "no-store"})
