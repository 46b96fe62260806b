"""The hidden key of a form, by which a repeated POST is known."""

from __future__ import annotations

import uuid

from django.http import HttpRequest

SENT_BEFORE = (
    "Цю форму вже надіслано з іншим змістом, і те перше записано. Перевірте, що вийшло; якщо треба записати"
    " й це, натисніть кнопку ще раз"
)


def post_key_of(request: HttpRequest | None, name: str) -> str:
    """The key that came, so that it survives an answer with errors; a new one for a new form, or when the one
    that came is spent."""
    posted = request.POST.get(name, "") if request is not None and request.method == "POST" else ""
    return str(uuid.uuid4()) if not posted or getattr(request, "post_key_is_spent", False) else posted


def renew_post_key(request: HttpRequest) -> None:
    """The key has done another form’s work: this answer’s form gets a new one and may be sent again."""
    request.post_key_is_spent = True  # type: ignore[attr-defined]
