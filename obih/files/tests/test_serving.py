"""Nothing stored ever runs in our origin: whatever is handed out is an attachment or an image of our own."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from obih.files.actions import ensure_rendition
from obih.files.models import Content
from obih.files.problems import ContentMissing
from obih.files.queries import page_image, rendition_of, renditions_of, texts_of
from obih.files.serving import disposition, respond, respond_page
from obih.files.storage import LocalStore
from obih.files.tests import samples
from obih.files.tests.test_keeping import take_in

pytestmark = pytest.mark.django_db
GET = RequestFactory()


def row_of(content: bytes, name: str) -> Content:
    return Content.objects.get(pk=take_in(content, name).sha256)


@pytest.mark.parametrize("inline", [False, True])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("лист.pdf", samples.pdf() + b"<script>alert(1)</script>"),
        ("нотатка.txt", b"hello <script>alert(1)</script>"),
        ("ділянка.xml", b'<?xml version="1.0"?><a/>'),
        ("скан.png", samples.png()),
    ],
)
def test_a_stored_file_is_always_an_attachment(
    store: LocalStore, name: str, content: bytes, inline: bool
) -> None:
    response = respond(row_of(content, name), name, inline=inline, request=GET.get("/"))
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
    assert b"".join(response.streaming_content) == content
    assert response["Content-Length"] == str(len(content))


def test_an_unknown_media_type_becomes_bytes(store: LocalStore) -> None:
    content = row_of(samples.pdf(), "лист.pdf")
    content.media_type = "text/html"
    assert respond(content, "лист.html")["Content-Type"] == "application/octet-stream"


def test_a_lost_file_is_told_to_us_and_not_guessed(store: LocalStore) -> None:
    with pytest.raises(ContentMissing):
        respond(Content("ab" * 32, 1, "application/pdf"), "лист.pdf")


@pytest.mark.django_db(transaction=True)
def test_a_page_image_is_shown_and_asked_about_each_time(store: LocalStore) -> None:
    sha256 = take_in(samples.pdf(), "лист.pdf").sha256
    assert rendition_of(sha256) is None
    ensure_rendition(sha256)
    rendition, page = rendition_of(sha256), page_image(sha256, 1)
    assert rendition is not None and page is not None
    assert renditions_of([sha256]) == {sha256: rendition}
    assert "Obih 1" in texts_of([sha256])[sha256]
    first = respond_page(page, request=GET.get("/"))
    assert first["Content-Disposition"].startswith("inline;")
    assert first["Content-Type"] == "image/webp"
    assert first["Cache-Control"] == "private, no-cache"
    assert page.image_id[:16] not in first["ETag"]
    second = respond_page(page, request=GET.get("/", headers={"If-None-Match": first["ETag"]}))
    assert second.status_code == 304
    assert second["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("name", "header"),
    [
        (
            "Лист «об’їзна».pdf",
            "attachment; filename=\"____ _________.pdf\"; filename*=UTF-8''%D0%9B%D0%B8%D1%81%D1%82",
        ),
        ('a"; filename="b.html\r\nX: y.pdf', 'attachment; filename="a__ filename=_b.html X_ y.pdf"; '),
        ("../../x\\y.pdf", 'attachment; filename="y.pdf"; '),
    ],
)
def test_names_are_told_by_the_standard_and_break_no_header(name: str, header: str) -> None:
    made = disposition(name)
    assert made.startswith(header)
    assert "\r" not in made and "\n" not in made
    assert made.count('"') == 2
    assert made.isascii()
