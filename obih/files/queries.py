"""What is asked of files. Whether the asker may see them is checked by the room that asks."""

from __future__ import annotations

from collections.abc import Iterable

from obih.files.models import PageImage, Rendition


def rendition_of(sha256: str) -> Rendition | None:
    """The preview with its page images; `None` while it is being prepared."""
    return Rendition.objects.defer("text").prefetch_related("images").filter(pk=sha256).first()


def renditions_of(hashes: Iterable[str]) -> dict[str, Rendition]:
    """The previews of several contents by hash, in two statements."""
    found = Rendition.objects.defer("text").prefetch_related("images").filter(pk__in=list(hashes))
    return {rendition.pk: rendition for rendition in found}


def images_of(hashes: Iterable[str]) -> dict[str, list[PageImage]]:
    """The page images of several contents by hash, each in the order of its pages; one statement."""
    found: dict[str, list[PageImage]] = {}
    for image in PageImage.objects.filter(rendition__in=list(hashes)).order_by("rendition", "page"):
        found.setdefault(image.rendition_id, []).append(image)
    return found


def page_image(sha256: str, page: int) -> PageImage | None:
    """One page of a content's preview."""
    return PageImage.objects.select_related("image").filter(rendition=sha256, page=page).first()


def texts_of(hashes: Iterable[str]) -> dict[str, str]:
    """The text of contents by hash; those without text are left out."""
    found = Rendition.objects.filter(pk__in=list(hashes)).exclude(text="")
    return dict(found.values_list("pk", "text"))
