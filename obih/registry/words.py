"""The words a document is found by, kept as a vector that knows no language."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, TextField, Value

from obih.registry.models import Document, Party
from obih.registry.rules import words_of


def vector(texts: Iterable[str]) -> Func:
    """What is written into `Document.words`: each word as it is folded by `rules.words_of`."""
    words = Value(words_of(*texts), output_field=ArrayField(TextField()))
    return Func(words, function="array_to_tsvector")


def vector_of(document: Document) -> Func:
    """The words of a card as it stands now, its parties read from the database."""
    texts = [document.title, document.summary]
    for party in Party.objects.filter(document=document).select_related("correspondent"):
        texts += [party.name, party.number]
        if party.correspondent:
            texts += [party.correspondent.name, party.correspondent.short_name]
    return vector(texts)
