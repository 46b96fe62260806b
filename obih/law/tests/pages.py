"""Pages of the ground rooms, asked for by an actor of their own: `people` is not known down here."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.test import Client

from obih.law.tests.actors import Someone


class ActorFromTest:
    """Stands where `people.middleware.ActorMiddleware` stands."""

    actor: Someone

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = self.actor  # type: ignore[attr-defined]
        return self.get_response(request)


@pytest.fixture
def page(settings: Any, db: None) -> Callable[[Someone], Client]:
    """`page(ADMINISTRATOR).get("/calendar/")`, without the frame that upper rooms fill."""
    theirs = "obih.people.middleware.ActorMiddleware"
    mine = f"{__name__}.ActorFromTest"
    settings.MIDDLEWARE = [mine if name == theirs else name for name in django_settings.MIDDLEWARE]
    templates = copy.deepcopy(django_settings.TEMPLATES)
    kept = templates[0]["OPTIONS"]["context_processors"]
    templates[0]["OPTIONS"]["context_processors"] = [name for name in kept if not name.startswith("obih.")]
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "obih.law.tests.urls"

    def client_of(actor: Someone) -> Client:
        ActorFromTest.actor = actor
        return Client()

    return client_of
