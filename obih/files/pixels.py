"""How many points an image says it has, from its header."""

from __future__ import annotations

import struct

from obih.files.problems import FileProblem

MOST_PIXELS = 400_000_000


def refuse_huge_image(media_type: str, head: bytes) -> None:
    """Refuse an image whose header promises more than 400 million points: a small file, a full memory."""
    size = _size(media_type, head)
    if size and size[0] * size[1] > MOST_PIXELS:
        raise FileProblem(
            f"Зображення {size[0]} × {size[1]} точок завелике. Відскануйте документ із 200–300 dpi"
        )


def _size(media_type: str, head: bytes) -> tuple[int, int] | None:
    """Width and height where the header gives them at a fixed place; the converter checks the others."""
    if media_type == "image/png" and head[12:16] == b"IHDR":
        return struct.unpack_from(">2L", head, 16)
    if media_type == "image/gif" and len(head) >= 10:
        return struct.unpack_from("<2H", head, 6)
    if media_type == "image/webp" and head[12:16] == b"VP8X" and len(head) >= 30:
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    return None
