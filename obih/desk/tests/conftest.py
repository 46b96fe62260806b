"""The hromada of the tests, and a browser without a window for each of its people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from obih.people.models import Account
from obih.registry.tests.conftest import House, make_house

SignedIn = Callable[[str], Client]


@pytest.fixture
def house(db: None) -> House:
    return make_house()


@pytest.fixture
def signed_in(house: House) -> SignedIn:
    def client_of(username: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(
            Account.objects.get(username=username),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        return client

    return client_of
