"""What the fenced process makes of files, lawful and hostile. No database."""

from __future__ import annotations

import io
import json
import shutil
import struct
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from obih.files import apart, convert, kinds, renditions
from obih.files.renditions import Made, make
from obih.files.tests import samples

needs_office = pytest.mark.skipif(
    shutil.which("soffice", path="/usr/local/bin:/usr/bin:/bin") is None,
    reason="LibreOffice немає: встановіть libreoffice-writer-nogui і libreoffice-calc-nogui",
)


def preview(content: bytes, media_type: str) -> Made:
    made = make(io.BytesIO(content), media_type, [])
    assert not [page for page in made.images if len(page.webp) > 100 * 1024]
    return made


def scan(size: tuple[int, int] = (1654, 2339), noise: bool = False, **saving: object) -> bytes:
    picture = Image.effect_noise(size, 90) if noise else Image.new("L", size, "white")
    ImageDraw.Draw(picture).text((100, 100), "Kalynopil", fill="black")
    out = io.BytesIO()
    picture.save(out, **saving)  # type: ignore[arg-type]
    return out.getvalue()


def test_a_pdf_becomes_page_images_and_text() -> None:
    made = preview(samples.pdf("Obih", pages=3), kinds.PDF.media_type)
    assert (made.refused, made.pages, len(made.images)) == ("", 3, 3)
    first = made.images[0]
    assert (first.number, first.width) == (1, 1000)
    assert len(first.webp) <= 60 * 1024
    assert "Obih 1" in made.text and "Obih 3" in made.text
    with Image.open(io.BytesIO(first.webp)) as picture:
        assert picture.format == "WEBP" and picture.size == (1000, first.height)


def test_a_noisy_scan_still_fits_into_sixty_kilobytes() -> None:
    made = preview(scan(noise=True, format="JPEG", quality=95), kinds.JPEG.media_type)
    assert len(made.images[0].webp) <= 60 * 1024


def test_a_scan_of_many_pages_has_as_many_images() -> None:
    pages = [Image.new("1", (1654, 2339), 1) for _ in range(3)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    made = preview(out.getvalue(), kinds.TIFF.media_type)
    assert (made.pages, len(made.images)) == (3, 3)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_every_mode_of_colour_is_drawn(mode: str) -> None:
    out = io.BytesIO()
    kind = ("JPEG", kinds.JPEG) if mode == "CMYK" else ("PNG", kinds.PNG)
    Image.new(mode, (300, 200)).save(out, kind[0])
    made = preview(out.getvalue(), kind[1].media_type)
    assert (made.refused, made.pages, made.images[0].width) == ("", 1, 300)


def test_a_photo_is_turned_the_way_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = preview(scan((600, 400), format="JPEG", exif=exif), kinds.JPEG.media_type)
    assert (made.images[0].width, made.images[0].height) == (400, 600)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
def test_text_is_read_in_the_encodings_of_offices(encoding: str) -> None:
    made = preview("Об їзд громади".encode(encoding), kinds.TEXT.media_type)
    assert made.text == "Об їзд громади"
    assert not made.images and not made.refused


@needs_office
def test_a_word_file_is_printed_by_libreoffice() -> None:
    made = preview(samples.letter_docx("Шановна Галино Петрівно!"), kinds.DOCX.media_type)
    assert (made.refused, made.pages) == ("", 1)
    assert "Шановна Галино Петрівно!" in made.text
    assert made.images[0].width == 1000


@needs_office
def test_a_broken_word_file_says_so() -> None:
    made = preview(samples.openxml("docx"), kinds.DOCX.media_type)
    assert made.refused == convert.OFFICE_FAILED or made.pages == 1


def test_without_libreoffice_the_reason_is_temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment = apart._environment
    monkeypatch.setattr(apart, "_environment", lambda work: environment(work) | {"PATH": "/nonexistent"})
    made = preview(samples.letter_docx(), kinds.DOCX.media_type)
    assert (made.refused, made.temporary) == (convert.NO_OFFICE, True)


def test_what_cannot_be_shown_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renditions, "_run", lambda *args: pytest.fail("it was started"))
    assert preview(b"x", kinds.ZIP.media_type).refused == renditions.NOT_SHOWN


def _encrypted_pdf() -> bytes:
    body = samples.pdf()
    key = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"00" * 32, b"11" * 32)
    identity = b"/Encrypt %s /ID [<00><00>]" % key
    return body.replace(b"/Root 1 0 R", b"/Root 1 0 R " + identity)


def _huge_page() -> bytes:
    return samples.pdf().replace(b"[0 0 595 842]", b"[0 0 1000000 1000000]")


def _image_bomb_pdf() -> bytes:
    """A page with an image that says 30 000 × 30 000 and would unpack to gigabytes."""
    data = zlib.compress(bytes(1000))
    drawn = b"q 595 0 0 842 0 0 cm /I Do Q"
    return samples.assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /XObject << /I 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
            b"<< /Type /XObject /Subtype /Image /Width 30000 /Height 30000 /ColorSpace /DeviceRGB "
            b"/BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
            % (len(data), data),
        ]
    )


