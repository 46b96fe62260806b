"""Page images and text of a content, made once. Slow: for the worker's queue `slow`, never for a request."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from obih.files.actions.keeping import keep
from obih.files.models import Content, PageImage, Rendition
from obih.files.problems import ContentMissing
from obih.files.receiving import receiving
from obih.files.renditions import NOT_SHOWN, Made, is_shown, make
from obih.files.storage import StoredContent, current_store
from obih.history.work import unit_of_work


def ensure_rendition(sha256: str) -> Rendition | None:
    """The rendition of a content, made if it is not there yet; bears being called twice, also at once.

    A failure is a rendition too, with its reason in `refused`. `None` when the content has been swept.
    Raises ContentMissing when the row is there and the bytes are not.
    """
    there = Rendition.objects.filter(pk=sha256).first()
    if there and not there.temporary:
        return there
    content = Content.objects.filter(pk=sha256).first()
    if content is None:
        return None
    if not is_shown(content.media_type):
        return _note_not_shown(content)
    with current_store().open(sha256) as source:
        made = make(source, content.media_type, [Path(settings.CONFIG.data_dir).resolve()])
    return _keep_made(content, made)


def _note_not_shown(content: Content) -> Rendition:
    """One statement: a burst of containers and archives must not hold up what has pages."""
    made = Rendition(content=content, refused=NOT_SHOWN)
    Rendition.objects.bulk_create([made], ignore_conflicts=True)
    return made


def _keep_made(content: Content, made: Made) -> Rendition:
    with receiving() as receive:
        images = [receive(page.webp, f"{page.number}.webp") for page in made.images]
        with unit_of_work():
            return _write(content, made, images)


def _write(content: Content, made: Made, images: list[StoredContent]) -> Rendition:
    """All rows or none; whoever comes second finds the first one's."""
    Content.objects.select_for_update(no_key=True).get(pk=content.pk)
    there = Rendition.objects.filter(pk=content.pk).first()
    if there and not there.temporary:
        return there
    rendition = Rendition(
        content=content, pages=made.pages, refused=made.refused, temporary=made.temporary, text=made.text
    )
    rendition.save(force_insert=there is None)
    keep(images)
    PageImage.objects.bulk_create(
        [
            PageImage(
                rendition=rendition,
                page=page.number,
                image_id=stored.sha256,
                width=page.width,
                height=page.height,
            )
            for page, stored in zip(made.images, images, strict=True)
        ]
    )
    return rendition


def try_refused_again(most: int = 500) -> int:
    """Make what could not be made for want of a program (LibreOffice); gives how many succeeded."""
    waiting = Rendition.objects.filter(temporary=True).values_list("pk", flat=True)[:most]
    done = 0
    for sha256 in list(waiting):
        try:
            made = ensure_rendition(sha256)
        except ContentMissing:
            continue
        if made is None or made.temporary:
            break
        done += 1
    return done
