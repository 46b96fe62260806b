"""`python -m obih.files.convert MEDIA_TYPE [HIDDEN…]`: pages and text of one file, in a fenced process.

The file comes on standard input, the working folder is its own and empty; there it leaves `result.json`,
`text.txt` and `1.webp`, `2.webp`… Whoever started it believes nothing of that unchecked. Imports no Django.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from obih.files import jail, kinds

if TYPE_CHECKING:
    from PIL.Image import Image

MEGABYTE = 1024 * 1024
PAGE_WIDTH = 1000
TALLEST = 3000
FIRST_PAGE_BYTES = 60 * 1024
PAGE_BYTES = 100 * 1024
MOST_PAGES = 60
MOST_TEXT_PAGES = 500
MOST_TEXT = 2_000_000
MOST_PIXELS = 120_000_000
DRAWING_S = 35
OFFICE_S = 45

SMALL = jail.Limits(cpu_s=60, memory_bytes=512 * MEGABYTE)
OFFICE = jail.Limits(cpu_s=60, memory_bytes=2048 * MEGABYTE)

BROKEN = "Файл пошкоджено: сторінки не читаються. Завантажте його й перевірте або попросіть надіслати ще раз"
PASSWORD = "PDF захищено паролем: перегляду немає. Завантажте файл і відкрийте його з паролем"  # noqa: S105
HUGE = "Зображення завелике для перегляду. Завантажте файл, щоб відкрити його"
NO_OFFICE = "На сервері немає LibreOffice, тому документи Word і Excel можна лише завантажити"
OFFICE_FAILED = "Документ не вдалося показати: він пошкоджений або надто складний. Завантажте файл"


class NoPreview(Exception):
    """Why there is no preview, as a sentence; `temporary` when installing something would help."""

    def __init__(self, sentence: str, *, temporary: bool = False) -> None:
        self.temporary = temporary
        super().__init__(sentence)


@dataclass
class Result:
    pages: int = 0
    images: list[tuple[int, int, int]] = field(default_factory=list)
    refused: str = ""
    temporary: bool = False
    text: str = ""
    unfenced: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    media_type, hidden = arguments[0], [Path(each) for each in arguments[1:]]
    result = Result(unfenced=jail.enter(OFFICE if media_type in kinds.OFFICE else SMALL, hidden))
    try:
        _convert(media_type, result)
    except NoPreview as reason:
        result.refused, result.temporary = str(reason), reason.temporary
    except MemoryError:
        result.refused = HUGE
    Path("text.txt").write_text(result.text[:MOST_TEXT].replace("\0", ""), "utf-8", errors="replace")
    facts = {key: value for key, value in vars(result).items() if key != "text"}
    Path("result.json").write_text(json.dumps(facts))
    return 0


def _convert(media_type: str, result: Result) -> None:
    source = Path(f"source.{kinds.OFFICE.get(media_type, 'bin')}")
    with source.open("wb") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy, MEGABYTE)
    if media_type in kinds.OFFICE:
        source = _office_to_pdf(source)
        jail.shrink_memory(SMALL.memory_bytes)
        media_type = kinds.PDF.media_type
    if media_type == kinds.PDF.media_type:
        _draw_pdf(source, result)
    elif media_type in kinds.DRAWN_IMAGES:
        _draw_picture(source, result)
    else:
        result.text = _decode(source.read_bytes()[: 2 * MOST_TEXT])


def _decode(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1251"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _office_to_pdf(source: Path) -> Path:
    """Let LibreOffice print the document: own empty profile, no macros, no links followed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise NoPreview(NO_OFFICE, temporary=True)
    here = Path.cwd()
    profile = here / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    command = [
        program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
        f"-env:UserInstallation={profile.parent.as_uri()}",
        "--convert-to", "pdf", "--outdir", "printed", str(source),
    ]  # fmt: skip
    try:
        subprocess.run(
            command, timeout=OFFICE_S, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NoPreview(OFFICE_FAILED) from None
    printed = here / "printed" / "source.pdf"
    if not printed.is_file():
        raise NoPreview(OFFICE_FAILED)
    return printed


def _setting(path: str, name: str, value: str) -> str:
    return (
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
    )


_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">'
    + _setting("Common/Security/Scripting", "DisableMacrosExecution", "true")
    + _setting("Common/Security/Scripting", "MacroSecurityLevel", "3")
    + _setting("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true")
    + _setting("Common/Security/Scripting", "DisableActiveContent", "true")
    + _setting("Common/Misc", "UseSystemFileDialog", "false")
    + _setting("Writer/Content/Update", "Link", "0")
    + _setting("Calc/Content/Update", "Link", "1")
    + "</oor:items>"
)


