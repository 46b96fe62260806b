"""What this room announces."""

from __future__ import annotations

from obih.history.vocabulary import EventType

CONTENT_UPLOADED = EventType("files.content_uploaded", "Додано файл, {size}")
CONTENTS_SWEPT = EventType(
    "files.contents_swept", "Прибрано файли, якими ніхто не користується: {count}, звільнено {size}"
)