def _tiff_bomb() -> bytes:
    """A TIFF whose directory says 100 000 × 100 000."""
    tags = [(256, 4, 1, 100_000), (257, 4, 1, 100_000), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1)]
    tags += [(273, 4, 1, 200), (277, 3, 1, 1), (278, 4, 1, 100_000), (279, 4, 1, 10)]
    body = b"".join(struct.pack("<2H2L", *tag) for tag in tags)
    return (b"II*\0" + struct.pack("<LH", 8, len(tags)) + body + bytes(4)).ljust(300, b"\0")


HOSTILE = {
    "broken pdf": (b"%PDF-1.4\n" + bytes(range(256)) * 40 + b"%%EOF", kinds.PDF),
    "cut pdf": (samples.pdf(pages=5)[:700] + b"%%EOF", kinds.PDF),
    "pdf behind a password": (_encrypted_pdf(), kinds.PDF),
    "png of 10^10 points": (samples.png(100_000, 100_000, header_only=True), kinds.PNG),
    "png of 144 megapoints": (samples.png(12_000, 12_001), kinds.PNG),
    "tiff of 10^10 points": (_tiff_bomb(), kinds.TIFF),
    "torn jpeg": (scan(format="JPEG")[:600], kinds.JPEG),
    "jpeg that is none": (b"\xff\xd8\xff" + bytes(100), kinds.JPEG),
    "webp that is none": (b"RIFF\x24\0\0\0WEBPVP8 " + bytes(100), kinds.WEBP),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_as_a_sentence(name: str) -> None:
    content, kind = HOSTILE[name]
    started = time.monotonic()
    made = preview(content, kind.media_type)
    assert made.refused in (convert.BROKEN, convert.PASSWORD, convert.HUGE)
    assert time.monotonic() - started < 20
    if "password" in name:
        assert made.refused == convert.PASSWORD
    if "points" in name:
        assert made.refused == convert.HUGE


@pytest.mark.parametrize("content", [_huge_page(), _image_bomb_pdf()], ids=["page", "image"])
def test_a_page_of_any_promised_size_is_drawn_small_or_refused(content: bytes) -> None:
    made = preview(content, kinds.PDF.media_type)
    assert made.refused or made.images[0].width <= 1000


def test_javascript_in_a_pdf_does_nothing() -> None:
    content = samples.pdf().replace(
        b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (while\\(1\\);) >>"
    )
    assert preview(content, kinds.PDF.media_type).pages == 1


def test_a_converter_that_hangs_is_killed_with_all_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "obih" / "files").mkdir(parents=True)
    for package in ("obih", "obih/files"):
        (tmp_path / package / "__init__.py").write_text("")
    (tmp_path / "obih/files/convert.py").write_text(
        "import subprocess, pathlib, time\n"
        "child = subprocess.Popen(['sleep', '600'])\n"
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(child.pid))\n"
        "time.sleep(600)\n"
    )
    environment = apart._environment
    monkeypatch.setattr(apart, "_environment", lambda work: environment(work) | {"PYTHONPATH": str(tmp_path)})
    monkeypatch.setattr(renditions, "TIMEOUT_S", 2)
    assert preview(samples.pdf(), kinds.PDF.media_type).refused == renditions.SLOW
    child = Path(f"/proc/{(tmp_path / 'pid').read_text()}/stat")
    time.sleep(0.2)
    assert not child.exists() or child.read_text().rpartition(")")[2].split()[0] in "ZX"


@pytest.mark.parametrize("trick", ["link", "kind", "number", "size", "json", "nul"])
def test_nothing_a_captured_converter_leaves_is_believed(tmp_path: Path, trick: str) -> None:
    facts = {"pages": 1, "refused": "", "temporary": False, "images": [[1, 10, 10]]}
    secret = tmp_path / "secret"
    secret.write_text("canary")
    (tmp_path / "text.txt").write_text("a\0b")
    (tmp_path / "1.webp").write_bytes(b"RIFF\0\0\0\0WEBP")
    if trick == "link":
        (tmp_path / "text.txt").unlink()
        (tmp_path / "text.txt").symlink_to(secret)
    elif trick == "kind":
        (tmp_path / "1.webp").write_bytes(b"<script>")
    elif trick == "number":
        facts["images"] = [["../../secret", 1, 1]]
    elif trick == "size":
        (tmp_path / "1.webp").write_bytes(b"RIFF\0\0\0\0WEBP" + bytes(600 * 1024))
    (tmp_path / "result.json").write_text("[" if trick == "json" else json.dumps(facts))
    made = renditions._read(tmp_path)
    if trick == "nul":
        assert made.text == "ab" and len(made.images) == 1
    else:
        assert made.refused == renditions.CRASHED
        assert "canary" not in made.text and not made.images
