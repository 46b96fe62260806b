"""Every address that answers, as the resolver has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Found:
    """An address as the resolver has it."""

    name: str
    pattern: str
    callback: Any


def all_addresses() -> list[Found]:
    """Every address that answers, named with its namespaces; nameless ones by their pattern."""
    return sorted(_walk(get_resolver().url_patterns, "", ""), key=lambda each: (each.name, each.pattern))


def _walk(patterns: list[Any], spaces: str, before: str) -> Iterator[Found]:
    for each in patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{spaces}{each.namespace}:" if each.namespace else spaces
            yield from _walk(each.url_patterns, inner, path)
        elif isinstance(each, URLPattern):
            yield Found(f"{spaces}{each.name}" if each.name else path, path, each.callback)