def _draw_pdf(source: Path, result: Result) -> None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as problem:
        raise NoPreview(PASSWORD if "assword" in str(problem) else BROKEN) from None
    result.pages = len(document)
    if not result.pages:
        raise NoPreview(BROKEN)
    until = time.monotonic() + DRAWING_S
    texts: list[str] = []
    for index in range(min(result.pages, MOST_TEXT_PAGES)):
        if time.monotonic() > until or sum(map(len, texts)) > MOST_TEXT:
            break
        try:
            page = document[index]
            texts.append(_text_of(page))
            if index < MOST_PAGES:
                _draw(_picture_of(page), index + 1, result)
            page.close()
        except pypdfium2.PdfiumError:
            continue
    result.text = "\n\f\n".join(texts)
    if not result.images:
        raise NoPreview(BROKEN)


def _text_of(page: object) -> str:
    textpage = page.get_textpage()  # type: ignore[attr-defined]
    try:
        return str(textpage.get_text_bounded()).replace("\r\n", "\n")
    finally:
        textpage.close()


def _picture_of(page: object) -> Image:
    """A page on at most 1000 × 3000 points, however large it says it is."""
    width, height = page.get_size()  # type: ignore[attr-defined]
    scale = min(PAGE_WIDTH / max(width, 1), TALLEST / max(height, 1))
    return page.render(scale=scale).to_pil()  # type: ignore[attr-defined]


def _draw_picture(source: Path, result: Result) -> None:
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(source, formats=("PNG", "JPEG", "TIFF", "WEBP", "GIF")) as picture:
            for number, frame in enumerate(_frames(picture), start=1):
                _draw(ImageOps.exif_transpose(frame), number, result)
            result.pages = max(
                len(result.images), getattr(picture, "n_frames", 1) if _is_paged(picture) else 1
            )
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        if not result.images:
            raise NoPreview(BROKEN) from None
        result.pages = len(result.images)
    except Image.DecompressionBombError:
        raise NoPreview(HUGE) from None


def _is_paged(picture: Image) -> bool:
    return picture.format == "TIFF"


def _frames(picture: Image) -> Iterator[Image]:
    """The pages of a scan; an animation has one. Each is refused before it is unpacked if it is too large."""
    until = time.monotonic() + DRAWING_S
    for index in range(min(getattr(picture, "n_frames", 1), MOST_PAGES) if _is_paged(picture) else 1):
        if time.monotonic() > until:
            return
        if index:
            picture.seek(index)
        if picture.width * picture.height > MOST_PIXELS:
            raise NoPreview(HUGE)
        picture.draft("RGB", (2 * PAGE_WIDTH, 2 * TALLEST))
        yield picture


def _draw(picture: Image, number: int, result: Result) -> None:
    """Write a page as WebP, its quality and then its size stepped down until it fits."""
    picture = _on_white(picture)
    limit = FIRST_PAGE_BYTES if number == 1 else PAGE_BYTES
    raw = b""
    for width in (PAGE_WIDTH, 800, 640, 480, 320):
        smaller = _fitted(picture, width)
        for quality in (75, 55, 40, 25):
            raw = _webp(smaller, quality)
            if len(raw) <= limit:
                Path(f"{number}.webp").write_bytes(raw)
                result.images.append((number, *smaller.size))
                return


def _fitted(picture: Image, width: int) -> Image:
    scale = min(1.0, width / picture.width, TALLEST / picture.height)
    if scale == 1.0:
        return picture
    return picture.resize((max(1, round(picture.width * scale)), max(1, round(picture.height * scale))))


def _on_white(picture: Image) -> Image:
    from PIL import Image

    if picture.mode in ("I", "I;16", "F"):
        picture = picture.convert("F").point(lambda value: value / 256).convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = _fitted(picture.convert("RGBA"), PAGE_WIDTH)
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture.getchannel("A"))
        return white
    return _fitted(picture, 2 * PAGE_WIDTH).convert("RGB")


def _webp(picture: Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=quality, method=3)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
