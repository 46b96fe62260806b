"""Answers that htmx understands."""

from __future__ import annotations

import json

from django.http import HttpResponse


def chosen(response: HttpResponse, name: str, value: object, text: str) -> HttpResponse:
    """Tell the combobox called `name` that this row is chosen now (after creating it, say)."""
    detail = {"obih:chosen": {"name": name, "value": str(value), "text": text}}
    response["HX-Trigger"] = json.dumps(detail)
    return response


def goto(url: str) -> HttpResponse:
    """Leave the page for another one: after a deed that was asked for by htmx."""
    return HttpResponse(status=204, headers={"HX-Redirect": url})
