"""Addresses of sign-in: those of allauth that we use, with our pages. The others do not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


@login_not_required
def absent(request: HttpRequest) -> HttpResponse:
    """Allauth asks for this address by name; nobody signs up here."""
    raise Http404


def _page(view: Any, name: str, *, public: bool = False) -> Callable[..., HttpResponse]:
    page: Callable[..., HttpResponse] = view.as_view(template_name=f"people/{name}.html")
    return login_not_required(page) if public else page


class SignOut(account.LogoutView):
    """After it the browser keeps nothing of what was read here, not even for the button «Назад»."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


urlpatterns = [
    path("login/", _page(account.LoginView, "sign_in", public=True), name="account_login"),
    path("logout/", _page(SignOut, "sign_out", public=True), name="account_logout"),
    path(
        "inactive/",
        _page(account.AccountInactiveView, "sign_in_closed", public=True),
        name="account_inactive",
    ),
    path("signup/", absent, name="account_signup"),
    path("reauthenticate/", _page(account.ReauthenticateView, "again"), name="account_reauthenticate"),
    path("2fa/", _page(mfa.IndexView, "second_factor"), name="mfa_index"),
    path("2fa/ask/", _page(mfa.AuthenticateView, "second_factor_ask", public=True), name="mfa_authenticate"),
    path("2fa/reauthenticate/", _page(mfa.ReauthenticateView, "again"), name="mfa_reauthenticate"),
    path("2fa/totp/", _page(totp.ActivateTOTPView, "totp_activate"), name="mfa_activate_totp"),
    path("2fa/totp/off/", _page(totp.DeactivateTOTPView, "totp_deactivate"), name="mfa_deactivate_totp"),
    path("2fa/codes/", _page(codes.ViewRecoveryCodesView, "codes"), name="mfa_view_recovery_codes"),
    path(
        "2fa/codes/new/",
        _page(codes.GenerateRecoveryCodesView, "codes_generate"),
        name="mfa_generate_recovery_codes",
    ),
    path("2fa/keys/", _page(keys.ListWebAuthnView, "keys"), name="mfa_list_webauthn"),
    path("2fa/keys/add/", _page(keys.AddWebAuthnView, "keys_add"), name="mfa_add_webauthn"),
    path("2fa/keys/login/", login_not_required(keys.login_webauthn), name="mfa_login_webauthn"),
    path(
        "2fa/keys/reauthenticate/",
        _page(keys.ReauthenticateWebAuthnView, "again_key"),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "2fa/keys/<int:pk>/remove/", _page(keys.RemoveWebAuthnView, "keys_remove"), name="mfa_remove_webauthn"
    ),
]
