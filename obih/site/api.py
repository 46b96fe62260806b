"""The REST API: rooms bring their routers, the roof puts them under one address."""

from __future__ import annotations

from ninja import NinjaAPI

api = NinjaAPI(title="Обіг", version="1", urls_namespace="api")
