"""The REST API: rooms bring their routers, the roof puts them under one address."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from obih.contracts.api import router as contracts
from obih.registry.api import router as registry
from obih.registry.api.problems import MEDIA_TYPE, problem, register_handlers
from obih.tasks.api import router as tasks

ABOUT = (
    "Токен видає адміністратор; він діє лише в тих журналах, де його названо читачем. Кожен запит, що щось"
    " створює, несе Idempotency-Key: повтор безпечний. Помилки — application/problem+json українською."
)


class ObihAPI(NinjaAPI):
    """Ninja’s API whose schema names our media type of errors."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(*args, **kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation.get("responses", {}).items():
                    content = answer.get("content", {})
                    if int(status) >= 400 and "application/json" in content:
                        content[MEDIA_TYPE] = content.pop("application/json")
        return schema


api = ObihAPI(title="Обіг", version="1", description=ABOUT, urls_namespace="api", docs_url=None)
api.add_router("", registry)
api.add_router("", contracts)
api.add_router("", tasks)
register_handlers(api)


@require_safe
@login_not_required
def reference(request: HttpRequest) -> HttpResponse:
    """The operations on one plain page: no script, nothing from other servers."""
    schema = api.get_openapi_schema()
    operations = [
        _operation(method, path, told, schema)
        for path, methods in schema["paths"].items()
        for method, told in methods.items()
    ]
    return render(request, "site/api_reference.html", {"info": schema["info"], "operations": operations})


def _operation(method: str, path: str, told: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    bodies = told.get("requestBody", {}).get("content", {})
    return {
        "method": method.upper(),
        "path": path,
        "summary": told.get("summary", ""),
        "description": told.get("description", ""),
        "id": told["operationId"],
        "parameters": [_parameter(each) for each in told.get("parameters", [])],
        "bodies": [(media, _properties(body.get("schema", {}), schema)) for media, body in bodies.items()],
        "responses": sorted((int(status), each["description"]) for status, each in told["responses"].items()),
    }


def _parameter(told: dict[str, Any]) -> dict[str, Any]:
    about = told.get("description") or told.get("schema", {}).get("description", "")
    return {"name": told["name"], "place": told["in"], "required": told.get("required"), "about": about}


def _properties(body: dict[str, Any], schema: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """(name, description, required) of a request’s body."""
    if name := body.get("$ref", "").rpartition("/")[2]:
        body = schema["components"]["schemas"][name]
    required = body.get("required", [])
    return [
        (name, told.get("description", told.get("title", "")), name in required)
        for name, told in body.get("properties", {}).items()
    ]


@csrf_exempt
@login_not_required
def absent(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address of the API that does not exist answers as the API does."""
    return problem(404, "Такої адреси немає: перелік — на /api/v1/docs")
