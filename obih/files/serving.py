"""Handing a stored file to a browser so that nothing in it can run in our origin.

Always an attachment with a neutral policy. Only images that we drew ourselves (WebP) are shown in place.
Call these after your own access check: they check nothing.
"""

from __future__ import annotations

from typing import BinaryIO
from urllib.parse import quote

import structlog
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac

from obih.files.kinds import BY_MEDIA_TYPE
from obih.files.models import Content, PageImage
from obih.files.problems import ContentMissing
from obih.files.rules import safe_name
from obih.files.storage import current_store

log = structlog.get_logger()

WEBP = "image/webp"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


def respond(
    content: Content, name: str, *, inline: bool = False, request: HttpRequest | None = None
) -> HttpResponseBase:
    """The file as a download under `name`; raises ContentMissing when the store has lost it.

    `inline` is honoured for WebP only and meant for page images; anything else stays an attachment. With a
    request, an image the browser has already is answered by 304.
    """
    shown = inline and content.media_type == WEBP
    if shown and request is not None:
        etag = f'"{salted_hmac("obih.files.etag", content.pk, algorithm="sha256").hexdigest()[:32]}"'
        fresh = get_conditional_response(request, etag=etag)
        if fresh is not None:
            return _dressed(fresh, shown)
    response = FileResponse(_opened(content), content_type=_type_of(content))
    response["Content-Length"] = str(content.size_bytes)
    response["Content-Disposition"] = disposition(name, inline=shown)
    if shown and request is not None:
        response["ETag"] = etag
    return _dressed(response, shown)


def respond_page(image: PageImage, *, request: HttpRequest) -> HttpResponseBase:
    """A page of a preview, shown in place."""
    return respond(image.image, f"{image.page}.webp", inline=True, request=request)


def _opened(content: Content) -> BinaryIO:
    try:
        return current_store().open(content.pk)
    except ContentMissing:
        log.error("content_missing", sha256=content.pk)
        raise


def _type_of(content: Content) -> str:
    return content.media_type if content.media_type in BY_MEDIA_TYPE else "application/octet-stream"


def _dressed(response: HttpResponse | FileResponse, shown: bool) -> HttpResponseBase:
    for header, value in _HEADERS.items():
        response[header] = value
    # A page image may be kept but is asked about each time, so that access is checked each time.
    response["Cache-Control"] = "private, no-cache" if shown else "private, no-store"
    return response


def disposition(name: str, *, inline: bool = False) -> str:
    """Content-Disposition by RFC 6266: the Ukrainian name in UTF-8 and an ASCII one for old programs."""
    plain = safe_name(name)
    ascii_name = "".join(char if char.isascii() and char not in '"\\%;' else "_" for char in plain)
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(plain, safe='')}"
