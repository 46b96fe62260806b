"""Samples in carriers: ASiC, ZIP, PDF, XML, BER, those that hold and those that must not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from obih.signatures.testpki import ber, cades, cast, xml
from obih.signatures.testpki.cades import cms, signer_info
from obih.signatures.testpki.cast import HALYNA, IHOR, LETTER
from obih.signatures.testpki.containers import (
    ASIC_E,
    GOST,
    MOMENT,
    asic_e,
    asic_s,
    manifest,
    pdf,
    revised,
    zipped,
)
from obih.signatures.testpki.sample import INDETERMINATE, INVALID, Sample
from obih.signatures.testpki.sound import nested, with_stamp

FILES = {"рішення.txt": "Рішення № 1".encode(), "додаток.txt": LETTER}
PLACE, LISTED = "META-INF/signature001.p7s", "META-INF/ASiCManifest001.xml"
MEGABYTES_10 = 10 * 1024 * 1024


def entries(data: bytes) -> dict[str, bytes]:
    """What is in an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _with(make: Callable[[], bytes], **changed: bytes) -> Callable[[], bytes]:
    return lambda: zipped(entries(make()) | changed)


def _without(make: Callable[[], bytes], name: str) -> Callable[[], bytes]:
    return lambda: zipped({one: data for one, data in entries(make()).items() if one != name})


def _container() -> bytes:
    return asic_e([HALYNA, cast.SEAL], FILES)


def _manifest_changed() -> bytes:
    other = FILES | {"додаток.txt": b"other"}
    return zipped(entries(_container()) | {LISTED: manifest(PLACE, other), "додаток.txt": b"other"})


def _named(name: str) -> Callable[[], bytes]:
    """A container with one more file under a name that leads somewhere."""
    return lambda: zipped([*entries(_container()).items(), (name, b"x")])


def _bomb() -> bytes:
    return zipped(FILES | {"mimetype": ASIC_E, "велике.txt": bytes(64 * 1024 * 1024)}, packed=True)


def _twins() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in [("mimetype", ASIC_E), *FILES.items(), ("Рішення.txt", b"other")]:
            archive.writestr(zipfile.ZipInfo(name, MOMENT), data)
    return made.getvalue()


def _packet() -> bytes:
    """A plain ZIP: the document and its detached signature beside it."""
    detached = cms([with_stamp(HALYNA)], None, [HALYNA])
    return zipped({"лист.txt": LETTER, "лист.txt.p7s": detached})


def _both() -> bytes:
    """A ZIP of a container and of a file of signatures."""
    return zipped({"рішення.asice": asic_e([IHOR], FILES), "лист.p7s": nested()})


