"""Bytes, once; what is made of them stands beside."""

from __future__ import annotations

from django.db import models

from obih.files.storage import StoredContent


class Content(models.Model):
    """Bytes as they came, named by their SHA-256.

    Stored and fsynced before this row commits; never rewritten.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    size_bytes = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="content_is_named_by_hash"
            ),
            models.CheckConstraint(condition=models.Q(size_bytes__gt=0), name="content_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]

    def as_stored(self, name: str = "") -> StoredContent:
        """What `keep` wants of a content that is known already, under the name it is used with."""
        return StoredContent(self.sha256, self.size_bytes, self.media_type, name)


class Rendition(models.Model):
    """What became of turning a content into page images and text: how many pages, or why not.

    `pages` counts the pages of the file; only the first of a long one are drawn.
    """

    content = models.OneToOneField(Content, models.CASCADE, primary_key=True, related_name="rendition")
    pages = models.PositiveIntegerField(default=0)
    refused = models.CharField("чому немає перегляду", max_length=300, blank=True)
    temporary = models.BooleanField("спробувати ще раз", default=False)
    text = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.content_id[:12]}: {self.pages}"


class PageImage(models.Model):
    """A page as WebP. The image is itself a content, so it is kept and swept like any other."""

    rendition = models.ForeignKey(Rendition, models.CASCADE, related_name="images")
    page = models.PositiveIntegerField()
    image = models.ForeignKey(Content, models.PROTECT, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ["page"]
        constraints = [models.UniqueConstraint(fields=["rendition", "page"], name="page_is_drawn_once")]

    def __str__(self) -> str:
        return f"{self.rendition_id}, {self.page}"
