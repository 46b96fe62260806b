"""Logs as lines of JSON on stderr, one event a line, without personal data."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_HIDDEN = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "<пошта>"),
    (re.compile(r"\+?38?0\d{9}\b"), "<телефон>"),
    (re.compile(r"\b\d{10}\b"), "<10 цифр>"),
    (re.compile(r"\b[А-ЯІЇЄҐ]{2}\d{6}\b"), "<документ>"),
)
_QUIET = {
    "procrastinate": logging.WARNING,
    "axes": logging.ERROR,
    "fontTools": logging.ERROR,
    "asyncio": logging.WARNING,
}


def without_personal_data(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Addresses, phones and codes of people are replaced in every text of a line (SECURITY.md)."""
    for key, value in event.items():
        if isinstance(value, str):
            for pattern, instead in _HIDDEN:
                value = pattern.sub(instead, value)
            event[key] = value
    return event


def set_up_logging() -> None:
    """One formatter for our own lines and those of libraries. Level INFO; a line is one line."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            without_personal_data,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [each for each in root.handlers if each.__class__.__module__.startswith("_pytest")]
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)
