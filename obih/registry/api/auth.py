"""Tokens of other programs."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from obih.people.actions.accounts import SCOPES
from obih.people.actors import Actor
from obih.people.queries import service_actor
from obih.registry.access import READ, REGISTER
from obih.registry.api.problems import Denied

WORDS = SCOPES | {READ: "читати документи", REGISTER: "реєструвати й виправляти документи"}


class ServiceToken(HttpBearer):
    """`Authorization: Bearer …`; what comes of it is an Actor."""

    openapi_name = "ServiceToken"

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        return service_actor(token) if token.isascii() and len(token) < 300 else None


def actor_of(request: HttpRequest, scope: str | None = None) -> Actor:
    """Who calls. Raises Denied if the token lacks the scope."""
    actor = cast(Actor, request.auth)  # type: ignore[attr-defined]
    if scope and scope not in actor.scopes:
        raise Denied(f"Токену не дозволено {WORDS[scope]}: попросіть адміністратора додати право {scope}")
    return actor