def endless_10_mb() -> bytes:
    """A document of ten megabytes in pieces of a kilobyte, with no length told anywhere before it ends."""
    document = bytes(range(256)) * (MEGABYTES_10 // 256)
    return ber.endless_file(cms([signer_info(HALYNA, document)], document, [HALYNA]))


def _endless_changed() -> bytes:
    whole = endless_10_mb()
    return whole[:5_000_000] + bytes([whole[5_000_000] ^ 1]) + whole[5_000_001:]


def _pdf() -> bytes:
    return pdf(HALYNA)


def _pdf_hidden() -> bytes:
    """The hole for the signature made to hold something else too."""
    made = _pdf()
    hole = made.index(b"/Contents <") + 11 + 12000
    return made[:hole] + b"> /Hidden (text) /X <" + made[hole + 21 :]


def _xml() -> bytes:
    return xml.enveloped(HALYNA, stamper=cast.TSA)


def _xml_wrapped() -> bytes:
    """The signed document moved aside, another in its place."""
    signed = xml.enveloping(HALYNA)
    return b"<decision><line>\xd0\x9d\xd1\x96</line>" + signed + b"</decision>"


SAMPLES = (
    Sample("container.asice", "ASiC-E з CAdES: два документи, два підписи", _container),
    Sample("container-gost.asice", "ASiC-E, геш документів за ГОСТ 34.311", lambda: asic_e([IHOR], FILES, address=GOST)),
    Sample("container.asics", "ASiC-S з CAdES", lambda: asic_s(cast.SEAL, "лист.txt", LETTER)),
    Sample("xades.asice", "ASiC-E з XAdES за ДСТУ 4145 (експериментально)", lambda: xml.asic([HALYNA, IHOR], FILES)),
    Sample("xades.asics", "ASiC-S з XAdES (експериментально)", lambda: xml.asic([IHOR], {"лист.txt": LETTER}, single=True)),
    Sample("decision.xml", "XAdES-T усередині документа (ДСТУ: експериментально)", _xml),
    Sample("decision-ecdsa.xml", "XAdES усередині документа, ECDSA", lambda: xml.enveloped(cast.EC_HALYNA)),
    Sample("decision-rsa.xml", "XAdES навколо документа, RSA", lambda: xml.enveloping(cast.RSA_HALYNA)),
    Sample("decision.pdf", "PAdES: підпис у PDF", _pdf),
    Sample("decision-two.pdf", "PAdES: другий підпис поверх першого", lambda: pdf(cast.SEAL, before=_pdf())),
    Sample("letter.zip", "ZIP: документ і його відокремлений підпис поруч", _packet),
    Sample("both.zip", "ZIP: контейнер ASiC-E і підпис у підписі", _both),
    Sample("endless.p7s", "BER: довжин не названо, документ шматками", lambda: ber.endless_file(cades.signed_file(HALYNA, LETTER), 10)),
    Sample("endless-10-mb.p7s", "BER: 10 МБ шматками по кілобайту, довжин не названо", endless_10_mb, committed=False),
    Sample(
        "endless-10-mb-changed.p7s", "те саме, посередині змінено байт", _endless_changed,
        INVALID, "HASH_FAILURE", "Вміст змінено", committed=False,
    ),
    Sample("bottomless.p7s", "BER: сто тисяч початків без кінців", ber.bottomless, None, "FORMAT_FAILURE", "вкладеність", committed=False),
    Sample("document-changed.asice", "документ у контейнері змінено", _with(_container, **{"додаток.txt": b"?"}), INVALID, "HASH_FAILURE", "Документ у контейнері змінено"),
    Sample("document-added.asice", "документ, якого ніхто не підписав", _with(_container, **{"ще.txt": b"?"}), INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "не охоплює"),
    Sample("document-missing.asice", "підписаного документа у контейнері немає", _without(_container, "додаток.txt"), INDETERMINATE, "SIGNED_DATA_NOT_FOUND", "указує підпис"),
    Sample("manifest-changed.asice", "маніфест переписано", _manifest_changed, INVALID, "HASH_FAILURE", "Вміст змінено"),
    Sample("manifest-twice.asice", "два маніфести на один підпис", lambda: zipped(entries(_container()) | {"META-INF/ASiCManifest003.xml": entries(_container())[LISTED]}), INVALID, "FORMAT_FAILURE", "два маніфести"),
    Sample("signature-broken.asice", "файл підпису не читається", _with(_container, **{PLACE: b"0"}), INVALID, "FORMAT_FAILURE", "Файл підпису в контейнері"),
    Sample("traversal.asice", "шлях файлу веде за межі архіву", _named("../../etc/cron.d/x"), None, "ZIP_TRAVERSAL", "за межі архіву"),
    Sample("absolute.asice", "абсолютний шлях файлу", _named("/etc/passwd"), None, "ZIP_ABSOLUTE", "абсолютний шлях"),
    Sample("twins.asice", "два файли з однією назвою", _twins, None, "ZIP_DUPLICATE", "два файли з назвою"),
    Sample("bomb.asice", "zip-бомба", _bomb, None, "ZIP_BOMB", "zip-бомба", committed=False),
    Sample("behind.pdf", "байти за межами ByteRange", lambda: _pdf() + b"<script>", INVALID, "FORMAT_FAILURE", "дописано байти"),
    Sample("later.pdf", "редакція PDF, якої ніхто не підписав", lambda: revised(_pdf()), INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "ніхто не підписав"),
    Sample("hidden.pdf", "у місці для підпису PDF лежить ще щось", _pdf_hidden, INVALID, "FORMAT_FAILURE", "Межі підпису в PDF"),
    Sample("changed.pdf", "у PDF змінено слово", lambda: _pdf().replace(b"Rishennia", b"Rishennya"), INVALID, "HASH_FAILURE", "Вміст змінено"),
    Sample("changed.xml", "у документі XML змінено слово", lambda: _xml().replace("Вирішили".encode(), "вирішили".encode()), INVALID, "HASH_FAILURE", "Вміст змінено"),
    Sample("properties-changed.xml", "заявлений час підпису XML змінено", lambda: _xml().replace(b"2026-11-20T12:00:00Z", b"2026-11-19T12:00:00Z"), INVALID, "HASH_FAILURE", "властивості XML-підпису"),
    Sample("wrapped.xml", "підписаний документ відсунуто, на його місці інший", _xml_wrapped, INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "не охоплює"),
    Sample("dtd.xml", "XML із сутностями", lambda: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + _xml(), None, "XML_DTD", "DTD"),
)  # fmt: skip
