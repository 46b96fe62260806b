"""Who acts in this request, and what must be done before anything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.access import Power, may, needs_second_factor
from obih.people.actions.accounts import change_look
from obih.people.actors import NOBODY, Actor
from obih.people.events import VIEWED_AS
from obih.people.models import Account
from obih.people.queries import actor_for
from obih.ui.look import CHOICES
from obih.ui.middleware import answer, is_fragment

VIEW_AS = "view_as"
"""Session: the account whose eyes the administrator looks with."""
SECOND_FACTOR = "second_factor"
"""Session: the account is known to have a second factor, so it is not asked for again."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
WITHOUT_PASSWORD = frozenset(
    {"people:password", "account_logout", "account_reauthenticate", "ui:look", "ui:session"}
)
WHILE_LOOKING = frozenset({"people:view_as_end", "account_logout", "ui:session"})
WITHOUT_SECOND_FACTOR = WITHOUT_PASSWORD | {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "people:totp_picture",
}


class ActorMiddleware:
    """Gives `request.actor` and lets nobody further who has first to sign in or to secure the account.

    Every page asks for a sign-in unless its view is marked `login_not_required`; the REST API, with
    tokens of its own, stands outside.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.method == "POST" and _name(request) == "ui:look" and response.status_code < 400:
            _keep_look(request)
        if getattr(request, "viewing_page", "") and response.status_code == 200:
            _note_view(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if getattr(view, "login_required", True) is False or request.path.startswith("/api/"):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return self._first_things(request) or self._only_looking(request)

    def _first_things(self, request: HttpRequest) -> HttpResponse | None:
        """Own password first, then the second factor; until then only the pages that lead there."""
        account, name = request.user, _name(request)
        assert isinstance(account, Account)
        if account.must_change_password:
            return None if name in WITHOUT_PASSWORD else HttpResponseRedirect(reverse("people:password"))
        if name in WITHOUT_SECOND_FACTOR or request.session.get(SECOND_FACTOR) == account.pk:
            return None
        if not needs_second_factor(own_actor(request)):
            return None
        if _has_second_factor(account):
            request.session[SECOND_FACTOR] = account.pk
            return None
        return HttpResponseRedirect(reverse("mfa_index"))

    def _only_looking(self, request: HttpRequest) -> HttpResponse | None:
        if not request.session.get(VIEW_AS) or _name(request) in WHILE_LOOKING:
            return None
        if not request.actor.read_only:  # type: ignore[attr-defined]
            return None
        if request.method not in SAFE:
            return answer(request, 422, "Ви дивитеся очима іншої людини: змінювати нічого не можна")
        if not is_fragment(request):
            request.viewing_page = request.path  # type: ignore[attr-defined]
        return None


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request: whoever signed in, or the one whose eyes he looks with."""
    own = own_actor(request)
    watched = request.session.get(VIEW_AS)
    if not watched or not may(own, Power.VIEW_AS):
        return own
    other = Account.objects.filter(pk=watched, is_active=True).first()
    return replace(actor_for(other), read_only=True, viewed_by=own.label) if other else own


def own_actor(request: HttpRequest) -> Actor:
    """Whoever signed in, under his own name; made once a request."""
    made: Actor | None = getattr(request, "_own_actor", None)
    if made is None:
        account = request.user
        made = actor_for(account) if isinstance(account, Account) else NOBODY
        request._own_actor = made  # type: ignore[attr-defined]
    return made


LOOK = {"size": "text_size", "theme": "theme", "density": "density"}


def _keep_look(request: HttpRequest) -> None:
    """The frame’s buttons set a cookie; whoever is signed in finds the choice on every device."""
    account = request.user
    if not isinstance(account, Account) or request.session.get(VIEW_AS):
        return
    allowed = {own: CHOICES[name] for name, own in LOOK.items()}
    said = {own: request.POST[name] for name, own in LOOK.items() if name in request.POST}
    values: dict[str, Any] = {own: value if value in allowed[own] else "" for own, value in said.items()}
    if "hotkeys" in request.POST:
        values["hotkeys"] = request.POST["hotkeys"] != "off"
    change_look(account, by=own_actor(request), **values)


def _note_view(request: HttpRequest) -> None:
    with unit_of_work():
        watched = Account.objects.get(pk=request.session[VIEW_AS])
        record(VIEWED_AS, by=own_actor(request), about=watched.person, page=request.path)


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _has_second_factor(account: Account) -> bool:
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator

    return get_adapter().is_mfa_enabled(account, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
